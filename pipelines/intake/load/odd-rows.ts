import type { DuckDBConnection } from "@duckdb/node-api";
import { type CellReader, formed } from "../cells/cell-reader.ts";
import { codeForm, isCreditCode } from "../cells/credit-code.ts";
import { isAmbiguousPercent, isPercentPoints } from "../cells/percent.ts";
import { readerOf } from "../cells/readers.ts";
import { type Sql, identifier, literal } from "../cells/sql.ts";
import { type Column, duckdbTypes } from "../contracts.ts";
import type { FoundColumn } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";
import { carriedOrigin } from "../returns/came-along.ts";
import { asideTables } from "./aside-tables.ts";
import { noteCellWarnings } from "./cell-warnings.ts";
import { type RowMention, readOtherRows } from "./other-rows.ts";
import { rowClass, rowShape } from "./row-class.ts";
import { rowKey, rowValues, withMessages } from "./row-values.ts";
import { cellColumn, cellPlace, placesOf, sourceSql } from "./source.ts";
import type { SkippedRows, StagedTables } from "./stage.ts";

/**
 * The second pass over a table: its rows with a cell in no plain form, read by the expressions that know every form. They end
 * among the table's rows, among the bad ones, or as no data.
 *
 * @param odd   the relation of their `source_row`s
 * @param name  names for relations of this table's own
 */
export async function readOddRows(connection: DuckDBConnection, source: TextTable, tables: StagedTables, odd: string, name: (kind: string) => string): Promise<{ skipped: SkippedRows; mentions: readonly RowMention[] }> {
  const { contract } = source;
  const places = placesOf(source);
  const columns = contract.columns.map((column, index) => {
    const place = places.get(column);
    const reader = readerOf(contract, column, { conversion: place?.conversion, unit: place?.unit, date1904: source.date1904 });
    return { column, index, place, cell: place ? cellColumn(place.index) : "null::varchar", reader };
  });
  const norms = columns.map(({ index, cell, reader }) => `${formed(cell, reader)} as n${index}`);
  const [norm, read, judged] = [name("norm"), name("read"), name("judged")];
  await connection.run(`create or replace table ${norm} as select *, ${norms.join(", ")} from ${sourceSql(source)} where source_row in (select source_row from ${odd})`);
  await connection.run(`delete from ${tables.rows} where source_row in (select source_row from ${odd})`);

  const id = columns.find(({ column }) => column.type === "id");
  const values = columns.map(({ column, index, cell, reader }) => {
    const value = index === id?.index ? "good.code" : reader.read(`n${index}`, cell);
    return `(${value})::${duckdbTypes[column.type]} as v${index}`;
  });
  const codes = name("codes");
  if (id) {
    await connection.run(`create or replace table ${codes} as select distinct ${codeForm(`n${id.index}`)} as code from ${norm}`);
    await connection.run(`delete from ${codes} where code is null or not ${isCreditCode("code")}`);
  }
  const good = id ? `left join ${codes} as good on good.code = ${codeForm(`n${id.index}`)}` : "";
  await connection.run(`create or replace table ${read} as select norm.*, ${values.join(", ")}, ${rowShape(source)} from ${norm} as norm ${good}`);
  for (const { column, index, place } of columns) {
    if (column.type !== "percent" || !place || place.conversion) continue;
    await connection.run(`update ${read} set v${index} = null where ${isAmbiguousPercent(`n${index}`)} and exists (select 1 from ${norm} where ${isPercentPoints(`n${index}`)})`);
  }

  const isFaulty = columns.map(({ column, index }) => (column.required ? `(n${index} is null or v${index} is null)` : `(n${index} is not null and v${index} is null)`));
  if (source.overflow) isFaulty.push("overflow is not null");
  const lastData = `greatest(coalesce((select max(source_row) from ${tables.rows}), 0), coalesce((select max(source_row) from ${read} where ${readsAny(columns)}), 0))`;
  await connection.run(`create or replace table ${judged} as select *, ${rowClass(source, columns, lastData, read)} as row_class, ${isFaulty.join(" or ")} as is_faulty from ${read}`);
  const counts = await connection.runAndReadAll(`select row_class, count(*)::integer, count(*) filter (where is_faulty)::integer from ${judged} group by row_class`);
  const count = new Map(counts.getRows().map(([kind, rows]) => [String(kind), Number(rows)]));
  const bad = counts.getRows().some(([kind, , faulty]) => kind === "data" && Number(faulty) > 0);
  const isGood = "row_class = 'data' and not is_faulty";

  const names = [...contract.columns.map((column) => identifier(column.name)), "source_row", "plain"].join(", ");
  await connection.run(`insert into ${tables.rows} (${names}) select ${columns.map(({ index }) => `v${index}`).join(", ")}, source_row, true from ${judged} where ${isGood}`);
  // to say what is wrong takes longer than to see that nothing is
  if (bad) await keepBadRows(connection, source, tables.number, judged, columns);
  if ((count.get("data") ?? 0) > 0) await noteCellWarnings(connection, tables.number, judged, columns, isGood);
  const mentions = await readOtherRows(connection, source, tables.rows, judged, `not coalesce(${readsAny(columns)}, false)`);
  for (const table of [norm, read, judged, codes]) await connection.run(`drop table if exists ${table}`);
  return { skipped: { blank: count.get("blank") ?? 0, total: count.get("total") ?? 0, note: count.get("note") ?? 0, header: count.get("header") ?? 0, untouched: 0 }, mentions };
}

