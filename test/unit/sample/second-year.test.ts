import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { type District, makeDistrict } from "../../../pipelines/sample/enterprises.ts";
import { indexOf, type OutsidePlace } from "../../../pipelines/sample/plants.ts";
import { sampleDefaults, writeSample } from "../../../pipelines/sample/sample.ts";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

let folder: string;
let database: Database;
let district: District;
const now = () => new Date("2023-01-05T00:00:00Z");
const { seed, enterprises, months } = sampleDefaults;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-second-year-"));
  district = makeDistrict(seed, 0, enterprises, months, true);
  await writeSample({ out: folder, secondYear: true });
  database = await openDatabase(":memory:");
  await loadExports({ exports: folder, database: ":memory:", opened: database, now });
  expect((await buildModels({ database, now })).visible).toBe(true);
});
afterAll(() => {
  database?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The lines of a clause for the enterprise at a place, one a year. */
async function lines(place: number | OutsidePlace, clause: string, subject: string): Promise<string[]> {
  const { id } = district.enterprises[typeof place === "number" ? place : indexOf(place)]!;
  const connection = await database.connect();
  const found = await connection.runAndReadAll(
    `select award_year || ' ' || status || ' ' || (entitled_cny / 10000)::decimal(18, 2) || coalesce(' ' || nullif(array_to_string(list_filter(reasons, lambda reason: reason not in ('retention_cap', 'unrated')), ' '), ''), '') as text
      from mart.award_line where enterprise_id = $1 and clause_id = $2 and subject like $3 order by award_year, subject`,
    [id, clause, subject],
  );
  return found.getRowObjectsJson().map(({ text }) => String(text));
}

describe("the sample's two award years, loaded and computed", () => {
  test("the months before are as without the second year", () => {
    const alone = makeDistrict(seed, 0, enterprises, months);
    expect(alone.hasSecondYear).toBe(false);
    expect(district.months.slice(0, months)).toEqual(alone.months);
    expect(district.months.at(-1)).toBe("2022-12");
    expect(district.enterprises.map(({ id, name }) => id + name)).toEqual(alone.enterprises.map(({ id, name }) => id + name));
  });

  test.each<[string, number | OutsidePlace, string, string, string[]]>([
    ["what a grade took away leaves the project's cap whole", "gradeD", "8.1", "示例跨年项目1%", ["2021 gated 0.00 cap rating_d turnover_tax_cap", "2022 payable 48.51 cap turnover_tax_cap"]],
    ["what was granted uses up the project's cap", 7, "8.1", "示例跨年项目2%", ["2021 payable 649.07 cap turnover_tax_cap", "2022 payable 350.93 cap"]],
    ["equipment first", 8, "8.3", "示例跨年项目3%", ["2021 payable 200.00"]],
    ["another policy in a later year", 8, "8.4", "示例跨年项目3%", ["2022 superseded 0.00 choice"]],
    ["no choice on file: equipment", "secondYearOn", "8.3", "示例跨年项目4%", ["2022 superseded 0.00 choice"]],
    ["no choice on file: loan", "secondYearOn", "8.4", "示例跨年项目4%", ["2022 payable 113.69"]],
    ["patents of an earlier year that was no award year", "secondYearUnder", "15.11", "%", ["2021 payable 5.00"]],
    ["an audit after one that was taken away", "gradeD", "18.2", "%", ["2021 gated 0.00 rating_d", "2022 payable 20.00"]],
    ["a first listing", 3, "4.9", "%", ["2021 payable 200.00"]],
    ["a second listing", 3, "4.8", "%", ["2022 superseded 0.00 group"]],
  ])("%s", async (_, place, clause, subject, expected) => {
    expect(await lines(place, clause, subject)).toEqual(expected);
  });
});
