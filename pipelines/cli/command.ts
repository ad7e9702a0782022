import type { Command } from "commander";
import type { ExitCode } from "../errors.ts";
import type { Context } from "./context.ts";
import type { Message } from "../messages.ts";

/** One command of `d521`: a file in `commands/` that says what it is, which options it takes, and runs it. */
export interface CliCommand {
  readonly name: string;
  /** one line, without a full stop; the same as in command-list.ts */
  readonly summary: Message;
  /**
   * Adds options and arguments to the commander command; descriptions come from `text(message)` in the reader's
   * language. An argument `<x>` reaches `run` as the option `x`.
   */
  declare(command: Command, text: (message: Message) => string): void;
  /** Does the work. Throws D521Error for what its reader can mend. `--json` and `--lang` are in the context. */
  run(options: Record<string, unknown>, context: Context): Promise<ExitCode>;
}
