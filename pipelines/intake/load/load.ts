import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import PQueue from "p-queue";
import { D521Error, exitCodes, isOutOfRoom } from "../../errors.ts";
import type { Lang } from "../../messages.ts";
import { type Database, openDatabase } from "../../warehouse/database.ts";
import { identifier } from "../cells/sql.ts";
import { type Contract, loadContracts } from "../contracts.ts";
import { type CellCode, commandMessages } from "../messages.ts";
import { periodNamed } from "../read/cumulative.ts";
import { type ExportFile, type Ignored, listExports, stem } from "../read/files.ts";
import { senderMark } from "../read/sender-mark.ts";
import { TempSpace } from "../read/temp-space.ts";
import { answerQuarantine } from "./answer.ts";
import { asideFolder, journalName } from "./aside-folder.ts";
import { asideTablesSql } from "./aside-tables.ts";
import { MostlyBad } from "./bad-rows.ts";
import { noteBlankMonths } from "./blank-months.ts";
import { askRepeated, settleContradictions } from "./contradictions.ts";
import { monthPlace } from "./months.ts";
import { type Coming, type LoadClock, commitTables, recordRejected } from "./commit.ts";
import { collectNames, matchNames, warnOtherNames } from "./names.ts";
import { type Part, joinParts } from "./parts.ts";
import { loaderTablesSql } from "./raw-tables.ts";
import { type ReadFile, type ReadTable, readAside } from "./read-aside.ts";
import { type FileReport, type LoadReport, type RowReport, fileMessage, ignoredMessage, listedRows, rowMessage } from "./report.ts";
import { listRestated, recordReplaced, recordRestated } from "./restated.ts";
import { differenceSums, fileSums, isCumulative, keepSums, noteDifferences } from "./difference.ts";
import { rederiveMonths } from "./rederive.ts";
import { questionOf } from "../profiles/question.ts";
import { Profiles, readProfiles } from "../profiles/store.ts";
import { type UsedProfile, noteProfiles } from "./used-profiles.ts";
import { noteDataRows } from "../returns/came-along.ts";
import { ReturnsJournal } from "../returns/journal.ts";
import { bureauName } from "../returns/names.ts";
import type { Rejected, SheetOwner } from "../returns/rejected.ts";
import { mayKeepLook } from "../returns/sender-look.ts";
import { isInside, removeReturns, writeReturns } from "../returns/write.ts";
import { forgetGoneRows, settleRows } from "./settle.ts";
import { countOf } from "./stage.ts";
import { emptyReport, totalsOf } from "./tally.ts";
import { warnAcrossMonths, warnBlanked, warnSameDay } from "./warnings.ts";

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

