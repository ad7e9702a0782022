import { describe, expect, it } from "vitest";
import { loadRatingProfile, type RatingProfile } from "../../../pipelines/evaluation/rating-profile.ts";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";
import { ask, type Cells, type EvaluationGiven } from "./evaluation-database.ts";

const months = Array.from({ length: 12 }, (_, index) => `2021-${String(index + 1).padStart(2, "0")}-01`);
const id = (index: number) => `E${String(index).padStart(4, "0")}`;

interface Firm {
  readonly card?: Cells;
  /** 亩 */
  readonly land?: string;
  /** 万元 a year, reported in twelve months; null for none on file */
  readonly tax?: number | null;
  readonly revenue?: number;
  readonly energy?: number;
  readonly employees?: number;
  readonly pollutants?: Cells;
  readonly research?: number;
  readonly official?: string;
}

function district(firms: readonly Firm[], more: Partial<EvaluationGiven> = {}): EvaluationGiven {
  const monthly = (value: number | undefined | null, cells: (part: string) => Cells, enterprise_id: string): Cells[] =>
    value === undefined || value === null ? [] : months.map((month) => ({ month, enterprise_id, ...cells(String(value / 12)) }));
  return {
    asOf: "2021-12",
    wanted: ["efficiency_rating", "efficiency_indicator"],
    rows: {
      enterprises: firms.map(({ card }, index) => ({
        enterprise_id: id(index), enterprise_name: `示例${index}`, town: "西集镇", industry_code: "C3411", sector: "工业", size_class: "规上", is_small_micro: false,
        founded_on: "2010-01-01", operating_status: "存续", ...card,
      })),
      land: firms.map(({ land = "10" }, index) => ({ year: 2021, enterprise_id: id(index), parcel_no: "1", area_mu: land, tenure: "自有" })),
      taxes: firms.flatMap(({ tax }, index) => monthly(tax, (part) => ({ total_tax_wan: part, local_tax_wan: part, turnover_tax_wan: "0", retention_wan: "0" }), id(index))),
      production: firms.flatMap(({ revenue }, index) => monthly(revenue, (part) => ({ output_wan: part, revenue_wan: part }), id(index))),
      energy: firms.flatMap(({ energy }, index) => monthly(energy, (part) => ({ energy_tce: part }), id(index))),
      employment: firms.flatMap(({ employees }, index) => (employees === undefined ? [] : months.map((month) => ({ month, enterprise_id: id(index), insured_employees: employees })))),
      emissions: firms.flatMap(({ pollutants }, index) => (pollutants === undefined ? [] : [{ year: 2021, enterprise_id: id(index), ...pollutants }])),
      research: firms.flatMap(({ research }, index) => (research === undefined ? [] : [{ year: 2021, enterprise_id: id(index), research_wan: String(research) }])),
      official_ratings: firms.flatMap(({ official }, index) => (official === undefined ? [] : [{ year: 2021, enterprise_id: id(index), grade: official }])),
    },
    ...more,
  };
}

const graded = (given: EvaluationGiven) => ask(given, "select enterprise_id as id, grade, computed_grade, grade_source, score::varchar as score, size_rank from efficiency_rating order by 1");
const gradesOf = async (given: EvaluationGiven) => (await graded(given)).map((row) => row.grade);
const profile = (change: (profile: RatingProfile) => RatingProfile): Partial<EvaluationGiven> => ({ seeds: evaluationSeeds({ ratingProfile: change(loadRatingProfile("shandong-assumed")) }) });
const falling = (count: number, firm: (index: number) => Firm = () => ({})) => Array.from({ length: count }, (_, index): Firm => ({ tax: (count - index) * 12, ...firm(index) }));
const tally = (grades: readonly unknown[]) => Object.fromEntries(["A", "B", "C", "D", null].map((grade) => [String(grade), grades.filter((each) => each === grade).length]));

