/** An extract's query with its disclosure rules around it: what is not named in the rules does not come out. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { quoteName } from "../warehouse/quote.ts";
import { type DisclosureRules, disclosureRules, type ExtractRules, type Rule, rulesOf, sourcesDirectory } from "./rules.ts";

/**
 * The query of an extract as it may go out.
 *
 * @param folder  `shared` or an audience: the folder below `sources/` that the query stands in
 * @param extract  the query's file name without its ending
 * @throws D521Error `no_rules` (3), and those of `disclosureRules`
 */
export function cutSql(folder: string, extract: string, directory: string = sourcesDirectory): string {
  const sql = readFileSync(path.join(directory, folder, `${extract}.sql`), "utf8").trim().replace(/;$/, "");
  return disclosed(sql, rulesOf(folder, extract, directory), disclosureRules(directory).bands);
}

/** The extracts of a folder, by name. */
export function extractsOf(folder: string, directory: string = sourcesDirectory): string[] {
  return readdirSync(path.join(directory, folder)).filter((name) => name.endsWith(".sql")).map((name) => path.basename(name, ".sql")).sort();
}

/** A query with rules around it; the order of its rows stays. */
export function disclosed(sql: string, rules: ExtractRules, bands: DisclosureRules["bands"]): string {
  const columns = [...rules.open.map(quoteName), ...Object.entries(rules.rules).map(([name, rule]) => `${ruled(quoteName(name), rule, bands)} as ${quoteName(name)}`)];
  return `select\n    ${columns.join(",\n    ")}\nfrom (\n${sql}\n) as asked`;
}

function ruled(name: string, { round, significant, band, few }: Rule, bands: DisclosureRules["bands"]): string {
  const value = round !== undefined ? rounded(name, round) : significant !== undefined ? significantDigits(name, significant) : band !== undefined ? banded(name, bands[band]!) : name;
  return few === undefined ? value : `case when not ${quoteName(few)} then ${value} end`;
}

/** Half away from zero; divided again by a whole number where the step is a fraction, so that 0.3 is 0.3. */
function rounded(name: string, step: string): string {
  const parts = step.includes(".") ? 1 / Number(step) : undefined;
  return parts !== undefined && Number.isInteger(Math.round(parts * 1e6) / 1e6) ? `round(cast(${name} as double) * ${Math.round(parts)}) / ${Math.round(parts)}` : `round(cast(${name} as double) / ${step}) * ${step}`;
}

function significantDigits(name: string, digits: number): string {
  return `case when ${name} = 0 then 0.0 else round(cast(${name} as double), ${digits - 1} - cast(floor(log10(abs(cast(${name} as double)))) as integer)) end`;
}

function banded(name: string, { edges, labels }: DisclosureRules["bands"][string]): string {
  const parts = edges.map((edge, index) => `when ${name} < ${edge} then '${labels[index]}'`);
  return `case when ${name} is null then null ${parts.join(" ")} else '${labels.at(-1)}' end`;
}
