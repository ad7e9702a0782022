import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import XLSX, { type CellObject } from "@e965/xlsx";
import { SaxesParser } from "saxes";
import yauzl from "yauzl";
import { creditCodeCharacters } from "../../pipelines/intake/cells/credit-code.ts";
import { loadExports } from "../../pipelines/intake/load/load.ts";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { code } from "../fixtures/intake/files.ts";

const rounds = 3;
const workbookRows = 200_000;

/**
 * Loading a clean file against the least that anyone must do with it: 1,000,000 rows of 生产经营月报 as CSV against
 * DuckDB's own `read_csv(all_varchar)` into a table (wanted: at most 3 times), and 200,000 rows of a workbook against
 * SheetJS merely iterating its cells (wanted: at most 1.5 times). Both into fresh database files, with two threads.
 */
export async function bench(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "d521-bench-"));
  try {
    const csv = path.join(folder, "csv", "生产经营月报.csv");
    await writeProduction(csv);
    await compare("CSV", `${(statSync(csv).size / 1e6).toFixed(0)} MB, 1,000,000 rows`, folder, path.dirname(csv), () => plainCopy(csv, path.join(folder, "plain.duckdb")), 3);
    const book = path.join(folder, "xlsx", "生产经营月报.xlsx");
    writeWorkbook(book);
    await compare("workbook", `${workbookRows} rows × 12 columns`, folder, path.dirname(book), () => iterateHeld(book), 1.5);
    console.log(`for comparison, yauzl and saxes alone passing over its XML: ${(await seconds(() => passOver(book))).toFixed(2)} s`);
    await growth(folder);
    await manyFiles(folder);
    console.log(`peak memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(name: string, what: string, folder: string, exports: string, yardstick: () => Promise<void>, wanted: number): Promise<void> {
  const plain: number[] = [];
  const loads: number[] = [];
  for (let round = 0; round < rounds; round++) {
    plain.push(await seconds(yardstick));
    loads.push(await seconds(() => load(exports, path.join(folder, `load-${round}.duckdb`))));
    rmSync(path.join(folder, `load-${round}.duckdb`), { force: true });
  }
  const ratio = median(loads) / median(plain);
  console.log(`${name} (${what}): load ${median(loads).toFixed(2)} s / yardstick ${median(plain).toFixed(2)} s = ${ratio.toFixed(2)} (wanted ≤ ${wanted})`);
}

/** How the time grows from 10,000 rows to 3,000,000: per row, after the fixed cost that the smallest files show (wanted: within 20%). */
async function growth(folder: string): Promise<void> {
  const sizes = [10_000, 100_000, 1_000_000, 3_000_000];
  const times: number[] = [];
  for (const rows of sizes) {
    const csv = path.join(folder, `rows-${rows}`, "生产经营月报.csv");
    await writeProduction(csv, rows);
    const file = path.join(folder, `rows-${rows}.duckdb`);
    const tries: number[] = [];
    for (let round = 0; round < rounds; round++) {
      tries.push(await seconds(() => load(path.dirname(csv), file, rows)));
      rmSync(file, { force: true });
    }
    times.push(median(tries));
    rmSync(path.dirname(csv), { recursive: true });
  }
  const slopes = sizes.slice(1).map((rows, index) => ((times[index + 1]! - times[index]!) / (rows - sizes[index]!)) * 1e6);
  const last = slopes.at(-1)!;
  console.log(`growth: ${sizes.map((rows, index) => `${rows.toLocaleString("en")} rows ${times[index]!.toFixed(2)} s`).join(", ")}; µs a further row: ${slopes.map((slope) => slope.toFixed(2)).join(", ")}; the last step against the whole ${(last / (((times.at(-1)! - times[0]!) / (sizes.at(-1)! - sizes[0]!)) * 1e6)).toFixed(2)} (wanted 0.8 to 1.2)`);
}

/** 2,000 files of 50 rows in one folder, against DuckDB's own `read_csv(all_varchar)` of each into one table (wanted: at most 6 times), and one file with all their rows. */
async function manyFiles(folder: string): Promise<void> {
  const [many, one] = [path.join(folder, "many"), path.join(folder, "one")];
  mkdirSync(many);
  mkdirSync(one);
  const header = "月份,统一社会信用代码,工业总产值,营业收入\n";
  const all: string[] = [];
  for (let n = 0; n < 2_000; n++) {
    const rows = Array.from({ length: 50 }, (_, at) => `${2010 + (n % 12)}-${String(1 + (Math.floor(n / 12) % 12)).padStart(2, "0")},${code(Math.floor(n / 144) * 50 + at)},${100 + at},${90 + at}\n`).join("");
    writeFileSync(path.join(many, `生产经营月报_${n}.csv`), header + rows);
    all.push(rows);
  }
  writeFileSync(path.join(one, "生产经营月报.csv"), header + all.join(""));
  const file = path.join(folder, "many.duckdb");
  const single = await seconds(() => load(one, file, 100_000));
  rmSync(file, { force: true });
  const plain = await seconds(() => plainCopies(many, path.join(folder, "plain.duckdb")));
  const time = await seconds(() => load(many, file, 100_000));
  rmSync(file, { force: true });
  console.log(`2,000 files of 50 rows: load ${time.toFixed(1)} s, ${((time / 2_000) * 1000).toFixed(1)} ms a file / yardstick ${plain.toFixed(1)} s = ${(time / plain).toFixed(2)} (wanted ≤ 6); the same rows in one file ${single.toFixed(2)} s`);
}

async function load(exports: string, file: string, atLeast = workbookRows): Promise<void> {
  const database = await openDatabase(file);
  try {
    await (await database.connect()).run("set threads = 2");
    const report = await loadExports({ exports, database: file, opened: database });
    if (report.totals.rows_loaded !== report.totals.rows_read || report.totals.rows_loaded < atLeast) throw new Error(`not a clean load: ${JSON.stringify(report.totals)}`);
  } finally {
    database.close();
  }
}

async function plainCopy(csv: string, file: string): Promise<void> {
  rmSync(file, { force: true });
  const instance = await DuckDBInstance.create(file, { threads: "2" });
  const connection = await instance.connect();
  await connection.run(`create table plain as select * from read_csv('${csv}', all_varchar = true)`);
  connection.closeSync();
  instance.closeSync();
}

async function plainCopies(exports: string, file: string): Promise<void> {
  rmSync(file, { force: true });
  const instance = await DuckDBInstance.create(file, { threads: "2" });
  const connection = await instance.connect();
  for (const [at, name] of readdirSync(exports).entries()) {
    const rows = `select * from read_csv('${path.join(exports, name)}', all_varchar = true)`;
    await connection.run(at === 0 ? `create table plain as ${rows}` : `insert into plain ${rows}`);
  }
  connection.closeSync();
  instance.closeSync();
}

/** Unzips a workbook's sheet and parses its XML, with no thought of what a cell is: the least that a streaming reader does. */
async function passOver(book: string): Promise<void> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => yauzl.open(book, { lazyEntries: true, autoClose: false }, (error, opened) => (error ? reject(error) : resolve(opened))));
  let touched = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject).on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) => {
      if (!/sharedStrings|sheet1/.test(entry.fileName)) return zip.readEntry();
      const parser = new SaxesParser({ xmlns: false, position: false });
      parser.on("opentag", () => undefined);
      parser.on("text", () => undefined);
      parser.on("closetag", (tag) => void (tag.name === "c" && touched++));
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        stream.setEncoding("utf8").on("error", reject).on("data", (text: string) => void parser.write(text));
        stream.on("end", () => zip.readEntry());
      });
    });
    zip.readEntry();
  });
  zip.close();
  if (touched < workbookRows * 12) throw new Error("the workbook was not read");
}

/** Reads a workbook with SheetJS alone, which holds the sheet in memory, and touches every cell. */
async function iterateHeld(book: string): Promise<void> {
  const workbook = XLSX.read(readFileSync(book), { type: "buffer", dense: true });
  let touched = 0;
  for (const name of workbook.SheetNames) {
    for (const row of workbook.Sheets[name]!["!data"] as (CellObject | undefined)[][]) for (const cell of row) if (cell?.v !== undefined) touched++;
  }
  if (touched < workbookRows) throw new Error("the workbook was not read");
}

/** 30,000 enterprises with right codes, month after month. */
async function writeProduction(file: string, rows = 1_000_000): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const first17 = "'91370406MA' || (3000000 + n)";
  const weights = Array.from({ length: 17 }, (_, index) => 3 ** index % 31);
  const sum = weights.map((weight, index) => `${weight} * (strpos('${creditCodeCharacters}', substr(first17, ${index + 1}, 1)) - 1)`).join(" + ");
  await connection.run(`create table enterprise as select n, first17 || substr('${creditCodeCharacters}', 1 + ((31 - (${sum}) % 31) % 31)::integer, 1) as id
    from (select n, ${first17} as first17 from range(30000) as numbers (n))`);
  mkdirSync(path.dirname(file));
  await connection.run(`copy (
    select strftime(date '2014-01-01' + to_months(m::integer), '%Y-%m') as 月份, id as 统一社会信用代码, output as 工业总产值, round(output * 1.1, 2) as 营业收入,
      round(output * 0.07, 2) as 利润总额, round(output * 0.3, 2) as 工业增加值, 0 as 网络零售额, round(5000 + n * 0.31, 2) as 期末资产总额,
      sum(output) over (partition by id, m // 12 order by m) as 工业总产值本年累计
    from (select *, (100 + (n * 37) % 5000 + m * 1.25)::decimal(18, 2) as output from enterprise, range(${Math.ceil(rows / 30_000)}) as months (m))
    order by m, n limit ${rows}) to '${file}' (header)`);
  connection.closeSync();
  instance.closeSync();
}

function writeWorkbook(file: string): void {
  const rows: (string | number)[][] = [["月份", "统一社会信用代码", "工业总产值", "营业收入", "利润总额", "工业增加值", "网络零售额", "期末资产总额", "工业总产值本年累计", "备注", "填表人", "序号"]];
  for (let n = 0; n < workbookRows; n++) {
    const output = 100 + (n % 5000) / 4;
    const month = n % 10;
    rows.push([`2021-${String(month + 1).padStart(2, "0")}`, code(Math.floor(n / 10)), output, output * 1.5, output / 8, output / 2, 0, 5000 + n / 4, output, "示例数据", `填表人${n % 40}`, n + 1]);
  }
  mkdirSync(path.dirname(file));
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows, { dense: true }), "生产经营月报");
  writeFileSync(file, XLSX.write(book, { type: "buffer", bookType: "xlsx", compression: true }) as Buffer);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