describe("quotas", () => {
  it("takes rank / count of exactly 0.20, 0.70 and 0.95 into the better grade", async () => {
    const grades = await gradesOf(district(falling(20)));
    expect(grades.join("")).toBe("AAAABBBBBBBBBBCCCCCD");
  });

  // 济高新管发〔2024〕4号: 275 above-scale enterprises, 55 A, 97 B, 99 C, 14 D, 10 not rated
  it("makes 55 A and 14 D of 275, as a high-tech zone published for 2023", async () => {
    expect(tally(await gradesOf(district(falling(275))))).toMatchObject({ A: 55, D: 14, null: 0 });
  });

  it("makes the same 55 A and 14 D when 10 of the 275 are not rated and D is counted from the foot", async () => {
    const given = district(falling(275, (index) => ({ land: index < 10 ? "0.5" : "1", card: { size_class: "规下" } })), profile((shandong) => ({
      ...shandong, d_places: "foot", classes: { ...shandong.classes, 规下: { min_land_mu: "1", indicators: shandong.classes.规下.indicators } },
    })));
    expect(tally(await gradesOf(given))).toMatchObject({ A: 55, D: 14, null: 10 });
  });

  it("counts the unrated of the list, unless the parameter says otherwise", async () => {
    const firms = falling(10, (index) => ({ land: index < 5 ? "2.999999" : "3", card: { size_class: "规下" } }));
    expect(await gradesOf(district(firms))).toEqual([null, null, null, null, null, "A", "A", "B", "B", "B"]);
    expect(await gradesOf(district(firms, profile((shandong) => ({ ...shandong, quota_counts_unrated: false }))))).toEqual([null, null, null, null, null, "A", "B", "B", "C", "D"]);
  });

  it("breaks ties by tax per mu, then id", async () => {
    // all three are over the cap of the indicator, or all at zero
    const rows = await graded(district([{ tax: -5 }, { tax: 0 }, { tax: 0 }, { tax: 12_000 }, { tax: 24_000 }, ...falling(20, () => ({ tax: 12 }))]));
    expect(rows.slice(0, 5).map((row) => row.size_rank)).toEqual([25, 23, 24, 2, 1]);
    expect(rows.slice(3, 5).map((row) => row.score)).toEqual(["75.0000000000", "75.0000000000"]);
  });
});

describe("what lifts it a grade", () => {
  const lifts = async (count: number) =>
    ask(district(falling(count), { wanted: ["efficiency_rating", "efficiency_lift"] }), "select enterprise_id, quota_grade, round(score_to_next_grade, 4)::double as gap, needed_more::double as more from efficiency_lift where indicator = 'tax_per_mu' order by 1");

  it("names the tax that the last of the next grade pays, on the same land", async () => {
    // tax 60, 48, 36, 24, 12 on 10 mu each: A B B C D. 60 is over the cap, 54 would score as much and lose the tie
    expect((await lifts(5)).map((row) => [row.quota_grade, row.more])).toEqual([["B", 12], ["B", 24], ["C", 12], ["D", 12]]);
  });

  it("asks one of equal score for the other's tax", async () => {
    // both are over the cap of 18.9; the third's base lets everyone else far behind
    const firms = [...falling(2, () => ({ card: { size_class: "规下" } })).map((firm, index) => ({ ...firm, tax: 240 - index * 12 })), ...falling(5, () => ({ tax: 1, card: { size_class: "规下" } }))];
    const rows = await ask(district(firms, { wanted: ["efficiency_rating", "efficiency_lift"] }), "select needed_more::double as more, score_to_next_grade::double as gap from efficiency_lift where enterprise_id = 'E0001'");
    expect(rows).toEqual([{ more: 12, gap: 0 }]);
  });

  it("goes to the nearest better grade that the list has", async () => {
    // two enterprises: 1 / 2 is B, 2 / 2 is D, nobody is C
    expect(await lifts(2)).toEqual([{ enterprise_id: id(1), quota_grade: "D", gap: 33.3333, more: 12 }]);
  });
});

