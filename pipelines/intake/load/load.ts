import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { DuckDBConnection } from "@duckdb/node-api";
import PQueue from "p-queue";
import { D521Error, exitCodes, isOutOfRoom } from "../../errors.ts";
import type { Lang } from "../../messages.ts";
import { type Database, openDatabase } from "../../warehouse/database.ts";
import { loadContracts } from "../contracts.ts";
import { commandMessages } from "../messages.ts";
import { Profiles, readProfiles } from "../profiles/store.ts";
import { periodNamed } from "../read/cumulative.ts";
import { type ExportFile, type Ignored, listExports, stem } from "../read/files.ts";
import { senderMark } from "../read/sender-mark.ts";
import { TempSpace } from "../read/temp-space.ts";
import { isInside } from "../returns/write.ts";
import { asideFolder } from "./aside-folder.ts";
import { asideTablesSql } from "./aside-tables.ts";
import { commitLoad } from "./commit-load.ts";
import { KnownContent, contentKey } from "./known-content.ts";
import { joinParts } from "./parts.ts";
import { type ReadFile, type ReadTable, type StagedTable, readAside } from "./read-aside.ts";
import { type LoadReport, ignoredMessage } from "./report.ts";
import { settleTables } from "./settle-tables.ts";

export interface LoadOptions {
  /** folder with the exports, read and never written to */
  readonly exports: string;
  /** database file; `:memory:` only with `opened` */
  readonly database: string;
  /** folder of the profiles, the answers that were given once about files of a shape; none are used where absent */
  readonly profiles?: string;
  /** folder for the workbooks of rejected rows; none are written where absent */
  readonly returns?: string;
  readonly now?: () => Date;
  readonly lang?: Lang;
  readonly onProgress?: (progress: { done: number; total: number; file: string }) => void;
  /** an open database to load into, for tests and for callers that go on with it; it stays open */
  readonly opened?: Database;
}

/**
 * Loads a folder of exports. Files are read aside, in parallel; what they hold becomes visible in one transaction at the
 * end, so that a load that dies anywhere has changed nothing. The same content is never loaded twice.
 *
 * @throws D521Error `exports_missing`, `exports_empty`, `exports_unrelated`, `returns_inside_exports` (usage), `database_in_use`, `disk_full` (environment)
 */
export async function loadExports(options: LoadOptions): Promise<LoadReport> {
  const contracts = loadContracts();
  const listed = await listExports(options.exports, contracts).catch(() => {
    throw new D521Error(exitCodes.usage, "exports_missing", commandMessages.exports_missing, { folder: options.exports });
  });
  if (listed.files.length === 0) {
    if (listed.ignored.length === 0) throw new D521Error(exitCodes.usage, "exports_empty", commandMessages.exports_empty, { folder: options.exports });
    throw unrelated(options.exports, listed.ignored.length);
  }
  if (options.returns !== undefined && isInside(options.returns, options.exports)) {
    throw new D521Error(exitCodes.usage, "returns_inside_exports", commandMessages.returns_inside_exports, { folder: options.returns });
  }
  const profiles = options.profiles === undefined ? new Profiles() : readProfiles(options.profiles);
  const isNew = options.opened === undefined && !existsSync(options.database);
  const database = options.opened ?? (await openDatabase(options.database, { memoryLimit: "550MB" }));
  const folder = await asideFolder(database, options.opened === undefined);
  let nothingKnown = false;
  try {
    const run = new LoadRun(options, database, folder, profiles);
    return await run.load(listed.files, listed.ignored);
  } catch (error) {
    nothingKnown = error instanceof D521Error && error.code === "exports_unrelated";
    if (isOutOfRoom(error)) {
      throw new D521Error(exitCodes.environment, "disk_full", commandMessages.disk_full, {}, { cause: error });
    }
    throw error;
  } finally {
    if (!options.opened) database.close();
    if (isNew && nothingKnown) await rm(options.database, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
}

function unrelated(folder: string, count: number): D521Error {
  return new D521Error(exitCodes.usage, "exports_unrelated", commandMessages.exports_unrelated, { folder, count });
}

class LoadRun {
  private numbers = 0;
  private readonly space = new TempSpace();

  constructor(
    private readonly options: LoadOptions,
    private readonly database: Database,
    private readonly folder: string,
    private readonly profiles: Profiles,
  ) {}

  async load(files: readonly ExportFile[], ignoredFiles: readonly Ignored[]): Promise<LoadReport> {
    const lang = this.options.lang ?? "zh";
    const connection = await this.database.connect();
    const known = await KnownContent.of(connection);
    await connection.run("attach ':memory:' as aside");
    try {
      for (const statement of asideTablesSql(loadContracts())) await connection.run(statement);
      const read = await this.readAll(files, known);
      const ignored = [...ignoredFiles, ...read.flatMap((file) => file.ignored)].map((one) => ({ ...one, message: ignoredMessage(one.code, lang) }));
      const tables = await joinParts(connection, read.flatMap((file) => file.tables), () => ++this.numbers, (parts) => known.hasTogether(parts.map((part) => [part.sha256!, part.contract!.id, part.table.sheet])));
      if (tables.length === 0) throw unrelated(this.options.exports, new Set(ignored.map((one) => one.file)).size);
      const settled = await settleTables(connection, withoutRepeats(tables), { hasHistory: known.hasHistory, mayReturn: this.options.returns !== undefined });
      const { exports, database: databaseNamed, returns, now = () => new Date() } = this.options;
      return await commitLoad(connection, { tables, settled, ignored }, { exports, database: this.database.file, databaseNamed, returns, aside: this.folder, now: now(), lang });
    } finally {
      await connection.run("detach aside");
    }
  }

  private async readAll(files: readonly ExportFile[], known: KnownContent): Promise<ReadFile[]> {
    // two at a time: parsing is JavaScript's, and each DuckDB statement uses all processors by itself
    const queue = new PQueue({ concurrency: Math.min(2, availableParallelism()) });
    const idle: DuckDBConnection[] = [];
    let done = 0;
    let failure: unknown;
    const read = await queue.addAll(
      files.map((file) => async () => {
        if (failure !== undefined) return undefined;
        const connection = idle.pop() ?? (await this.database.connect());
        const result = await readAside(file, loadContracts(), {
          connection,
          folder: this.folder,
          space: this.space,
          profiles: this.profiles,
          nextNumber: () => ++this.numbers,
          isLoaded: (sha256, contract, sheet) => known.isLoaded(sha256, contract.id, sheet, file.name),
        }).catch((error: unknown) => void (failure ??= error));
        if (!result) return undefined;
        idle.push(connection);
        done++;
        this.options.onProgress?.({ done, total: files.length, file: file.name });
        return result;
      }),
    );
    // thrown when the others have ended: a database must not be closed under a statement that still runs
    if (failure !== undefined) throw failure;
    return read.filter((one): one is ReadFile => one !== undefined);
  }
}

/** Of tables with the same content as the same data set, the one that is marked most as a correction is loaded, else the first by file name. */
function withoutRepeats(tables: readonly ReadTable[]): StagedTable[] {
  const kept = new Map<string, StagedTable>();
  for (const table of tables) {
    if (table.kind !== "staged") continue;
    const key = contentKey(table.sha256!, table.contract!.id, table.sheet, periodNamed(stem(table.file.name)));
    const other = kept.get(key);
    if (!other || senderMark([table.file.name]) > senderMark([other.file.name])) kept.set(key, table);
  }
  const all = new Set<ReadTable>(kept.values());
  return tables.filter((table): table is StagedTable => all.has(table));
}
