/** Where a rating profile's base is public, a score gives an enterprise's tax back: the leading-group office's extract then has grades and ranks alone. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadRatingProfile } from "../../../pipelines/evaluation/rating-profile.ts";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";
import { type Cells, evaluationDatabase } from "../../model/evaluation/evaluation-database.ts";

const months = Array.from({ length: 12 }, (_, index) => `2021-${String(index + 1).padStart(2, "0")}-01`);
// five enterprises above scale and five below, each with a tax of its own
const firms = Array.from({ length: 10 }, (_, index) => ({ enterprise_id: `E${index}`, size_class: index < 5 ? "规上" : "规下", tax: String(index + 1) }));
const monthly = (cells: (firm: (typeof firms)[number]) => Cells): Cells[] => firms.flatMap((firm) => months.map((month) => ({ month, enterprise_id: firm.enterprise_id, ...cells(firm) })));

/** The extract's rows of each source under a profile. */
async function extract(profile: string): Promise<Record<string, Record<string, unknown>[]>> {
  const { database, connection } = await evaluationDatabase({
    asOf: "2021-12",
    wanted: ["efficiency_rating", "efficiency_indicator", "efficiency_peer", "efficiency_lift", "int_rating_list", "int_rating_withheld", "enterprise"],
    seeds: evaluationSeeds({ ratingProfile: loadRatingProfile(profile) }),
    rows: {
      enterprises: firms.map(({ enterprise_id, size_class }) => ({
        enterprise_id, size_class, enterprise_name: enterprise_id, town: "西集镇", industry_code: "C3411", sector: "工业", is_small_micro: false, founded_on: "2010-01-01", operating_status: "存续",
      })),
      land: firms.map(({ enterprise_id }) => ({ year: 2021, enterprise_id, parcel_no: "1", area_mu: "10", tenure: "自有" })),
      taxes: monthly(({ tax }) => ({ total_tax_wan: tax, local_tax_wan: tax, turnover_tax_wan: "0", retention_wan: "0" })),
      production: monthly(() => ({ output_wan: "100", revenue_wan: "100", value_added_wan: "30" })),
      energy: monthly(() => ({ energy_tce: "5", electricity_10mwh: "3" })),
    },
  });
  try {
    await connection.run("create schema mart; create schema intermediate; create schema policy");
    for (const [schema, name] of [
      ["mart", "efficiency_rating"], ["mart", "efficiency_indicator"], ["mart", "efficiency_peer"], ["mart", "efficiency_lift"], ["mart", "enterprise"],
      ["intermediate", "int_rating_list"], ["intermediate", "int_rating_withheld"], ["policy", "evaluation_rating_class"], ["policy", "evaluation_rating_indicator"],
    ] as const) await connection.run(`create view ${schema}.${name} as select * from main.${name}`);
    const rows: Record<string, Record<string, unknown>[]> = {};
    for (const source of ["rating", "rating_rank", "rating_indicator", "rating_peer", "rating_lift", "rating_method"]) {
      rows[source] = (await connection.runAndReadAll(readFileSync(`sources/leading-office/${source}.sql`, "utf8"))).getRowObjectsJson();
    }
    return rows;
  } finally {
    connection.closeSync();
    database.close();
  }
}

describe("scores on the leading-group office's site", () => {
  it("are there where bases follow from the list's own figures, which nobody outside knows", async () => {
    const { rating, rating_rank, rating_indicator, rating_peer, rating_lift, rating_method } = await extract("shandong-assumed");
    expect(rating!.filter(({ score }) => score !== null)).toHaveLength(10);
    expect(rating_rank!.some((row) => row.score_to_next_grade !== null)).toBe(true);
    expect(rating_indicator!.filter(({ indicator, score }) => indicator === "tax_per_mu" && score !== null)).toHaveLength(10);
    expect(rating_peer!.map(({ indicator }) => indicator)).toContain("tax_per_mu");
    expect(rating_lift!.length).toBeGreaterThan(0);
    expect(rating_method!.some((row) => row.is_withheld)).toBe(false);
  });

  it("stay out where the base is public: no tax's score, no total, no gap to the next grade", async () => {
    const { rating, rating_rank, rating_indicator, rating_peer, rating_lift, rating_method } = await extract("huangyan-2022");
    expect(rating).toHaveLength(10);
    for (const row of rating!) expect(row).toMatchObject({ score: null, grade: expect.stringMatching(/^[ABCD]$/), size_rank: expect.anything() });
    for (const row of rating_rank!) expect(row).toMatchObject({ score_to_next_grade: null });
    const taxes = ["tax_per_mu", "tax_per_10mwh"];
    const ofTaxes = rating_indicator!.filter(({ indicator }) => taxes.includes(String(indicator)));
    expect(ofTaxes).toHaveLength(15);
    for (const row of ofTaxes) expect(row).toMatchObject({ score: null, class_average: null, basis: "withheld" });
    // what others' figures make stays
    expect(rating_indicator!.filter(({ indicator, score }) => indicator === "value_added_per_mu" && Number(score) > 0)).toHaveLength(5);
    expect(rating_peer!.filter(({ indicator }) => taxes.includes(String(indicator)))).toEqual([]);
    expect(rating_lift).toEqual([]);
    expect(rating_method!.filter((row) => row.is_withheld).map(({ size_class, unit }) => `${String(size_class)} ${String(unit)}`).sort()).toEqual(["规上 万元/亩", "规下 万元/万千瓦时", "规下 万元/亩"]);
  });
});
