/** A score gives an enterprise's tax back whatever the profile: the leading-group office's extract has grades, ranks and places alone. */
import { describe, expect, it } from "vitest";
import { cutSql } from "../../pipelines/disclosure/cut.ts";
import { loadRatingProfile } from "../../pipelines/evaluation/rating-profile.ts";
import { evaluationSeeds } from "../../pipelines/evaluation/seeds.ts";
import { type Cells, evaluationDatabase } from "../model/evaluation/evaluation-database.ts";

const months = Array.from({ length: 12 }, (_, index) => `2021-${String(index + 1).padStart(2, "0")}-01`);
// five enterprises above scale and five below, each with a tax of its own
const firms = Array.from({ length: 10 }, (_, index) => ({ enterprise_id: `E${index}`, size_class: index < 5 ? "规上" : "规下", tax: String(index + 1) }));
const monthly = (cells: (firm: (typeof firms)[number]) => Cells): Cells[] => firms.flatMap((firm) => months.map((month) => ({ month, enterprise_id: firm.enterprise_id, ...cells(firm) })));

/** The extract's rows of each source under a profile. */
async function extract(profile: string): Promise<Record<string, Record<string, unknown>[]>> {
  const { database, connection } = await evaluationDatabase({
    asOf: "2021-12",
    wanted: ["efficiency_rating", "efficiency_indicator", "efficiency_peer", "efficiency_lift", "int_rating_list", "int_rating_public_rank", "enterprise"],
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
      ["intermediate", "int_rating_list"], ["intermediate", "int_rating_public_rank"], ["policy", "evaluation_rating_class"], ["policy", "evaluation_rating_indicator"],
    ] as const) await connection.run(`create view ${schema}.${name} as select * from main.${name}`);
    const rows: Record<string, Record<string, unknown>[]> = {};
    for (const source of ["rating", "rating_rank", "rating_indicator", "rating_peer", "rating_lift", "rating_method"]) {
      rows[source] = (await connection.runAndReadAll(cutSql("leading-office", source))).getRowObjectsJson();
    }
    return rows;
  } finally {
    connection.closeSync();
    database.close();
  }
}

describe.each(["shandong-assumed", "shandong-min-max", "zhejiang-2018", "huangyan-2022"])("under the profile %s", (profile) => {
  it("the office's site has grades, ranks and places, and neither a score nor what one follows from", async () => {
    const rows = await extract(profile);
    expect(rows.rating).toHaveLength(10);
    for (const row of rows.rating!) expect(row).toMatchObject({ grade: expect.stringMatching(/^[ABCD]$/), size_rank: expect.anything() });
    const ofTax = rows.rating_indicator!.filter(({ indicator, size_class }) => indicator === "tax_per_mu" && size_class === "规上");
    // five enterprises: the best is among the first two tenths, the last two in the last three, which are one
    expect(ofTax.map(({ standing }) => Number(standing)).sort((one, other) => one - other)).toEqual([20, 40, 60, 100, 100]);
    for (const row of rows.rating_lift!) if (row.is_tax === true) expect(row.needed_rise).toBeNull();
    const columns = new Set(Object.values(rows).flatMap((list) => list.flatMap((row) => Object.keys(row))));
    expect([...columns].filter((column) => /score|average|quartile|needed_value|numerator|denominator|^value$/.test(column))).toEqual([]);
  });
});
