import { closeSync, existsSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { D521Error, exitCodes } from "../errors.ts";
import { loadContracts } from "../intake/contracts.ts";
import { makeFolder } from "../make-folder.ts";
import { makeDistrict } from "./enterprises.ts";
import { filesOf } from "./files.ts";
import type { Expected, Planted } from "./mess.ts";
import { sampleMessages } from "./messages.ts";
import { sampleEndings, writeFile, type WrittenSheet } from "./write.ts";

/** What `writeSample` is asked for; what is left out is as in {@link sampleDefaults}. */
export interface SampleOptions {
  readonly out: string;
  readonly seed?: number;
  readonly enterprises?: number;
  /** ending with December 2021 */
  readonly months?: number;
  /** the months of 2022 as well, and with them what takes two award years */
  readonly secondYear?: boolean;
  /** more than one: a folder each */
  readonly districts?: number;
  /** share of rows with an oddity, 0 to 1 */
  readonly mess?: number;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly file: string }) => void;
}

/** What was written. */
export interface SampleReport {
  readonly out: string;
  /** a workbook of several sheets has an entry for each */
  readonly files: readonly { readonly file: string; readonly sheet: string; readonly rows: number }[];
  readonly rows: number;
  /** oddities planted in rows, by what must become of the row */
  readonly planted: Readonly<Record<Expected, number>>;
}

/** What the manifest beside messy exports says; `load` into an empty database must report the same. */
export interface SampleManifest {
  readonly about: string;
  readonly seed: number;
  readonly mess: number;
  readonly files: readonly {
    readonly file: string;
    readonly sheet: string;
    readonly dataset: string;
    /** the disorder of the page: titles, headers, lines between the rows */
    readonly oddities: readonly string[];
    readonly rows_read: number;
    readonly rows_loaded: number;
    readonly rows_superseded: number;
    readonly rows_quarantined: number;
  }[];
  readonly planted: readonly Planted[];
}

/** The district of the demo. */
export const sampleDefaults = { seed: 521, enterprises: 300, months: 30, districts: 1, mess: 0 } as const;

/** Beside the exports when there is mess: what was planted where, for a test to hold the load against. */
export const manifestName = "示例数据_错乱清单.json";

/**
 * Writes a made-up district's exports, all 31 data sets, as its bureaus would send them. The same options give the same
 * bytes. Every name, code and file says that it is an example. Each of several districts is to be loaded into a database
 * of its own: they have the same towns, and district figures of their own.
 *
 * @throws D521Error `sample_out_taken` (usage) when the folder holds a file that is none of this sample's
 */
export async function writeSample(options: SampleOptions): Promise<SampleReport> {
  const { seed, enterprises, months, districts, mess } = { ...sampleDefaults, ...options };
  const contracts = loadContracts();
  const written: WrittenSheet[] = [];
  const plans = Array.from({ length: districts }, (_, number) => {
    const folder = districts > 1 ? `示例区${number + 1}` : "";
    return filesOf(makeDistrict(seed, number, enterprises, months, options.secondYear)).map((file) => ({ ...file, name: path.posix.join(folder, file.name) }));
  }).flat();
  refuseOthersFiles(options.out, plans.map(({ name }) => name));
  makeFolder(options.out);
  rmSync(path.join(options.out, manifestName), { force: true });
  for (const [done, file] of plans.entries()) {
    written.push(...writeFile(file, options.out, { contracts, seed, mess }));
    options.onProgress?.({ done: done + 1, total: plans.length, file: file.name });
    // let a progress bar draw and a signal arrive
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (mess > 0) writeManifest(path.join(options.out, manifestName), manifestOf(written, seed, mess));
  const count = (expected: Expected) => written.reduce((sum, { planted }) => sum + countOf(planted, expected), 0);
  return {
    out: options.out,
    files: written.map(({ file, sheet, rows }) => ({ file, sheet, rows })),
    rows: written.reduce((sum, { rows }) => sum + rows, 0),
    planted: { loaded: count("loaded"), superseded: count("superseded"), quarantined: count("quarantined") },
  };
}

/** Files of another run would be read together with these, and a user's own must not be written over. */
function refuseOthersFiles(out: string, names: readonly string[]): void {
  if (!existsSync(out)) return;
  const own = new Set([...names.flatMap((name) => sampleEndings.map((ending) => `${name}.${ending}`)), manifestName]);
  const other = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .find((name) => !own.has(name));
  if (other !== undefined) throw new D521Error(exitCodes.usage, "sample_out_taken", sampleMessages.out_taken, { out, file: other });
}

const countOf = (planted: readonly Planted[], expected: Expected): number => planted.reduce((sum, each) => sum + (each.expected === expected ? 1 : 0), 0);

function manifestOf(written: readonly WrittenSheet[], seed: number, mess: number): SampleManifest {
  return {
    about: "示例数据：在哪个文件、哪张表、哪一行、哪一列放了什么毛病，读入时应当怎样（loaded 照常入库，superseded 被后面的同键行替代，quarantined 整行退回）",
    seed,
    mess,
    files: written.map(({ file, sheet, dataset, oddities, rows, planted }) => {
      const [rows_superseded, rows_quarantined] = [countOf(planted, "superseded"), countOf(planted, "quarantined")];
      return { file, sheet, dataset, oddities, rows_read: rows, rows_loaded: rows - rows_superseded - rows_quarantined, rows_superseded, rows_quarantined };
    }),
    planted: written.flatMap(({ planted }) => planted),
  };
}

/** A line an entry, written piece by piece: a large district's list is longer than a text may be. */
function writeManifest(target: string, { files, planted, ...head }: SampleManifest): void {
  const handle = openSync(target, "w");
  const entries = (list: readonly unknown[]) => {
    for (let from = 0; from < list.length; from += 10_000) {
      const part = list.slice(from, from + 10_000).map((each) => JSON.stringify(each));
      writeSync(handle, `${from > 0 ? ",\n" : "\n"}${part.join(",\n")}`);
    }
  };
  try {
    writeSync(handle, `${JSON.stringify(head).slice(0, -1)},"files":[`);
    entries(files);
    writeSync(handle, `\n],"planted":[`);
    entries(planted);
    writeSync(handle, "\n]}\n");
  } finally {
    closeSync(handle);
  }
}
