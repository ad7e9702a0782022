import { expect, it } from "vitest";
import { type Cells, policyDatabase } from "./policy-database.ts";

/** The largest amount that a money column holds, in every one of them. */
const big = "999999999999.999999";
const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);
const rows: Record<string, Cells[]> = {
  enterprises: [{ enterprise_id: "A", enterprise_name: "x", town: "西集镇", sector: "工业", is_manufacturing: true, size_class: "规上", is_small_micro: true, founded_on: "0001-01-01", operating_status: "存续" }],
  production: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "A", output_wan: big, revenue_wan: big, profit_wan: "-" + big, online_retail_wan: big }))),
  taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "A", total_tax_wan: big, local_tax_wan: big, turnover_tax_wan: "-" + big, retention_wan: big }))),
  district_taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: big }))),
  recognitions: [{ recognition_no: "R", enterprise_id: "A", recipient: "x", recipient_type: "企业", title: "重大科技项目", level: "省", recognised_on: "2021-01-01", approved_wan: big }],
  exhibitions: [{ exhibition_no: "E", enterprise_id: "A", exhibition_name: "x", held_on: "2021-01-01", stand_fee_wan: big, fitting_fee_wan: big, is_municipal_or_above: true }],
  startup_loans: [{ loan_no: "L", enterprise_id: null, borrower: "b", loan_type: "个人", amount_wan: big, issued_on: "0001-01-01", due_on: "9999-12-31", annual_rate: "0.01", nth_time: 2147483647 }],
  transformation_projects: [{ project_no: "T", year: 2021, enterprise_id: "A", project_name: "x", project_type: "技术改造", total_investment_wan: big, equipment_ex_tax_wan: big, average_principal_wan: big, loan_from: "0001-01-01", loan_until: "9999-12-31", is_filed: true, is_in_district: true }],
  energy_savings: [{ year: 2021, enterprise_id: "A", saving_tce: big, is_key_energy_user: true }],
  land: [{ year: 2021, enterprise_id: "A", parcel_no: "1", area_mu: big, tenure: "自有", storeys: 2, intensity_met: true, infrastructure_fee_wan: big }],
  talent: [{ talent_no: "H", enterprise_id: "A", category: "国家级人才", hired_on: "2021-01-01", remuneration_wan: big }],
  intellectual_property: [{ year: 2021, enterprise_id: "A", invention_patents: 2147483647, ip_pledge_financing_wan: big, is_repaid: true }],
  payments: [{ payment_no: "P", enterprise_id: "A", award_year: 2021, clause_id: "11.1", amount_wan: "-" + big, paid_on: "2021-02-01" }],
  rates: [{ effective_on: "0001-01-01", lpr_1y_rate: "9999999999.99999999" }],
};

it("the largest amounts that fit a column neither overflow nor pay", async () => {
  const { database, connection } = await policyDatabase({ asOf: "2021-12", rows });
  const paying = (await connection.runAndReadAll("select clause_id, cast(fundable_cny as varchar) from award_line where fundable_cny > 0")).getRowsJson();
  const lines = (await connection.runAndReadAll("select count(*) from award_line")).getRows();
  database.close();
  expect(paying).toEqual([]);
  expect(Number(lines[0]?.[0])).toBeGreaterThan(5);
});
