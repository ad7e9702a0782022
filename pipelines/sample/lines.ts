import type { Column, Contract } from "../intake/contracts.ts";
import type { SampleSheet } from "./files.ts";
import { type Layout, titleOf } from "./layout.ts";
import { mess, type PlantedInRow, slipped } from "./mess.ts";
import { chanceOf } from "./random.ts";
import type { Cell, Row } from "./row.ts";

/** One line of a file. Only lines of data count as rows read. */
export interface Line {
  readonly cells: readonly Cell[];
  readonly isData: boolean;
  readonly planted: PlantedInRow | null;
  /** the header of a further table below the others */
  readonly isNextHeader?: boolean;
}

const line = (cells: readonly Cell[], isData = false, planted: PlantedInRow | null = null): Line => ({ cells, isData, planted });

const furniture = ["续表", "第 2 页 共 5 页", "一、规模以上工业企业", "（二）城头镇", "城头镇（12户）", "单位负责人：示例甲", "填表人：示例乙"];

/** Every line of a sheet from top to bottom: titles, header, data with what stands between, total, notes. */
export function* linesOf(sheet: SampleSheet, contract: Contract, layout: Layout, rate: number, key: readonly (string | number)[]): Generator<Line> {
  const chance = chanceOf(...key, "mess");
  const sums = layout.hasTotal || layout.subtotalEvery > 0 ? new Sums(layout) : undefined;
  for (const title of layout.titles) yield line([title]);
  for (const header of layout.headers) yield line(header);
  let count = 0;
  // a column that the page does not have can hold no fault
  const shown: Contract = layout.columns.length < contract.columns.length ? { ...contract, columns: contract.columns.filter((column) => layout.columns.includes(column)) } : contract;
  const sentAs = (row: Row) => {
    if (rate > 0 && sheet.canSlip?.(row)) return [slipped(row, shown, rate, chance)];
    return rate === 0 || sheet.isKept?.(row) ? [{ row, planted: null }] : mess(row, shown, rate, chance, sheet.sharedName, layout.unit);
  };
  let month: Cell | undefined;
  for (const clean of sheet.rows()) {
    if (layout.isStacked && month !== undefined && clean.月份 !== month) {
      yield line([]);
      yield line([titleOf(contract, String(clean.月份))]);
      yield { ...line(layout.headers[0]!), isNextHeader: true };
    }
    month = clean.月份;
    const isConverted = layout.unit !== undefined || layout.isInSquareMetres;
    const row: Row = isConverted ? Object.fromEntries(contract.columns.map((column) => [column.zh, inUnit(clean[column.zh] ?? null, column, layout)])) : clean;
    sums?.add(row);
    for (const { row: sent, planted } of sentAs(row)) {
      count += 1;
      const cells = layout.columns.map((column) => sent[column.zh] ?? null);
      yield line(layout.isNumbered ? [count, ...cells] : cells, true, planted);
    }
    const ends = (every: number) => every > 0 && count % every === 0;
    if (sums && ends(layout.subtotalEvery)) yield line(sums.line("小计"));
    if (ends(layout.blankEvery)) yield line([]);
    if (ends(layout.furnitureEvery)) yield line([chance.pick(furniture)]);
    if (ends(layout.headerEvery) && layout.headers.length === 1) yield line(layout.headers[0]!);
  }
  if (layout.hasTotal && sums?.any) yield line(sums.line("合计"));
  for (const note of layout.notes) yield line([note]);
}

/** 万元 and 亩 into the file's units, without the noise of binary fractions. */
function inUnit(cell: Cell, column: Column, { unit, isInSquareMetres }: Layout): Cell {
  if (isInSquareMetres && column.type === "mu" && typeof cell === "number") return Math.round(cell * 666_667 * 100) / 100_000;
  if (typeof cell !== "number" || column.type !== "money" || !unit) return cell;
  return unit === "元" ? Math.round(cell * 1_000_000) / 100 : Math.round(cell * 1_000_000) / 10_000_000_000;
}

/** Running sums of the amounts, for the lines that bureaus add below. */
class Sums {
  private readonly sums = new Map<string, number>();

  constructor(private readonly layout: Layout) {}

  get any(): boolean {
    return this.sums.size > 0;
  }

  add(row: Row): void {
    for (const { zh, type } of this.layout.columns) {
      const cell = row[zh];
      if (typeof cell === "number" && (type === "money" || type === "number" || type === "mu")) this.sums.set(zh, (this.sums.get(zh) ?? 0) + cell);
    }
  }

  line(label: string): Cell[] {
    const [, ...rest] = this.layout.columns.map(({ zh }): Cell => (this.sums.has(zh) ? Math.round(this.sums.get(zh)! * 1e6) / 1e6 : null));
    return [...(this.layout.isNumbered ? [null] : []), label, ...rest];
  }
}