describe("who is on the lists", () => {
  it.each<[string, Firm, boolean]>([
    ["a division of utilities with its letter", { card: { industry_code: "D4411" } }, false],
    ["a division of utilities without", { card: { industry_code: "4620" } }, false],
    ["utilities by the letter alone", { card: { industry_code: "D" } }, false],
    ["another division", { card: { industry_code: "3344" } }, true],
    ["no industry code", { card: { industry_code: null } }, true],
    ["one that has stopped", { card: { operating_status: "停产" } }, false],
    ["a service", { card: { sector: "服务业" } }, false],
    ["no land", { land: "0" }, false],
  ])("%s", async (_, firm, listed) => {
    expect(await graded(district([{ tax: 12, ...firm }]))).toHaveLength(listed ? 1 : 0);
  });

  it("rates 3 mu exactly below scale, of two parcels too, and not a hair less", async () => {
    const given = district([{ tax: 12, land: "3", card: { size_class: "规下" } }, { tax: 12, land: "2.999999", card: { size_class: "规下" } }, { tax: 12, land: "0.1" }, { tax: 12, land: "1", card: { size_class: "规下" } }]);
    const parcel = { year: 2021, enterprise_id: id(3), parcel_no: "2", area_mu: "2", tenure: "租赁" };
    const rows = await graded({ ...given, rows: { ...given.rows, land: [...given.rows.land!, parcel] } });
    expect(rows.map((row) => row.grade !== null)).toEqual([true, false, true, true]);
  });
});

describe("scores", () => {
  const full: Firm = { tax: 120, revenue: 1200, energy: 120, employees: 10, pollutants: { cod_t: "1", so2_t: "1" }, research: 12 };
  const parts = async (firms: readonly Firm[], more: Partial<EvaluationGiven> = {}) => {
    const rows = await ask(district(firms, more), "select enterprise_id, indicator, score::varchar as score, basis from efficiency_indicator order by 1, indicator_order");
    return firms.map((_, index) => rows.filter((row) => row.enterprise_id === id(index)).map((row) => `${Number(row.score)} ${String(row.basis)}`));
  };

  it("gives the weight to one who is at the base in everything", async () => {
    expect(await parts([full, full])).toEqual(Array(2).fill(["50 scored", "15 scored", "10 scored", "10 scored", "15 scored"]));
  });

  it("gives the class's average for a missing pollutant record and for a denominator of zero, 0 for anything else missing", async () => {
    const [, , second, third, fourth] = await parts([
      full,
      { ...full, revenue: 2400 },
      { ...full, pollutants: undefined, energy: 0 },
      { ...full, revenue: undefined, energy: undefined },
      { ...full, tax: null, research: undefined, pollutants: { cod_t: "0", ammonia_t: null, so2_t: null, nox_t: null } },
    ]);
    // pollutants: base (1200 + 2400 + 1200) / (2 + 2 + 0) = 1200, scores 5 and 10; energy: base 6000 / 360, scores 9, 18 and 9
    expect(second?.slice(1, 3)).toEqual(["12 average", "7.5 average"]);
    expect(third).toEqual(["50 scored", "0 missing", "0 missing", "0 missing", "0 missing"]);
    expect([fourth?.[0], fourth?.[2], fourth?.[3]]).toEqual(["0 missing", "7.5 average", "0 missing"]);
  });

  it("floors at 0 and caps at one and a half of the weight", async () => {
    const [loss, rich] = await parts([{ ...full, tax: -12 }, { ...full, tax: 1200 }, full, full, full]);
    expect([loss?.[0], rich?.[0]]).toEqual(["0 scored", "75 scored"]);
  });

  it("scores 0 for everyone where all pay back more than they pay", async () => {
    expect(await parts([{ ...full, tax: -120 }, { ...full, tax: 12 }])).toMatchObject([["0 no_base"], ["0 no_base"]].map((part) => expect.arrayContaining(part)));
  });

  it("scores by the lowest and the highest of the class under min-max", async () => {
    const given = { seeds: evaluationSeeds({ ratingProfile: "shandong-min-max" }) };
    const [low, middle, high] = await parts([{ ...full, tax: 12 }, { ...full, tax: 36 }, { ...full, tax: 108 }], given);
    expect([low?.[0], middle?.[0], high?.[0]]).toEqual(["0 scored", "12.5 scored", "50 scored"]);
    expect(low?.[1]).toBe("15 scored");
  });

  it("uses value added under Zhejiang's six indicators", async () => {
    const given = district([full], { seeds: evaluationSeeds({ ratingProfile: "zhejiang-2018" }) });
    const production = given.rows.production!.map((row) => ({ ...row, value_added_wan: "20" }));
    const rows = await ask({ ...given, rows: { ...given.rows, production } }, "select indicator, score::double as score, value::double as value from efficiency_indicator order by indicator_order");
    expect(rows.map((row) => [row.indicator, row.score, row.value])).toEqual([
      ["tax_per_mu", 30, 12], ["value_added_per_mu", 20, 24], ["labour_productivity", 10, 24], ["value_added_per_tce", 20, 2], ["value_added_per_pollutant_tonne", 10, 120], ["research_intensity", 10, 0.01],
    ]);
  });
});

