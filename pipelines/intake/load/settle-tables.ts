import type { DuckDBConnection } from "@duckdb/node-api";
import { noteDataRows } from "../returns/came-along.ts";
import { mayKeepLook } from "../returns/sender-look.ts";
import { dropStale, dropUnedited } from "../returns/stale.ts";
import { noteBlankMonths } from "./blank-months.ts";
import { askRepeated, settleContradictions } from "./contradictions.ts";
import { differenceSums, isCumulative, keepSums, noteDifferences } from "./difference.ts";
import { collectNames, matchNames, warnOtherNames } from "./names.ts";
import type { StagedTable } from "./read-aside.ts";
import { forgetGoneRows, settleRows } from "./settle.ts";

/** What became of the rows of a load's tables among themselves. */
export interface Settled {
  /** rows of a table in whose place others stand, of its own or of another table of the load */
  readonly superseded: ReadonlyMap<StagedTable, number>;
  /** rows that came back as they were though they were corrected otherwise since */
  readonly stale: ReadonlyMap<StagedTable, number>;
  /** one table's figures took the place of another's */
  readonly hasReplaced: boolean;
}

/**
 * Settles the staged tables of a load, before its transaction: which rows stand where keys come twice, which enterprise a
 * name is, which of two files counts, what the months of a year's sums are.
 *
 * @param hasHistory  something was loaded into the database before
 * @param mayReturn   bad rows go back to their senders
 */
export async function settleTables(connection: DuckDBConnection, staged: readonly StagedTable[], { hasHistory, mayReturn }: { readonly hasHistory: boolean; readonly mayReturn: boolean }): Promise<Settled> {
  const settling = new Settling(connection, hasHistory);
  const stale = new Map<StagedTable, number>();
  // before anything is settled: they take no other row's place
  if (hasHistory) for (const table of staged) stale.set(table, await dropUnedited(connection, table.tables));
  if (mayReturn) await noteOwnRows(connection, staged);
  // names are looked up in the directory as it is when its own files are settled
  const isDirectory = (table: StagedTable) => table.contract?.id === "enterprises";
  const directories = staged.filter(isDirectory);
  await settling.settle(directories);
  if (staged.some((table) => table.contract?.match)) await collectNames(connection, directories.map(({ tables }) => tables.rows), hasHistory);
  await settling.settle(staged.filter((table) => !isDirectory(table)));
  await warnOtherNames(connection, staged.map(({ tables }) => tables), hasHistory);
  await forgetGoneRows(connection, staged.map(({ tables }) => tables));
  await noteBlankMonths(connection, staged, hasHistory);
  if (hasHistory) for (const table of staged) stale.set(table, stale.get(table)! + (await dropStale(connection, table.tables)));
  return { superseded: settling.superseded, stale, hasReplaced: settling.hasReplaced };
}

async function noteOwnRows(connection: DuckDBConnection, staged: readonly StagedTable[]): Promise<void> {
  const own: StagedTable["tables"][] = [];
  for (const { tables, isGathered, file } of staged) if (!isGathered && tables.source.encoding === "workbook" && (await mayKeepLook(file.path))) own.push(tables);
  await noteDataRows(connection, own);
}

class Settling {
  readonly superseded = new Map<StagedTable, number>();
  hasReplaced = false;

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly hasHistory: boolean,
  ) {}

  async settle(tables: readonly StagedTable[]): Promise<void> {
    const { connection } = this;
    for (const table of tables) {
      await matchNames(connection, table.tables);
      if (!table.isGathered) await askRepeated(connection, table.tables);
      this.superseded.set(table, table.isGathered ? 0 : await settleRows(connection, table.tables));
    }
    await this.settleBetween(tables.filter((table) => !isCumulative(table)));
    for (const contract of new Set(tables.filter(isCumulative).map(({ tables: { source } }) => source.contract))) {
      const ones = tables.filter(({ tables: { source } }) => source.contract === contract);
      await keepSums(connection, contract, ones);
      // what is removed may be a month that another was differenced from
      do await differenceSums(connection, contract, ones, this.hasHistory);
      while (await this.settleBetween(ones));
      await noteDifferences(connection, contract, ones);
    }
  }

  /** @returns whether any row was superseded or sent back */
  private async settleBetween(tables: readonly StagedTable[]): Promise<boolean> {
    const replaced = await settleContradictions(this.connection, tables);
    this.hasReplaced ||= replaced.size > 0;
    for (const table of tables) this.superseded.set(table, this.superseded.get(table)! + (replaced.get(table.tables.number) ?? 0));
    return replaced.size > 0;
  }
}
