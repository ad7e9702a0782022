import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dispatchFacts } from "../../../pipelines/publish/dispatch-facts.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

const dir = mkdtempSync(path.join(tmpdir(), "d521-facts-"));
const file = path.join(dir, "district.duckdb");

beforeAll(async () => {
  const database = await openDatabase(file);
  const connection = await database.connect();
  await connection.run("create schema mart");
  await connection.run(`create view mart.dispatch as select date '2021-12-01' as as_of_month, timestamptz '2022-01-12 02:00:00+00' as known_at,
    date '2021-01-01' as data_from, null::date as data_to, '示例政策' as policy_label, true as is_synthetic`);
  await connection.run(`create view mart.reporting_timeliness as select * from (values
    ('全到', date '2021-12-01', 'late', 100, 100, 100), ('上月没有报齐', date '2021-11-01', 'partial', 50, 50, 100), ('上月没有报齐', date '2021-12-01', 'on_time', 100, 100, 100),
    ('没有报齐', date '2021-12-01', 'partial', 95, 89, 100), ('没有来', date '2021-12-01', 'missing', 0, 0, null),
    ('还没到期', date '2021-12-01', 'not_due', 0, 0, null)) as reports(dataset_name, month, status, rows_known, enterprises_known, enterprises_before)`);
  database.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("tells the dispatch's month, the office's time, and which of its reports are not in or only in part", async () => {
  const database = await openDatabase(file, { readOnly: true });
  const facts = await dispatchFacts(await database.connect(), file);
  database.close();
  expect(facts).toEqual({
    month: "2021年12月",
    known_at: "2022-01-12 10:00",
    data_from: "2021-01",
    data_to: "无",
    policy_label: "示例政策",
    is_synthetic: true,
    report_gaps: [
      { name: "没有来", known: 0, known_before: null },
      { name: "还没到期", known: 0, known_before: null },
      { name: "没有报齐", known: 89, known_before: 100 },
    ],
  });
});
