import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Lang } from "../../messages.ts";
import { identifier } from "../cells/sql.ts";
import { type Contract, loadContracts } from "../contracts.ts";
import type { CellCode } from "../messages.ts";
import { questionOf } from "../profiles/question.ts";
import { senderMark } from "../read/sender-mark.ts";
import { ReturnsJournal } from "../returns/journal.ts";
import { bureauName } from "../returns/names.ts";
import type { Rejected, SheetOwner } from "../returns/rejected.ts";
import { removeReturns, writeReturns } from "../returns/write.ts";
import { answerQuarantine } from "./answer.ts";
import { journalName } from "./aside-folder.ts";
import { MostlyBad } from "./bad-rows.ts";
import { type Coming, type LoadClock, commitTables, recordRejected } from "./commit.ts";
import { fileSums } from "./difference.ts";
import { listQuarantined, listWarnings } from "./listed-rows.ts";
import { loaderTablesSql } from "./raw-tables.ts";
import type { ReadTable } from "./read-aside.ts";
import { rederiveMonths } from "./rederive.ts";
import { type FileReport, type LoadReport, fileMessage, listedRows, rowMessage } from "./report.ts";
import { listRestated, recordReplaced, recordRestated } from "./restated.ts";
import type { Settled } from "./settle-tables.ts";
import { countOf } from "./stage.ts";
import { emptyReport, totalsOf } from "./tally.ts";
import { type UsedProfile, noteProfiles } from "./used-profiles.ts";
import { warnAcrossMonths, warnBlanked, warnSameDay } from "./warnings.ts";

/** What a load is about to make visible. */
export interface ReadyLoad {
  readonly tables: readonly ReadTable[];
  readonly settled: Settled;
  readonly ignored: LoadReport["ignored"];
}

/** Where it comes from and goes. */
export interface LoadPlaces {
  readonly exports: string;
  /** the database's file, for the report */
  readonly database: string;
  /** the database as the caller named it, for commands */
  readonly databaseNamed: string;
  /** of the returned workbooks; none are written where absent */
  readonly returns: string | undefined;
  /** the load's own folder for temporary files */
  readonly aside: string;
  readonly now: Date;
  readonly lang: Lang;
}

interface ComingTable extends Coming {
  readonly report: FileReport;
  readonly path: string;
}

/** Makes a load visible in one transaction, and writes what goes back to the senders; on an error nothing of either stays. */
export async function commitLoad(connection: DuckDBConnection, ready: ReadyLoad, places: LoadPlaces): Promise<LoadReport> {
  const written: LoadReport["returns"] = [];
  await connection.run("begin");
  try {
    const report = await commitRows(connection, ready, places, written);
    await connection.run("commit");
    return report;
  } catch (error) {
    removeReturns(written);
    await connection.run("rollback").catch(() => undefined);
    throw error;
  }
}

/** @param written  filled with the returned workbooks that are there, also where it then fails */
async function commitRows(connection: DuckDBConnection, { tables, settled, ignored }: ReadyLoad, places: LoadPlaces, written: LoadReport["returns"]): Promise<LoadReport> {
  for (const statement of loaderTablesSql(loadContracts())) await connection.run(statement);
  const { clock, lastFile } = await clockOf(connection, places.now);
  const firstFile = lastFile + 1;
  const { reports, coming, used } = await comingOf(connection, tables, settled, lastFile, clock, places);
  const added = new Map<Contract, number[]>();
  for (const [index, loaded] of (await commitTables(connection, coming, clock)).entries()) {
    const { report, tables: { source } } = coming[index]!;
    Object.assign(report, { status: "loaded" }, loaded);
    const fileIds = added.get(source.contract);
    if (fileIds) fileIds.push(loaded.file_id);
    else added.set(source.contract, [loaded.file_id]);
  }
  let answered = await answerAll(connection, coming, clock);
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
    const rows = (await noteCorrections(connection, contract, fileIds, { coming, reports, firstFile, clock, hasReplaced: settled.hasReplaced })) + (rederived.get(contract) ?? 0);
    if (rows > 0) restated.push({ dataset: contract.id, rows });
  }
  await connection.run("drop table coming");
  // before the commit: a load that is killed here is run again, and writes them again
  if (places.returns !== undefined) written.push(...(await returnRows(connection, coming, tables, { ...places, returns: places.returns }, clock)));
  return {
    database: places.database,
    load_id: settled.superseded.size > 0 ? clock.load_id : null,
    loaded_at: clock.at,
    files: reports,
    ignored,
    totals: totalsOf(reports, await countOf(connection, `ops.warning where file_id >= ${firstFile}`)),
    restated,
    restated_figures: await listRestated(connection, clock.load_id, listedRows),
    answered,
    quarantine_open: await countOf(connection, "ops.quarantined_row where answered_at is null"),
    returns: written,
    quarantined: await listQuarantined(connection, firstFile, places.lang),
    warnings: await listWarnings(connection, firstFile, places.lang),
  };
}

