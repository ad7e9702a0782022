/** Which figures of a town rest on so few enterprises that a site may not show them, and that these take no part in the public ranking. */
import { beforeAll, describe, expect, it } from "vitest";
import { ask, type Cells } from "./evaluation-database.ts";

const monthsOf = (year: number, from = 1) => Array.from({ length: 13 - from }, (_, index) => `${year}-${String(index + from).padStart(2, "0")}-01`);
const card = (enterprise_id: string, town: string): Cells => ({ enterprise_id, enterprise_name: `示例${enterprise_id}`, town, sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2010-01-01", operating_status: "存续" });
const output = (enterprise_id: string, months: readonly string[], value: number) => months.map((month): Cells => ({ month, enterprise_id, output_wan: String(value), revenue_wan: String(value) }));
const both = [...monthsOf(2020), ...monthsOf(2021)];
const project = (enterprise_id: string, value: number): Cells => ({ project_no: `P${enterprise_id}`, year: 2021, enterprise_id, total_investment_wan: String(value) });

type Firm = readonly [id: string, months: readonly string[], value: number];

interface Case {
  readonly firms: readonly Firm[];
  /** what firms invested in 2021, in their order */
  readonly invested?: readonly number[];
  /** the months of 2021 in which the figure is kept back: `.` shown, `x` kept */
  readonly kept: string;
}

const shown = "............";
const never = "xxxxxxxxxxxx";
const three: readonly Firm[] = [["a", both, 10], ["b", both, 11], ["c", both, 12]];

/** A town each. */
const outputs: Readonly<Record<string, Case>> = {
  "shown: three enterprises": { firms: three, kept: shown },
  "kept: two": { firms: three.slice(0, 2), kept: never },
  "kept: one": { firms: three.slice(0, 1), kept: never },
  "kept: three of whom one makes more than 85 per cent": { firms: [["a", both, 10], ["b", both, 10], ["c", both, 120]], kept: never },
  "shown: one makes just so much": { firms: [["a", both, 10], ["b", both, 5], ["c", both, 85]], kept: shown },
  "kept once one has come, as last year's times the growth would leave it over": { firms: [...three, ["d", monthsOf(2021, 4), 9]], kept: "...xxxxxxxxx" },
  "kept once two have come": { firms: [...three, ["d", monthsOf(2021, 4), 9], ["e", monthsOf(2021, 4), 8]], kept: "...xxxxxxxxx" },
  "shown where three have come together": { firms: [...three, ["d", monthsOf(2021, 4), 9], ["e", monthsOf(2021, 4), 8], ["f", monthsOf(2021, 4), 7]], kept: shown },
  "kept once one has gone": { firms: [...three, ["d", [...monthsOf(2020), ...monthsOf(2021).slice(0, 6)], 9]], kept: "......xxxxxx" },
  "kept to the year's end after a month that two had": { firms: [["a", both, 10], ["b", both, 11], ["c", [...monthsOf(2020), ...monthsOf(2021).filter((month) => month !== "2021-05-01")], 12]], kept: "....xxxxxxxx" },
};
const investments: Readonly<Record<string, Case>> = {
  "shown: three investors": { firms: three, invested: [10, 20, 30], kept: shown },
  "kept: two investors": { firms: three, invested: [10, 20], kept: never },
  "kept: three investors of whom one makes nearly all": { firms: three, invested: [1, 1, 30], kept: never },
  "shown: none, which is nobody's": { firms: three, invested: [], kept: shown },
};

describe("a town's figure", () => {
  const cases = { ...outputs, ...investments };
  const found = new Map<string, string>();
  beforeAll(async () => {
    const firms = Object.entries(cases).flatMap(([town, { firms: list, invested }]) => list.map(([id, months, value], index) => ({ town, id: `${town} ${id}`, months, value, invested: invested?.[index] })));
    const rows = {
      enterprises: firms.map(({ id, town }) => card(id, town)),
      production: firms.flatMap(({ id, months, value }) => output(id, months, value)),
      town_targets: Object.keys(cases).flatMap((town) => ["工业总产值", "技改投资"].map((goal): Cells => ({ year: 2021, town, indicator: goal, target_value: "1000" }))),
      transformation_projects: firms.flatMap(({ id, invested }) => (invested === undefined ? [] : [project(id, invested)])),
    };
    const asked = await ask({ asOf: "2021-12", rows, wanted: ["town_score", "town_score_public"] }, `
      select exact.town, exact.indicator, exact.value is not null as there, told.value is null and told.rate is null and told.score is null and told.reason = 'few_enterprises' as hidden, told.value = exact.value as same
      from town_score as exact join town_score_public as told using (period, town, indicator)
      where indicator in ('target_output', 'target_investment', 'technical_investment') and exact.period_kind = 'month' and period like '2021%' order by period`);
    for (const { town, indicator, there, hidden, same } of asked) {
      const key = `${String(town)} ${String(indicator)}`;
      found.set(key, (found.get(key) ?? "") + (there !== true ? "?" : hidden === true ? "x" : same === true ? "." : "!"));
    }
  }, 120_000);

  it.each(Object.entries(outputs))("output against target, %s", (town, { kept }) => expect(found.get(`${town} target_output`)).toBe(kept));
  it.each(Object.entries(investments))("investment, %s", (town, { kept }) => {
    expect(found.get(`${town} target_investment`)).toBe(kept);
    expect(found.get(`${town} technical_investment`)).toBe(kept);
  });
});

it("cells of grades with one or two are kept back, and what would follow from the district's number", async () => {
  const cases: Readonly<Record<number, readonly [counts: readonly number[], told: string]>> = {
    2017: [[3, 4, 5], "3 4 5"],
    // the smallest other one goes with it
    2018: [[1, 4, 5], "x x 5"],
    2019: [[2, 2, 5], "x x 5"],
    // all of one each would follow from their sum
    2020: [[1, 1, 1, 6], "x x x x"],
    2021: [[2, 1, 4], "x x 4"],
  };
  const firms = Object.entries(cases).flatMap(([year, [counts]]) => counts.flatMap((count, town) => Array.from({ length: count }, (_, index) => ({ year: Number(year), town: `镇${town}`, id: `${year}-${town}-${index}` }))));
  const rows = {
    enterprises: firms.map(({ id, town }) => card(id, town)),
    land: firms.map(({ id, year }): Cells => ({ year, enterprise_id: id, parcel_no: "1", area_mu: "10", tenure: "自有" })),
    official_ratings: firms.map(({ id, year }): Cells => ({ year, enterprise_id: id, grade: "D" })),
  };
  const found = await ask({ asOf: "2021-12", rows, wanted: ["town_grade"] }, "select rating_year, string_agg(case when is_withheld then 'x' else cast(enterprises as varchar) end, ' ' order by town) as told from town_grade where grade = 'D' group by rating_year order by rating_year");
  expect(Object.fromEntries(found.map(({ rating_year, told }) => [Number(rating_year), told]))).toEqual(Object.fromEntries(Object.entries(cases).map(([year, [, told]]) => [year, told])));
});
