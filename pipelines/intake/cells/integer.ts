import { convert, plainNumber } from "./amount.ts";
import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { given } from "./sql.ts";

/** Reads a count; `12`, `12.0` and `1,200` are whole, `12.5` is a fault. */
export function integerReader(): CellReader {
  return {
    quick: (cell) => `(case when regexp_full_match(${cell}, '\\d{1,9}') then try_cast(${cell} as integer) end)`,
    read(norm) {
      const value = convert(plainNumber(norm), { times: "1" }, "decimal(18, 6)");
      return given(value, "count", (one) => `case when ${one} = floor(${one}) then try_cast(${one} as integer) end`);
    },
    reason: (norm) => reasonOr(norm, "'not_integer'"),
    expected: "120",
    blanks: blankTexts,
  };
}
