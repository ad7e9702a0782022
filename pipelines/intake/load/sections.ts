import type { DuckDBConnection } from "@duckdb/node-api";
import { FileFault } from "../read/file-fault.ts";
import { type Table, type TableNames, findTable, withMentions } from "../read/table.ts";
import { isNameMention } from "../read/table-units.ts";
import { refuseUnitBeside } from "../read/tables-beside.ts";
import type { TextTable } from "../read/text-table.ts";
import { OtherHeader } from "./other-rows.ts";
import { cellColumns, sourceSql } from "./source.ts";
import { type Staged, stageTable } from "./stage.ts";

/** A second header's own rows: itself, and what may belong to it below. */
const headerHeight = 3;
/** What stands below a table and belongs to it, also where another table follows. */
const belongsAbove = /^[\s(（*※]*(注|备注|说明|附注|填表|制表|审核|复核|单位负责人|负责人|联系|数据来源)/;

/**
 * Stages a table, and the tables below it on the same sheet: where a further header names the columns in another order or
 * unit, or stands below a title of another month, the rows below it are read by that one. Each is a table by itself from
 * there on, and says where it begins.
 *
 * @throws FileFault those of `stageTable`; `second_header` for a further header that cannot be read by itself; of tables each with
 *   its own month also `unit_beside` where one names its unit and another none, `figures_other` where some alone are the year's sums
 */
export async function stageSections(connection: DuckDBConnection, source: TextTable, nextNumber: () => number): Promise<Staged[]> {
  const sections: Staged[] = [];
  let isOfMonths = false;
  for (let rest: TextTable | undefined = source; rest; ) {
    const number = nextNumber();
    try {
      sections.push(await stageTable(connection, rest, number));
      if (isOfMonths) refuseMixed(sections.map(({ tables }) => tables.source));
      return sections;
    } catch (fault) {
      if (!(fault instanceof OtherHeader)) throw fault;
      isOfMonths ||= fault.other !== undefined;
      const { above, below }: { above: TextTable; below: TextTable } = await split(connection, rest, fault);
      sections.push(await stageTable(connection, above, nextNumber()));
      rest = below;
    }
  }
  return sections;
}

async function split(connection: DuckDBConnection, source: TextTable, found: OtherHeader): Promise<{ above: TextTable; below: TextTable }> {
  const first = found.lastAbove + 1;
  const cells = cellColumns(source);
  const result = await connection.runAndReadAll(`select source_row, [${cells.join(", ")}] from ${sourceSql(source)} where source_row between ${first} and ${found.row + headerHeight - 1} order by source_row`);
  const rows: string[][] = Array.from({ length: found.row + headerHeight - first }, () => []);
  for (const [row, list] of result.getRows()) {
    const texts = (list as { items: readonly (string | null)[] }).items.map((cell) => cell ?? "");
    // a header wider than the first: what is beyond was not kept apart
    if (source.overflow && texts.pop() !== "" && Number(row) === found.row) throw found;
    rows[Number(row) - first] = texts;
  }
  const own = rows.slice(0, found.row - first).findLastIndex((row) => belongsAbove.test(row.find((cell) => cell.trim() !== "") ?? "")) + 1;
  try {
    const table = findTable(rows.slice(own), [], source.contract, calledBelow(source.table, found), first - 1 + own);
    const inherited = source.table.mentions.filter((mention) => !isNameMention(mention));
    const stated = table.mentions.some((mention) => !isNameMention(mention)) ? table : withMentions(table, inherited);
    // cells merged downwards were filled by the first header
    if (source.overflow && source.hasMergedRows && !hasSamePlaces(table, source.table)) throw found;
    const above = found.other ? undefined : source.table;
    const below = { ...stated, called: source.table.called, titles: [...source.table.titles, ...table.titles], saidMonth: table.saidMonth ?? above?.saidMonth, span: table.span ?? above?.span, cumulative: table.cumulative ?? above?.cumulative };
    const sheet = `${source.slice ? source.sheet.replace(/（第 \d+ 行起）$/, "") : source.table.called.sheet}（第 ${below.headerFirst + 1} 行起）`;
    return { above: { ...source, lastRow: first - 1 + own }, below: { ...source, sheet, table: below } };
  } catch (fault) {
    // what its own title says is what is wrong with it
    if (!(fault instanceof FileFault)) throw fault;
    throw found.other ? (fault.code === "no_header" || fault.code === "missing_columns" ? found.other : fault) : found;
  }
}

/** A later month of the same year need not say the year again; after December, or going back, it must. */
function calledBelow({ called, columns }: Table, { other }: OtherHeader): TableNames {
  const above = columns.find(({ stated }) => stated !== undefined)?.stated?.text;
  if (!other || above === undefined || String(other.params.other) <= above) return called;
  return { ...called, printed: [...(called.printed ?? []), `${above.slice(0, 4)}年`] };
}

function hasSamePlaces(one: Table, other: Table): boolean {
  return one.columns.length === other.columns.length && one.columns.every(({ column, index }) => other.columns.some((own) => own.column === column && own.index === index));
}

/** Of months below each other, each with its title, none may be in a unit or of sums that only a neighbour speaks of. */
function refuseMixed(sources: readonly TextTable[]): void {
  refuseUnitBeside(sources.map(({ table }) => ({ table, where: `第 ${table.headerFirst + 1} 行起的表` })));
  const sums = sources.find(({ table }) => table.cumulative);
  if (sums && sources.some(({ table }) => !table.cumulative)) throw new FileFault("figures_other", { place: sums.table.cumulative!.place, word: sums.table.cumulative!.word, name: sums.contract.name });
}