describe("against what others published", () => {
  // 台州市黄岩区, 工业企业综合评价得分计算说明, published 20 September 2022 and 25 September 2023: an above-scale enterprise scores, for 2022,
  // tax per mu / 24.097 x 30 + value added per mu / 136.16 x 20 + per tce / 2.694 x 20 + per tonne emitted / 4929.81 x 10
  // + labour productivity / 18.14 x 10 + research share / 0.0302 x 10; one below scale tax per mu / 11.5932 x 50 + tax per kWh / 0.2352 x 50;
  // for 2021 by other bases
  const huangyan = {
    2021: { tax_per_mu: 26.01, value_added_per_mu: 132.27, value_added_per_tce: 2.54, value_added_per_pollutant_tonne: 4861.08, labour_productivity: 17.45, research_intensity: 0.0305, below: { tax_per_mu: 16.601058, tax_per_10mwh: 0.236565 } },
    2022: { tax_per_mu: 24.097, value_added_per_mu: 136.16, value_added_per_tce: 2.694, value_added_per_pollutant_tonne: 4929.81, labour_productivity: 18.14, research_intensity: 0.0302, below: { tax_per_mu: 11.5932, tax_per_10mwh: 0.2352 } },
  };
  const published = (year: keyof typeof huangyan): Partial<EvaluationGiven> => {
    const profile = loadRatingProfile("huangyan-2022");
    const based = (bases: Readonly<Record<string, unknown>>, indicators: RatingProfile["classes"]["规上"]["indicators"]) => indicators.map((each) => ({ ...each, base: String(bases[each.id]) }));
    const { below, ...above } = huangyan[year];
    const classes = { 规上: { ...profile.classes.规上, indicators: based(above, profile.classes.规上.indicators) }, 规下: { ...profile.classes.规下, indicators: based(below, profile.classes.规下.indicators) } };
    if (year === 2022) expect(classes).toEqual(profile.classes);
    return { seeds: evaluationSeeds({ ratingProfile: { ...profile, classes } }) };
  };

  it.each([2021, 2022] as const)("scores by the formula and bases that Huangyan published for %i, whoever else is on the list", async (year) => {
    const given = district(
      [
        { tax: 300, energy: 400, employees: 90, research: 120, revenue: 6000, pollutants: { cod_t: "0.25" } },
        { tax: 90, energy: 50, revenue: 900, card: { size_class: "规下" } },
        { tax: 9000, energy: 1, employees: 1, research: 9, revenue: 10, pollutants: { cod_t: "0.01" } },
      ],
      published(year),
    );
    const production = given.rows.production!.map((row) => ({ ...row, value_added_wan: row.enterprise_id === id(0) ? "125" : "1" }));
    const energy = given.rows.energy!.map((row) => ({ ...row, electricity_10mwh: "30" }));
    const rows = await ask({ ...given, rows: { ...given.rows, production, energy } }, "select score::double as score from efficiency_rating order by enterprise_id");
    const base = huangyan[year];
    const formula = (30 / base.tax_per_mu) * 30 + (150 / base.value_added_per_mu) * 20 + (3.75 / base.value_added_per_tce) * 20 + (6000 / base.value_added_per_pollutant_tonne) * 10 + (1500 / 90 / base.labour_productivity) * 10 + (0.02 / base.research_intensity) * 10;
    expect(rows[0]?.score).toBeCloseTo(formula, 5);
    expect(rows[1]?.score).toBeCloseTo((9 / base.below.tax_per_mu) * 50 + (90 / 360 / base.below.tax_per_10mwh) * 50, 5);
  });

  // the usual explanation of the term: a plant of 10 mu that pays 1,000,000 yuan of tax pays 100,000 yuan a mu
  it("reckons the tax per mu of the textbook's plant, and its points at a base of 15", async () => {
    const linhai = profile((shandong) => ({ ...shandong, classes: { ...shandong.classes, 规上: { ...shandong.classes.规上, indicators: [{ id: "tax_per_mu", numerator: "tax", denominator: "land_mu", weight: "100", base: "15", missing_denominator: "zero" }] } } }));
    expect(await ask(district([{ tax: 100, land: "10" }], linhai), "select round(value, 5)::double as value, base::double as base, round(score, 4)::double as score, basis from efficiency_indicator")).toEqual([{ value: 10, base: 15, score: 66.6667, basis: "scored" }]);
  });
});

