import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { defaultPolicyVersion, loadPolicy, policyDirectory } from "../../../pipelines/policy/load.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { saySchemasIn } from "../../../pipelines/schema-words.ts";

let directory: string;
beforeEach(() => {
  saySchemasIn("en");
  directory = mkdtempSync(path.join(os.tmpdir(), "policy-"));
  cpSync(path.join(policyDirectory, defaultPolicyVersion), path.join(directory, defaultPolicyVersion), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Changes one file of the copied policy and says what loading it then answers. */
function afterEdit(file: string, edit: (content: any) => void): string {
  const full = path.join(directory, defaultPolicyVersion, file);
  const content = parse(readFileSync(full, "utf8"));
  edit(content);
  writeFileSync(full, stringify(content, { aliasDuplicateObjects: false }));
  try {
    loadPolicy(defaultPolicyVersion, directory);
    return "";
  } catch (error) {
    return String(error);
  }
}

describe("the policy as it ships", () => {
  const policy = loadPolicy();

  it("holds the 75 clauses, ordered by number", () => {
    expect(policy.clauses).toHaveLength(75);
    const ids = policy.clauses.map((one) => one.id);
    expect(ids.indexOf("6.9")).toBeLessThan(ids.indexOf("6.10"));
  });

  it("pays for every title that the recognitions export may carry", () => {
    const titles = loadContracts().get("recognitions")?.columns.find((column) => column.name === "title")?.values ?? [];
    const paid = new Set(policy.clauses.map((one) => (one.clause.kind === "ladder" ? undefined : one.clause.title)));
    // article 12 leaves the teams to an individual decision: they are listed, without a clause
    expect(titles.filter((title) => !paid.has(title))).toEqual(["运营管理团队"]);
  });

  it("gives the same seeds for the same files, and other seeds for another number", () => {
    const hashes = (of: ReturnType<typeof policySeeds>) => of.map((seed) => seed.contentHash);
    expect(hashes(policySeeds(loadPolicy(defaultPolicyVersion, directory)))).toEqual(hashes(policySeeds(policy)));
    afterEdit("article-01.yaml", (content) => (content.clauses["1.1"].amount["2022-01-01"] = 60));
    expect(hashes(policySeeds(loadPolicy(defaultPolicyVersion, directory)))).not.toEqual(hashes(policySeeds(policy)));
  });
});

describe("a faulty policy file is refused with file, clause and field", () => {
  const faults: [string, string, (content: any) => void, RegExp][] = [
    ["an unknown key", "article-06.yaml", (c) => (c.clauses["6.1"].gruop = "x"), /article-06\.yaml › 6\.1.*gruop/],
    ["no summary", "article-06.yaml", (c) => delete c.clauses["6.1"].summary, /6\.1 › summary/],
    ["no place", "article-06.yaml", (c) => delete c.clauses["6.5"].place, /6\.5 › place/],
    ["a place without its article", "article-06.yaml", (c) => (c.clauses["6.5"].place = "somewhere"), /6\.5 › place/],
    ["an unknown kind", "article-06.yaml", (c) => (c.clauses["6.1"].kind = "lottery"), /6\.1/],
    ["a rate over 1", "article-06.yaml", (c) => (c.clauses["6.2"].rate = { "2021-04-26": 1.5 }), /6\.2 › rate/],
    ["a negative amount", "article-01.yaml", (c) => (c.clauses["1.1"].amount = { "2021-04-26": -5 }), /1\.1 › amount/],
    ["an amount without a date", "article-01.yaml", (c) => (c.clauses["1.1"].amount = 50), /1\.1 › amount/],
    ["dates out of order", "article-01.yaml", (c) => (c.clauses["1.1"].amount = { "2022-01-01": 60, "2021-04-26": 50 }), /1\.1 › amount.*ascend/],
    ["rungs that do not descend", "article-06.yaml", (c) => c.clauses["6.1"].rungs["2021-04-26"].reverse(), /6\.1 › rungs.*descend/],
    ["rungs that overlap", "article-06.yaml", (c) => (c.clauses["6.3"].rungs["2021-04-26"][1].below = 60000), /6\.3 › rungs.*overlap/],
    ["an unknown title", "article-06.yaml", (c) => (c.clauses["6.5"].title = "独角兽"), /6\.5 › title.*独角兽/],
    ["an unknown event", "article-04.yaml", (c) => (c.clauses["4.1"].event = "新增规上农业"), /4\.1 › event/],
    ["an unknown figure", "article-06.yaml", (c) => (c.clauses["6.1"].figure = "happiness"), /6\.1 › figure.*happiness/],
    ["an unknown level", "article-10.yaml", (c) => (c.clauses["10.1"].by_level["2021-04-26"].galactic = 1), /10\.1 › by_level.*galactic/],
    ["an unknown fact", "article-06.yaml", (c) => c.clauses["6.3"].conditions.push({ fact: "is_nice" }), /6\.3 › conditions\.1\.fact.*is_nice/],
    ["a fact of another source", "article-06.yaml", (c) => c.clauses["6.11"].conditions.push({ fact: "is_filed" }), /6\.11 › conditions\.2\.fact/],
    ["an undefined group", "article-06.yaml", (c) => (c.clauses["6.5"].group = "nowhere"), /6\.5 › group.*nowhere/],
    ["a clause in another article's file", "article-06.yaml", (c) => (c.clauses["7.9"] = c.clauses["6.5"]), /article-06\.yaml › 7\.9/],
    ["two clauses for one title and level that do not say whether they stack", "article-06.yaml", (c) => { delete c.clauses["6.5"].group; c.clauses["6.12"] = { ...c.clauses["6.5"], group: undefined }; delete c.clauses["6.12"].group; }, /6\.12 › group.*6\.5/],
    ["a day that is not in the calendar", "article-06.yaml", (c) => (c.clauses["6.5"].amount = { "2021-02-30": 50 }), /article-06\.yaml › 6\.5 › amount/],
    ["a second ladder over one annual figure", "article-06.yaml", (c) => (c.clauses["6.12"] = structuredClone(c.clauses["6.1"])), /article-06\.yaml › 6\.12 › group.*6\.1/],
    ["a stack that was not declared", "common.yaml", (c) => (c.stacks = c.stacks.slice(1)), /article-04\.yaml › 4\.2 › group.*4\.1/],
    ["two ways to say the amount", "article-16.yaml", (c) => (c.clauses["16.3"].amount = { "2021-04-26": 5 }), /16\.3 › amount.*by_level/],
    ["a share of nothing", "article-16.yaml", (c) => delete c.clauses["16.2"].share_of, /16\.2 › (amount|share)/],
    ["a share of a clause that is not there", "article-16.yaml", (c) => (c.clauses["16.2"].share_of = "16.9"), /16\.2 › share_of.*16\.9/],
    ["parts that are more than the whole", "article-16.yaml", (c) => (c.clauses["16.1"].split["2021-04-26"].发布 = 0.6), /16\.1 › split.*whole/],
    ["a cap for a project without its amount", "article-08.yaml", (c) => { delete c.clauses["8.1"].cap; }, /8\.1 › cap/],
    ["newly won without a title", "article-16.yaml", (c) => (c.clauses["16.1"].once = "new"), /16\.1 › once/],
    ["once a parcel where nothing has a number", "article-04.yaml", (c) => (c.clauses["4.1"].once = "lifetime_per_subject"), /4\.1 › once/],
    ["a least amount where none is approved", "article-16.yaml", (c) => (c.clauses["16.1"].amount_is_minimum = true), /16\.1 › amount_is_minimum/],
    ["a gate named twice", "article-19.yaml", (c) => (c.clauses["19.1"].gates = ["dishonest", "dishonest"]), /19\.1 › gates/],
    ["a gate that is none", "article-19.yaml", (c) => (c.clauses["19.1"].gates = ["retention_cap"]), /19\.1 › gates/],
    ["two rates at once", "article-06.yaml", (c) => (c.clauses["6.2"].rate_cny_per_unit = { "2021-04-26": 500 }), /6\.2 › rate/],
    ["an amount up to a limit that needs no decision", "article-14.yaml", (c) => (c.clauses["14.1"].redemption = "direct"), /14\.1 › redemption/],
    ["a choice without a name", "article-08.yaml", (c) => { delete c.clauses["8.1"].choice_name; }, /8\.1 › choice_name/],
    ["a condition compared in two ways", "article-06.yaml", (c) => (c.clauses["6.2"].conditions[1].over = { "2021-04-26": 1 }), /6\.2 › conditions/],
    ["a stack of a clause that is not there", "common.yaml", (c) => c.stacks.push({ clauses: ["4.1", "4.99"], reading: "x" }), /common\.yaml › stacks.*4\.99/],
    ["a gate with an unknown mode", "common.yaml", (c) => (c.gates.rating_d.mode = "maybe"), /common\.yaml › gates\.rating_d\.mode/],
  ];
  for (const [name, file, edit, message] of faults) it(name, () => expect(afterEdit(file, edit)).toMatch(message));

  it("each in plain Chinese, where the reader's language is", () => {
    saySchemasIn("zh");
    for (const [name, file, edit] of faults) {
      rmSync(directory, { recursive: true });
      cpSync(path.join(policyDirectory, defaultPolicyVersion), path.join(directory, defaultPolicyVersion), { recursive: true });
      const problems = afterEdit(file, edit).split("\n").slice(1).map((line) => line.replace(/^.*?: /, ""));
      expect(problems.length, name).toBeGreaterThan(0);
      for (const problem of problems) {
        expect(problem, name).toMatch(/\p{Script=Han}/u);
        expect(problem, name).not.toMatch(/\b(is|are|must|needs?|not|with|the|there|expected|invalid|input|string|record|object|of)\b/i);
      }
    }
  });

  describe("an amendment", () => {
    const amended = (change: object, files: Record<string, string> = {}): (() => ReturnType<typeof loadPolicy>) => {
      const folder = path.join(directory, "draft");
      cpSync(path.join(policyDirectory, "example-amended"), folder, { recursive: true });
      const content = { version: "draft", label: "示例", amends: defaultPolicyVersion, ...change };
      writeFileSync(path.join(folder, "common.yaml"), stringify(content));
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
      return () => loadPolicy("draft", directory);
    };

    it("holds what it changes, and everything else of the version that it names", () => {
      const policy = amended({ clauses: { "6.5": { amount: 40 } }, gates: { rating_d: "off" } })();
      const base = loadPolicy(defaultPolicyVersion, directory);
      expect(policy.clauses.find((one) => one.id === "6.5")?.clause).toMatchObject({ amount: { "2021-04-26": 40 } });
      expect(policy.gates.rating_d.mode).toBe("off");
      expect(policy.clauses.filter((one) => one.id !== "6.5")).toEqual(base.clauses.filter((one) => one.id !== "6.5"));
    });

    const refused: [string, object, Record<string, string>, RegExp][] = [
      ["an unknown key", { clause: {} }, {}, /draft|common\.yaml.*clause/],
      ["a clause that is not there", { clauses: { "6.99": { amount: 1 } } }, {}, /common\.yaml › 6\.99/],
      ["another kind", { clauses: { "6.5": { kind: "upto" } } }, {}, /6\.5 › kind/],
      ["a rate over 1", { clauses: { "6.2": { rate: 1.5 } } }, {}, /6\.2 › rate/],
      ["an unknown gate", { gates: { weather: "off" } }, {}, /common\.yaml › gates/],
      ["itself", { amends: "draft" }, {}, /amendment/],
      ["a file that would not be read", {}, { "article-06.yaml": "{}" }, /article-06\.yaml/],
      ["another version's name", { version: "other" }, {}, /common\.yaml › version/],
    ];
    for (const [name, change, files, message] of refused) it(`is refused with ${name}`, () => expect(amended(change, files)).toThrow(message));
  });

  it("a version that is not there, and one that points outside", () => {
    expect(() => loadPolicy("1999-01-01", directory)).toThrow(/1999-01-01/);
    expect(() => loadPolicy("../2021-04-26", directory)).toThrow(/no policy version/);
  });

  it("YAML that cannot be read", () => {
    writeFileSync(path.join(directory, defaultPolicyVersion, "article-06.yaml"), "clauses: {a: 1\n  b");
    expect(() => loadPolicy(defaultPolicyVersion, directory)).toThrow(/article-06\.yaml/);
  });
});