/** The load's number and time, which never goes back behind an earlier load's. */
async function clockOf(connection: DuckDBConnection, now: Date): Promise<{ clock: LoadClock; lastFile: number }> {
  const [lastFile, lastLoad, at] = (
    await connection.runAndReadAll(`select coalesce(max(file_id), 0)::integer, coalesce(max(load_id), 0)::integer,
      strftime(greatest(max(loaded_at), '${now.toISOString()}'::timestamptz) at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') from ops.import_file`)
  ).getRows()[0]!;
  return { clock: { load_id: Number(lastLoad) + 1, at: String(at) }, lastFile: Number(lastFile) };
}

/** A report for each table; what is loaded with its number, what is rejected on record. */
async function comingOf(connection: DuckDBConnection, tables: readonly ReadTable[], { superseded, stale }: Settled, lastFile: number, clock: LoadClock, places: LoadPlaces): Promise<{ reports: FileReport[]; coming: ComingTable[]; used: UsedProfile[] }> {
  const reports: FileReport[] = [];
  const coming: ComingTable[] = [];
  const used: UsedProfile[] = [];
  let fileId = lastFile;
  for (const table of tables) {
    const report = emptyReport(table);
    reports.push(report);
    if (table.kind === "rejected") {
      await recordRejected(connection, table.file.name, table.sheet, table.sha256, table.fault, clock);
      noteFault(report, table.fault, places);
    } else if (table.kind === "staged" && superseded.has(table)) {
      fileId++;
      const gone = stale.get(table) ?? 0;
      report.rows_skipped = { ...report.rows_skipped, untouched: report.rows_skipped.untouched + gone };
      const origin = { file: table.file.name, sheet: table.sheet, sha256: table.sha256!, is_synthetic: report.is_synthetic };
      coming.push({ ...origin, path: table.file.path, tables: table.tables, fileId, isGathered: table.isGathered, superseded: superseded.get(table)!, read: table.read - gone, report });
      if (table.profile) used.push({ fileId, tables: table.tables, file: table.file.name, sheet: table.sheet, profile: table.profile });
    }
  }
  return { reports, coming, used };
}

function noteFault(report: FileReport, fault: Extract<ReadTable, { kind: "rejected" }>["fault"], { exports, databaseNamed: database, lang }: LoadPlaces): void {
  Object.assign(report, { code: fault.code, message: fileMessage(fault.code, fault.params, lang) });
  const { file, sheet } = report;
  const question = questionOf(fault, { exports, file, sheet, database }, lang);
  if (question) report.question = question;
  if (fault instanceof MostlyBad) report.reasons = fault.reasons.map(({ expected, ...one }) => ({ file, sheet, ...one, code: one.code as CellCode, message: rowMessage(one.code, one.value, expected, lang) }));
}

/** After all files: a corrected copy may come before the file that it corrects. */
async function answerAll(connection: DuckDBConnection, coming: readonly ComingTable[], clock: LoadClock): Promise<number> {
  const waiting = await connection.runAndReadAll("select distinct dataset from ops.quarantined_row where answered_at is null");
  const open = new Set(waiting.getRows().map(([dataset]) => String(dataset)));
  let answered = 0;
  for (const { tables, fileId } of coming) if (open.has(tables.source.contract.id)) answered += await answerQuarantine(connection, tables, fileId, clock.at);
  return answered;
}

/**
 * Warns of what a data set's new rows look odd by beside those on file, and records which figures they correct.
 *
 * @returns how many figures on file were corrected
 */
async function noteCorrections(
  connection: DuckDBConnection,
  contract: Contract,
  fileIds: readonly number[],
  { coming, reports, firstFile, clock, hasReplaced }: { readonly coming: readonly ComingTable[]; readonly reports: readonly FileReport[]; readonly firstFile: number; readonly clock: LoadClock; readonly hasReplaced: boolean },
): Promise<number> {
  const total = await countOf(connection, `raw.${identifier(contract.id)}`);
  const rowsAdded = reports.find((report) => report.file_id === fileIds[0])!.rows_loaded;
  await warnAcrossMonths(connection, contract, fileIds, fileIds.length > 1 || total > rowsAdded);
  const rows = (firstFile === 1 ? 0 : await recordRestated(connection, contract, firstFile, clock)) + (hasReplaced ? await recordReplaced(connection, contract, clock) : 0);
  if (rows === 0) return 0;
  await warnBlanked(connection, contract, clock.load_id);
  const unmarked = coming.filter(({ tables, file, sheet }) => tables.source.contract === contract && senderMark([file, sheet], tables.source.table.titles) <= 0);
  await warnSameDay(connection, contract, clock.load_id, unmarked.map(({ fileId }) => fileId));
  return rows;
}

async function returnRows(connection: DuckDBConnection, coming: readonly ComingTable[], tables: readonly ReadTable[], { returns, aside }: LoadPlaces & { readonly returns: string }, { at }: LoadClock): Promise<LoadReport["returns"]> {
  const rejected: Rejected[] = coming.flatMap(({ tables: staged, fileId, isGathered, report, file, path: from }) => (report.rows_quarantined > 0 ? { tables: staged, fileId, isGathered, isSynthetic: report.is_synthetic, file: { name: file, path: from } } : []));
  const owners: SheetOwner[] = tables.flatMap(({ file, sheet, contract }) => (contract ? { file: file.name, sheet, bureau: bureauName(contract.from) } : []));
  return writeReturns(connection, { rejected, owners, folder: path.resolve(returns), at }, new ReturnsJournal(path.join(aside, journalName), at));
}
