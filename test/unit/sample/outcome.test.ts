import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { type District, makeDistrict } from "../../../pipelines/sample/enterprises.ts";
import { indexOf, type OutsidePlace } from "../../../pipelines/sample/plants.ts";
import { writeSample } from "../../../pipelines/sample/sample.ts";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

let folder: string;
let database: Database;
let district: District;
const now = () => new Date("2022-01-05T00:00:00Z");

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-sample-"));
  const options = { seed: 521, enterprises: 300, months: 30 };
  district = makeDistrict(options.seed, 0, options.enterprises, options.months);
  await writeSample({ out: folder, ...options });
  database = await openDatabase(":memory:");
  await loadExports({ exports: folder, database: ":memory:", opened: database, now });
  const { visible } = await buildModels({ database, now });
  expect(visible).toBe(true);
});
afterAll(() => {
  database?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await database.connect();
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** The line of a clause for the enterprise at a place, as `status entitled reasons`; nothing where there is no line. */
async function line(place: number | OutsidePlace, clause: string, subject = "%"): Promise<string | undefined> {
  const { id } = district.enterprises[typeof place === "number" ? place : indexOf(place)]!;
  const [found] = await rows(`select status || ' ' || (entitled_cny / 10000)::decimal(18, 2) || coalesce(' ' || nullif(array_to_string(list_filter(reasons, lambda reason: reason not in ('retention_cap', 'unrated')), ' '), ''), '') as text
    from mart.award_line where award_year = 2021 and enterprise_id = '${id}' and clause_id = '${clause}' and subject like '${subject}' order by subject`);
  return found?.text as string | undefined;
}

describe("the sample's planted enterprises, loaded and computed", () => {
  test("every clause has a line", async () => {
    expect(await rows("select distinct clause_id from policy.policy_clause except select clause_id from mart.award_line")).toEqual([]);
    expect((await rows("select distinct status from mart.award_line order by 1")).map(({ status }) => status)).toEqual(expect.arrayContaining(["gated", "payable", "superseded", "undetermined"]));
  });

  test.each<[string, number | OutsidePlace, string, string | undefined, string?]>([
    ["local tax over 10000", 0, "6.1", "payable 30.00"],
    ["local tax of 10000 itself", 1, "6.1", "payable 20.00"],
    ["local tax of 2000 itself", 5, "6.1", undefined],
    ["output first over 500000", 0, "6.4", "payable 30.00"],
    ["output of 500000 itself", 1, "6.4", undefined],
    ["output of 100000 itself", 4, "6.4", undefined],
    ["growth of exactly 10%", 5, "6.3", undefined],
    ["growth just over 10%", 6, "6.3", "payable 10.00"],
    ["output just under 50000", 8, "6.3", "payable 8.00"],
    ["growth of exactly 20%", 13, "6.3", undefined],
    ["output of 5000 itself", 15, "6.3", "payable 5.00"],
    ["output just under 5000", 16, "6.3", undefined],
    ["margin grown just over 10%", 17, "6.2", "payable 5.00"],
    ["margin grown by exactly 10%", 18, "6.2", undefined],
    ["revenue just under 5000", 19, "6.2", undefined],
    ["taxes grown as the district's", 22, "10.1", "payable 20.00"],
    ["taxes grown a cent less", 23, "10.1", "gated 0.00 tax_growth"],
    ["second of three titles of a year", 25, "6.8", "superseded 0.00 group"],
    ["highest of three titles of a year", 25, "6.5", "payable 50.00"],
    ["certified a second time", 26, "15.8", "superseded 0.00 already_awarded"],
    ["a level that no clause names", 27, "6.5", undefined],
    ["grade D", "gradeD", "6.6", "gated 0.00 rating_d"],
    ["grade D last year only", "gradeDThenB", "6.6", "payable 30.00"],
    ["dishonest", "dishonest", "6.8", "gated 0.00 dishonest"],
    ["recognised on the first clean day", "cleanThatDay", "6.9", "payable 10.00"],
    ["recognised on the last day that is not clean", "dishonestThatDay", "6.9", "gated 0.00 dishonest"],
    ["a month of output missing", "outputMissing", "6.3", "undetermined 0.00 missing:production"],
    ["a month of last year's output missing", "lastYearMissing", "6.3", "undetermined 0.00 missing:production"],
    ["a month of taxes missing", "taxMissing", "6.10", "undetermined 0.00 missing:taxes"],
    ["online retail of 3000 itself", "retailOn", "4.5", "payable 5.00"],
    ["online retail just under 3000", "retailUnder", "4.5", undefined],
    ["online retail of 3000 the year before", "retailBefore", "4.5", undefined],
    ["output grown by exactly 10% in the second year", "secondYearOn", "4.2", "payable 10.00"],
    ["output grown less in the second year", "secondYearUnder", "4.2", undefined],
    ["no tax in either year", "noTax", "15.13", "gated 0.00 tax_growth"],
    ["a saving of 1000 itself", "gradeDThenB", "18.1", undefined],
    ["a saving of 1400", "secondYearOn", "18.1", "payable 20.00"],
    ["more equipment than turnover tax", "tinyRetention", "8.3", "payable 30.01 turnover_tax_cap", "示例项目边界%"],
    ["total investment of 500 itself", 3, "8.3", "payable 30.00", "示例项目边界%"],
    ["total investment just under 500", 4, "8.3", undefined, "示例项目边界%"],
    ["a robot of 40", 11, "9.2", "payable 78.00", "示例项目边界%"],
    ["a robot of 39.99", 12, "9.2", undefined, "示例项目边界%"],
    ["funds raised of 10000 itself", 2, "4.9", undefined],
    ["funds raised of 10000.01", 3, "4.9", "payable 200.00"],
    ["listed before 2021", 12, "4.11", undefined],
    ["a title had three years ago", "renewedTitle", "6.10", "superseded 0.00 renewal"],
    ["a title had three years ago that the bureau calls new", "calledNew", "6.10", "payable 10.00"],
    ["a title that the bureau calls a renewal", "calledRenewal", "6.10", "superseded 0.00 renewal"],
    ["a title a level higher than last year's", "calledRenewal", "6.8", "payable 20.00"],
    ["on the dishonesty list after the event, and off it by the year's end", "listedLater", "6.6", "payable 30.00"],
    ["paid in full before it was on the dishonesty list", "paidBeforeListing", "6.6", "payable 30.00"],
    ["an official D of two years ago", "oldGradeD", "6.6", "payable 30.00"],
    ["a large enterprise at a fair", 4, "6.11", undefined, "示例展会边界%"],
    ["neither small nor known to be medium, at a fair", 9, "6.11", "undetermined 0.00 missing:enterprises", "示例展会边界%"],
    ["a medium enterprise at a fair", 10, "6.11", "payable 5.00", "示例展会边界%"],
    ["a group standard above the others", 12, "16.1", "payable 5.00", "示例标准边界5%"],
    ["a group standard not above the others", 10, "16.1", undefined, "示例标准边界6%"],
    ["a group standard of which nobody says", 11, "16.1", "undetermined 0.00 missing:standards", "示例标准边界7%"],
    ["a parcel in two years' files", "secondYearOn", "19.1", "payable 28.80", "示例新宗地%"],
    ["a leased parcel", "taxMissing", "19.1", undefined, "示例新宗地%"],
    ["a parcel of an enterprise whose taxes have not grown", "noTax", "19.1", "payable 24.00", "示例新宗地%"],
    ["a parcel of one that is rated D", "gradeD", "19.1", "gated 0.00 rating_d", "示例新宗地%"],
    ["a loan at less than the two points", "secondYearUnder", "5.1", "payable 4.50"],
  ])("%s", async (_, place, clause, expected, subject) => {
    expect(await line(place, clause, subject)).toBe(expected);
  });

  test("a founder is one person by number, and by a name alone within one enterprise only", async () => {
    expect(await rows("select subject, status, (entitled_cny / 10000)::decimal(18, 2)::varchar as entitled from mart.award_line where clause_id = '5.3' and subject like '示例申请边界%' order by subject")).toEqual([
      { subject: "示例申请边界1", status: "payable", entitled: "1.50" },
      { subject: "示例申请边界4", status: "superseded", entitled: "0.00" },
      { subject: "示例申请边界5", status: "payable", entitled: "2.00" },
      { subject: "示例申请边界6", status: "payable", entitled: "1.50" },
    ]);
    expect(await rows("select failed_rows::integer as names from ops.check_result where model = 'int_event' and starts_with(\"check\", 'sql(founder')")).toEqual([{ names: 1 }]);
  });

  test("a standard of the highest grade is paid as the next", async () => {
    expect(await rows("select distinct (gross_cny / 10000)::decimal(18, 2)::varchar as gross from mart.award_line as lines inner join staging.stg_recognitions as given on given.recognition_no = lines.subject where clause_id = '16.4' and grade = '5A'")).toEqual([{ gross: "10.00" }]);
  });

  test("what is left to an individual decision: own parcels of three storeys, teams of article 12", async () => {
    const cases = await rows("select article::integer as article, subject from mart.individual_case where subject like '示例新宗地%' or article = 12 order by article, subject");
    expect(cases.map(({ article, subject }) => `${String(article)} ${String(subject).replace(/-\d+$/, "")}`)).toEqual(["12 示例科技认定2021", "12 示例科技认定2021", "19 示例新宗地3"]);
  });

  test("project approvals keep to their mean in some quarters and not in others; late cases have a body, some of them assumed", async () => {
    expect((await rows("select distinct state from mart.service_mean order by 1")).map(({ state }) => state)).toEqual(["kept", "late"]);
    const [late] = await rows("select count(distinct body)::integer as bodies, sum(late_assumed)::integer as assumed, sum(late)::integer as late from mart.service_late_body");
    expect(late!.bodies).toBeGreaterThan(3);
    expect(late!.assumed).toBeGreaterThan(0);
    expect(late!.late).toBeGreaterThan(Number(late!.assumed));
  });

  test("what new retention does not reach is a shortfall, shared to the cent", async () => {
    const id = district.enterprises[indexOf("tinyRetention")]!.id;
    const [retention] = await rows(`select new_retention_cny::varchar as new, fundable_cny::varchar as fundable from mart.enterprise_retention where award_year = 2021 and enterprise_id = '${id}'`);
    expect(retention).toEqual({ new: "30000.00", fundable: "30000.00" });
  });
});
