import type { Column, Contract } from "../intake/contracts.ts";
import type { CellCode, WarningCode } from "../intake/messages.ts";
import { type MessKind, messKinds } from "./mess-kinds.ts";
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
 * @param row  by the contract's headers, in the units of the file
 */
export function mess(row: Row, contract: Contract, rate: number, chance: Chance): Messed[] {
  if (!chance.chance(rate)) return [{ row, planted: null }];
  if (chance.chance(0.08)) return [{ row: withOtherAmount(row, contract), planted: { column: "", kind: "重复的键", expected: "superseded" } }, { row, planted: null }];
  if (contract.match && chance.chance(0.1)) {
    const nameless = namedUnknown(row, contract);
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
  const cell = kind.plant(row[column.zh] ?? null, chance, column);
  const code = typeof kind.code === "function" ? kind.code(column) : kind.code;
  return [{ row: { ...row, [column.zh]: cell }, planted: { column: column.zh, kind: kind.kind, expected: code ? "quarantined" : "loaded", code, warning: kind.warning } }];
}

function fits(kind: MessKind, column: Column, row: Row, contract: Contract): boolean {
  return kind.fits(column, row[column.zh] ?? null, contract, row);
}

/** The same key with another value, where there is an amount that is no key. */
function withOtherAmount(row: Row, contract: Contract): Row {
  const amount = contract.columns.find(({ type, zh, name }) => type === "money" && !contract.key.includes(name) && typeof row[zh] === "number");
  return amount ? { ...row, [amount.zh]: Math.round(Number(row[amount.zh]) * 90) / 100 } : row;
}

/** A row about an enterprise that is named, without its code, by a name that nobody has. */
function namedUnknown(row: Row, contract: Contract): Messed | undefined {
  const header = (name: string) => contract.columns.find((column) => column.name === name)!.zh;
  const { name, when } = contract.match!;
  if (row[header(when.column)] !== when.equals) return undefined;
  const id = contract.columns.find(({ type }) => type === "id")!.zh;
  const unknown: Cell = `示例查无此企业${String(row[id] ?? "").slice(-6)}有限公司`;
  return { row: { ...row, [id]: null, [header(name)]: unknown }, planted: { column: header(name), kind: "没有代码且查无此名", expected: "quarantined", code: "name_unknown" } };
}
