import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

/** The page's own query over the site's own sources, with the fields filled in. */
async function onThePage(weights: Readonly<Record<string, number>>): Promise<Map<string, string>> {
  const connection = await database.connect();
  for (const source of ["rating", "rating_rank", "rating_indicator", "rating_profile"]) {
    await connection.run(`create or replace temp table ${source} as ${readFileSync(`sources/leading-office/${source}.sql`, "utf8")}`);
  }
  const page = readFileSync("reports/leading-office/pages/weights.md", "utf8");
  const sql = /```sql rerated\n([\s\S]*?)```/.exec(page)![1]!
    .replaceAll("${inputs.weights.value}", Object.entries(weights).map(([indicator, weight]) => `('${indicator}', ${weight})`).join(", "))
    .replaceAll("${inputs.year.value}", "2021")
    .replaceAll("${inputs.list.value}", "规上");
  const rows = (await connection.runAndReadAll(sql)).getRowObjects();
  return new Map(rows.map((row) => [String(row.enterprise_id), `${String(row.new_rank)} ${String(row.new_grade)}`]));
}

/** The models with a profile that has these weights. */
async function byTheModels(weights: Readonly<Record<string, number>>): Promise<Map<string, string>> {
  const profile = loadRatingProfile("shandong-assumed");
  const above = profile.classes.规上!;
  const edited: RatingProfile = { ...profile, classes: { ...profile.classes, 规上: { ...above, indicators: above.indicators.map((one) => ({ ...one, weight: String(weights[one.id]) })) } } };
  const aside = await buildAside({ database, now, extraSeeds: ratingSeeds(edited) });
  try {
    const connection = await database.connect();
    const rows = (await connection.runAndReadAll(`select enterprise_id, size_rank, computed_grade from ${aside.schema}.efficiency_rating where rating_year = 2021 and size_class = '规上' and score is not null`)).getRowObjects();
    return new Map(rows.map((row) => [String(row.enterprise_id), `${String(row.size_rank)} ${String(row.computed_grade)}`]));
  } finally {
    await aside.release();
  }
}

const ordinary = { tax_per_mu: 50, revenue_per_tce: 15, revenue_per_pollutant_tonne: 10, research_intensity: 10, labour_productivity: 15 };

describe("the weights page", () => {
  it.each([
    ["the present weights", ordinary],
    ["research before taxes", { tax_per_mu: 10, revenue_per_tce: 10, revenue_per_pollutant_tonne: 10, research_intensity: 60, labour_productivity: 10 }],
    ["no weight on two", { tax_per_mu: 30, revenue_per_tce: 70, revenue_per_pollutant_tonne: 0, research_intensity: 0, labour_productivity: 0 }],
  ])("ranks and grades as the models do: %s", async (_, weights) => {
    const page = await onThePage(weights);
    expect(page.size).toBeGreaterThan(15);
    expect(page).toEqual(await byTheModels(weights));
  });

  it("shows a change when weights change", async () => {
    expect(await onThePage({ ...ordinary, tax_per_mu: 10, research_intensity: 50 })).not.toEqual(await onThePage(ordinary));
  });
});
