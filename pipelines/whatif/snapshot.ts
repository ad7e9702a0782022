import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { D521Error, exitCodes } from "../errors.ts";
import { isRunning } from "../is-running.ts";
import { makeFolder } from "../make-folder.ts";
import { whatifMessages } from "./messages.ts";

/** Beside the database: the private copies, each in a folder of its process, and the saved trials. */
export function trialFolder(database: string): string {
  return path.join(path.dirname(path.resolve(database)), "trials");
}

/** What tells one content of a database file from another without opening it. */
export function stampOf(database: string): string {
  const of = (file: string) => {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? "-" : `${found.ino}:${found.size}:${found.mtimeNs}`;
  };
  return `${of(database)} ${of(`${database}.wal`)}`;
}

export interface Snapshot {
  readonly file: string;
  /** of the database when it was copied */
  readonly stamp: string;
  remove(): void;
}

/** So long a file has to keep still. */
const stillMilliseconds = 50;

/**
 * Copies the database file for a process of its own. Nothing is opened and nothing locked, so that a build, a load or a publication beside
 * it neither waits nor is waited for. A copy counts if the file and its log kept still before, during and after it: it is then what a power cut at that moment
 * would have left, from which DuckDB recovers.
 *
 * @param tries  so often a file that is being written is looked at again
 * @throws D521Error `trial_no_database`, `trial_database_busy` (3) where the file was being written all the time
 */
export async function takeSnapshot(database: string, tries = 40): Promise<Snapshot> {
  if (!existsSync(database)) throw new D521Error(exitCodes.environment, "trial_no_database", whatifMessages.trial_no_database);
  const above = path.join(trialFolder(database), "work");
  makeFolder(above);
  chmodSync(above, 0o700);
  removeAbandoned(above);
  const folder = mkdtempSync(path.join(above, `${process.pid}-`));
  const file = path.join(folder, "trial.duckdb");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const stamp = stampOf(database);
    await pause(stillMilliseconds);
    if (stampOf(database) === stamp) {
      try {
        copyFileSync(database, file, constants.COPYFILE_FICLONE);
        if (existsSync(`${database}.wal`)) copyFileSync(`${database}.wal`, `${file}.wal`, constants.COPYFILE_FICLONE);
      } catch (error) {
        // the log goes when its writer has ended
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
          remove();
          throw error;
        }
      }
      await pause(stillMilliseconds);
      if (stampOf(database) === stamp) return { file, stamp, remove };
      rmSync(`${file}.wal`, { force: true });
    }
    await pause(stillMilliseconds);
  }
  remove();
  throw new D521Error(exitCodes.environment, "trial_database_busy", whatifMessages.trial_database_busy);
}

/** Copies that a killed process left. */
function removeAbandoned(above: string): void {
  for (const name of readdirSync(above)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && pid !== process.pid && !isRunning(pid)) rmSync(path.join(above, name), { recursive: true, force: true });
  }
}
