/** What the supervision site's extract says of a town with few enterprises: its score, and no sum from which one enterprise's tax or output can be told. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

const extract = readFileSync(new URL("../../../sources/supervision/town_score.sql", import.meta.url), "utf8");
let database: Database;

// two towns with the same values: 甲镇's come from two enterprises that pay tax and a third that pays none, 乙镇's from three that pay
beforeAll(async () => {
  database = await openDatabase(":memory:");
  const connection = await database.connect();
  await connection.run(`
    create schema mart; create schema staging; create schema intermediate;
    create view staging.stg_enterprises as select * from (values ('a', '甲镇', '工业'), ('b', '甲镇', '工业'), ('c', '甲镇', '工业'), ('d', '乙镇', '工业'), ('e', '乙镇', '工业'), ('f', '乙镇', '工业'))
      as enterprises(enterprise_id, town, sector);
    create view staging.stg_taxes as
      select enterprise_id, unnest([date '2021-12-01', date '2020-12-01']) as month, case enterprise_id when 'c' then 0 else 7.77 end as local_tax_wan from staging.stg_enterprises;
    create view staging.stg_production as select enterprise_id, month, local_tax_wan as output_wan from staging.stg_taxes;
    create view mart.efficiency_rating as select 2021 as rating_year, enterprise_id, town, case enterprise_id when 'c' then 0 else 9.99 end as tax_per_mu from staging.stg_enterprises;
    create view intermediate.int_town_period as select * from (values ('2021-12', date '2021-12-01'), ('2021Q4', date '2021-12-01')) as periods(period, month);
    create view mart.town_score as
      select period, left(period, 4) as period_kind, town, indicator, 1 as indicator_order, indicator as label_zh, 'higher' as better, 4321.5 as value,
        case when contains(indicator, 'target') then 4000 end as target, 0.8643 as rate, 60 as score, 10 as weight, 6 as contribution, 0 as contribution_change, null as reason
      from intermediate.int_town_period, (values ('甲镇'), ('乙镇')) as towns(town),
        (values ('output_growth'), ('local_tax_growth'), ('tax_per_mu'), ('target_output'), ('target_local_tax'), ('target_new_above_scale')) as indicators(indicator)`);
  connection.closeSync();
});
afterAll(() => database.close());

it("keeps a sum over two payers out, in every form, and keeps the score and whether the target is met", async () => {
  const connection = await database.connect();
  const rows = (await connection.runAndReadAll(`select town, indicator, value_text, rate, score, is_met from (${extract})`)).getRowObjectsJson();
  connection.closeSync();
  const of = (town: string) => rows.filter((row) => row.town === town && row.indicator !== "target_new_above_scale");
  expect(of("甲镇")).toHaveLength(10);
  for (const row of of("甲镇")) expect(row).toMatchObject({ value_text: "不到3家企业，不公开", rate: null, score: 60 });
  for (const row of of("乙镇")) expect(row).toMatchObject({ value_text: expect.stringMatching(/^4,321\.50|^432150\.0%/), rate: 0.8643 });
  expect(of("甲镇").filter(({ is_met }) => is_met === true)).toHaveLength(4);
  // a count of enterprises is no secret
  expect(rows.find((row) => row.town === "甲镇" && row.indicator === "target_new_above_scale")).toMatchObject({ value_text: "4322 家" });
});
