import type { Column, Contract } from "../intake/contracts.ts";
import type { Chance } from "./random.ts";
import type { Cell, Row } from "./row.ts";

/** One planted oddity, for a test to look for. */
export interface Planted {
  readonly file: string;
  readonly sheet: string;
  /** as the file's reader counts: the first line is 1 */
  readonly row: number;
  readonly column: string;
  readonly kind: string;
  readonly expected: "loaded" | "superseded" | "quarantined";
}

interface Kind {
  readonly kind: string;
  readonly expected: "loaded" | "quarantined";
  /** columns that it can be planted in, given the row as it is */
  readonly fits: (column: Column, cell: Cell, contract: Contract) => boolean;
  readonly plant: (cell: Cell, chance: Chance) => Cell;
}

const fullWidth = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
const isDay = (cell: Cell): cell is string => typeof cell === "string" && /^\d{4}-\d{2}-\d{2}$/.test(cell);
const isMonth = (cell: Cell): cell is string => typeof cell === "string" && /^\d{4}-\d{2}$/.test(cell);
const isAmount = (column: Column, cell: Cell) => ["money", "number", "mu"].includes(column.type) && typeof cell === "number";

const kinds: readonly Kind[] = [
  { kind: "全角数字", expected: "loaded", fits: isAmount, plant: (cell) => fullWidth(String(cell)) },
  { kind: "千分位", expected: "loaded", fits: isAmount, plant: (cell) => Number(cell).toLocaleString("en-US", { maximumFractionDigits: 6 }) },
  { kind: "日期写法", expected: "loaded", fits: (column, cell) => column.type === "date" && isDay(cell), plant: (cell, chance) => dayForm(String(cell), chance) },
  { kind: "月份写法", expected: "loaded", fits: (column, cell) => column.type === "month" && isMonth(cell), plant: (cell, chance) => monthForm(String(cell), chance) },
  { kind: "空值写法", expected: "loaded", fits: (column, cell) => !column.required && cell === null, plant: (_, chance) => chance.pick(["-", "—", "/", "无"]) },
  { kind: "镇街别名", expected: "loaded", fits: (column, cell) => column.type === "town" && typeof cell === "string", plant: (cell) => String(cell).replace("凫", "鳧").replace(/(街道|镇)$/, "") },
  { kind: "是否写法", expected: "loaded", fits: (column, cell) => column.type === "bool" && cell === "是", plant: (_, chance) => chance.pick(["√", "Y", "1", "有"]) },
  { kind: "名称含标记", expected: "loaded", fits: (column) => ["企业名称", "项目名称", "展会名称"].includes(column.zh), plant: (cell, chance) => `${chance.pick(["<img src=x onerror=alert(1)>", "=1+1|", "<script>1</script>", "'\"--"])}${String(cell)}` },
  { kind: "信用代码错", expected: "quarantined", fits: (column, cell) => column.type === "id" && typeof cell === "string", plant: (cell) => String(cell).slice(0, 17) + (String(cell).endsWith("0") ? "1" : "0") },
  { kind: "金额不可读", expected: "quarantined", fits: isAmount, plant: (_, chance) => chance.pick(["1.2.3", "约500", "12x", "#REF!"]) },
  { kind: "选项不认识", expected: "quarantined", fits: (column, cell) => column.values !== undefined && typeof cell === "string", plant: () => "没有这一项" },
  { kind: "必填为空", expected: "quarantined", fits: (column, _, contract) => column.required && !contract.key.includes(column.name) && column.type !== "id", plant: () => null },
  { kind: "日期不存在", expected: "quarantined", fits: (column, cell) => column.type === "date" && isDay(cell), plant: (cell) => `${String(cell).slice(0, 4)}-13-41` },
];

function dayForm(day: string, chance: Chance): Cell {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  // Excel counts days from 1899-12-30
  return chance.pick<Cell>([`${year}/${month}/${date}`, `${year}年${month}月${date}日`, Math.round(Date.parse(day) / 86_400_000) + 25569]);
}

function monthForm(month: string, chance: Chance): Cell {
  const [year, number] = month.split("-") as [string, string];
  return chance.pick([`${year}.${number}`, `${year}${number}`, `${year}年${Number(number)}月`, `${year}/${Number(number)}`]);
}

export interface Messed {
  readonly row: Row;
  readonly planted: { readonly column: string; readonly kind: string; readonly expected: Planted["expected"] } | null;
}

/**
 * A row as it is sent: at the given rate with one oddity, or twice, the earlier with another value.
 * Columns are in the contract's own words and units; what is planted keeps the row's meaning where it is to load.
 */
export function mess(row: Row, contract: Contract, rate: number, chance: Chance): Messed[] {
  if (!chance.chance(rate)) return [{ row, planted: null }];
  if (chance.chance(0.1)) {
    return [{ row, planted: { column: "", kind: "重复行", expected: "superseded" } }, { row, planted: null }];
  }
  const possible = kinds.flatMap((kind) => {
    const columns = contract.columns.filter((column) => column.zh in row && kind.fits(column, row[column.zh]!, contract));
    return columns.length > 0 ? [{ kind, columns }] : [];
  });
  if (possible.length === 0) return [{ row, planted: null }];
  const { kind, columns } = chance.pick(possible);
  const column = chance.pick(columns);
  return [{ row: { ...row, [column.zh]: kind.plant(row[column.zh]!, chance) }, planted: { column: column.zh, kind: kind.kind, expected: kind.expected } }];
}
