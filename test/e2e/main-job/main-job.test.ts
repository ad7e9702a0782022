import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { d521, type Ran } from "../run.ts";
import { ids, writeDistrict } from "./district.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-main-job-"));
const exports = path.join(folder, "exports");
const database = path.join(folder, "district.duckdb");
let load: Ran;
let build: Ran;

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const opened = await openDatabase(database, { readOnly: true });
  try {
    const connection = await opened.connect();
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  } finally {
    opened.close();
  }
}

/** Names and sizes and times of everything below a folder: what «never written to» means. */
const listing = (dir: string) =>
  (readdirSync(dir, { recursive: true }) as string[]).sort().map((file) => {
    const { size, mtimeMs } = statSync(path.join(dir, file));
    return { file, size, mtimeMs };
  });

beforeAll(async () => {
  writeDistrict(exports);
  const before = listing(exports);
  load = await d521(["load", "--exports", exports, "--database", database]);
  build = await d521(["build", "--database", database, "--as-of", "2021-12"]);
  expect(listing(exports)).toEqual(before);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("messy exports in", () => {
  it("ends with 1, because some rows are in quarantine, and names file, row and column of each", () => {
    expect(load.code).toBe(1);
    expect(load.stderr).toMatch(/生产经营月报_两年\.csv.*第169行.*工业总产值.*7,00x/);
    expect(load.stderr).toMatch(/称号认定_2021\.csv.*第5行.*称号.*没有这个称号/);
    expect(load.stderr).toMatch(/升规纳统\.csv.*第4行.*统一社会信用代码.*91379999MA00000010/);
  });

  it("keeps the ledger: rows read = loaded + superseded + quarantined, for every file", async () => {
    const ledger = await query("select file, dataset, rows_read::int as read, rows_loaded::int as loaded, rows_superseded::int as superseded, rows_quarantined::int as quarantined from ops.import_file order by file, dataset");
    for (const row of ledger) expect(row.read).toBe((row.loaded as number) + (row.superseded as number) + (row.quarantined as number));
    const of = (dataset: string) => ledger.filter((row) => row.dataset === dataset).map((row) => [row.read, row.quarantined]);
    expect(of("production")).toEqual([[168, 1]]);
    expect(of("taxes")).toEqual([[84, 0], [84, 0]]);
    expect(of("enterprises")).toEqual([[7, 0]]);
    expect(of("recognitions")).toEqual([[4, 1]]);
    expect(of("size_events")).toEqual([[3, 1]]);
  });

  it("holds each bad row whole, with its reason", async () => {
    const rows = await query(`select dataset, "row"::int as row, "column" as col, value from ops.quarantined_row order by dataset`);
    expect(rows).toEqual([
      { dataset: "production", row: 169, col: "工业总产值", value: "7,00x" },
      { dataset: "recognitions", row: 5, col: "称号", value: "没有这个称号" },
      { dataset: "size_events", row: 4, col: "统一社会信用代码", value: "91379999MA00000010" },
    ]);
  });

  it("changes nothing when loaded again, from another folder too", async () => {
    const copy = path.join(folder, "copy");
    cpSync(exports, copy, { recursive: true });
    const count = "select (select count(*)::int from raw.production) as production, (select count(*)::int from ops.import_file) as files, (select count(*)::int from ops.quarantined_row) as quarantined";
    const before = await query(count);
    for (const from of [exports, copy]) await d521(["load", "--exports", from, "--database", database]);
    expect(await query(count)).toEqual(before);
  });
});

describe("award liabilities out", () => {
  it("builds", () => {
    expect(build.stderr).toBe("");
    expect(build.code).toBe(0);
  });

  const lines = (id: string) =>
    query(`select clause_id, subject, status, gross_cny::varchar as gross, entitled_cny::varchar as entitled, fundable_cny::varchar as fundable, reasons
      from mart.award_line where enterprise_id = '${id}' and award_year = 2021 order by clause_id, subject`);

  it("shares too little new retention by largest remainder", async () => {
    // new retention 12 x 103.5 - 12 x 100 = 42 万元; entitled 10 + 10 + 8 + 20 + 10 = 58 万元; 42/58 of each, and the
    // two fen left over go to 6.8 (remainder .62) and 6.3 (.45)
    expect(await lines(ids.rich)).toMatchObject([
      { clause_id: "10.1", subject: "RD-3", status: "payable", entitled: "100000.00", fundable: "72413.79" },
      { clause_id: "6.1", subject: "", status: "payable", gross: "100000.00", entitled: "100000.00", fundable: "72413.79" },
      // 0.1% of 13,200 万元 = 13.2 万元, capped at 10; the margin went from 5% to 6%, up by a fifth
      { clause_id: "6.2", subject: "", status: "payable", gross: "132000.00", entitled: "100000.00", fundable: "72413.79" },
      // output 9,600 → 12,000 万元, up 25%
      { clause_id: "6.3", subject: "", status: "payable", gross: "80000.00", entitled: "80000.00", fundable: "57931.04" },
      { clause_id: "6.8", subject: "RD-1", status: "payable", entitled: "200000.00", fundable: "144827.59" },
      { clause_id: "6.10", subject: "RD-2", status: "superseded", gross: "100000.00", entitled: "0.00", fundable: "0.00" },
    ].sort((a, b) => (a.clause_id < b.clause_id ? -1 : 1)));
    expect(await query(`select new_retention_cny::varchar as fresh, entitled_cny::varchar as entitled, fundable_cny::varchar as fundable, shortfall_cny::varchar as shortfall
      from mart.enterprise_retention where enterprise_id = '${ids.rich}' and award_year = 2021`)).toEqual([
      { fresh: "420000.00", entitled: "580000.00", fundable: "420000.00", shortfall: "160000.00" },
    ]);
  });

  it.each([
    ["rated D", ids.ratedD, "rating_d"],
    ["on the dishonesty list", ids.dishonest, "dishonest"],
    ["whose taxes grew less than the district's", ids.slow, "tax_growth"],
  ])("pays nothing to one %s", async (_, id, reason) => {
    const found = await lines(id);
    expect(found.length).toBeGreaterThan(0);
    for (const line of found) {
      expect(line).toMatchObject({ status: "gated", entitled: "0.00", fundable: "0.00" });
      expect(line.reasons).toContain(reason);
    }
  });

  it("does not take a missing month for zero", async () => {
    const found = await lines(ids.hole);
    // 5,000 ≤ output needs all twelve months: at stake are the 5 万元 of the lowest rung or more
    const line = found.find((each) => each.clause_id === "6.3");
    expect(line).toMatchObject({ status: "undetermined", entitled: "0.00" });
    expect(line?.reasons).toContain("missing:production");
  });

  it("pays the entry year and, a year later, the second-year award", async () => {
    expect(await lines(ids.entered)).toMatchObject([{ clause_id: "4.1", status: "payable", entitled: "50000.00", fundable: "50000.00" }]);
    expect(await lines(ids.second)).toMatchObject([{ clause_id: "4.2", status: "payable", entitled: "100000.00", fundable: "100000.00" }]);
    expect(await query("select paid_cny::varchar as paid, outstanding_cny::varchar as outstanding from mart.award_line where clause_id = '4.1' and award_year = 2021")).toEqual([
      { paid: "30000.00", outstanding: "20000.00" },
    ]);
  });

  it("adds up by clause", async () => {
    expect(await query(`select count(*)::int as wrong from (
      select clause_id, award_year, sum(entitled_cny) as entitled, sum(fundable_cny) as fundable from mart.award_line group by all
    ) as lines full join mart.liability_by_clause as clauses using (clause_id, award_year)
    where lines.entitled is distinct from clauses.entitled_cny or lines.fundable is distinct from clauses.fundable_cny`)).toEqual([{ wrong: 0 }]);
  });

  it("finds all three targets", async () => {
    expect(await query("select target_id, target::int as target from mart.target_progress order by target_id")).toEqual([
      { target_id: "backbone_20", target: 20 }, { target_id: "leading_2", target: 2 }, { target_id: "small_micro_100", target: 100 },
    ]);
  });
});
