import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { words } from "../../../reports/shared/components/words.js";

const parameters = (file: string) => parse(readFileSync(`models/evaluation/${file}`, "utf8")) as Record<string, unknown>;
const codesOf = (model: string, pattern: RegExp) => [...readFileSync(`models/${model}.sql`, "utf8").matchAll(pattern)].map((match) => match[1]!);

it.each<[keyof typeof words, readonly string[]]>([
  ["member_reason", ["output_up", "revenue_up", ...codesOf("intermediate/int_target_state", /(?:then|else) '([a-z]+_[a-z_]+)'/g).filter((code) => code !== "not_met")]],
  ["promise_reason", codesOf("intermediate/int_service_case", /then '([a-z]+_[a-z_]+)'/g)],
  ["mean_state", codesOf("marts/service_mean", /(?:then|else) '([a-z]+)'/g)],
  ["town_reason", ["few_enterprises", ...codesOf("intermediate/int_town_value", /'(no_[a-z_]+|not_judged|none_due)'/g)]],
])("has a word for each code of %s that the rules and models can give", (list, codes) => {
  expect(codes.length).toBeGreaterThan(2);
  expect(codes.filter((code) => !(code in words[list]!))).toEqual([]);
});
