import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { D521Error } from "../../../pipelines/errors.ts";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { saySchemasIn } from "../../../pipelines/schema-words.ts";
import { readScenario, scenarioDirectory } from "../../../pipelines/simulate/scenario.ts";
import { scenarioWarnings } from "../../../pipelines/simulate/scenario-warnings.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-scenario-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string) {
  const file = path.join(folder, "情景.yaml");
  writeFileSync(file, content);
  return readScenario(file);
}

const head = "name: a\nassumption: b\n";

describe("a scenario file", () => {
  const shipped = readdirSync(scenarioDirectory);

  it("comes with an example of each kind, and each is right", () => {
    const scenarios = shipped.map((file) => readScenario(path.join(scenarioDirectory, file)));
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(shipped.length);
    for (const { policy } of scenarios) expect(loadPolicy(policy.version, undefined, policy).clauses.length).toBeGreaterThan(70);
    expect(scenarios.some(({ policy }) => Object.keys(policy.clauses).length > 0)).toBe(true);
    expect(scenarios.some(({ policy }) => Object.values(policy.gates).includes("warn"))).toBe(true);
    expect(scenarios.some(({ growth }) => growth.length > 0)).toBe(true);
    expect(scenarios.some(({ uncertainty }) => uncertainty !== "none" && uncertainty.times > 1)).toBe(true);
  });

  it.each([
    ["an unknown key", `${head}gorwth: []\n`, "gorwth"],
    ["no name", "assumption: b\n", "name"],
    ["a name that is a path", "name: ../a\nassumption: b\n", "name"],
    ["growth about two things", `${head}growth: [{town: 甲镇, sector: 工业, change: 0.1}]\n`, "growth.0"],
    ["growth of no size", `${head}growth: [{town: 甲镇}]\n`, "growth.0"],
    ["growth below nothing", `${head}growth: [{change: -1.1}]\n`, "growth.0.change"],
    ["an unknown figure", `${head}growth: [{change: 0.1, figures: [profits]}]\n`, "growth.0.figures.0"],
    ["a gate that is ajar", `${head}policy: {gates: {tax_growth: half}}\n`, "policy.gates.tax_growth"],
    ["a gate that is none", `${head}policy: {gates: {rain: "off"}}\n`, "policy.gates"],
    ["a percentage of no number", `${head}growth: [{change: 一成%}]\n`, "growth.0.change"],
    ["less than nothing, in percent", `${head}growth: [{change: -110%}]\n`, "growth.0.change"],
    ["all in common", `${head}uncertainty: {common_share: 1}\n`, "uncertainty"],
    ["no mapping", "- a\n", "情景.yaml"],
  ])("is refused for %s, naming the field", (_, content, field) => {
    expect(() => read(content)).toThrowError(expect.objectContaining({ code: "scenario_wrong", params: expect.objectContaining({ problems: expect.stringContaining(field) as string }) as object }) as Error);
  });

  it.each([
    ["an unknown field of a clause", { "6.2": { rates: 0.1 } }, "6.2"],
    ["a rate out of range", { "6.2": { rate: 2 } }, "rate"],
    ["a cap of the wrong kind", { "6.2": { cap: "much" } }, "cap"],
  ])("changes the policy only as its files could stand: %s is refused", (_, clauses, word) => {
    expect(() => loadPolicy(undefined, undefined, { clauses, gates: {} })).toThrowError(expect.objectContaining({ code: "policy_wrong", params: expect.objectContaining({ problems: expect.stringContaining(word) as string }) as object }) as Error);
  });

  it.each([
    ["a budget of nothing", "budget_wan: {2021: 0}", { budget_wan: { 2021: 0 } }],
    ["percent for growth", "growth: [{change: -2.5%}, {growth: ' 150％'}]", { growth: [{ change: -0.025 }, { growth: 1.5 }] }],
    ["percent for the uncertainty", "uncertainty: {times: 150%, monthly_spread: 12%, common_share: 40%}", { uncertainty: { times: 1.5, monthly_spread: 0.12, common_share: 0.4 } }],
    ["percent within a clause and of the retention", 'policy: {clauses: {"6.2": {rate: 0.2%}}, retention: {share: 50%}}', { policy: { clauses: { "6.2": { rate: 0.002 } }, retention: { share: 0.5 } } }],
  ])("takes %s", (_, content, expected) => {
    expect(read(`${head}${content}\n`)).toMatchObject(expected);
  });

  it.each([
    ["growth: [{change: 1}, {growth: -1}]", 0.99, []],
    ["growth: [{change: 0.1}, {growth: 150%}]", 0.2, [{ code: "steep_growth", field: "growth.1.growth", value: 1.5 }]],
    ["uncertainty: {monthly_spread: 1}", 1, [{ code: "wide_spread", field: "uncertainty.monthly_spread", value: 1 }]],
    ["growth: []", 1.2, [{ code: "wide_spread", field: "estimated", value: 1.2 }]],
  ])("warns of what is hardly meant: %s", (content, spread, warnings) => {
    expect(scenarioWarnings(read(`${head}${content}\n`), spread)).toEqual(warnings);
  });

  it("gives a bare number the day from which the clause's own applied", () => {
    const clause = loadPolicy(undefined, undefined, { clauses: { "6.2": { rate: 0.002 } }, gates: { retention_cap: "off" } });
    expect(clause.clauses.find(({ id }) => id === "6.2")!.clause).toMatchObject({ rate: { "2021-04-26": 0.002 }, cap: { "2021-04-26": 10 } });
    expect(clause.retention_cap.mode).toBe("off");
    expect(clause.gates["tax_growth"]!.mode).toBe("on");
  });
});

