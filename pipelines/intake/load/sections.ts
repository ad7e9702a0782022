import type { DuckDBConnection } from "@duckdb/node-api";
import { FileFault } from "../read/file-fault.ts";
import { findTable, withMentions } from "../read/table.ts";
import { isNameMention } from "../read/table-units.ts";
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
 * unit, the rows below it are read by that one. Each is a table by itself from there on, and says where it begins.
 *
 * @throws FileFault those of `stageTable`; `second_header` for a further header that cannot be read by itself
 */
export async function stageSections(connection: DuckDBConnection, source: TextTable, nextNumber: () => number): Promise<Staged[]> {
  const sections: Staged[] = [];
  for (let rest: TextTable | undefined = source; rest; ) {
    const number = nextNumber();
    try {
      sections.push(await stageTable(connection, rest, number));
      return sections;
    } catch (fault) {
      if (!(fault instanceof OtherHeader)) throw fault;
      const { above, below }: { above: TextTable; below: TextTable } = await split(connection, rest, fault);
      sections.push(await stageTable(connection, above, nextNumber()));
      rest = below;
    }
  }
  return sections;
}

async function split(connection: DuckDBConnection, source: TextTable, found: OtherHeader): Promise<{ above: TextTable; below: TextTable }> {
  // cells merged downwards were filled by the first header
  if (source.overflow && source.hasMergedRows) throw found;
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
    const table = findTable(rows.slice(own), [], source.contract, source.table.called, first - 1 + own);
    const inherited = source.table.mentions.filter((mention) => !isNameMention(mention));
    const stated = table.mentions.some((mention) => !isNameMention(mention)) ? table : withMentions(table, inherited);
    const below = { ...stated, titles: [...source.table.titles, ...table.titles], saidMonth: table.saidMonth ?? source.table.saidMonth, span: table.span ?? source.table.span, cumulative: table.cumulative ?? source.table.cumulative };
    const sheet = `${source.slice ? source.sheet.replace(/（第 \d+ 行起）$/, "") : source.table.called.sheet}（第 ${below.headerFirst + 1} 行起）`;
    return { above: { ...source, lastRow: first - 1 + own }, below: { ...source, sheet, table: below } };
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    throw found;
  }
}
