import { loadTowns } from "../contracts.ts";
import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { given, literal, literals } from "./sql.ts";

/** Reads a town, street or the zone by any spelling of `contracts/shared/towns.yaml`; stores the project's own. */
export function townReader(): CellReader {
  const towns = [...loadTowns()];
  return {
    quick: (cell) => `(case when ${cell} in (${literals(towns.map(([town]) => town))}) then ${cell} end)`,
    read(norm) {
      const bare = `regexp_replace(translate(replace(${norm}, ' ', ''), '鳧', '凫'), '^(山东省)?(枣庄市)?(山亭区)?', '')`;
      return given(bare, "place", (one) => `case ${towns.map(([town, others]) => `when ${one} in (${literals([town, ...others])}) then ${literal(town)}`).join(" ")} end`);
    },
    reason: (norm) => reasonOr(norm, "'not_town'"),
    expected: towns.map(([town]) => town).join("、"),
    blanks: blankTexts,
  };
}
