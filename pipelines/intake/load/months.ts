import type { DuckDBConnection } from "@duckdb/node-api";
import { formed } from "../cells/cell-reader.ts";
import { readerOf } from "../cells/readers.ts";
import { literal } from "../cells/sql.ts";
import { FileFault } from "../read/file-fault.ts";
import { figuresNamed, yearsIn } from "../read/months-across.ts";
import { headerForm } from "../read/header-names.ts";
import { otherFiguresIn } from "../read/other-figures.ts";
import { isMonthHeader, monthMark } from "../read/month-headers.ts";
import type { MonthSum } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";
import { asideTables } from "./aside-tables.ts";
import { shown } from "./shown.ts";
import { cellColumn, cellColumns, sourceSql } from "./source.ts";
import { type Staged, stageTable } from "./stage.ts";

/** What a sheet's name ends in where a table is one month of it that needs no other file. */
export const monthPlace = /（\d{4}年\d{1,2}月，第 \d+ 列起?）$/;

/**
 * Stages the months of one sheet, each a table by itself: a row of it is one enterprise's month, and is told by the sheet's
 * name with month and column, and by the sender's own row.
 *
 * @param isAlone  as of `stageTable`
 * @throws FileFault those of `stageTable`; `second_header` for a further header of months, or a title of other figures; `period_conflict`;
 *   `months_rows` for several rows of a data set that has one a month
 */
export async function stageMonths(connection: DuckDBConnection, months: readonly TextTable[], nextNumber: () => number, isAlone = false): Promise<Staged[]> {
  await refuseOtherMonths(connection, months);
  await refuseOtherTitle(connection, months);
  await refuseOtherYears(connection, months);
  const staged: Staged[] = [];
  for (const month of months) staged.push(await stageTable(connection, month, nextNumber(), isAlone));
  const { contract, table } = months[0]!;
  // with no key but the month nothing tells a part («其中：增值税») or last year's row from the figure
  if (contract.key.length === 1 && staged.some(({ read }) => read > 1)) throw new FileFault("months_rows", { row: table.dataFirst, name: contract.name });
  for (const sum of months[0]!.table.month!.sums) await checkSum(connection, months, staged, sum);
  return staged;
}

/** The sheet that a table is a part of. */
export function wholeSheet(part: TextTable): TextTable {
  const { slice, table, ...source } = part;
  const { month, ...rest } = table;
  return { ...source, ...slice, table: { ...rest, columns: [] } };
}

/** Rows below a further header of months are of other months than the first says, and must not be read by it. */
async function refuseOtherMonths(connection: DuckDBConnection, months: readonly TextTable[]): Promise<void> {
  const part = months[0]!;
  const sheet = wholeSheet(part);
  const columns = part.table.month!.monthColumns.map(cellColumn);
  const rows = await connection.runAndReadAll(`select source_row, [${cellColumns(sheet).join(", ")}] from ${sourceSql(sheet)}
    where ${columns.map((cell) => `regexp_matches(${cell}, ${literal(monthMark)})`).join(" or ")} order by source_row limit 1000`);
  for (const [row, list] of rows.getRows()) {
    const cells = (list as { items: readonly (string | null)[] }).items.map((cell) => cell ?? "");
    if (!part.table.month!.monthColumns.some((index) => isMonthHeader(cells[index] ?? ""))) continue;
    // printed again on the next page it is no other
    const isSame = part.table.headerRows.some((_, line) => months.every(({ slice, table }) => slice!.pick.every((index, at) => isSameText(cells[index], table.headerRows, line, at))));
    if (!isSame) throw new FileFault("second_header", { row: Number(row), first: part.table.dataFirst });
  }
}

/** A text merged over several rows of the header may stand in each of them. */
function isSameText(cell: string | undefined, header: readonly (readonly string[])[], line: number, at: number): boolean {
  const own = headerForm(cell ?? "");
  return own === headerForm(header[line]![at] ?? "") || (own !== "" && header.slice(0, line).some((row) => headerForm(row[at] ?? "") === own) && headerForm(header[line]![at] ?? "") === "");
}

/** Refuses a column 年度 that says another year in some row than the months are of. */
async function refuseOtherYears(connection: DuckDBConnection, months: readonly TextTable[]): Promise<void> {
  const part = months[0]!;
  const at = part.table.headers.findIndex((header) => /^(所属)?(年度|年份|年)$/.test(header.trim()));
  if (at < 0) return;
  const stated = part.table.columns.flatMap((one) => one.stated ?? []);
  const years = new Set(months.flatMap(({ table }) => table.columns.flatMap((one) => one.stated?.text.slice(0, 4) ?? [])));
  const cell = `regexp_extract(${cellColumn(part.slice!.pick[at]!)}, '(19|20)[0-9]{2}')`;
  const rows = await connection.runAndReadAll(`select source_row, ${cell} from ${sourceSql(wholeSheet(part))} where ${cell} <> ''${years.size === 1 ? ` and ${cell} <> ${literal([...years][0]!)}` : ""} order by source_row limit 1`);
  const [row] = rows.getRows();
  if (row) throw new FileFault("period_conflict", { place: `第 ${String(row[0])} 行「${part.table.headers[at]!.trim()}」列`, period: String(row[1]), other_place: stated[0]!.place, other: stated[0]!.text });
}

