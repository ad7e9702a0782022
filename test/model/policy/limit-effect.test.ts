import { expect, it } from "vitest";
import { type Cells, policyDatabase } from "./policy-database.ts";

const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);
const card = (id: string): Cells => ({ enterprise_id: id, enterprise_name: id, town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" });
/** The enterprise's tax each month of 2021 after 100 each month of 2020; the district stays at 1000. */
const taxes = (id: string, now: number): Cells[] =>
  [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: id, total_tax_wan: year === 2020 ? 100 : now, local_tax_wan: 0, turnover_tax_wan: 0, retention_wan: year === 2020 ? 0 : 1 })));
const title = (no: string, id: string, name: string, level: string): Cells => ({ recognition_no: no, enterprise_id: id, recipient: id, recipient_type: "企业", title: name, level, recognised_on: "2021-05-01" });

it("counts what each limit and gate takes away, once, and what one gate takes alone", async () => {
  const { database, connection } = await policyDatabase({
    asOf: "2021-12",
    rows: {
      enterprises: ["A", "B", "C", "D"].map(card),
      district_taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: 1000 }))),
      production: ["A", "B", "C", "D"].flatMap((id) => [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: id, output_wan: 0, revenue_wan: 0, profit_wan: 0 })))),
      // A passes; B's tax falls; C's falls and it is on the list; D is on the list alone
      taxes: [...taxes("A", 100), ...taxes("B", 50), ...taxes("C", 50), ...taxes("D", 100)],
      dishonesty: ["C", "D"].map((id) => ({ enterprise_id: id, listed_on: "2021-01-05" })),
      recognitions: [title("R1", "A", "专精特新", "省"), title("R2", "A", "专精特新", "市"), title("R3", "B", "专精特新", "省"), title("R4", "C", "专精特新", "省"), title("R5", "D", "专精特新", "省")],
      payments: [{ payment_no: "P1", enterprise_id: "A", award_year: 2021, clause_id: "6.8", amount_wan: 4, paid_on: "2021-12-01" }],
    },
  });
  const rows = (await connection.runAndReadAll("select stage, cast(removed_cny as varchar), cast(after_cny as varchar), coalesce(cast(alone_cny as varchar), '-'), cast(lines as integer) from limit_effect order by stage_no")).getRowsJson();
  database.close();
  // 6.8 pays 20万, 6.9 10万: four times 20 and once 10. A's retention grew by 12万, of which 4 are paid
  expect(rows.map(([stage, removed, after, alone, lines]) => `${stage} ${removed} ${after} ${alone} ${lines}`)).toEqual([
    "gross 0.00 900000.00 - 5",
    "undetermined 0.00 900000.00 - 0",
    "line_cap 0.00 900000.00 - 0",
    "project_choice 0.00 900000.00 - 0",
    "turnover_tax_cap 0.00 900000.00 - 0",
    "once 0.00 900000.00 - 0",
    "group 100000.00 800000.00 - 1",
    "tax_growth 400000.00 400000.00 200000.00 2",
    "rating_d 0.00 400000.00 0.00 0",
    "dishonest 200000.00 200000.00 200000.00 1",
    "entitled 0.00 200000.00 - 1",
    "retention_cap 80000.00 120000.00 - 1",
    "fundable 0.00 120000.00 - 1",
    "paid 40000.00 80000.00 - 1",
    "outstanding 0.00 80000.00 - 1",
  ]);
});
