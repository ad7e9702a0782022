import fc from "fast-check";
import { Decimal } from "decimal.js";
import { expect, it } from "vitest";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";
import { townIndicators } from "../../../pipelines/evaluation/towns.ts";
import { seedFromRows } from "../../../pipelines/warehouse/seed.ts";
import { ask } from "./evaluation-database.ts";

/** Weights and directions as towns.yaml has them, written down a second time. */
const weights: Readonly<Record<string, string>> = {
  output_growth: "12", local_tax_growth: "12", new_above_scale: "10", library_progress: "12", tax_per_mu: "10", d_land_share: "8", technical_investment: "8",
  target_output: "2.4", target_local_tax: "2.4", target_new_above_scale: "2.4", target_library: "2.4", target_investment: "2.4", reporting: "6", visits: "5", requests: "5",
};
const lowerIsBetter = new Set(["d_land_share"]);

type Rates = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

/** Share of the others that do worse, half of the equal ones; totals over what is there; equal totals share a rank. */
function oracle(rates: Rates, weightOf = (indicator: string) => new Decimal(weights[indicator]!)): Record<string, { total: string | null; rank: number | null; scores: Record<string, string | null> }> {
  const towns = Object.keys(rates);
  const scored = towns.map((town) => {
    const scores: Record<string, Decimal | null> = {};
    let points = new Decimal(0);
    let weight = new Decimal(0);
    for (const indicator of townIndicators) {
      const own = rates[town]![indicator]!;
      const others = towns.filter((other) => other !== town && rates[other]![indicator] !== null).map((other) => rates[other]![indicator] as number);
      if (own === null) {
        scores[indicator] = null;
        continue;
      }
      const worse = others.filter((other) => (lowerIsBetter.has(indicator) ? other > own : other < own)).length;
      const equal = others.filter((other) => other === own).length;
      const score = others.length === 0 ? new Decimal(50) : new Decimal(worse * 100 + equal * 50).div(others.length).toDecimalPlaces(6);
      scores[indicator] = score;
      points = points.plus(score.times(weightOf(indicator)));
      weight = weight.plus(weightOf(indicator));
    }
    return { town, scores, total: weight.isZero() ? null : points.div(weight).toDecimalPlaces(6) };
  });
  return Object.fromEntries(
    scored.map(({ town, scores, total }) => [
      town,
      {
        total: total?.toFixed(6) ?? null,
        rank: total === null ? null : 1 + scored.filter((other) => other.total?.gt(total)).length,
        scores: Object.fromEntries(Object.entries(scores).map(([indicator, score]) => [indicator, score?.toFixed(6) ?? null])),
      },
    ]),
  );
}

/** The share of all changes of one weight by a tenth, up or down, that leave a town's rank alone. */
function stability(rates: Rates): Record<string, number | null> {
  const present = oracle(rates);
  const variants = townIndicators.flatMap((changed) => ["0.9", "1.1"].map((factor) => oracle(rates, (indicator) => new Decimal(weights[indicator]!).times(indicator === changed ? factor : 1))));
  return Object.fromEntries(Object.entries(present).map(([town, { rank }]) => [town, rank === null ? null : variants.filter((variant) => variant[town]!.rank === rank).length / variants.length]));
}

/** What the models make of given rates. */
async function asked(rates: Rates, sql: string) {
  const month = "2021-06-01";
  const rows = Object.entries(rates).flatMap(([town, own]) =>
    townIndicators.map((indicator) => ({ month, town, indicator, value: own[indicator], rate: own[indicator], reason: own[indicator] === null ? "missing" : null })));
  const given = seedFromRows("int_town_value", { view: "VARCHAR", month: "DATE", town: "VARCHAR", indicator: "VARCHAR", value: "DECIMAL(28,10)", target: "DECIMAL(28,10)", rate: "DECIMAL(28,10)", reason: "VARCHAR" }, ["exact", "public"].flatMap((view) => rows.map((row) => ({ ...row, view }))));
  const grid = seedFromRows("int_town_month", { month: "DATE", town: "VARCHAR" }, Object.keys(rates).map((town) => ({ month, town })));
  // these rates are of nobody: nothing is to be kept back
  const nobody = seedFromRows("int_town_contributor", { month: "DATE", town: "VARCHAR", indicator: "VARCHAR", contributors: "INTEGER", is_withheld: "BOOLEAN" }, []);
  return ask({ asOf: "2021-06", rows: {}, seeds: [...evaluationSeeds(), given, grid, nobody], wanted: ["town_score", "town_ranking"] }, sql);
}

async function models(rates: Rates) {
  const found = await asked(rates, "select town, indicator, score::varchar as score, total_score::varchar as total, rank from town_score inner join town_ranking using (period, town) where period = '2021-06'");
  const answers: ReturnType<typeof oracle> = {};
  for (const row of found) {
    const answer = (answers[String(row.town)] ??= { total: row.total as string | null, rank: row.rank as number | null, scores: {} });
    answer.scores[String(row.indicator)] = row.score as string | null;
  }
  return answers;
}

const rate = fc.option(fc.integer({ min: -3, max: 3 }), { nil: null, freq: 5 });
const town = fc.record(Object.fromEntries(townIndicators.map((indicator) => [indicator, rate])));
const district = fc.array(town, { minLength: 1, maxLength: 11 }).map((towns): Rates => Object.fromEntries(towns.map((own, index) => [`镇${index}`, own])));

it("scores and ranks random towns as a second reading of the method does", async () => {
  await fc.assert(
    fc.asyncProperty(district, async (rates) => {
      expect(await models(rates)).toEqual(oracle(rates));
    }),
    { numRuns: 12, seed: 521 },
  );
});

it("gives a town with no datum at all neither total nor rank", async () => {
  const none = Object.fromEntries(townIndicators.map((indicator) => [indicator, null]));
  const answers = await models({ 甲镇: none, 乙镇: { ...none, visits: 1 } });
  expect(answers.甲镇).toMatchObject({ total: null, rank: null });
  expect(answers.乙镇).toMatchObject({ total: "50.000000", rank: 1 });
});

it("says how often a rank holds under a tenth more or less of one weight, and whose points the total is made of", async () => {
  await fc.assert(
    fc.asyncProperty(district, async (rates) => {
      const rows = await asked(rates, `select town, rank_stability::double as stability, total_score::double as total, sum(contribution)::double as points
        from town_ranking inner join town_score using (period, town) where period = '2021-06' group by all`);
      const expected = stability(rates);
      for (const row of rows) {
        if (row.total === null) expect([row.stability, expected[String(row.town)]]).toEqual([null, null]);
        else {
          expect(row.stability).toBeCloseTo(expected[String(row.town)]!, 5);
          expect(row.points).toBeCloseTo(row.total as number, 4);
        }
      }
    }),
    { numRuns: 4, seed: 521 },
  );
});
