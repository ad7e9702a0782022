/** Corrections: that somebody was paid must not be told by the place where a payment was corrected. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RandomDistrict, randomDistrict } from "./district.ts";
import { told, type Told } from "./told.ts";

let district: RandomDistrict;
let office: Told;

beforeAll(async () => {
  district = await randomDistrict(16, 40);
  await district.connection.run(`create or replace view mart.restatement as
    select row_number() over () as place, timestamptz '2022-01-05 09:00:00+08' as new_known_at, '区财政局' as bureau, dataset, '91330000000000000X' as enterprise_id, '甲公司' as enterprise_name, '某镇' as town,
      '2021-03-04' as period, 'P-7' as item, '金额' as column_name, '万元' as unit, '10.0' as old_value, '12.0' as new_value, cast(2 as decimal(24, 8)) as difference, 0.2 as change_rate,
      '一.xlsx' as old_file, '' as old_sheet, 2 as old_row, '二.xlsx' as new_file, '' as new_sheet, 3 as new_row
    from (values ('payments'), ('taxes'), ('production')) as them(dataset)`);
  office = await told(district.connection, "leading-office");
}, 120_000);
afterAll(() => district.database.close());

it("the office learns that a payment was corrected and where it stands, not whose, which or how much", () => {
  const row = office.restatement!.find(({ dataset }) => dataset === "payments")!;
  expect(row).toMatchObject({ bureau: "区财政局", new_file: "二.xlsx", new_row: 3 });
  for (const secret of ["91330000000000000X", "甲公司", "某镇", "2021-03-04", "P-7", "10", "12"]) expect(Object.values(row)).not.toContain(secret);
  expect([row.difference, row.change_rate]).toEqual([null, null]);
});

it("of a tax it learns whose was corrected and not the figure; of output both", () => {
  expect(office.restatement!.find(({ dataset }) => dataset === "taxes")).toMatchObject({ enterprise_name: "甲公司", old_value: null, difference: null });
  expect(office.restatement!.find(({ dataset }) => dataset === "production")).toMatchObject({ enterprise_name: "甲公司", old_value: "10", difference: 2 });
});
