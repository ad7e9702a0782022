import type { Contract } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { monthsAcross, monthsBeside } from "./months-across.ts";
import type { Merge } from "./header-rows.ts";
import { type PlacedTable, type Table, type TableNames, findTable } from "./table.ts";
import { tablesBeside } from "./tables-beside.ts";

/**
 * The tables of a data set whose headers are in the first rows of a sheet or text: one; several side by side; or one a
 * month, where the months stand side by side.
 *
 * @throws FileFault those of `findTable`, `tablesBeside` and `monthsAcross`
 */
export function findTables(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, called: TableNames): PlacedTable[] {
  const found = findOne(rows, merges, contract, called);
  // a column of months settles it, and a header of the year's sums; a month that a title says does not, where the headers say months themselves
  if (!(found instanceof FileFault) && (found.cumulative?.place.startsWith("表头") || found.columns.every(({ column, stated }) => column.type !== "month" || !stated))) return [{ table: found, place: "" }];
  if (!(found instanceof FileFault) && monthsBeside(found, rows, merges, contract)) return [{ table: found, place: "" }];
  const across = monthsAcross(rows, merges, contract, called);
  if (across) return across;
  if (!(found instanceof FileFault)) return [{ table: found, place: "" }];
  const beside = found.code === "doubled_header" ? tablesBeside(rows, merges, contract, called) : undefined;
  if (!beside) throw found;
  return beside;
}

function findOne(...of: Parameters<typeof findTable>): Table | FileFault {
  try {
    return findTable(...of);
  } catch (fault) {
    if (fault instanceof FileFault) return fault;
    throw fault;
  }
}

/** How many columns of their sheet the tables take together; columns without a header at its right edge are formatted, not filled. */
export function widthOf([first]: readonly PlacedTable[]): number {
  return first!.sheetWidth ?? first!.table.headers.findLastIndex((header) => header !== "") + 1;
}
