import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { fillDistrict } from "./warehouse/district.ts";

const enterprises = 30_000;
const months = 36;
const rounds = 2;

interface Measured {
  readonly milliseconds: number;
  readonly peakBytes: number;
  readonly models: number;
}

/**
 * All models of a district of 30,000 enterprises and 36 months by the runner, against the same SELECTs by hand, one
 * `create table` after another; each time in a process of its own on a fresh copy of one file. Told: the ratio of the
 * fastest rounds (at most 1.3 is wanted) and the runner's memory at its highest (under 2 GB is wanted).
 */
export async function bench(): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "d521-bench-"));
  try {
    const loaded = path.join(dir, "loaded.duckdb");
    const database = await openDatabase(loaded);
    await fillDistrict(await database.connect(), enterprises, months);
    database.close();
    const times: Record<"build" | "hand", Measured[]> = { build: [], hand: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const how of ["hand", "build"] as const) {
        const file = path.join(dir, `${how}.duckdb`);
        copyFileSync(loaded, file);
        times[how].push(inOwnProcess(how, file));
        rmSync(file);
      }
    }
    const fastest = (how: "build" | "hand") => Math.min(...times[how].map((measured) => measured.milliseconds));
    const memory = Math.max(...times.build.map((measured) => measured.peakBytes)) / 2 ** 30;
    console.log(`${enterprises} enterprises x ${months} months, ${times.build[0]?.models} models`);
    console.log(`by hand ${(fastest("hand") / 1000).toFixed(2)} s, d521 build ${(fastest("build") / 1000).toFixed(2)} s: ratio ${(fastest("build") / fastest("hand")).toFixed(2)} (wanted: at most 1.3)`);
    console.log(`memory of d521 build ${memory.toFixed(2)} GB (wanted: under 2), by hand ${(Math.max(...times.hand.map((measured) => measured.peakBytes)) / 2 ** 30).toFixed(2)} GB`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function inOwnProcess(how: "build" | "hand", file: string): Measured {
  const script = fileURLToPath(new URL("./warehouse/measure-build.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ["--import", "tsx", script, how, file], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] })) as Measured;
}
