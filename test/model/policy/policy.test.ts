import path from "node:path";
import { Decimal } from "decimal.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPolicy, type Policy } from "../../../pipelines/policy/load.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { type Case, groupKey, idOf, readCases, rowsOf, twelfth } from "./cases.ts";
import { type Cells, policyDatabase } from "./policy-database.ts";

const cases = readCases(path.resolve("test/model/policy"));
const groups = new Map<string, Case[]>();
for (const one of cases) groups.set(groupKey(one), [...(groups.get(groupKey(one)) ?? []), one]);

const years = [2018, 2019, 2020, 2021, 2022, 2023, 2024];

function districtRows(one: Case): Cells[] {
  return years.flatMap((year) => {
    const tax = one.given.district === undefined ? 1000 : one.given.district[year];
    return tax === null || tax === undefined ? [] : Array.from({ length: 12 }, (_, month) => ({ month: `${year}-${String(month + 1).padStart(2, "0")}-01`, tax_revenue_wan: twelfth(tax, month + 1) }));
  });
}

/** The policy with the case's other readings. */
function readAs(one: Case): Policy {
  const policy = loadPolicy();
  const { events_from, first_or_renewal_column, rating_d } = one.readings;
  return {
    ...policy,
    events_from: { ...policy.events_from, value: events_from ?? policy.events_from.value },
    first_or_renewal_column: first_or_renewal_column ?? policy.first_or_renewal_column,
    gates: { ...policy.gates, rating_d: { ...policy.gates.rating_d, ...rating_d } },
  };
}

interface Line {
  readonly award_year: number;
  readonly enterprise_id: string;
  readonly clause_id: string;
  readonly subject: string;
  readonly reasons: readonly string[];
  readonly [column: string]: unknown;
}

const money = ["gross", "entitled", "fundable", "shortfall", "paid", "outstanding"] as const;

for (const [key, members] of groups) {
  describe(`the waterfall ${key}`, () => {
    let database: Database;
    let lines: readonly Line[];

    beforeAll(async () => {
      const first = members[0]!;
      const rows: Record<string, Cells[]> = { district_taxes: districtRows(first), rates: first.given.rates ?? [{ effective_on: "2020-04-20", lpr_1y_rate: "0.0385" }] };
      for (const one of members) for (const [dataset, cells] of Object.entries(rowsOf(one))) (rows[dataset] ??= []).push(...cells);
      const ratings = members.flatMap((one) => one.given.ratings.map((cells) => ({ ...cells, enterprise_id: idOf(one, String(cells.enterprise_id ?? "A")) })));
      const built = await policyDatabase({ asOf: first.asOf, rows, ratings, policy: readAs(first) });
      database = built.database;
      lines = (await built.connection.runAndReadAll("select * from award_line")).getRowObjectsJson() as unknown as Line[];
    });
    afterAll(() => database?.close());

    for (const one of members) {
      it(`${one.clauses.join(", ")} · ${one.sentence}`, () => {
        const found = lines.filter((line) => line.enterprise_id.startsWith(`${one.id}:`) && one.clauses.includes(line.clause_id) && one.expect.some((wanted) => (wanted.year ?? one.year) === line.award_year) === (one.expect.length > 0) && (one.expect.length > 0 || line.award_year === one.year));
        const wantedLines = one.expect.map((wanted) => ({ ...wanted, key: lineKey(wanted.year ?? one.year, idOf(one, wanted.enterprise ?? "A"), wanted.clause ?? one.clauses[0]!, wanted.subject === "" ? "" : isOwnSubject(found, one, wanted.subject)) }));
        expect(found.map((line) => lineKey(line.award_year, line.enterprise_id, line.clause_id, line.subject)).sort()).toEqual(wantedLines.map((wanted) => wanted.key).sort());
        for (const wanted of wantedLines) {
          const line = found.find((candidate) => lineKey(candidate.award_year, candidate.enterprise_id, candidate.clause_id, candidate.subject) === wanted.key)!;
          const shown: Record<string, unknown> = { status: line.status };
          const hoped: Record<string, unknown> = { status: wanted.status };
          for (const name of money) {
            const amount = wanted[name];
            if (amount !== undefined) [shown[name], hoped[name]] = [line[`${name}_cny`], new Decimal(amount).toFixed(2)];
          }
          for (const name of ["basis", "redemption", "reasons", "due_on"] as const) if (wanted[name] !== undefined) [shown[name], hoped[name]] = [line[name], wanted[name]];
          expect(shown).toEqual(hoped);
          expect(new Decimal(String(line.fundable_cny)).plus(String(line.shortfall_cny)).equals(String(line.entitled_cny))).toBe(true);
        }
      });
    }
  });
}

function lineKey(year: number, enterprise: string, clause: string, subject: string): string {
  return [year, enterprise, clause, subject].join(" | ");
}

function isOwnSubject(found: readonly Line[], one: Case, subject: string): string {
  return found.some((line) => line.subject === subject) ? subject : idOf(one, subject);
}

it("every clause of the policy has a case that pays and one that does not", () => {
  const paying = new Set(cases.flatMap((one) => one.expect.filter((line) => line.status === "payable").map((line) => line.clause ?? one.clauses[0])));
  const refusing = new Set(cases.filter((one) => one.expect.length === 0 || one.expect.some((line) => line.status !== "payable")).flatMap((one) => one.clauses));
  const ids = loadPolicy().clauses.map((clause) => clause.id);
  expect(ids.filter((id) => !paying.has(id))).toEqual([]);
  expect(ids.filter((id) => !refusing.has(id))).toEqual([]);
});
