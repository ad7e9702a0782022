import type { ExitCode } from "../errors.ts";
import type { Message, Params } from "../messages.ts";

/** What one check found. */
export interface Finding {
  /** stable, for programs: `node`, `packages`, `database` … */
  readonly check: string;
  readonly state: "good" | "notice" | "bad";
  readonly text: Message;
  readonly params: Params;
  /** what to do about it */
  readonly advice?: Message;
  readonly adviceParams?: Params;
  /**
   * What it makes of the command's exit code: 1 where recorded errors of the data wait to be mended, 3 where the
   * installation, the database or the machine stands in the way, 0 where it is only to be noted.
   */
  readonly exitCode: ExitCode;
}

type More = { readonly advice?: Message; readonly adviceParams?: Params; readonly exitCode?: ExitCode };

/** All is well with it. */
export function good(check: string, text: Message, params: Params = {}): Finding {
  return { check, state: "good", text, params, exitCode: 0 };
}

/** To be noted, and usually to be done. */
export function notice(check: string, text: Message, params: Params, more: More): Finding {
  return { check, state: "notice", text, params, exitCode: 0, ...more };
}

/** Stands in the way. */
export function bad(check: string, text: Message, params: Params, more: More): Finding {
  return { check, state: "bad", text, params, exitCode: 3, ...more };
}
