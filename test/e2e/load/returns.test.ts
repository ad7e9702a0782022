import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { code, sheet, text } from "../../fixtures/intake/files.ts";
import { d521, program } from "../run.ts";

const header = ["月份", "统一社会信用代码", "税收合计（元）", "地方税收", "流转税地方级", "地方留成"];

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "d521-e2e-returns-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

function place(files: Readonly<Record<string, string | Buffer>>): { exports: string; database: string; returns: string } {
  const folder = path.join(root, String(++folders));
  const exports = path.join(folder, "exports");
  mkdirSync(exports, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(exports, name), content);
  return { exports, database: path.join(folder, "d521.duckdb"), returns: path.join(folder, "returns") };
}

async function rows(database: string, sql: string): Promise<unknown[]> {
  const opened = await openDatabase(database, { readOnly: true });
  try {
    return (await (await opened.connect()).runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    opened.close();
  }
}

async function load(exports: string, database: string, ...more: string[]) {
  const { code: exit, stdout, stderr } = await d521(["load", "--exports", exports, "--database", database, "--json", ...more]);
  return { exit, stderr, report: stdout === "" ? undefined : JSON.parse(stdout) };
}

async function opened(file: string): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  return book;
}

/** Loads a workbook alone, from a folder of its own. */
async function loadAlone(book: ExcelJS.Workbook, database: string) {
  const { exports } = place({});
  await book.xlsx.writeFile(path.join(exports, "退回_改好.xlsx"));
  return load(exports, database);
}

const open = `select count(*)::integer as n from ops.quarantined_row where answered_at is null`;

