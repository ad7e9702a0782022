import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { buildModels } from "../../pipelines/warehouse/build.ts";
import { fillDistrict } from "./warehouse/district.ts";
import type { Measured } from "./warehouse/measure-simulate.ts";

const enterprises = 1_000;
/** `BENCH_DRAWS=1000` for a shorter run */
const draws = Number(process.env["BENCH_DRAWS"] ?? 10_000);

/**
 * 10,000 draws of a district of 1,000 enterprises with three months to come, against two yardsticks of the same run: the time that DuckDB
 * needs to write as many rows (one an enterprise and draw) from a range, and the same wide rows asked for one clause only. Then half of
 * the draws and half of the enterprises, to see that the time is in proportion. The district's amounts scatter at random, far more than
 * real ones, so that most enterprises pass a threshold in some draw. Told: rows per second, ratios, and the highest memory.
 */
export async function bench(): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "d521-bench-simulate-"));
  try {
    const whole = await district(dir, enterprises);
    const half = await district(dir, enterprises / 2);
    const rows = enterprises * draws;
    const database = await openDatabase(path.join(dir, "yardstick.duckdb"));
    const connection = await database.connect();
    const started = performance.now();
    await connection.run(`create table yardstick as
      select cast(number // ${enterprises} as integer) as draw, cast(number % ${enterprises} as bigint) as enterprise_no,
        cast(number as decimal(18, 2)) as entitled_cny, cast(number as decimal(18, 2)) as fundable_cny, cast(number as decimal(18, 2)) as retention_cny
      from range(${rows}) as numbers (number)`);
    const yardstick = performance.now() - started;
    database.close();
    const all = inOwnProcess(whole, draws, "one-clause");
    const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
    const rate = (milliseconds: number) => Math.round(rows / (milliseconds / 1000));
    console.log(`${draws} draws x ${enterprises} enterprises = ${rows} rows, ${all.clauses} clauses`);
    console.log(`range ${seconds(yardstick)} s (${rate(yardstick)} rows/s), the wide row with one clause ${seconds(all.oneClause)} s (${rate(all.oneClause)} rows/s)`);
    console.log(`d521 simulate ${seconds(all.milliseconds)} s (${rate(all.milliseconds)} rows/s): ratio to the range ${(all.milliseconds / yardstick).toFixed(1)} (wanted: at most 25), to one clause ${(all.milliseconds / all.oneClause).toFixed(2)}`);
    // the build that stands aside, compiling and the answers take the same whatever is drawn; processor time, since others may be at work
    const fixed = inOwnProcess(whole, 1);
    const share = (other: Measured) => ((other.processorMilliseconds - fixed.processorMilliseconds) / (all.processorMilliseconds - fixed.processorMilliseconds)).toFixed(2);
    console.log(`processor ${seconds(all.processorMilliseconds)} s, of a single draw ${seconds(fixed.processorMilliseconds)} s; beyond that, half the draws take ${share(inOwnProcess(whole, draws / 2))} of it, half the enterprises ${share(inOwnProcess(half, draws))} (wanted: 0.50 within 15%)`);
    console.log(`memory ${(all.peakBytes / 2 ** 30).toFixed(2)} GB (wanted: under 1.5)`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function district(dir: string, count: number): Promise<string> {
  const file = path.join(dir, `district-${count}.duckdb`);
  const database = await openDatabase(file);
  await fillDistrict(await database.connect(), count, 33, "2021-09-01");
  await buildModels({ database, now: () => new Date() });
  database.close();
  return file;
}

function inOwnProcess(file: string, draws: number, ...more: string[]): Measured {
  const script = fileURLToPath(new URL("./warehouse/measure-simulate.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ["--import", "tsx", script, file, String(draws), ...more], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
}
