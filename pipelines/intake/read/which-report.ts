import type { Contract, Contracts } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { isMonthsAcross, monthsScore } from "./months-across.ts";
import { type Merge, headerScore, namesRequired } from "./header-rows.ts";
import type { TableNames } from "./table.ts";

/** The data set that a table is of, though neither its file nor its sheet is named after one. */
export interface Recognised {
  readonly contract: Contract;
  /** for people: `标题「税收月报（6月）」`, `表头` */
  readonly by: string;
}

/** A title stands in the first rows, alone or beside a unit and a date. */
const titleRows = 10;
const titleCells = 3;

/**
 * Tells the data set of a table from its title, or from a header that fits exactly one.
 *
 * @param rows    the first rows of a sheet or text
 * @param called  what sheet and file are called, and what their printed pages say: a title, or of months side by side the figure
 * @returns undefined where neither says anything: the table is of no data set
 * @throws FileFault `which_report` naming the data sets between which nobody but the sender can tell
 */
export function recognise(rows: readonly (readonly string[])[], merges: readonly Merge[], contracts: Contracts, called: TableNames): Recognised | undefined {
  const fitting = [...contracts.values()].filter((contract) => namesRequired(rows, merges, contract) || isMonthsAcross(rows, merges, contract, called));
  const titled = titledIn([...rows.slice(0, titleRows), ...(called.printed ?? []).map((text) => [text])], contracts).filter(({ contract }) => headerScore(rows, merges, contract) > 1 || monthsScore(rows, merges, contract) > 0);
  // a title settles what a header leaves open; a header settles between two titles
  const agreed = titled.filter(({ contract }) => fitting.length === 0 || fitting.includes(contract));
  if (agreed.length === 1) return agreed[0];
  if (titled.length === 0 && fitting.length === 1) return { contract: fitting[0]!, by: "表头" };
  if (titled.length === 0 && fitting.length === 0) return undefined;
  throw new FileFault("which_report", { names: [...new Set([...titled.map(({ contract }) => contract), ...fitting])].map(({ name }) => `「${name}」`).join("、") });
}

function titledIn(rows: readonly (readonly string[])[], contracts: Contracts): Recognised[] {
  const found = new Map<Contract, string>();
  for (const row of rows) {
    const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== "");
    if (cells.length > titleCells) continue;
    for (const cell of cells) {
      const text = cell.normalize("NFKC").replaceAll(/\s/g, "");
      // 全区税收月报 is no 全区税收: the longer name is taken out first
      let rest = text;
      for (const contract of [...contracts.values()].sort((left, right) => right.name.length - left.name.length)) {
        if (!rest.includes(contract.name)) continue;
        rest = rest.replaceAll(contract.name, " ");
        // «参保职工人数» in the header is no title
        if (!found.has(contract) && headerScore([row], [], contract) < 2) found.set(contract, cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
      }
    }
  }
  return [...found].map(([contract, cell]) => ({ contract, by: `标题「${cell}」` }));
}