interface OddColumn {
  readonly column: Column;
  readonly index: number;
  readonly place: FoundColumn | undefined;
  readonly cell: Sql;
  readonly reader: CellReader;
}

/** Keeps the faulty rows of data with each of their faults, its place and its sentence. */
async function keepBadRows(connection: DuckDBConnection, source: TextTable, number: number, judged: string, columns: readonly OddColumn[]): Promise<void> {
  const { contract } = source;
  const faults = columns.map(({ column, index, cell, place, reader }) => {
    const other = place?.elsewhere;
    // a figure of another file is told with its own place there
    const value = other === undefined ? `coalesce(trim(${cell}), '')` : `coalesce(trim(${cell}) || '（' || ${cellPlace(place!.index)} || '）', '')`;
    const fault = (code: Sql, expected = reader.expected) => `{'column': ${literal(column.zh)}, 'value': ${value}, 'code': ${code}, 'expected': ${literal(expected)}}`;
    const missing = column.required ? `when n${index} is null then ${other === undefined ? fault("'missing'") : fault("'figure_elsewhere'", other)}` : "";
    return `case ${missing} when n${index} is not null and v${index} is null then ${fault(reader.reason(`n${index}`))} end`;
  });
  if (source.overflow) faults.unshift("case when overflow is not null then {'column': '', 'value': overflow, 'code': 'too_many_cells', 'expected': ''} end");
  const key = rowKey(contract.key.map((part) => `v${contract.columns.findIndex((column) => column.name === part)}`));
  const faulty = `select *, list_filter([${faults.join(", ")}], lambda fault: fault is not null) as faults from ${judged} where row_class = 'data' and is_faulty`;
  await connection.run(`insert into ${asideTables.bad} select ${number}, source_row, ${withMessages("faults")}, ${rowValues(source)}, ${key}, ${carriedOrigin(source) ?? "null"} from (${faulty})`);
}

/** The condition that a row is data beyond doubt: a required cell that is more than a text can be read. */
function readsAny(columns: readonly { column: Column; index: number; place: FoundColumn | undefined }[]): Sql {
  return columns
    .filter(({ column, place }) => column.required && column.type !== "text" && place?.stated === undefined)
    .map(({ index }) => `v${index} is not null`)
    .join(" or ");
}
