import type { DuckDBConnection } from "@duckdb/node-api";
import { normal } from "../cells/cell-reader.ts";
import { codeForm } from "../cells/credit-code.ts";
import { identifier, literal } from "../cells/sql.ts";
import { isFigure } from "../read/month-headers.ts";
import { asideTables } from "./aside-tables.ts";
import { type SentTable, rowsOf } from "./contradictions.ts";
import { figureText } from "./comparison.ts";
import { cellColumn, noFigureOfMonth, sourceSql } from "./source.ts";

/**
 * Warns of months that a table of months side by side leaves blank for an enterprise whose figures of that month are on file,
 * or in another table of the load: a blank month is no row, so that they stay as they are.
 *
 * @param tables  all tables of the load, settled
 */
export async function noteBlankMonths(connection: DuckDBConnection, tables: readonly SentTable[], hasHistory: boolean): Promise<void> {
  for (const { tables: { number, source } } of tables) {
    const { contract, table } = source;
    const id = table.columns.find(({ column }) => column.type === "id");
    const month = table.columns.find(({ column }) => column.type === "month");
    const figure = table.columns.find(({ column }) => isFigure(contract, column));
    if (!table.month || source.relation !== undefined || !id || !month?.stated || !figure || contract.key.length !== 2) continue;
    const own = `(select source_row, ${codeForm(normal(cellColumn(id.index)))} as code from ${sourceSql(source, true)} where ${noFigureOfMonth(source)})`;
    const name = identifier(figure.column.name);
    const wanted = [id.column.name, month.column.name, figure.column.name].map(identifier);
    const others = tables.filter((one) => one.tables.source.contract === contract && one.tables.number !== number);
    const held = [
      ...(hasHistory ? [`select ${wanted.join(", ")} from raw.${identifier(contract.id)} qualify row_number() over (partition by ${wanted.slice(0, 2).join(", ")} order by known_at desc, file_id desc, source_row desc) = 1`] : []),
      ...(others.length > 0 ? [`select ${wanted.join(", ")} from ${rowsOf(contract, others, wanted)}`] : []),
    ];
    if (held.length === 0) continue;
    await connection.run(`insert into ${asideTables.warnings}
      select ${number}, own.source_row, ${literal(figure.column.zh)}, '', 'month_blank', min(${figureText(`held.${name}::varchar`)})
      from ${own} as own inner join (${held.join(" union all ")}) as held on held.${wanted[0]!} = own.code
      where held.${wanted[1]!} = ${literal(`${month.stated.text}-01`)}::date and held.${name} is not null group by own.source_row`);
  }
}
