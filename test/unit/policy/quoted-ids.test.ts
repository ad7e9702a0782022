import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { D521Error } from "../../../pipelines/errors.ts";
import { defaultPolicyVersion, loadPolicy, policyDirectory } from "../../../pipelines/policy/load.ts";
import { parseWithIds } from "../../../pipelines/policy/quoted-ids.ts";
import { readScenario } from "../../../pipelines/simulate/scenario.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-ids-"));
  cpSync(path.join(policyDirectory, defaultPolicyVersion), path.join(folder, defaultPolicyVersion), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const said = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof D521Error) return error.in("zh");
    throw error;
  }
  return "";
};

/** The version's file, changed as a careless hand would change it. */
function edited(file: string, from: string, to: string): () => unknown {
  return () => {
    const target = path.join(folder, defaultPolicyVersion, file);
    const original = readFileSync(target, "utf8");
    expect(original).toContain(from);
    try {
      writeFileSync(target, original.replace(from, to));
      return loadPolicy(defaultPolicyVersion, folder);
    } finally {
      writeFileSync(target, original);
    }
  };
}

function amended(text: string): () => unknown {
  return () => {
    const draft = path.join(folder, "draft");
    rmSync(draft, { recursive: true, force: true });
    cpSync(path.join(policyDirectory, "example-amended"), draft, { recursive: true });
    writeFileSync(path.join(draft, "common.yaml"), `version: draft\nlabel: 示例\namends: "${defaultPolicyVersion}"\n${text}`);
    return loadPolicy("draft", folder);
  };
}

function scenario(text: string): () => unknown {
  return () => {
    const file = path.join(folder, "scenario.yaml");
    writeFileSync(file, `name: 示例\nassumption: 示例\n${text}`);
    return readScenario(file);
  };
}

describe("a clause id without quotation marks", () => {
  it.each([
    ["a clause of an article", edited("article-15.yaml", '"15.10":', "15.10:"), "15.10"],
    ["a clause that would not even become another", edited("article-15.yaml", '"15.9":', "15.9:"), "15.9"],
    ["a clause whose share another takes", edited("article-16.yaml", 'share_of: "16.1"', "share_of: 16.10"), "16.10"],
    ["clauses that stack", edited("common.yaml", 'clauses: ["4.1", "4.2"]', "clauses: [4.10, \"4.2\"]"), "4.10"],
    ["an amendment", amended("clauses:\n  15.10: {amount: 4}\n"), "15.10"],
    ["an amendment of two clauses that are one number", amended("clauses:\n  15.1: {amount: 4}\n  15.10: {amount: 4}\n"), "15.10"],
    ["a scenario", scenario("policy:\n  clauses:\n    15.10: {amount: 4}\n"), "15.10"],
    ["a scenario in flow style", scenario("policy: {clauses: {6.10: {amount: 4}}}\n"), "6.10"],
  ])("is refused in %s, with the sentence that says to quote it", (_, action, written) => {
    const text = said(action);
    expect(text).toContain(`「${written}」没有加引号`);
    expect(text).toContain(`"${written}"`);
  });

  it("is found whatever its number, and no quoted one ever is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 99 }), (article, number) => {
        const id = `${article}.${number}`;
        expect(parseWithIds(`clauses:\n  ${id}: {amount: 1}\n`).unquoted.map(({ written }) => written)).toEqual([id]);
        expect(parseWithIds(`stacks:\n  - {clauses: [${id}, "${id}"]}\n`).unquoted).toHaveLength(1);
        expect(parseWithIds(`clauses:\n  "${id}": {rate: ${id}, amount: {2021-04-26: ${id}}}\n`).unquoted).toEqual([]);
      }),
    );
  });

  it("leaves a year that names a budget alone", () => {
    expect(said(scenario("budget_wan: {2021: 5000}\n"))).toBe("");
  });
});
