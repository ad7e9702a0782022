/** Every column of every extract has a rule, every rule a column; what no rule names does not go out. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutSql, disclosed, extractsOf } from "../../pipelines/disclosure/cut.ts";
import { disclosureRules, sourcesDirectory } from "../../pipelines/disclosure/rules.ts";
import { buildMultipartParquet } from "../../pipelines/publish/universal-sql/src/index.js";
import { audiences } from "../../pipelines/serve/audiences.ts";
import { type RandomDistrict, randomDistrict } from "./district.ts";

let district: RandomDistrict;
const folder = mkdtempSync(path.join(tmpdir(), "d521-columns-"));
beforeAll(async () => {
  district = await randomDistrict(14, 40);
}, 120_000);
afterAll(() => {
  district.database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(["shared", ...audiences] as const)("the extracts of %s", (from) => {
  it("and the rules are the same list", () => {
    expect(Object.keys(disclosureRules().extracts[from]).sort()).toEqual(extractsOf(from));
  });

  it("have a rule for each column that their queries give, and no other", async () => {
    const wrong: string[] = [];
    for (const extract of extractsOf(from)) {
      const { open, rules, hidden } = disclosureRules().extracts[from][extract]!;
      const ruled = [...open, ...Object.keys(rules), ...hidden];
      const asked = (await district.connection.runAndReadAll(`select * from (${readFileSync(path.join(sourcesDirectory, from, `${extract}.sql`), "utf8")}\n) limit 0`)).columnNames();
      wrong.push(...asked.filter((column) => !ruled.includes(column)).map((column) => `${extract}.${column} has no rule`), ...ruled.filter((column) => !asked.includes(column)).map((column) => `${extract} has no column ${column}`));
    }
    expect(wrong).toEqual([]);
  });

  it("hold, as Parquet files, the columns that go out", async () => {
    for (const extract of extractsOf(from)) {
      const reader = await district.connection.runAndReadAll(cutSql(from, extract));
      const columns = reader.columnNames().map((name, index) => ({ name, evidenceType: /^(DECIMAL|.*INT|DOUBLE|FLOAT)/.test(String(reader.columnType(index))) ? "number" : /^BOOLEAN/.test(String(reader.columnType(index))) ? "boolean" : "string" }));
      await buildMultipartParquet(columns as never, reader.getRowObjectsJson() as never, "", folder, `${from}/${extract}.parquet`);
      const told = (await district.connection.runAndReadAll(`select * from read_parquet('${path.join(folder, from, `${extract}.parquet`).replaceAll("'", "''")}')`)).columnNames();
      const { open, rules } = disclosureRules().extracts[from][extract]!;
      expect(told.sort(), extract).toEqual([...open, ...Object.keys(rules)].sort());
    }
  });
});

describe("a rule", () => {
  const after = async (rules: Parameters<typeof disclosed>[1]["rules"], value: string) =>
    (await district.connection.runAndReadAll(disclosed(`select ${value} as x, false as many, true as few`, { open: [], rules, hidden: [] }, { rise: { edges: ["0.3", "1"], labels: ["不到三成", "三成到一倍", "一倍以上"] } }))).getRowsJson()[0]![0];
  it.each([
    ["rounds to a step", { x: { round: "0.1" } }, "0.25", 0.3],
    ["rounds to a step over one", { x: { round: "50" } }, "124.99", 100],
    ["rounds a loss as a gain", { x: { round: "0.001" } }, "-0.0126", -0.013],
    ["keeps significant digits", { x: { significant: 3 } }, "cast('123456.78' as decimal(18, 2))", 123000],
    ["keeps significant digits of little", { x: { significant: 3 } }, "0.0012345", 0.00123],
    ["leaves a zero", { x: { significant: 3 } }, "0", 0],
    ["leaves nothing", { x: { significant: 3 } }, "cast(null as double)", null],
    ["names a band, its upper edge not in it", { x: { band: "rise" } }, "0.3", "三成到一倍"],
    ["names the last band", { x: { band: "rise" } }, "7", "一倍以上"],
    ["names no band of nothing", { x: { band: "rise" } }, "cast(null as double)", null],
    ["keeps back where few are behind", { x: { few: "few" } }, "5", null],
    ["gives where many are behind", { x: { round: "10", few: "many" } }, "16", 20],
  ])("%s", async (_, rules, value, expected) => {
    expect(await after(rules, value)).toEqual(expected);
  });
});

it("lets out nothing of an extract or a column that nobody has decided on", () => {
  const dir = path.join(folder, "sources");
  const rules = readFileSync(path.join(sourcesDirectory, "disclosure.yaml"), "utf8");
  writeTo(dir, "disclosure.yaml", rules);
  writeTo(dir, "supervision/town_library.sql", "select 'x' as town, 1 as secret");
  writeTo(dir, "supervision/brand_new.sql", "select 1 as secret");
  expect(cutSql("supervision", "town_library", dir)).not.toMatch(/^\s+"secret/m);
  expect(() => cutSql("supervision", "brand_new", dir)).toThrow(/brand_new/);
});

it.each([
  ["a column with two rules", "open: [town, town]"],
  ["a rule by a column that is not there", "open: [town]"],
])("refuses %s, in one sentence", (_, columns) => {
  const dir = path.join(folder, columns.length.toString());
  writeTo(dir, "disclosure.yaml", readFileSync(path.join(sourcesDirectory, "disclosure.yaml"), "utf8").replace(/(town_library:\n\s+)open: \[town[^\]]*\]/, `$1${columns}`));
  expect(() => disclosureRules(dir)).toThrow(/^The file of disclosure rules disclosure\.yaml is wrong: /);
});

function writeTo(dir: string, name: string, content: string): void {
  const file = path.join(dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
