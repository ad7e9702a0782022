import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { rowsOf } from "./loaded-database.ts";

const dir = mkdtempSync(path.join(tmpdir(), "d521-database-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("creates the file and its folder for a writer, but not where a database must be", async () => {
  const missing = path.join(dir, "missing.duckdb");
  await expect(openDatabase(missing, { mustExist: true })).rejects.toMatchObject({ exitCode: 3, code: "database_missing" });
  await expect(openDatabase(missing, { readOnly: true })).rejects.toMatchObject({ exitCode: 3, code: "database_missing" });
  expect(existsSync(missing)).toBe(false);
  const made = path.join(dir, "new", "it's.duckdb");
  (await openDatabase(made)).close();
  (await openDatabase(made, { mustExist: true })).close();
});

it("says that a file is no database", async () => {
  const file = path.join(dir, "text.duckdb");
  writeFileSync(file, "企业名录".repeat(2000));
  await expect(openDatabase(file)).rejects.toMatchObject({ exitCode: 3, code: "database_invalid" });
});

it.each([0, 4096, 8192])("begins again with a file that a full disk or a kill left at %i bytes while it was created", async (size) => {
  const file = path.join(dir, `begun-${size}.duckdb`);
  (await openDatabase(file)).close();
  truncateSync(file, size);
  await expect(openDatabase(file, { readOnly: true })).rejects.toMatchObject({ exitCode: 3 });
  const database = await openDatabase(file);
  await (await database.connect()).run("create table t as select 1 as one");
  database.close();
  expect(readFileSync(file).length).toBeGreaterThan(4096);
});

it("leaves a short file alone that is something else", async () => {
  const file = path.join(dir, "short.duckdb");
  writeFileSync(file, "名单");
  await expect(openDatabase(file)).rejects.toMatchObject({ exitCode: 3, code: "database_invalid" });
  expect(readFileSync(file, "utf8")).toBe("名单");
});

it("refuses a file called like a schema inside it", async () => {
  await expect(openDatabase(path.join(dir, "raw.duckdb"))).rejects.toMatchObject({ exitCode: 2, code: "database_name_taken" });
  await expect(openDatabase(path.join(dir, "Mart.duckdb"))).rejects.toMatchObject({ exitCode: 2, code: "database_name_taken" });
});

it("reads times in the office's zone and fetches no extension", async () => {
  const database = await openDatabase(":memory:");
  const connection = await database.connect();
  expect(await rowsOf(connection, "select cast('2021-07-05 09:00:00+08'::timestamptz as varchar)")).toEqual([["2021-07-05 09:00:00+08"]]);
  await expect(connection.run("select * from st_read('x')")).rejects.toThrow(/./);
  database.close();
});
