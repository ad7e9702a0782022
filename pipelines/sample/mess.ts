import type { Column, Contract } from "../intake/contracts.ts";
import type { CellCode, WarningCode } from "../intake/messages.ts";
import { type MessKind, messKinds, type MoneyUnit } from "./mess-kinds.ts";
import type { Chance } from "./random.ts";
import type { Cell, Row } from "./row.ts";

/** What must become of a row in which something was planted. */
export type Expected = "loaded" | "superseded" | "quarantined";

/** One planted oddity of a row. */
export interface PlantedInRow {
  /** header of the contract; '' for a row that is there twice */
  readonly column: string;
  readonly kind: string;
  readonly expected: Expected;
  /** the fault that `load` must name, for a row to be quarantined */
  readonly code?: CellCode;
  /** the warning that `load` must give, for a row that loads */
  readonly warning?: WarningCode;
}

/** The same with its place, for a test to look for. */
export interface Planted extends PlantedInRow {
  readonly file: string;
  readonly sheet: string;
  /** as the file's reader counts: the first line is 1 */
  readonly row: number;
}

/** A row as it is sent. */
export interface Messed {
  readonly row: Row;
  readonly planted: PlantedInRow | null;
}

/**
 * A row as it is sent: at the given rate with one oddity, or twice, the earlier with another amount. What is to load
 * keeps its meaning; what is to be quarantined has exactly one fault.
 *
 * @param row         by the contract's headers, in the units of the file
 * @param sharedName  a name that several enterprises have
 * @param unit        what the file's amounts are in
 */
export function mess(row: Row, contract: Contract, rate: number, chance: Chance, sharedName?: string, unit?: MoneyUnit): Messed[] {
  if (!chance.chance(rate)) return [{ row, planted: null }];
  const otherwise = contract.match && chance.chance(0.7) ? writtenOtherwise(row, contract, chance) : undefined;
  if (otherwise) return [otherwise];
  if (chance.chance(0.08)) {
    const [earlier, amount] = withOtherAmount(row, contract);
    const stays: PlantedInRow | null = amount === undefined ? null : { column: amount, kind: "重复的键，以后一行为准", expected: "loaded", warning: "repeated_key" };
    return [{ row: earlier, planted: { column: "", kind: "重复的键", expected: "superseded" } }, { row, planted: stays }];
  }
  if (contract.match && chance.chance(0.1)) {
    const nameless = namedUnknown(row, contract, chance.chance(0.5) ? sharedName : undefined);
    if (nameless) return [nameless];
  }
  // first the kind, then the place: a kind that fits few columns must occur as well
  const possible = messKinds.flatMap((kind) => {
    const columns = contract.columns.filter((column) => fits(kind, column, row, contract));
    return columns.length > 0 ? [{ kind, columns }] : [];
  });
  if (possible.length === 0) return [{ row, planted: null }];
  const { kind, columns } = chance.pick(possible);
  const column = chance.pick(columns);
  const cell = kind.plant(row[column.zh] ?? null, chance, column, row, contract, unit);
  const code = typeof kind.code === "function" ? kind.code(column) : kind.code;
  return [{ row: { ...row, [column.zh]: cell }, planted: { column: column.zh, kind: kind.kind, expected: code ? "quarantined" : "loaded", code, warning: kind.warning } }];
}

function fits(kind: MessKind, column: Column, row: Row, contract: Contract): boolean {
  return kind.fits(column, row[column.zh] ?? null, contract, row);
}

/** The same key with another value, where there is an amount that is no key and not nothing; and that amount's column. */
function withOtherAmount(row: Row, contract: Contract): [Row, string | undefined] {
  const amount = contract.columns.find(({ type, zh, name }) => type === "money" && !contract.key.includes(name) && typeof row[zh] === "number");
  if (!amount) return [row, undefined];
  const other = Math.round(Number(row[amount.zh]) * 90) / 100;
  return [{ ...row, [amount.zh]: other }, other === row[amount.zh] ? undefined : amount.zh];
}

/** A row in which an amount lost three zeros: it is a tenth of the month before or less, which is warned of. */
export function slipped(row: Row, contract: Contract, rate: number, chance: Chance): Messed {
  const column = contract.columns.find(({ jumps }) => jumps)!.zh;
  const amount = row[column];
  if (typeof amount !== "number" || amount <= 0 || !chance.chance(rate)) return { row, planted: null };
  return { row: { ...row, [column]: Math.round(amount * 1e7) / 1e10 }, planted: { column, kind: "少写几个零", expected: "loaded", warning: "jump" } };
}

/** A row without a code whose enterprise is named with other brackets and spaces than in the directory: it is matched all the same. */
function writtenOtherwise(row: Row, contract: Contract, chance: Chance): Messed | undefined {
  const { name, when } = contract.match!;
  const header = (wanted: string) => contract.columns.find((column) => column.name === wanted)!.zh;
  const id = contract.columns.find(({ type }) => type === "id")!.zh;
  const cell = row[header(name)];
  if (row[id] !== null || row[header(when.column)] !== when.equals || typeof cell !== "string") return undefined;
  const written = chance.pick([cell.replace("（", "(").replace("）", ")"), cell.replace("（", "〔").replace("）", "〕"), `${cell.slice(0, 2)} ${cell.slice(2)}`, `${cell.slice(0, -4)}\u3000${cell.slice(-4)}`]);
  return { row: { ...row, [header(name)]: written }, planted: { column: header(name), kind: "企业名称写法", expected: "loaded" } };
}

/** A row about an enterprise that is named, without its code, by a name that nobody has, or by one that several have. */
function namedUnknown(row: Row, contract: Contract, sharedName: string | undefined): Messed | undefined {
  const header = (name: string) => contract.columns.find((column) => column.name === name)!.zh;
  const { name, when } = contract.match!;
  if (row[header(when.column)] !== when.equals) return undefined;
  const id = contract.columns.find(({ type }) => type === "id")!.zh;
  const unknown: Cell = sharedName ?? `示例查无此企业${String(row[id] ?? "").slice(-6)}有限公司`;
  return { row: { ...row, [id]: null, [header(name)]: unknown }, planted: { column: header(name), ...(sharedName ? { kind: "没有代码且同名不止一家", code: "name_ambiguous" } : { kind: "没有代码且查无此名", code: "name_unknown" }), expected: "quarantined" } };
}