describe("a returned workbook", () => {
  it("holds the rejected rows as they came; corrected and loaded alone it clears their quarantine", async () => {
    const hostile = '=HYPERLINK("http://x")';
    const { exports, database, returns } = place({
      "税收月报_示例数据.xlsx": sheet([header, ["2021-01", code(1), 10_000, 4, 1, 2], ["2021-01", code(2), "1.2.3", 4, 1, 2], [hostile, code(3), 20_000, 5, 1, 2]], { name: "2021" }),
    });
    const before = readdirSync(exports).map((name) => [name, statSync(path.join(exports, name)).mtimeMs]);
    const first = await load(exports, database);
    expect(first.exit).toBe(1);
    expect(first.report).toMatchObject({ quarantine_open: 2, answered: 0, returns: [{ bureau: "区税务局", rows: 2 }] });
    expect(readdirSync(exports).map((name) => [name, statSync(path.join(exports, name)).mtimeMs])).toEqual(before);
    expect(readdirSync(returns)).toEqual([path.basename(first.report.returns[0].file)]);
    expect(readdirSync(returns)[0]).toMatch(/^退回_区税务局_\d{8}\.xlsx$/);

    const book = await opened(first.report.returns[0].file);
    expect(book.worksheets.map(({ name }) => name)).toEqual(["退回函", "2021"]);
    expect(String(book.getWorksheet("退回函")!.getCell("A1").value)).toBe("关于退回《税收月报》部分数据的函（示例数据）");
    const found = book.getWorksheet("2021")!;
    expect((found.getRow(1).values as string[]).slice(1)).toEqual([...header, "原文件位置", "退回原因", "怎么改"]);
    expect((found.getRow(3).values as string[]).slice(1, 7)).toEqual(["2021-01", code(2), "1.2.3", 4, 1, 2]);
    expect(found.getCell("G3").value).toMatch(/^税收月报_示例数据\.xlsx「2021」第3行/);
    expect(found.getCell("H3").value).toBe("「税收合计」：「1.2.3」不是金额，应如 1,234.56");
    expect(found.getCell("I3").value).toBe("「税收合计」改成 1,234.56 这样的数，只写数字，单位照表头");
    expect(found.getCell("C3").fill).toMatchObject({ fgColor: { argb: "FFFFD966" } });
    expect(found.getCell("D3").fill ?? { pattern: "none" }).toMatchObject({ pattern: "none" });
    expect(found.getCell("A4")).toMatchObject({ value: hostile, type: ExcelJS.ValueType.String, numFmt: "@" });

    found.getCell("C3").value = 12_300;
    const half = await loadAlone(book, database);
    expect(half.exit).toBe(1);
    expect(half.report).toMatchObject({ answered: 2, quarantine_open: 1 });
    expect(half.report.files[0]).toMatchObject({ is_synthetic: true, rows_loaded: 1, rows_quarantined: 1, unknown_headers: [] });
    expect(readdirSync(returns)).toHaveLength(2);

    const second = await opened(half.report.returns[0].file);
    second.getWorksheet("2021")!.getCell("A4").value = "2021-01";
    expect(await loadAlone(second, database)).toMatchObject({ exit: 0, report: { answered: 1, quarantine_open: 0, returns: [] } });
    expect(await rows(database, open)).toEqual([{ n: 0 }]);
    expect(await rows(database, "select total_tax_wan from raw.taxes order by 1")).toEqual([{ total_tax_wan: "1.000000" }, { total_tax_wan: "1.230000" }, { total_tax_wan: "2.000000" }]);
  });

  it("is answered by a later row of the same key too, not by an earlier one, nor by another month of the same file name", async () => {
    const good = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
    const { exports, database } = place({ "税收月报.csv": text([good, ["2021-01", code(1), 1, 1, 1, 1]]) });
    const send = (...lines: (string | number)[][]) => {
      writeFileSync(path.join(exports, "税收月报.csv"), text([good, ...lines]));
      return load(exports, database);
    };
    await load(exports, database);
    expect((await send(["2021-01", code(1), "坏", 1, 1, 1])).report).toMatchObject({ quarantine_open: 1, answered: 0 });
    expect((await send(["2021-02", code(1), 1, 1, 1, 1])).report).toMatchObject({ quarantine_open: 1, answered: 0 });
    expect((await send(["2021-01", code(1), 7, 1, 1, 1])).report).toMatchObject({ quarantine_open: 0, answered: 1 });
  });

  it("sent back as it is, is rejected again and open once, a row with surplus cells included", async () => {
    const plain = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
    const { exports, database, returns } = place({ "税收月报.csv": `${text([plain])}2021-01,${code(1)},1,1,1,1,9\n2021-01,坏,1,1,1,1\n` });
    const first = await load(exports, database);
    const bytes = readFileSync(first.report.returns[0].file);
    const again = await loadAlone(await opened(first.report.returns[0].file), database);
    expect(again.report).toMatchObject({ quarantine_open: 2, totals: { rows_loaded: 0, rows_quarantined: 2 } });
    expect(readFileSync(first.report.returns[0].file)).toEqual(bytes);
    expect(readdirSync(returns).sort()[1]).toMatch(/_2\.xlsx$/);
  });

  it("is never written into the exports folder", async () => {
    const { exports, database } = place({ "税收月报.csv": "月份,x\n" });
    const { exit, stderr } = await load(exports, database, "--returns", path.join(exports, "..", "exports", "returns"));
    expect(exit).toBe(2);
    expect(stderr).toContain("--returns");
    expect(readdirSync(exports)).toEqual(["税收月报.csv"]);
  });

  it("of a load that is killed before it commits is taken back, and is there once after the next load", async () => {
    const header = ["列入日期", "统一社会信用代码"];
    // as many good rows as bad ones: a file of which most cannot be read is refused whole
    const half = (good: string, more: readonly number[] = []) => Array.from({ length: 6000 }, (_, n) => [n % 2 === 0 ? "坏" : good, code(n), ...more]);
    const { exports, database, returns } = place({
      // a small workbook first, and large ones after it that give the time to kill
      "全区税收.csv": text([["月份", "税收收入"], ["坏", 1]]),
      "失信名单.csv": text([header, ...half("2021-03-01")]),
      "税收月报.csv": text([["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"], ...half("2021-06", [1, 1, 1, 1])]),
    });
    const child = spawn(process.execPath, [program, "load", "--exports", exports, "--database", database], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
    const poll = setInterval(() => {
      if (existsSync(returns) && readdirSync(returns).some((name) => name.endsWith(".xlsx"))) child.kill("SIGKILL");
    }, 1);
    expect(await ended).toBe("SIGKILL");
    clearInterval(poll);
    expect((await load(exports, database)).report).toMatchObject({ load_id: 1, totals: { rows_quarantined: 6001 } });
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date()).replaceAll("-", "");
    expect(readdirSync(returns).sort()).toEqual(["区财政局", "区发改局", "区税务局"].map((bureau) => `退回_${bureau}_${day}.xlsx`).sort());
  });
});
