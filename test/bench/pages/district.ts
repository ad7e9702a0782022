import { rmSync } from "node:fs";
import path from "node:path";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { writeSample } from "../../../pipelines/sample/sample.ts";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

/** A district of the sample's, loaded and computed, in a database file in `dir`. */
export async function district(dir: string, enterprises: number, months: number): Promise<string> {
  const file = path.join(dir, "district.duckdb");
  const exports = path.join(dir, "exports");
  await writeSample({ out: exports, enterprises, months, seed: 521 });
  const database = await openDatabase(file);
  try {
    await loadExports({ exports, database: file, opened: database, now: () => new Date() });
    await buildModels({ database, now: () => new Date() });
  } finally {
    database.close();
  }
  rmSync(exports, { recursive: true });
  return file;
}