/** Belongs to the rows above or to the page, and is no title of those below. */
export const isFurniture = /^[\s(（*※]*(注|备注|说明|附注|填表|填报|制表|审核|复核|单位|负责人|联系|数据来源|日期|续|第.{0,4}页|共.{0,4}页)|[合小总共]\s*计|续表|[。；]|(镇|乡|街道|办事处|开发区|园区)$/;

/** So far above a header printed again its title may begin. */
const titleHeight = 3;

/** A title as it is on its first page: «…（续）», «…第2页» is no other. */
function titleForm(text: string): string {
  return headerForm(text).replace(/[-—]*[([]?(续表?|续上表|接上[页表]|第?[0-9一二三四五六七八九十]{1,3}页?(\/\d+)?)[)\]]?$/, "");
}

/** A title between the rows that says another year or figure than those above, or any new one over the header printed again: what is below is not known to be the same. */
async function refuseOtherTitle(connection: DuckDBConnection, months: readonly TextTable[]): Promise<void> {
  const part = months[0]!;
  const { pick } = part.slice!;
  const id = part.table.columns.find(({ column }) => column.type === "id");
  if (!id) return;
  const sheet = wholeSheet(part);
  const isKey = `coalesce(regexp_matches(${cellColumn(pick[id.index]!)}, '[0-9A-Za-z]{8}'), false)`;
  const rows = await connection.runAndReadAll(`with source as (select * from ${sourceSql(sheet)})
    select source_row, [${cellColumns(sheet).join(", ")}] from source where not ${isKey} and source_row < (select max(source_row) from source where ${isKey}) order by source_row limit 1000`);
  const known = new Set([...part.table.titles, ...part.table.headerRows.flat()].map(titleForm));
  const years = months.flatMap(({ table }) => table.columns.flatMap(({ stated }) => stated?.text.slice(0, 4) ?? []));
  const figures = new Set([part.table.month!.figure, ...part.table.columns.map(({ column }) => column)]);
  let title: { readonly row: number; readonly text: string } | undefined;
  for (const [row, list] of rows.getRows()) {
    const texts = (list as { items: readonly (string | null)[] }).items.flatMap((cell) => (cell === null || cell.trim() === "" ? [] : [cell.trim()]));
    const isHeader = part.table.month!.monthColumns.some((index) => isMonthHeader((list as { items: readonly (string | null)[] }).items[index] ?? ""));
    const fresh = texts.filter((text) => !known.has(titleForm(text)) && !isFurniture.test(text));
    const isTitle = !isHeader && texts.length > 0 && texts.length <= 2 && fresh.some((text) => /\p{Script=Han}/u.test(text));
    const other = isTitle && fresh.some((text) => yearsIn(text).some((year) => !years.includes(year)) || figuresNamed(part.contract, { titles: [text], sheet: "", file: "" }).some((figure) => !figures.has(figure)));
    const says = texts.length === 1 && isTitle && fresh.some((text) => otherFiguresIn(text, part.contract, [], false) !== undefined || /[上去]年/.test(text));
    if (says) throw new FileFault("title_between", { row: Number(row), title: fresh[0]! });
    if (other) title = { row: Number(row), text: fresh[0]! };
    if (other || (isHeader && title !== undefined && Number(row) - title.row <= titleHeight)) throw new FileFault("title_between", { row: title!.row, title: title!.text });
    if (isTitle) title = { row: Number(row), text: fresh[0]! };
  }
}

/** Warns where a row's 合计 is not the sum of its months, as far as all of them can be read. */
async function checkSum(connection: DuckDBConnection, months: readonly TextTable[], staged: readonly Staged[], { header, index, column, conversion, of }: MonthSum): Promise<void> {
  const sheet = wholeSheet(months[0]!);
  const { contract, date1904 } = sheet;
  const places = of.flatMap((at) => months.flatMap(({ slice, table }) => table.columns.filter((one) => one.column === column && slice!.pick[one.index] === at)));
  const [place] = places;
  // months in several units leave open which the sum is in
  if (!place || places.some(({ unit }) => unit !== place.unit)) return;
  const reader = readerOf(contract, column, { conversion: place.conversion, unit: place.unit, date1904 });
  const sumReader = conversion ? readerOf(contract, column, { conversion, date1904 }) : reader;
  const rows = staged.map(({ tables: { number, rows: relation } }) => `select ${number} as table_no, source_row from ${relation}`).join(" union all ");
  const cells = [index, ...of];
  // one cell a row: an expression that reads a number is long, and is written once
  await connection.run(`insert into ${asideTables.warnings}
    with cells as (select source_row, unnest([${cells.map((_, at) => at).join(", ")}]) as nth, unnest([${cells.map(cellColumn).join(", ")}]) as cell from ${sourceSql(sheet)}),
    normed as materialized (select *, ${formed("cell", reader)} as norm from cells),
    valued as materialized (select source_row, nth, norm, (case when nth = 0 then ${sumReader.read("norm", "cell")} else ${reader.read("norm", "cell")} end)::decimal(24, 6) as value from normed),
    summed as (select source_row, any_value(value) filter (where nth = 0) as total, coalesce(sum(value) filter (where nth > 0), 0)::decimal(24, 6) as summed
      from valued group by source_row having bool_and(norm is null or value is not null))
    select min(table_no), source_row, ${literal(header)}, ${shown("any_value(total)")}, 'months_sum', ${shown("any_value(summed)")}
    from summed inner join (${rows}) using (source_row) where total is not null and abs(total - summed) > 0.01 group by source_row`);
}
