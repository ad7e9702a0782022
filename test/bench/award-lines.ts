import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { fillDistrict } from "./warehouse/district.ts";

const sizes = [10_000, 100_000] as const;
const months = 24;
const rounds = 3;

interface Measured {
  readonly milliseconds: number;
  readonly yardstick: number;
  readonly rows: number;
  readonly claims: number;
  readonly models: number;
  readonly peakBytes: number;
}

/**
 * Award lines of all clauses for 10,000 and 100,000 enterprises: the models from the claims to mart.award_line, against DuckDB writing as
 * many rows of that width from a range, and the growth from the one to the other (wanted: within 20% of linear in the lines).
 * Each time in a process of its own on a fresh copy of one file; the fastest of the rounds counts.
 */
export async function bench(): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "d521-bench-"));
  try {
    const found: Measured[] = [];
    for (const enterprises of sizes) {
      const file = path.join(dir, `${enterprises}.duckdb`);
      const database = await openDatabase(file);
      await fillDistrict(await database.connect(), enterprises, months);
      database.close();
      run("prepare", file);
      const times: Measured[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const copy = path.join(dir, "copy.duckdb");
        copyFileSync(file, copy);
        times.push(run(copy));
        rmSync(copy);
      }
      rmSync(file);
      const fastest = { ...times[0]!, milliseconds: Math.min(...times.map((one) => one.milliseconds)), yardstick: Math.min(...times.map((one) => one.yardstick)), peakBytes: Math.max(...times.map((one) => one.peakBytes)) };
      found.push(fastest);
      console.log(
        `${enterprises} enterprises x 75 clauses: ${fastest.claims} claims, ${fastest.rows} award lines by ${fastest.models} models in ${(fastest.milliseconds / 1000).toFixed(2)} s: ` +
          `${Math.round(fastest.rows / (fastest.milliseconds / 1000))} lines/s, ${Math.round(fastest.claims / (fastest.milliseconds / 1000))} claims/s, ` +
          `${(fastest.milliseconds / fastest.yardstick).toFixed(1)} times DuckDB writing as many rows from a range, memory ${(fastest.peakBytes / 2 ** 30).toFixed(2)} GB at its highest`,
      );
    }
    const [small, large] = found as [Measured, Measured];
    const growth = large.milliseconds / small.milliseconds / (large.rows / small.rows);
    console.log(`time per line, ${sizes[1]} against ${sizes[0]} enterprises: ${growth.toFixed(2)} (wanted: at most 1.2)`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function run(...args: string[]): Measured {
  const script = fileURLToPath(new URL("./warehouse/measure-awards.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ["--import", "tsx", script, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] })) as Measured;
}
