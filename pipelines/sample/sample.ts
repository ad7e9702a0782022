import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadContracts } from "../intake/contracts.ts";
import { makeDistrict } from "./enterprises.ts";
import { filesOf } from "./files.ts";
import type { Planted } from "./mess.ts";
import { writeFile, type WrittenFile } from "./write.ts";

export interface SampleOptions {
  readonly out: string;
  readonly seed?: number;
  readonly enterprises?: number;
  /** ending with December 2021 */
  readonly months?: number;
  /** more than one: a folder each */
  readonly districts?: number;
  /** share of rows with an oddity, 0 to 1 */
  readonly mess?: number;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly file: string }) => void;
}

export interface SampleReport {
  readonly out: string;
  readonly files: readonly { readonly file: string; readonly rows: number }[];
  readonly rows: number;
  /** oddities planted, by what must become of the row */
  readonly planted: Readonly<Record<Planted["expected"], number>>;
}

export const sampleDefaults = { seed: 521, enterprises: 300, months: 30, districts: 1, mess: 0 } as const;

/** Beside the exports when there is mess: what was planted where, for a test to hold the load against. */
export const manifestName = "示例数据_错乱清单.json";

/**
 * Writes a made-up district's exports, all 31 data sets, as its bureaus would send them. The same options give the same
 * bytes. Every name, code and file says that it is an example.
 */
export async function writeSample(options: SampleOptions): Promise<SampleReport> {
  const { seed, enterprises, months, districts, mess } = { ...sampleDefaults, ...options };
  const contracts = loadContracts();
  const written: WrittenFile[] = [];
  const plans = Array.from({ length: districts }, (_, number) => {
    const folder = districts > 1 ? `示例区${number + 1}` : "";
    return filesOf(makeDistrict(seed, number, enterprises, months)).map((file) => ({ ...file, name: path.posix.join(folder, file.name) }));
  }).flat();
  mkdirSync(options.out, { recursive: true });
  for (const [done, file] of plans.entries()) {
    written.push(writeFile(file, options.out, { contracts, seed, mess }));
    options.onProgress?.({ done: done + 1, total: plans.length, file: file.name });
    // let a progress bar draw and a signal arrive
    await new Promise((resolve) => setImmediate(resolve));
  }
  const planted = written.flatMap((file) => file.planted);
  if (mess > 0) writeFileSync(path.join(options.out, manifestName), `${JSON.stringify(planted, null, 1)}\n`);
  const count = (expected: Planted["expected"]) => planted.filter((each) => each.expected === expected).length;
  return {
    out: options.out,
    files: written.map(({ file, rows }) => ({ file, rows })),
    rows: written.reduce((sum, file) => sum + file.rows, 0),
    planted: { loaded: count("loaded"), superseded: count("superseded"), quarantined: count("quarantined") },
  };
}
