import { CommanderError } from "commander";
import { D521Error, type ExitCode, exitCodes, isOutOfRoom } from "../errors.ts";
import type { Message, Params } from "../messages.ts";
import type { Context } from "./context.ts";
import { cliMessages } from "./messages.ts";
import { usageError } from "./usage-errors.ts";

/**
 * Says what went wrong, once, on standard error, and returns the exit code. One plain sentence; with `--json` one JSON
 * object `{"error":{"code","message"}}` in its place. A stack trace is shown for a defect only, under D521_DEBUG=1.
 */
export function reportFailure(failure: unknown, context: Context, debug = process.env.D521_DEBUG === "1"): ExitCode {
  const error = asD521Error(failure);
  const message = error.in(context.lang);
  context.err(context.json ? JSON.stringify({ error: { code: error.code, message } }) : message);
  if (debug && failure instanceof Error) context.err(failure.stack ?? String(failure));
  return error.exitCode;
}

function asD521Error(failure: unknown): D521Error {
  // also where DuckDB said it first, and the sentence would be about a model or a database
  if (isOutOfRoom(failure) && !(failure instanceof D521Error && failure.code === "disk_full")) return diskFull(failure);
  if (failure instanceof D521Error) return failure;
  if (failure instanceof CommanderError) return usageError(failure);
  return installationError(failure) ?? systemError(failure) ?? new D521Error(exitCodes.environment, "defect", cliMessages.defect, { detail: firstLine(failure) });
}

function diskFull(failure: unknown): D521Error {
  const path = pathIn(failure);
  return new D521Error(exitCodes.environment, "disk_full", path === undefined ? cliMessages.disk_full_somewhere : cliMessages.disk_full, { path: path ?? "" }, { cause: failure });
}

/** The file that could not be written, as Node or DuckDB names it; a failed write of Node's names none. */
function pathIn(failure: unknown): string | undefined {
  if (!(failure instanceof Error)) return undefined;
  return (failure as NodeJS.ErrnoException).path ?? /file "([^"]+)"/.exec(failure.message)?.[1] ?? pathIn(failure.cause);
}

/** A package that is not there, or a binary that does not fit: an installation that was cut short, not a defect. */
function installationError(failure: unknown): D521Error | undefined {
  const { code, message } = failure instanceof Error ? (failure as NodeJS.ErrnoException) : { code: undefined, message: "" };
  const missing = /Cannot find (?:package|module) '([^'./][^']*)'/.exec(message)?.[1];
  if (missing === undefined || !["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(code ?? "")) return undefined;
  return new D521Error(exitCodes.environment, "package_missing", cliMessages.package_missing, { name: missing }, { cause: failure });
}

/** The operating system's refusals that a user can mend, wherever they come up. */
const systemMessages: Readonly<Record<string, { readonly code: string; readonly message: Message }>> = {
  ENOENT: { code: "file_missing", message: cliMessages.file_missing },
  EACCES: { code: "no_permission", message: cliMessages.no_permission },
  EPERM: { code: "no_permission", message: cliMessages.no_permission },
  EROFS: { code: "no_permission", message: cliMessages.no_permission },
  EADDRINUSE: { code: "port_in_use", message: cliMessages.port_in_use },
  ENOTDIR: { code: "not_a_directory", message: cliMessages.not_a_directory },
  // a folder was to be made where a file stands
  EEXIST: { code: "not_a_directory", message: cliMessages.not_a_directory },
  EISDIR: { code: "is_a_directory", message: cliMessages.is_a_directory },
};

function systemError(failure: unknown): D521Error | undefined {
  if (!(failure instanceof Error)) return undefined;
  const { code, path, port } = failure as NodeJS.ErrnoException & { port?: number };
  const known = code === undefined ? undefined : systemMessages[code];
  if (known === undefined) return undefined;
  const params: Params = { path: path ?? "?", port: port ?? "?" };
  return new D521Error(exitCodes.environment, known.code, known.message, params, { cause: failure });
}

function firstLine(failure: unknown): string {
  const text = failure instanceof Error ? failure.message : String(failure);
  return (text.split("\n")[0] ?? "").slice(0, 300);
}
