import type { Contract } from "../intake/contracts.ts";
import type { SampleSheet } from "./files.ts";
import type { Cell, Row } from "./row.ts";

/** A page on which the months of a year stand side by side: a column each, or a table each. */
export interface WidePage {
  readonly lines: readonly (readonly Cell[])[];
  /** a table a month, as `load` tells them */
  readonly tables: readonly { readonly place: string; readonly rows: number }[];
}

/**
 * The rows of one year with their months side by side.
 *
 * @param contract  of a data set whose rows are a month, an enterprise and one figure
 */
export function widePage(sheet: SampleSheet, contract: Contract, wide: NonNullable<SampleSheet["wide"]>): WidePage {
  const header = (type: string) => contract.columns.find((column) => column.type === type)!.zh;
  const [month, id, figure] = [header("month"), header("id"), contract.columns.at(-1)!.zh];
  const byMonth = new Map<string, Row[]>();
  for (const row of sheet.rows()) {
    const key = String(row[month]);
    const rows = byMonth.get(key) ?? [];
    rows.push(row);
    byMonth.set(key, rows);
  }
  const months = [...byMonth].map(([text, rows]) => ({ year: `${text.slice(0, 4)}年`, name: `${Number(text.slice(5))}月`, rows }));
  if (wide === "tables") {
    const high = Math.max(...months.map(({ rows }) => rows.length));
    return {
      lines: [
        months.flatMap(({ year, name }): Cell[] => [`${year}${name}${contract.name}`, null, null]),
        months.flatMap((): Cell[] => [id, figure, null]),
        ...Array.from({ length: high }, (_, at) => months.flatMap(({ rows }): Cell[] => [rows[at]?.[id] ?? null, rows[at]?.[figure] ?? null, null])),
      ],
      tables: months.map(({ rows }, at) => ({ place: at === 0 ? "" : `（第 ${3 * at + 1} 列起）`, rows: rows.length })),
    };
  }
  const figures = months.map(({ rows }) => new Map(rows.map((row) => [row[id], row[figure] ?? null])));
  const enterprises = [...new Set(figures.flatMap((one) => [...one.keys()]))];
  return {
    lines: [[`${months[0]!.year}${contract.name}（示例数据）`], [id, ...months.map(({ name }) => name)], ...enterprises.map((one): Cell[] => [one ?? null, ...figures.map((own) => own.get(one) ?? null)])],
    tables: months.map(({ year, name, rows }, at) => ({ place: `（${year}${name}，第 ${at + 2} 列）`, rows: rows.length })),
  };
}
