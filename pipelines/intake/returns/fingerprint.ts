import { trimmed } from "../cells/cell-reader.ts";
import type { Sql } from "../cells/sql.ts";
import { cellColumn } from "../load/source.ts";
import { outsideIndex } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";

/**
 * SQL of what tells whether a row's cells are as they were: over the data set's columns that the table has cells of, in the
 * data set's order, so that moved columns change nothing.
 */
export function rowFingerprint({ contract, table }: TextTable): Sql {
  const cells = contract.columns.flatMap((column) => {
    const place = table.columns.find((one) => one.column === column);
    if (!place || place.stated) return [];
    return place.index === outsideIndex ? (place.joined ?? []) : [place.index];
  });
  return `left(md5(concat_ws(chr(31), ${cells.map((index) => `coalesce(${trimmed(cellColumn(index))}, '')`).join(", ")})), 12)`;
}