describe("grades on file and over the years", () => {
  it.each([
    ["2020-01-01", "C"],
    ["2019-12-31", "D"],
    ["2019-12-01", "D"],
  ])("one founded on %s that is last of 20 gets %s: 24 months exactly are not less", async (founded_on, grade) => {
    const rows = await graded(district(falling(20, (index) => (index === 19 ? { card: { founded_on } } : {}))));
    expect(rows[19]).toMatchObject({ grade, computed_grade: grade });
  });

  it("lets the official grade win and shows the computed one beside it", async () => {
    const rows = await graded(district(falling(20, (index) => (index === 0 ? { official: "D" } : {}))));
    expect(rows[0]).toMatchObject({ grade: "D", computed_grade: "A", grade_source: "official" });
    expect(rows[1]).toMatchObject({ grade: "A", grade_source: "computed" });
  });

  it("lists every official grade beside the computed one, also of those that are on no list", async () => {
    const given = district(falling(20, (index) => ({ official: ["B", "A", undefined, "D", "B", "C"][index], ...(index === 5 && { card: { operating_status: "停产" } }) })), { wanted: ["rating_difference"] });
    const rows = await ask(given, "select state from rating_difference order by enterprise_id");
    expect(rows.map((row) => row.state)).toEqual(["worse", "same", "worse", "same", "not_listed"]);
  });

  it("counts years of D in a row, and starts anew after a gap", async () => {
    const given = district([{ tax: 12 }]);
    const years = [2016, 2018, 2019, 2020, 2021];
    const land = years.map((year) => ({ ...given.rows.land![0]!, year }));
    const official_ratings = [2016, 2019, 2020, 2021].map((year) => ({ year, enterprise_id: id(0), grade: "D" }));
    const rows = await ask({ ...given, rows: { ...given.rows, land, official_ratings } }, "select consecutive_d_years from efficiency_rating order by rating_year");
    // alone on its list it computes to D in 2018 too (rank 1 of 1 is over 0.95)
    expect(rows.map((row) => row.consecutive_d_years)).toEqual([1, 1, 2, 3, 4]);
  });

  it("counts a year with an official D but no land on file", async () => {
    const given = district([{ tax: 12, official: "D" }]);
    const official_ratings = [...given.rows.official_ratings!, { year: 2020, enterprise_id: id(0), grade: "D" }];
    expect(await ask({ ...given, rows: { ...given.rows, official_ratings } }, "select consecutive_d_years from efficiency_rating")).toEqual([{ consecutive_d_years: 2 }]);
  });

  it("marks a rating provisional when a month of what its class uses is not on file, and in an open year", async () => {
    const full: Firm = { tax: 120, revenue: 1200, energy: 120, card: { size_class: "规下" } };
    const provisional = async (given: EvaluationGiven) => (await ask(given, "select is_provisional from efficiency_rating"))[0]?.is_provisional;
    const whole = district([full]);
    expect(await provisional(whole)).toBe(false);
    expect(await provisional({ ...whole, asOf: "2021-11" })).toBe(true);
    expect(await provisional({ ...whole, rows: { ...whole.rows, taxes: whole.rows.taxes!.slice(1) } })).toBe(true);
    expect(await provisional({ ...whole, rows: { ...whole.rows, energy: [] } })).toBe(false);
  });
});
