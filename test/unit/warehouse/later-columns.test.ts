import { expect, it } from "vitest";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { laterColumnsSql } from "../../../pipelines/intake/load/raw-tables.ts";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import { loadedDatabase, rowsOf } from "./loaded-database.ts";

it("builds a database that an earlier version loaded: what its exports had no column for is blank", async () => {
  const { database, connection } = await loadedDatabase();
  try {
    for (const [table, column] of [["enterprises", "size_type"], ["recognitions", "first_or_renewal"], ["standards", "exceeds_standards"], ["startup_subsidies", "person_no"], ["requests", "handling_bureau"]] as const) {
      await connection.run(`alter table raw.${table} drop column ${column}`);
    }
    await connection.run("insert into raw.requests (request_no, category, received_on, file_id, source_sheet, source_row, known_at) values ('诉求1', '其他', '2021-03-01', 1, '', 2, '2021-07-05 09:00:00+08')");
    const { visible } = await buildModels({ database, asOf: "2021-12", now: () => new Date("2022-01-10T01:00:00Z") });
    expect(visible).toBe(true);
    expect(await rowsOf(connection, "select request_no, handling_bureau from staging.stg_requests")).toEqual([["诉求1", null]]);
  } finally {
    database.close();
  }
});

it("adds optional columns only: a table without a column that rows cannot lack is no table of ours", () => {
  const required = [...loadContracts().values()].flatMap(({ id, columns }) => columns.filter((column) => column.required).map(({ name }) => `raw."${id}" add column if not exists "${name}"`));
  expect(laterColumnsSql(loadContracts()).filter((statement) => required.some((one) => statement.includes(one)))).toEqual([]);
});
