import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { D521Error, exitCodes } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { warehouseMessages } from "./messages.ts";

/** Where the data live when `--database` names no other file. */
export const defaultDatabase = path.join("var", "d521.duckdb");

const schemas = ["raw", "ops", "store", "staging", "intermediate", "mart", "policy", "main", "temp", "system"];

export interface OpenOptions {
  /** Readers do not lock one another out; a writer locks out everyone. */
  readonly readOnly?: boolean;
  /** A writer that finds no file says so instead of creating one. */
  readonly mustExist?: boolean;
  /** DuckDB's own limit, such as `2GB`; DuckDB's default where absent */
  readonly memoryLimit?: string;
}

/** An open database file. Connections are cheap; one runs one statement at a time. */
export interface Database {
  readonly file: string;
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/**
 * Opens (and, for a writer, creates) the database file. `:memory:` opens a private one, for tests.
 * Never lets DuckDB reach for an extension on the network.
 *
 * @throws D521Error `database_in_use` (another process holds the file), `database_missing` (absent, and read only or `mustExist`),
 *   `database_name_taken` (the file is called like one of the schemas in it),
 *   `database_invalid` (not a DuckDB file), `database_folder`, `database_denied` (no right to it), `database_newer` (another version's), `database_corrupt`, `database_unreadable` (anything else)
 */
export async function openDatabase(file: string, options: OpenOptions = {}): Promise<Database> {
  if (options.mustExist && file !== ":memory:" && !existsSync(file)) {
    throw new D521Error(exitCodes.environment, "database_missing", warehouseMessages.database_missing, { file });
  }
  // DuckDB names the database after its file, and then raw.taxes could be read in two ways
  const name = path.basename(file).split(".")[0]?.toLowerCase() ?? "";
  if (schemas.includes(name)) throw new D521Error(exitCodes.usage, "database_name_taken", warehouseMessages.database_name_taken, { file, name });
  if (file !== ":memory:" && !options.readOnly) makeFolder(path.dirname(path.resolve(file)));
  const settings: Record<string, string> = {
    access_mode: options.readOnly ? "READ_ONLY" : "READ_WRITE",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  };
  if (options.memoryLimit) settings.memory_limit = options.memoryLimit;
  const instance = await DuckDBInstance.create(file, settings)
    .catch((cause: unknown) => {
      // refused only once DuckDB has the lock, so that nobody is creating it now
      if (options.readOnly || !(notValid.test(String(cause)) || tooShort.test(String(cause))) || !isUnbegun(file)) throw cause;
      rmSync(file);
      return DuckDBInstance.create(file, settings);
    })
    .catch((cause: unknown) => {
      throw openError(file, cause);
    });
  const connections: DuckDBConnection[] = [];
  return {
    file,
    async connect() {
      const connection = await instance.connect();
      // dates and times are those of the office, wherever the machine thinks it is
      await connection.run("set timezone = 'Asia/Shanghai'");
      connections.push(connection);
      return connection;
    },
    close() {
      for (const connection of connections) connection.closeSync();
      instance.closeSync();
    },
  };
}

const notValid = /not a valid DuckDB database/i;
const tooShort = /Could not read enough bytes/i;

/** Three blocks of 4096 bytes stand before any data; `DUCK` is in the first, after its checksum. */
const headerBytes = 3 * 4096;

/** Whether the file was being created when the disk was full or the process killed: it holds nothing, and DuckDB would refuse it. */
function isUnbegun(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size >= headerBytes) return false;
  if (found.size === 0) return true;
  const handle = openSync(file, "r");
  try {
    const start = Buffer.alloc(12);
    readSync(handle, start);
    return start.subarray(8).toString("latin1") === "DUCK";
  } finally {
    closeSync(handle);
  }
}

function openError(file: string, cause: unknown): D521Error {
  const detail = cause instanceof Error ? cause.message : String(cause);
  const holder = /PID (\d+)/.exec(detail)?.[1];
  if (/Could not set lock|Conflicting lock|being used by another process/i.test(detail)) {
    return new D521Error(exitCodes.environment, "database_in_use", warehouseMessages.database_in_use, { file, holder: holder ?? "?" }, { cause });
  }
  if (/does not exist/i.test(detail)) {
    return new D521Error(exitCodes.environment, "database_missing", warehouseMessages.database_missing, { file }, { cause });
  }
  if (notValid.test(detail) || tooShort.test(detail)) {
    return new D521Error(exitCodes.environment, "database_invalid", warehouseMessages.database_invalid, { file }, { cause });
  }
  const plain = ([[/Is a directory/i, "database_folder"], [/Permission denied|Operation not permitted|Read-only file system/i, "database_denied"], [/database file with version number/i, "database_newer"], [/Corrupt database file|Could not read enough bytes/i, "database_corrupt"]] as const).find(([words]) => words.test(detail))?.[1];
  if (plain !== undefined) return new D521Error(exitCodes.environment, plain, warehouseMessages[plain], { file }, { cause });
  return new D521Error(exitCodes.environment, "database_unreadable", warehouseMessages.database_unreadable, { file, detail: detail.split("\n")[0] ?? "" }, { cause });
}
