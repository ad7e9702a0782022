import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { buildModels } from "../../pipelines/warehouse/build.ts";
import { fillDistrict } from "./warehouse/district.ts";

const enterprises = 1_000;
/** `BENCH_DRAWS=1000` for a shorter run */
const draws = Number(process.env["BENCH_DRAWS"] ?? 10_000);

/**
 * 10,000 draws of a district of 1,000 enterprises with three months to come, against the time that DuckDB needs to write as many
 * rows (one an enterprise and draw) from a range. The district's amounts scatter at random, far more than real ones, so
 * that most enterprises pass a threshold in some draw. Told: rows per second, the ratio, and the highest memory.
 */
export async function bench(): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "d521-bench-simulate-"));
  try {
    const file = path.join(dir, "district.duckdb");
    const database = await openDatabase(file);
    const connection = await database.connect();
    await fillDistrict(connection, enterprises, 33, "2021-09-01");
    await buildModels({ database, now: () => new Date() });
    const rows = enterprises * draws;
    const started = performance.now();
    await connection.run(`create table yardstick as
      select cast(number // ${enterprises} as integer) as draw, cast(number % ${enterprises} as bigint) as enterprise_no,
        cast(number as decimal(18, 2)) as entitled_cny, cast(number as decimal(18, 2)) as fundable_cny, cast(number as decimal(18, 2)) as retention_cny
      from range(${rows}) as numbers (number)`);
    const yardstick = performance.now() - started;
    await connection.run("drop table yardstick");
    database.close();
    const { milliseconds, peakBytes, linesPerDraw } = inOwnProcess(file);
    console.log(`${draws} draws x ${enterprises} enterprises = ${rows} rows; about ${Math.round(linesPerDraw)} award lines go through the waterfall in a draw`);
    console.log(`range ${(yardstick / 1000).toFixed(2)} s, d521 simulate ${(milliseconds / 1000).toFixed(1)} s: ratio ${(milliseconds / yardstick).toFixed(0)}, ${Math.round(rows / (milliseconds / 1000))} rows/s`);
    console.log(`memory ${(peakBytes / 2 ** 30).toFixed(2)} GB (wanted: under 2)`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function inOwnProcess(file: string): { milliseconds: number; peakBytes: number; linesPerDraw: number } {
  const script = fileURLToPath(new URL("./warehouse/measure-simulate.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ["--import", "tsx", script, file, String(draws)], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
}
