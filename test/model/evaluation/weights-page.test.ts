import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutSql } from "../../../pipelines/disclosure/cut.ts";
import { loadRatingProfile, ratingSeeds, type RatingProfile } from "../../../pipelines/evaluation/rating-profile.ts";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { writeSample } from "../../../pipelines/sample/sample.ts";
import { buildAside, buildModels } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-weights-"));
const now = () => new Date("2022-02-01T00:00:00Z");
let database: Database;

beforeAll(async () => {
  await writeSample({ out: path.join(folder, "exports"), enterprises: 120, months: 14, seed: 5 });
  database = await openDatabase(path.join(folder, "district.duckdb"));
  await loadExports({ exports: path.join(folder, "exports"), database: database.file, opened: database, now });
  await buildModels({ database, now });
}, 120_000);
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly rank: number;
  readonly grade: string;
}

/** The page's own query over the site's own extracts, with the fields filled in. */
async function onThePage(weights: Readonly<Record<string, number>>): Promise<Map<string, Place>> {
  const connection = await database.connect();
  for (const source of ["rating", "rating_rank", "rating_indicator", "rating_profile"]) {
    await connection.run(`create or replace temp table ${source} as ${cutSql("leading-office", source)}`);
  }
  const page = readFileSync("reports/leading-office/pages/weights.md", "utf8");
  const sql = /```sql rerated\n([\s\S]*?)```/.exec(page)![1]!
    .replaceAll("${inputs.weights.value}", Object.entries(weights).map(([indicator, weight]) => `('${indicator}', ${weight})`).join(", "))
    .replaceAll("${inputs.year.value}", "2021")
    .replaceAll("${inputs.list.value}", "规上");
  const rows = (await connection.runAndReadAll(sql)).getRowObjects();
  return new Map(rows.map((row) => [String(row.enterprise_id), { rank: Number(row.new_rank), grade: String(row.new_grade) }]));
}

/** The models with a profile that has these weights. */
async function byTheModels(weights: Readonly<Record<string, number>>): Promise<Map<string, Place>> {
  const profile = loadRatingProfile("shandong-assumed");
  const above = profile.classes.规上!;
  const edited: RatingProfile = { ...profile, classes: { ...profile.classes, 规上: { ...above, indicators: above.indicators.map((one) => ({ ...one, weight: String(weights[one.id]) })) } } };
  const aside = await buildAside({ database, now, extraSeeds: ratingSeeds(edited) });
  try {
    const connection = await database.connect();
    const rows = (await connection.runAndReadAll(`select enterprise_id, size_rank, computed_grade from ${aside.schema}.efficiency_rating where rating_year = 2021 and size_class = '规上' and score is not null`)).getRowObjects();
    return new Map(rows.map((row) => [String(row.enterprise_id), { rank: Number(row.size_rank), grade: String(row.computed_grade) }]));
  } finally {
    await aside.release();
  }
}

/** How far two orders agree: 1 the same, 0 nothing to do with each other. */
function agreement(page: Map<string, Place>, models: Map<string, Place>): number {
  const count = page.size;
  const squares = [...page].reduce((sum, [id, { rank }]) => sum + (rank - models.get(id)!.rank) ** 2, 0);
  return 1 - (6 * squares) / (count * (count ** 2 - 1));
}

const ordinary = { tax_per_mu: 50, revenue_per_tce: 15, revenue_per_pollutant_tonne: 10, research_intensity: 10, labour_productivity: 15 };

describe("the weights page, which has places and no scores", () => {
  it("leaves every grade as it is under the present weights, and every rank of the first seven tenths", async () => {
    const page = await onThePage(ordinary);
    const models = await byTheModels(ordinary);
    expect(page.size).toBeGreaterThan(15);
    const grades = (places: Map<string, Place>) => new Map([...places].map(([id, { grade }]) => [id, grade]));
    expect(grades(page)).toEqual(grades(models));
    const first = (places: Map<string, Place>) => new Map([...places].filter(([, { rank }]) => rank <= places.size * 0.7));
    expect(first(page)).toEqual(first(models));
  });

  it.each([
    ["a little less of taxes", 0.9, { tax_per_mu: 40, revenue_per_tce: 20, revenue_per_pollutant_tonne: 10, research_intensity: 15, labour_productivity: 15 }],
    ["research before taxes", 0.6, { tax_per_mu: 10, revenue_per_tce: 10, revenue_per_pollutant_tonne: 10, research_intensity: 60, labour_productivity: 10 }],
    ["no weight on two", 0.6, { tax_per_mu: 30, revenue_per_tce: 70, revenue_per_pollutant_tonne: 0, research_intensity: 0, labour_productivity: 0 }],
  ])("comes near what the models find: %s", async (_, atLeast, weights) => {
    const page = await onThePage(weights);
    const models = await byTheModels(weights);
    expect([...page.keys()].sort()).toEqual([...models.keys()].sort());
    expect(agreement(page, models)).toBeGreaterThan(atLeast);
    // as many of each grade: the quotas are the models' own
    const grades = (places: Map<string, Place>) => [...places.values()].map(({ grade }) => grade).sort();
    expect(grades(page).filter((grade) => grade === "A")).toEqual(grades(models).filter((grade) => grade === "A"));
  });

  it("shows a change when weights change", async () => {
    expect(await onThePage({ ...ordinary, tax_per_mu: 10, research_intensity: 50 })).not.toEqual(await onThePage(ordinary));
  });
});
