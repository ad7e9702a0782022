import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { D521Error } from "../../../pipelines/errors.ts";
import { daysOf } from "../../../pipelines/evaluation/holidays.ts";
import { evaluationDirectory } from "../../../pipelines/evaluation/parameter-file.ts";
import { loadRatingProfile } from "../../../pipelines/evaluation/rating-profile.ts";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "d521-evaluation-"));
  cpSync(evaluationDirectory, directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Changes one piece of one file; the piece must be there. */
function edit(file: string, from: string, to: string): void {
  const text = readFileSync(path.join(directory, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(path.join(directory, file), text.replace(from, to));
}

function problem(): string {
  try {
    evaluationSeeds({ directory });
  } catch (error) {
    if (error instanceof D521Error) return `${error.exitCode} ${error.in("zh")}`;
    throw error;
  }
  return "";
}

const shandong = "rating/shandong-assumed.yaml";

describe("what a parameter file may not say", () => {
  it.each<[string, string, string, string, RegExp]>([
    ["weights that do not add up", shandong, 'weight: "50"', 'weight: "49.9"', /^2 .*shandong-assumed\.yaml.*99\.9.*规上/],
    ["a number that went through a float", shandong, 'weight: "50"', "weight: 50", /weight/],
    ["a base of zero", shandong, 'weight: "50"', 'weight: "50", base: "0.0"', /要大于零.*base/],
    ["shares out of order", shandong, 'a: "0.20"', 'a: "0.80"', /shares/],
    ["an unknown key", shandong, "tax: total ", "taxes: total ", /taxes/],
    ["an unknown measure", shandong, "numerator: research", "numerator: patents", /numerator/],
    ["a class without the indicator that breaks ties", shandong, "{id: tax_per_mu, numerator: tax, denominator: land_mu, weight: \"100\"}", "{id: other, numerator: tax, denominator: land_mu, weight: \"100\"}", /tax_per_mu/],
    ["a profile under another name", shandong, "profile: shandong-assumed", "profile: zhejiang", /shandong-assumed/],
    ["a profile that is not there", "settings.yaml", "shandong-assumed", "nowhere", /^2 .*「nowhere」.*huangyan-2022、shandong-assumed、shandong-min-max、zhejiang-2018/],
    ["a path for a profile", "settings.yaml", "shandong-assumed", "../../../etc/passwd", /^2 没有名为「\.\.\/\.\.\/\.\.\/etc\/passwd」/],
    ["a deadline before the start", "targets.yaml", "deadline: 2023-12-31", "deadline: 2020-12-31", /deadline/],
    ["a condition that says two things", "tiers.yaml", '{measure: is_operating, is: "0"}', '{measure: is_operating, is: "0", over: "1"}', /只能写一个/],
    ["more quarters than are looked at", "tiers.yaml", "quarters: 4", "quarters: 5", /quarters/],
    ["towns' weights that do not add up", "towns.yaml", 'weight: "12"', 'weight: "13"', /101/],
    ["a day that is none", "holidays.yaml", '"02-07"', '"2-7"', /月-日/],
    ["two promises for one category", "promises.yaml", "category: 专业综合", "category: 一般咨询", /同一类别写了两次/],
    ["not YAML", "reporting.yaml", "datasets: [", "datasets: [[", /reporting\.yaml/],
  ])("%s", (_, file, from, to, expected) => {
    edit(file, from, to);
    expect(problem()).toMatch(expected);
  });

  it("has no base where the lowest and the highest are the scale", () => {
    edit("rating/shandong-min-max.yaml", 'weight: "50"', 'weight: "50", base: "12"');
    expect(() => loadRatingProfile("shandong-min-max", directory)).toThrow(/base/);
  });

  it("takes all that ships", () => {
    expect(problem()).toBe("");
    for (const file of readdirSync(path.join(directory, "rating"))) expect(loadRatingProfile(path.basename(file, ".yaml"), directory).label.zh).toMatch(/假定|2022/);
  });
});

describe("seeds", () => {
  it("are equal when nothing changed, and differ when a weight did", () => {
    const hashes = () => Object.fromEntries(evaluationSeeds({ directory }).map(({ name, contentHash }) => [name, contentHash]));
    const before = hashes();
    expect(hashes()).toEqual(before);
    edit("towns.yaml", 'id: visits, weight: "5"', 'id: visits, weight: "4"');
    edit("towns.yaml", 'id: requests, weight: "5"', 'id: requests, weight: "6"');
    const after = hashes();
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(["evaluation_town_indicator"]);
  });

  it("all bear the prefix that tells them from models", () => {
    expect(evaluationSeeds({ directory }).map(({ name }) => name).filter((name) => !name.startsWith("evaluation_"))).toEqual([]);
  });
});

it("counts days from the first to the last", () => {
  expect(daysOf("2021", "10-01/10-07")).toHaveLength(7);
  expect(daysOf("2024", "02-28/03-01")).toEqual(["2024-02-28", "2024-02-29", "2024-03-01"]);
  expect(daysOf("2021", "04-25")).toEqual(["2021-04-25"]);
});
