import type { Lang } from "../messages.ts";

/** What a command may touch of the outside: where it speaks, in which language, and what time it is. */
export interface Context {
  readonly lang: Lang;
  readonly json: boolean;
  /** a person is watching standard error: a progress bar makes sense */
  readonly interactive: boolean;
  readonly now: () => Date;
  out(line: string): void;
  err(line: string): void;
}
