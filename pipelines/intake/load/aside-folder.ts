import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRunning } from "../../is-running.ts";
import type { Database } from "../../warehouse/database.ts";
import { isPattern } from "../read/text-file.ts";
import { takeBackReturns } from "../returns/journal.ts";

/**
 * A folder for temporary files next to the database, emptied of what a killed load left: the open database keeps others out.
 *
 * @param isOurs  the database was opened for this load alone, so that what is spilled beside it is a dead process's
 */
export async function asideFolder(database: Database, isOurs: boolean): Promise<string> {
  if (database.file === ":memory:" || isPattern(path.resolve(database.file))) return mkdtemp(path.join(tmpdir(), `${await clearedPrefix(tmpdir())}${process.pid}-`));
  const folder = `${path.resolve(database.file)}.loading`;
  await takeBackReturns(path.join(folder, journalName), (at) => hasLoad(database, at));
  await rm(folder, { recursive: true, force: true });
  if (isOurs) await rm(`${path.resolve(database.file)}.tmp`, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** What folders beside no database begin with, followed by the process that made them; those of processes that are no more are removed. */
async function clearedPrefix(folder: string): Promise<string> {
  const prefix = "d521-load-";
  for (const name of await readdir(folder)) {
    const owner = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (owner !== undefined && !isRunning(Number(owner))) await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
  return prefix;
}

/** In the folder for temporary files, which a load that ends by itself removes. */
export const journalName = "returns.jsonl";

/** Whether a load of that time was committed. */
async function hasLoad(database: Database, at: string): Promise<boolean> {
  const connection = await database.connect();
  const ledger = await connection.runAndReadAll("select 1 from information_schema.tables where table_schema = 'ops' and table_name = 'import_file'");
  if (ledger.getRows().length === 0) return false;
  return (await connection.runAndReadAll("select 1 from ops.import_file where loaded_at = cast($1 as timestamptz) limit 1", [at])).getRows().length > 0;
}
