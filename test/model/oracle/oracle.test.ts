import { describe, expect, it } from "vitest";
import { daysBetween } from "../../oracle/calendar.ts";
import { Decimal, shareProRata } from "../../oracle/money.ts";
import { answer } from "../../oracle/oracle.ts";
import { type District, emptyDistrict, type EnterpriseRow } from "../../oracle/rows.ts";

// The oracle is checked by hand-worked arithmetic, so that it is not only as right as the models are.
const wan = (value: number | string) => new Decimal(value);

const card: EnterpriseRow = {
  enterprise_id: "E1", enterprise_name: "示例", town: "山城街道", industry_code: "C3011", industry_name: null, sector: "工业", is_manufacturing: true,
  is_strategic_emerging: null, size_class: "规上", is_small_micro: true, size_type: null, founded_on: "2010-01-01", operating_status: "存续",
};

/** One enterprise whose tax and retention double from 2020 to 2021 (1,200 → 2,400 万元), the district's growing by a tenth. */
function grown(months2021: number, change: (district: District) => void = () => {}): District {
  const district = emptyDistrict();
  district.enterprises.push(card);
  for (const [year, count, tax, all] of [[2020, 12, 100, 1000], [2021, months2021, 200, 1100]] as const) {
    for (let index = 1; index <= count; index += 1) {
      const month = `${year}-${String(index).padStart(2, "0")}-01`;
      district.taxes.push({ month, enterprise_id: "E1", total_tax_wan: wan(tax), local_tax_wan: wan(tax), turnover_tax_wan: wan(10), retention_wan: wan(tax) });
      district.district_taxes.push({ month, tax_revenue_wan: wan(all) });
    }
  }
  change(district);
  return district;
}

function line(district: District, asOfMonth: string, clause: string, subject = "") {
  return answer(district, asOfMonth).award_line.find((one) => one.clause_id === clause && one.subject === subject && one.award_year === 2021);
}

describe("the oracle, by hand", () => {
  it("shares by largest remainder, equal remainders to the earlier", () => {
    // 0.10 over three equal weights: 3.33 cents each; the first takes the tenth cent
    expect(shareProRata(wan("0.10"), [wan(1), wan(1), wan(1)]).map(String)).toEqual(["0.04", "0.03", "0.03"]);
  });

  it("pays 6.1 from actual tax of a closed year: 2,400 is over 2,000", () => {
    expect(line(grown(12), "2021-12-01", "6.1")).toMatchObject({ status: "payable", basis: "accrued", redemption: "apply", reasons: ["unrated"] });
    expect(line(grown(12), "2021-12-01", "6.1")!.fundable_cny.toString()).toBe("100000");
  });

  it("projects an open year: 6 x 200 + 6 months of last year x 2 = 2,400", () => {
    expect(line(grown(6), "2021-06-01", "6.1")).toMatchObject({ status: "payable", basis: "projected" });
  });

  it("holds the growth to date to 2: 600 x 3 to date, 1,800 + 600 x 2 = 3,000, not 3,600", () => {
    const district = grown(6, ({ taxes }) => {
      for (const row of taxes) if (row.month >= "2021-01-01") row.retention_wan = wan(300);
    });
    expect(answer(district, "2021-06-01").enterprise_retention[0]!.retention_this_year_cny!.toString()).toBe("30000000");
  });

  it("leaves a year with a missing month undetermined, with the highest rung at stake", () => {
    const district = grown(12, (all) => all.taxes.splice(15, 1));
    const found = line(district, "2021-12-01", "6.1")!;
    expect(found).toMatchObject({ status: "undetermined", redemption: "apply", reasons: ["missing:taxes"] });
    expect(found.gross_cny.toString()).toBe("300000");
  });

  it("counts the days of a start-up loan: 300 x 2% x 306 / 365, the principal cut at 300", () => {
    expect(daysBetween("2021-03-01", "2022-01-01")).toBe(306);
    const district = grown(12, ({ startup_loans, rates }) => {
      rates.push({ effective_on: "2020-04-20", lpr_1y_rate: wan("0.0385") });
      startup_loans.push({ loan_no: "L1", enterprise_id: "E1", borrower: "示例", loan_type: "小微", amount_wan: wan(400), issued_on: "2021-03-01", due_on: "2023-03-01", annual_rate: wan("0.0435"), nth_time: 1 });
    });
    // 60,000 x 306 / 365 = 50,301.369…
    expect(line(district, "2021-12-01", "5.1", "L1")!.entitled_cny.toString()).toBe("50301.37");
  });

  it("shares the cap of 6.11 over two exhibits: 4 and 8 of fees' halves into 5 are 1.67 and 3.33", () => {
    const district = grown(12, ({ exhibitions }) => {
      for (const [exhibition_no, fee] of [["X1", 8], ["X2", 16]] as const) {
        exhibitions.push({ exhibition_no, enterprise_id: "E1", exhibition_name: "示例", held_on: "2021-05-01", stand_fee_wan: wan(fee), fitting_fee_wan: null, is_municipal_or_above: true });
      }
    });
    expect(["X1", "X2"].map((subject) => line(district, "2021-12-01", "6.11", subject)!.entitled_cny.toFixed(2))).toEqual(["16666.67", "33333.33"]);
  });

  it("gates an enterprise that the list still names on the event's day, and not on its removal day", () => {
    const on = (removed_on: string) =>
      line(
        grown(12, ({ dishonesty, size_events }) => {
          size_events.push({ enterprise_id: "E1", event: "新增规上工业", happened_on: "2021-05-10" });
          dishonesty.push({ enterprise_id: "E1", listed_on: "2021-01-05", removed_on, cause: null });
        }),
        "2021-12-01",
        "4.1",
      )!.status;
    expect([on("2021-05-11"), on("2021-05-10")]).toEqual(["gated", "payable"]);
  });
});
