import { convert, plainNumber } from "./amount.ts";
import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { type Sql, given } from "./sql.ts";

const type = "decimal(18, 8)";
const hundredth = { times: "0.01" };

/**
 * Reads a rate as a fraction: `3.85%` and `0.0385` are 0.0385. A number over 1 without a sign cannot be a fraction here
 * (no rate or share in the exports exceeds 100 %), so it is read as per cent; `load` warns of it, and refuses what
 * {@link isAmbiguousPercent} finds in the same column.
 *
 * @param inPercent  the header says (%): every number of the column is per cent
 */
export function percentReader(inPercent: boolean): CellReader {
  return {
    quick: () => "null",
    read(norm) {
      const bare = plainNumber(`rtrim(regexp_replace(${norm}, '%$', ''))`);
      return given(bare, "rate", (one) => {
        const points = convert(one, hundredth, type);
        const fraction = convert(one, { times: "1" }, type);
        return `case when ${inPercent} or ends_with(${norm}, '%') then ${points} when abs(${fraction}) <= 1 then ${fraction} else ${points} end`;
      });
    },
    reason: (norm) => reasonOr(norm, `case when ${isAmbiguousPercent(norm)} then 'ambiguous_percent' else 'not_percent' end`),
    expected: "3.85%",
    blanks: blankTexts,
  };
}

/** True for a number without a sign that is per cent and nothing else: 4.35, 80. */
export function isPercentPoints(norm: Sql): Sql {
  return `coalesce(not ends_with(${norm}, '%') and abs(try_cast(${plainNumber(norm)} as double)) > 1, false)`;
}

/** True for a number that, in a column of per cent without signs, may be a fraction or not: 0.5 is 50 % or 0.5 %; 0.0435 is no rate of 0.0435 %. */
export function isAmbiguousPercent(norm: Sql): Sql {
  return `coalesce(not ends_with(${norm}, '%') and abs(try_cast(${plainNumber(norm)} as double)) between 0.1 and 1, false)`;
}
