/** What is said of a database that cannot be opened. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { D521Error } from "../../../pipelines/errors.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

/** The name of a DuckDB file and nothing that its checksum would fit. */
const damaged = Buffer.alloc(12_288);
damaged.write("DUCK", 8);

test.each([
  ["a folder", "database_folder", (file: string) => mkdirSync(file)],
  ["a text file", "database_invalid", (file: string) => writeFileSync(file, "no database")],
  ["zeros", "database_invalid", (file: string) => writeFileSync(file, Buffer.alloc(20_000))],
  ["a file that is damaged", "database_corrupt", (file: string) => writeFileSync(file, damaged)],
] as const)("%s: in plain words, without DuckDB's own", async (_, code, make) => {
  const folder = mkdtempSync(path.join(tmpdir(), "d521-open-"));
  const file = path.join(folder, "d.duckdb");
  make(file);
  try {
    const error = await openDatabase(file, { mustExist: true }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(D521Error);
    expect((error as D521Error).code).toBe(code);
    expect((error as D521Error).in("zh")).not.toMatch(/Error/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
