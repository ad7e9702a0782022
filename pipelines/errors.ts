import { type Lang, type Message, type Params, sentence } from "./messages.ts";

/** What a command's exit code means to the program that called it. */
export const exitCodes = {
  done: 0,
  /** the data has errors, and they are on record (quarantine, failed checks) */
  dataErrors: 1,
  usage: 2,
  environment: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error with one plain sentence for its reader. Thrown anywhere, printed once, by the command line,
 * on standard error and without a stack trace. Anything else that is thrown is a defect and keeps its trace.
 */
export class D521Error extends Error {
  override readonly name = "D521Error";

  constructor(
    readonly exitCode: ExitCode,
    /** stable, for programs: `database_in_use`, `no_exports` … */
    readonly code: string,
    readonly text: Message,
    readonly params: Params = {},
    options?: ErrorOptions,
  ) {
    super(sentence(text, "en", params), options);
  }

  in(lang: Lang): string {
    return sentence(this.text, lang, this.params);
  }
}

/** A full disk, a used-up quota and a limit on a file's size come to the same, in Node's words and in DuckDB's. */
const noRoom = /ENOSPC|EDQUOT|EFBIG|No space left|disk full|quota exceeded|file too large/i;

/** Whether the disk has no room, as the error or what caused it says. */
export function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && (noRoom.test(error.message) || isOutOfRoom(error.cause));
}