type StagedTable = Extract<ReadTable, { kind: "staged" }>;

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
  const database = options.opened ?? (await openDatabase(options.database, { memoryLimit: "1200MB" }));
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
  private readonly lang: Lang;
  private numbers = 0;
  private readonly space = new TempSpace();
  /** what is on file, each with what the names that it came under say */
  private readonly ledger = new Map<string, Set<string>>();
  /** of the ledger, in which loads each was */
  private readonly loadsOf = new Map<string, Set<number>>();
  /** of the ledger, what holds rows of which it was asked whether they or another file's count */
  private readonly asked = new Set<string>();

  constructor(
    private readonly options: LoadOptions,
    private readonly database: Database,
    private readonly folder: string,
    private readonly profiles: Profiles,
  ) {
    this.lang = options.lang ?? "zh";
  }

  async load(files: readonly ExportFile[], ignoredFiles: readonly Ignored[]): Promise<LoadReport> {
    const connection = await this.database.connect();
    const hasHistory = await this.readLedger(connection);
    await connection.run("attach ':memory:' as aside");
    try {
      for (const statement of asideTablesSql(loadContracts())) await connection.run(statement);
      const read = await this.readAll(files);
      const ignored = [...ignoredFiles, ...read.flatMap((file) => file.ignored)].map((one) => ({ ...one, message: ignoredMessage(one.code, this.lang) }));
      const tables = await joinParts(connection, read.flatMap((file) => file.tables), () => ++this.numbers, (parts) => this.isKnownTogether(parts));
      if (tables.length === 0) throw unrelated(this.options.exports, new Set(ignored.map((one) => one.file)).size);
      const staged = this.withoutRepeats(tables);
      await this.settle(connection, staged, hasHistory);
      return await this.commit(connection, tables, staged, ignored);
    } finally {
      await connection.run("detach aside");
    }
  }

  private async readLedger(connection: DuckDBConnection): Promise<boolean> {
    const exists = await connection.runAndReadAll("select 1 from information_schema.tables where table_schema = 'ops' and table_name = 'import_file'");
    if (exists.getRows().length === 0) return false;
    const rows = await connection.runAndReadAll("select sha256, dataset, sheet, file_id, file, load_id from ops.import_file");
    // a question may by now stand at the row of a returned workbook that was no answer
    const open = await connection.runAndReadAll(`select distinct asked.file_id from ops.quarantined_row as asked
      inner join ops.quarantined_row as waiting on waiting.dataset = asked.dataset and waiting.row_key = asked.row_key and waiting.code = asked.code and waiting.answered_at is null
      where asked.code = 'files_disagree'`);
    const asked = new Set(open.getRows().map(([id]) => Number(id)));
    for (const [sha256, dataset, sheet, fileId, file, load] of rows.getRows()) {
      const key = ledgerKey(String(sha256), String(dataset), String(sheet));
      const named = periodNamed(stem(String(file)));
      this.loadsOf.set(key, (this.loadsOf.get(key) ?? new Set()).add(Number(load)));
      // the months of a sheet that are tables by themselves: the sheet is known by them
      for (const one of new Set([key, ledgerKey(String(sha256), String(dataset), String(sheet).replace(monthPlace, ""))])) this.ledger.set(one, (this.ledger.get(one) ?? new Set()).add(named));
      if (asked.has(Number(fileId))) this.asked.add(key);
    }
    return true;
  }

  /** Known already; but the same content sent again as the correction answers which of two files counts. */
  private isLoaded(key: string, file: string, sheet: string): boolean {
    const known = this.ledger.get(key);
    const period = periodNamed(stem(file));
    return known !== undefined && (period === "" || known.has(period) || known.has("")) && !(this.asked.has(key) && senderMark([file, sheet]) > 0);
  }

  /** What is joined is known where one load had all of it: parts of two loads make rows that none had. */
  private isKnownTogether(parts: readonly Part[]): boolean {
    const loads = parts.map((part) => this.loadsOf.get(ledgerKey(part.sha256!, part.contract!.id, part.table.sheet)) ?? new Set<number>());
    return [...loads[0]!].some((load) => loads.every((one) => one.has(load)));
  }

  private async readAll(files: readonly ExportFile[]): Promise<ReadFile[]> {
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
          isLoaded: (sha256, contract, sheet) => this.isLoaded(ledgerKey(sha256, contract.id, sheet), file.name, sheet),
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

  /** Of tables with the same content as the same data set, the one that is marked most as a correction is loaded, else the first by file name. */
  private withoutRepeats(tables: readonly ReadTable[]): StagedTable[] {
    const kept = new Map<string, StagedTable>();
    for (const table of tables) {
      if (table.kind !== "staged") continue;
      const key = ledgerKey(table.sha256!, table.contract!.id, table.sheet, periodNamed(stem(table.file.name)));
      const other = kept.get(key);
      if (!other || senderMark([table.file.name]) > senderMark([other.file.name])) kept.set(key, table);
    }
    const all = new Set<ReadTable>(kept.values());
    return tables.filter((table): table is StagedTable => all.has(table));
  }

  private hasReplaced = false;
  private readonly superseded = new Map<StagedTable, number>();

  private async settle(connection: DuckDBConnection, staged: readonly StagedTable[], hasHistory: boolean): Promise<void> {
    if (this.options.returns !== undefined) await this.noteDataRows(connection, staged);
    // names are looked up in the directory as it is when its own files are settled
    const isDirectory = (table: StagedTable) => table.contract?.id === "enterprises";
    const directories = staged.filter(isDirectory);
    await this.settleTables(connection, directories, hasHistory);
    if (staged.some((table) => table.contract?.match)) await collectNames(connection, directories.map(({ tables }) => tables.rows), hasHistory);
    await this.settleTables(connection, staged.filter((table) => !isDirectory(table)), hasHistory);
    await warnOtherNames(connection, staged.map(({ tables }) => tables), hasHistory);
    await forgetGoneRows(connection, staged.map(({ tables }) => tables));
    await noteBlankMonths(connection, staged, hasHistory);
  }

  private async noteDataRows(connection: DuckDBConnection, staged: readonly StagedTable[]): Promise<void> {
    const own: StagedTable["tables"][] = [];
    for (const { tables, isGathered, file } of staged) if (!isGathered && tables.source.encoding === "workbook" && (await mayKeepLook(file.path))) own.push(tables);
    await noteDataRows(connection, own);
  }

  private async settleTables(connection: DuckDBConnection, tables: readonly StagedTable[], hasHistory: boolean): Promise<void> {
    for (const table of tables) {
      await matchNames(connection, table.tables);
      if (!table.isGathered) await askRepeated(connection, table.tables);
      this.superseded.set(table, table.isGathered ? 0 : await settleRows(connection, table.tables));
    }
    await this.settleBetween(connection, tables.filter((table) => !isCumulative(table)));
    for (const contract of new Set(tables.filter(isCumulative).map(({ tables: { source } }) => source.contract))) {
      const ones = tables.filter(({ tables: { source } }) => source.contract === contract);
      await keepSums(connection, contract, ones);
      // what is removed may be a month that another was differenced from
      do await differenceSums(connection, contract, ones, hasHistory);
      while (await this.settleBetween(connection, ones));
      await noteDifferences(connection, contract, ones);
    }
  }

  /** @returns whether any row was superseded or sent back */
  private async settleBetween(connection: DuckDBConnection, tables: readonly StagedTable[]): Promise<boolean> {
    const replaced = await settleContradictions(connection, tables);
    this.hasReplaced ||= replaced.size > 0;
    for (const table of tables) this.superseded.set(table, this.superseded.get(table)! + (replaced.get(table.tables.number) ?? 0));
    return replaced.size > 0;
  }

  private async commit(connection: DuckDBConnection, tables: readonly ReadTable[], staged: readonly StagedTable[], ignored: LoadReport["ignored"]): Promise<LoadReport> {
    const now = (this.options.now ?? (() => new Date()))();
    let returns: LoadReport["returns"] = [];
    await connection.run("begin");
    try {
      for (const statement of loaderTablesSql(loadContracts())) await connection.run(statement);
      const [lastFile, lastLoad, at] = (
        await connection.runAndReadAll(`select coalesce(max(file_id), 0)::integer, coalesce(max(load_id), 0)::integer,
          strftime(greatest(max(loaded_at), '${now.toISOString()}'::timestamptz) at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') from ops.import_file`)
      ).getRows()[0]!;
      const clock: LoadClock = { load_id: Number(lastLoad) + 1, at: String(at) };
      const reports: FileReport[] = [];
      const coming: (Coming & { report: FileReport; path: string })[] = [];
      const used: UsedProfile[] = [];
      const added = new Map<Contract, number[]>();
      let fileId = Number(lastFile);
      for (const table of tables) {
        const report = emptyReport(table);
        reports.push(report);
        if (table.kind === "rejected") {
          await recordRejected(connection, table.file.name, table.sheet, table.sha256, table.fault, clock);
          Object.assign(report, { code: table.fault.code, message: fileMessage(table.fault.code, table.fault.params, this.lang) });
          const question = questionOf(table.fault, { exports: this.options.exports, file: report.file, sheet: report.sheet, database: this.options.database }, this.lang);
          if (question) report.question = question;
          if (table.fault instanceof MostlyBad) {
            const { file, sheet } = report;
            report.reasons = table.fault.reasons.map(({ expected, ...one }) => ({ file, sheet, ...one, code: one.code as CellCode, message: rowMessage(one.code, one.value, expected, this.lang) }));
          }
        } else if (table.kind === "staged" && this.superseded.has(table)) {
          fileId++;
          const origin = { file: table.file.name, sheet: table.sheet, sha256: table.sha256!, is_synthetic: report.is_synthetic };
          coming.push({ ...origin, path: table.file.path, tables: table.tables, fileId, isGathered: table.isGathered, superseded: this.superseded.get(table)!, read: table.read, report });
          if (table.profile) used.push({ fileId, tables: table.tables, file: table.file.name, sheet: table.sheet, profile: table.profile });
        }
      }
      for (const [index, loaded] of (await commitTables(connection, coming, clock)).entries()) {
        const { report, tables } = coming[index]!;
        Object.assign(report, { status: "loaded" }, loaded);
        const fileIds = added.get(tables.source.contract);
        if (fileIds) fileIds.push(loaded.file_id);
        else added.set(tables.source.contract, [loaded.file_id]);
      }
      let answered = 0;
      const waiting = await connection.runAndReadAll("select distinct dataset from ops.quarantined_row where answered_at is null");
      const open = new Set(waiting.getRows().map(([dataset]) => String(dataset)));
      // after all files: a corrected copy may come before the file that it corrects
      for (const { tables, fileId } of coming) if (open.has(tables.source.contract.id)) answered += await answerQuarantine(connection, tables, fileId, clock.at);
      const firstFile = Number(lastFile) + 1;
      await noteProfiles(connection, used);
      await fileSums(connection, coming, clock);
      const restated: LoadReport["restated"] = [];
      const rederived = new Map<Contract, number>();
      for (const contract of added.keys()) {
        const later = await rederiveMonths(connection, contract, firstFile, clock);
        answered += later.answered;
        rederived.set(contract, later.restated);
      }
      for (const [contract, fileIds] of added) {
        const [total] = (await connection.runAndReadAll(`select count(*)::integer from raw.${identifier(contract.id)}`)).getRows()[0]!;
        const rowsAdded = reports.find((report) => report.file_id === fileIds[0])!.rows_loaded;
        await warnAcrossMonths(connection, contract, fileIds, fileIds.length > 1 || Number(total) > rowsAdded);
        const rows = (firstFile === 1 ? 0 : await recordRestated(connection, contract, firstFile, clock)) + (this.hasReplaced ? await recordReplaced(connection, contract, clock) : 0);
        const later = rederived.get(contract) ?? 0;
        if (rows + later > 0) restated.push({ dataset: contract.id, rows: rows + later });
        if (rows === 0) continue;
        await warnBlanked(connection, contract, clock.load_id);
        const unmarked = coming.filter(({ tables, file, sheet }) => tables.source.contract === contract && senderMark([file, sheet], tables.source.table.titles) <= 0);
        await warnSameDay(connection, contract, clock.load_id, unmarked.map(({ fileId }) => fileId));
      }
      await connection.run("drop table coming");
      // before the commit: a load that is killed here is run again, and writes them again
      if (this.options.returns !== undefined) {
        const rejected: Rejected[] = coming.flatMap(({ tables, fileId, isGathered, report, file, path }) => (report.rows_quarantined > 0 ? { tables, fileId, isGathered, isSynthetic: report.is_synthetic, file: { name: file, path } } : []));
        const owners: SheetOwner[] = tables.flatMap(({ file, sheet, contract }) => (contract ? { file: file.name, sheet, bureau: bureauName(contract.from) } : []));
        returns = await writeReturns(connection, { rejected, owners, folder: path.resolve(this.options.returns), at: clock.at }, new ReturnsJournal(path.join(this.folder, journalName), clock.at));
      }
      const result: LoadReport = {
        database: this.database.file,
        load_id: staged.length > 0 ? clock.load_id : null,
        loaded_at: clock.at,
        files: reports,
        ignored,
        totals: totalsOf(reports, await countSince(connection, "ops.warning", firstFile)),
        restated,
        restated_figures: await listRestated(connection, clock.load_id, listedRows),
        answered,
        quarantine_open: await countOf(connection, "ops.quarantined_row where answered_at is null"),
        returns,
        quarantined: await this.listRows(connection, `select file, sheet, "row", "column", value, code, faults->0->>'expected' as expected, file_id, faults::varchar as faults from ops.quarantined_row`, firstFile),
        warnings: await this.listRows(connection, `select file, sheet, "row", "column", value, code, expected, file_id from ops.warning`, firstFile),
      };
      await connection.run("commit");
      return result;
    } catch (error) {
      removeReturns(returns);
      await connection.run("rollback").catch(() => undefined);
      throw error;
    }
  }

  private async listRows(connection: DuckDBConnection, source: string, firstFile: number): Promise<RowReport[]> {
    const rows = await connection.runAndReadAll(`select * from (${source}) where file_id >= ${firstFile} order by file_id, "row" limit ${listedRows}`);
    return rows.getRowObjects().map((row) => ({
      file: String(row.file),
      sheet: String(row.sheet),
      row: Number(row.row),
      column: String(row.column ?? ""),
      value: String(row.value ?? ""),
      code: row.code as RowReport["code"],
      message: rowMessage(String(row.code), String(row.value ?? ""), String(row.expected ?? ""), this.lang),
      ...otherFaults(row.faults, this.lang),
    }));
  }
}

/** What else is wrong with a row, beside its first fault. */
function otherFaults(faults: unknown, lang: Lang): Pick<RowReport, "others"> {
  if (typeof faults !== "string") return {};
  const others = (JSON.parse(faults) as { column: string; value: string; code: string; expected: string }[]).slice(1);
  return others.length === 0 ? {} : { others: others.map(({ column, value, code, expected }) => ({ column, message: rowMessage(code, value, expected, lang) })) };
}

async function countSince(connection: DuckDBConnection, table: string, firstFile: number): Promise<number> {
  const rows = await connection.runAndReadAll(`select count(*)::integer from ${table} where file_id >= ${firstFile}`);
  return Number(rows.getRows()[0]![0]);
}

function ledgerKey(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
