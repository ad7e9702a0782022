import { convert, plainNumber } from "./amount.ts";
import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";

const type = "decimal(18, 8)";
const hundredth = { times: "0.01" };

/**
 * Reads a rate as a fraction: `3.85%` and `0.0385` are 0.0385. A number over 1 without a sign cannot be a fraction here
 * (no rate or share in the exports exceeds 100 %), so it is read as per cent; `load` warns of it.
 *
 * @param inPercent  the header says (%): every number of the column is per cent
 */
export function percentReader(inPercent: boolean): CellReader {
  return {
    quick: () => "null",
    read(norm) {
      const bare = plainNumber(`rtrim(rtrim(${norm}, '%'))`);
      const points = convert(bare, hundredth, type);
      const fraction = convert(bare, { times: "1" }, type);
      return `(case when ${inPercent} or ends_with(${norm}, '%') then ${points} when abs(${fraction}) <= 1 then ${fraction} else ${points} end)`;
    },
    reason: (norm) => reasonOr(norm, "'not_percent'"),
    expected: "3.85%",
    blanks: blankTexts,
  };
}
