import { existsSync, readFileSync, statfsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as semver from "semver";
import { doctorMessages as messages } from "./messages.ts";
import { bad, type Finding, good, notice } from "./finding.ts";

const projectDir = fileURLToPath(new URL("../../", import.meta.url));

interface Package {
  readonly version: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Node.js is one of those that package.json names and every release is tried with; another newer one may well do. */
export function checkNode(version = process.versions.node, wanted = readPackage(projectDir)?.engines?.node ?? "*"): Finding {
  const named = wanted.replaceAll(" || ", ", ");
  const advice = { advice: messages.node_advice, adviceParams: { wanted: named } };
  if (semver.satisfies(version, wanted, { includePrerelease: true })) return good("node", messages.node_good, { version });
  const least = semver.minVersion(wanted);
  if (least !== null && semver.lt(version, least)) return bad("node", messages.node_old, { version, wanted: named }, advice);
  return notice("node", messages.node_untried, { version, wanted: named }, advice);
}

/** Every package that package.json names is installed, in the version that it names. */
export function checkPackages(dir = projectDir): Finding {
  const dependencies = Object.entries(readPackage(dir)?.dependencies ?? {});
  const wrong = dependencies.filter(([name, wanted]) => {
    const installed = readPackage(path.join(dir, "node_modules", name));
    return installed === undefined || (/^\d/.test(wanted) && installed.version !== wanted);
  });
  if (wrong.length === 0) return good("packages", messages.packages_good, { count: dependencies.length });
  return bad("packages", messages.packages_missing, { names: wrong.map(([name]) => name).join(" ") }, { advice: messages.packages_advice });
}

/** DuckDB's binary fits this machine: it is loaded and asked for its version. */
export async function checkDuckdb(): Promise<Finding> {
  try {
    // loaded here and not at the top: doctor must be able to speak where it cannot be loaded
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const version = String((await connection.runAndReadAll("select version()")).getRows()[0]?.[0]);
    connection.closeSync();
    instance.closeSync();
    return good("duckdb", messages.duckdb_good, { version });
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return bad("duckdb", messages.duckdb_bad, { detail }, { advice: messages.duckdb_advice });
  }
}

/** bytes: below the first nothing can be loaded or built, below the second it may become tight */
const diskLimits = { bad: 500 * 2 ** 20, notice: 3 * 2 ** 30 };

/** Room on the disk that holds a file or folder, or where there is none yet, the nearest folder above it. */
export function checkDisk(place: string, freeBytes: (dir: string) => number = freeOn): Finding {
  let dir = path.resolve(place);
  while (!existsSync(dir)) dir = path.dirname(dir);
  const bytes = freeBytes(dir);
  const params = { free: readableSize(bytes) };
  if (bytes < diskLimits.bad) return bad("disk", messages.disk_low, params, { advice: messages.disk_advice });
  if (bytes < diskLimits.notice) return notice("disk", messages.disk_low, params, { advice: messages.disk_advice });
  return good("disk", messages.disk_good, params);
}

function freeOn(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

/** `1.5 GB`, `300 MB`, `12 KB`. */
export function readableSize(bytes: number): string {
  const units = ["KB", "MB", "GB", "TB"];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size >= 10 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

function readPackage(dir: string): Package | undefined {
  try {
    return JSON.parse(readFileSync(path.join(dir, "package.json"), "utf8")) as Package;
  } catch {
    return undefined;
  }
}
