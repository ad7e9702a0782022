import fc from "fast-check";
import { expect, it } from "vitest";
import { type Cells, policyDatabase } from "./policy-database.ts";

// Many small cases in one database, on days that meet each other often; what should come of each is worked out here by plain comparisons of days.
const asOf = "2021-09";
const lastDay = "2021-09-30";
const days = ["2019-05-01", "2020-12-31", "2021-01-01", "2021-06-29", "2021-06-30", "2021-07-01", "2021-09-29", "2021-09-30"] as const;
const day = fc.constantFrom(...days);
const of2021 = fc.constantFrom(...days.filter((one) => one >= "2021"));
const later = fc.constantFrom(...days, "2021-10-01", "2021-12-31");

const card = (id: string): Cells => ({ enterprise_id: id, enterprise_name: id, town: "西集镇", sector: "服务业", size_class: "限上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" });

async function linesOf(rows: Record<string, Cells[]>): Promise<ReadonlyMap<string, { readonly status: string; readonly reasons: readonly string[]; readonly entitled: string }>> {
  const months = [2020, 2021].flatMap((year) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`)).filter((month) => month <= `${asOf}-01`);
  const ids = rows.enterprises!.map(({ enterprise_id }) => String(enterprise_id));
  const { database, connection } = await policyDatabase({
    asOf,
    rows: {
      ...rows,
      district_taxes: months.map((month) => ({ month, tax_revenue_wan: 1000 })),
      taxes: ids.flatMap((enterprise_id) => months.map((month) => ({ month, enterprise_id, total_tax_wan: month < "2021" ? 1 : 2, local_tax_wan: 0, turnover_tax_wan: 0, retention_wan: 0 }))),
    },
  });
  try {
    const found = await connection.runAndReadAll("select subject, status, reasons, cast(entitled_cny as varchar) from award_line where award_year = 2021 and subject <> ''");
    return new Map(found.getRowsJson().map(([subject, status, reasons, entitled]) => [String(subject), { status: String(status), reasons: reasons as string[], entitled: String(entitled) }]));
  } finally {
    database.close();
  }
}

const listing = fc.record({ listed_on: day, removed_on: fc.option(later) }).filter(({ listed_on, removed_on }) => removed_on === null || removed_on > listed_on);
const listed = fc.record({
  recognised_on: of2021,
  listings: fc.uniqueArray(listing, { maxLength: 2, selector: ({ listed_on }) => listed_on }),
  payment: fc.option(fc.record({ paid_on: later, amount_wan: fc.constantFrom(29.99, 30, 31) })),
});

it("stops who was on the dishonesty list on the event's day, or is at the month's end without having been paid in full before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(listed, { minLength: 250, maxLength: 250, size: "max" }), async (cases) => {
      const id = (index: number) => `E${index}`;
      const lines = await linesOf({
        enterprises: cases.map((_, index) => card(id(index))),
        recognitions: cases.map(({ recognised_on }, index) => ({ recognition_no: `R${index}`, enterprise_id: id(index), recipient: id(index), recipient_type: "企业", title: "瞪羚企业", level: "省", recognised_on })),
        dishonesty: cases.flatMap(({ listings }, index) => listings.map((one) => ({ enterprise_id: id(index), ...one }))),
        payments: cases.flatMap(({ payment }, index) => (payment ? [{ payment_no: `P${index}`, enterprise_id: id(index), award_year: 2021, clause_id: "6.6", ...payment }] : [])),
      });
      const reached = new Set<string>();
      for (const [index, { recognised_on, listings, payment }] of cases.entries()) {
        const holds = (on: string) => (one: { listed_on: string; removed_on: string | null }) => one.listed_on <= on && (one.removed_on === null || on < one.removed_on);
        // what is paid after the month's end is not on file yet
        const isPaidBefore = (on: string) => payment !== null && payment.amount_wan >= 30 && payment.paid_on < on && payment.paid_on <= lastDay;
        const onTheDay = listings.some(holds(recognised_on));
        const atMonthEnd = listings.filter(holds(lastDay)).some((one) => !isPaidBefore(one.listed_on));
        const line = lines.get(`R${index}`)!;
        expect({ case: cases[index], status: line.status, entitled: line.entitled }).toEqual({ case: cases[index], status: onTheDay || atMonthEnd ? "gated" : "payable", entitled: onTheDay || atMonthEnd ? "0.00" : "300000.00" });
        expect(line.reasons.includes("dishonest")).toBe(onTheDay || atMonthEnd);
        reached.add(onTheDay ? "day" : atMonthEnd ? "month end" : listings.some(holds(lastDay)) ? "paid before" : listings.length > 0 ? "off the list" : "never");
      }
      expect([...reached].sort()).toEqual(["day", "month end", "never", "off the list", "paid before"]);
    }),
    { numRuns: 2, endOnFailure: true },
  );
});

const levels = ["市", "省"] as const;
const record = fc.record({ level: fc.constantFrom(...levels), recognised_on: day, first_or_renewal: fc.constantFrom(null, null, null, "首次", "复核"), hasCode: fc.constantFrom(true, true, true, false) });

it("calls a title new by the bureau's word, else where the same recipient had it at no such level on an earlier day", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(record, { minLength: 1, maxLength: 4 }), { minLength: 150, maxLength: 150, size: "max" }), async (cases) => {
      const lines = await linesOf({
        enterprises: cases.map((_, index) => card(`E${index}`)),
        recognitions: cases.flatMap((records, index) =>
          records.map(({ hasCode, ...one }, each) => ({ recognition_no: `R${index}-${each}`, enterprise_id: hasCode ? `E${index}` : null, recipient: `获得者${index}`, recipient_type: "企业", title: "专精特新", ...one })),
        ),
      });
      const reached = new Set<string>();
      for (const [index, records] of cases.entries()) {
        for (const [each, one] of records.entries()) {
          const line = lines.get(`R${index}-${each}`);
          if (one.recognised_on < "2021-01-01") {
            expect(line).toBeUndefined();
            continue;
          }
          const had = records.some((other) => other.hasCode === one.hasCode && other.recognised_on < one.recognised_on && levels.indexOf(other.level) >= levels.indexOf(one.level));
          const isRenewal = one.first_or_renewal === null ? had : one.first_or_renewal === "复核";
          // without a code there are no taxes, and what is open at the gates is superseded all the same
          expect({ records, each, isRenewal: line!.reasons.includes("renewal") }).toEqual({ records, each, isRenewal });
          reached.add(`${one.first_or_renewal} ${had} ${isRenewal}`);
        }
      }
      expect(reached.size).toBe(6);
    }),
    { numRuns: 2, endOnFailure: true },
  );
});