describe("what is wrong in a scenario is said in plain words", () => {
  afterAll(() => saySchemasIn("en"));

  it.each([
    ["no name", "assumption: b\n", "name: 没有写，这一项必须有"],
    ["an amount that is a word", `${head}budget_wan: {2021: 多}\n`, "budget_wan.2021: 应为数字，写的是「多」"],
    ["a budget below nothing", `${head}budget_wan: {2021: -5}\n`, "budget_wan.2021: 不能小于 0，写的是「-5」"],
    ["a year of two figures", `${head}budget_wan: {21: 5}\n`, "budget_wan.21: 应为四位年份，如 2021"],
    ["an unknown key", `${head}extra: 1\n`, "没有名为「extra」的字段"],
    ["a gate that is ajar", `${head}policy: {gates: {tax_growth: half}}\n`, "policy.gates.tax_growth: 只能写 on、warn、off 之一，写的是「half」"],
    ["a clause without quotes", `${head}policy: {clauses: {6: {rate: 1}}}\n`, "policy.clauses.6: 应为加引号的条款号"],
    ["growth of no size", `${head}growth: [{town: 甲镇}]\n`, "growth.0: change（比推算增减）和 growth"],
    ["growth about two", `${head}growth: [{district: true, town: 甲镇, change: 0.1}]\n`, "growth.0: sector、town、industry、enterprise、district 只能写一个"],
    ["figures of the district", `${head}growth: [{district: true, figures: [output], change: 0.1}]\n`, "growth.0: district 只有全区税收一个数"],
    ["uncertainty of a word", `${head}uncertainty: some\n`, "uncertainty: 应为 none"],
    ["a list in place of fields", "- a\n", "-: 应为一组「字段: 值」，写的是列表"],
  ])("%s", (_, content, said) => {
    saySchemasIn("zh");
    expect(() => read(content)).toThrowError(expect.objectContaining({ code: "scenario_wrong", params: expect.objectContaining({ problems: expect.stringContaining(said) as string }) as object }) as Error);
    // no word of a programmer, no English sentence
    try {
      read(content);
    } catch (error) {
      expect(String((error as D521Error).params.problems)).not.toMatch(/record|string|object|expected|must/i);
    }
  });

  it("a file that is not YAML by its line, a file that is not there by its name", () => {
    expect(() => read("name: [a\n")).toThrowError(expect.objectContaining({ code: "scenario_not_yaml", params: expect.objectContaining({ line: 2 }) as object }) as Error);
    expect(() => readScenario(path.join(folder, "没有.yaml"))).toThrowError(expect.objectContaining({ code: "scenario_missing" }) as Error);
  });
});
