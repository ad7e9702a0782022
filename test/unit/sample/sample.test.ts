import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import XLSX from "@e965/xlsx";
import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { checkCharacter } from "../../../pipelines/intake/cells/credit-code.ts";
import { manifestName, type SampleOptions, writeSample } from "../../../pipelines/sample/sample.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "d521-sample-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function filesBelow(at: string): string[] {
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(at, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Names and contents of all files, in one text. */
async function digest(name: string, options: Omit<SampleOptions, "out">): Promise<string> {
  const out = path.join(folder, name);
  await writeSample({ out, ...options });
  return filesBelow(out)
    .map((file) => `${file} ${createHash("sha256").update(readFileSync(path.join(out, file))).digest("hex")}`)
    .join("\n");
}

const small = { enterprises: 40, months: 14 } as const;

describe("writeSample", () => {
  test("the same options give the same files to the byte; another seed gives others", async () => {
    const first = await digest("1", { ...small, seed: 5 });
    expect(await digest("2", { ...small, seed: 5 })).toBe(first);
    expect(await digest("3", { ...small, seed: 6 })).not.toBe(first);
  });

  test("so do messy files, their manifest among them", async () => {
    const first = await digest("1", { ...small, seed: 5, mess: 0.4 });
    expect(first).toContain(manifestName);
    expect(await digest("2", { ...small, seed: 5, mess: 0.4 })).toBe(first);
  });

  test("every file says that it is an example, and no manifest lies beside clean files", async () => {
    const { files } = await writeSample({ out: folder, ...small });
    expect(filesBelow(folder)).toEqual([...new Set(files.map(({ file }) => file))].sort());
    for (const file of filesBelow(folder)) expect(file).toMatch(/_示例数据\.(xlsx|csv)$/);
  });

  test("clean files have the contract's headers, each once, and nothing else; workbooks are titled", async () => {
    await writeSample({ out: folder, ...small });
    const seen = new Set<string>();
    for (const file of filesBelow(folder)) {
      for (const { name, rows, isTitled } of tablesOf(path.join(folder, file))) {
        const contract = [...loadContracts().values()].find((each) => each.name === name || path.basename(file).startsWith(`${each.name}_`))!;
        seen.add(contract.id);
        if (isTitled) expect(rows[0]).toEqual([`${contract.name}（示例数据）`]);
        const header = rows[isTitled ? 1 : 0]!;
        expect(header.map((text) => text.replace(/（(元|亿元)）$/, ""))).toEqual(contract.columns.map(({ zh }) => zh));
      }
    }
    expect([...seen].sort()).toEqual([...loadContracts().keys()]);
  });

  test("codes are valid and of a division that does not exist; enterprises and people are named 示例", async () => {
    await writeSample({ out: folder, enterprises: 300, months: 13 });
    const [table] = tablesOf(path.join(folder, "区工信局", "企业名录_示例数据.xlsx"));
    const rows = table!.rows.slice(2).filter(([code]) => /^\d/.test(code ?? ""));
    expect(rows).toHaveLength(300);
    expect(new Set(rows.map(([code]) => code)).size).toBe(300);
    expect(new Set(rows.map(([, name]) => name)).size).toBe(300);
    for (const [code, name] of rows) {
      expect(code).toMatch(/^91379999MA/);
      expect(checkCharacter(code!.slice(0, 17))).toBe(code![17]);
      expect(name!.replace(/^=/, "")).toMatch(/^示例/);
    }
    // on the real path pages and workbooks meet them
    expect(rows.map(([, name]) => name)).toContain('示例<b>粗体</b>&"引号"有限公司');
    expect(rows.map(([, name]) => name)).toContain("=示例公式有限公司");
  });

  test("it writes again over its own files, and not into a folder that holds others", async () => {
    await writeSample({ out: folder, ...small, mess: 0.2 });
    await writeSample({ out: folder, ...small });
    expect(filesBelow(folder)).not.toContain(manifestName);
    // two months of the larger sample would be read with the smaller
    await expect(writeSample({ out: folder, ...small, months: 13 })).rejects.toMatchObject({ code: "sample_out_taken", exitCode: 2 });
    expect(filesBelow(folder)).toContain(path.join("区工信局", "生产经营月报_202011_示例数据.xlsx"));
  });

  test.each([
    { enterprises: 1, months: 1 },
    { enterprises: 20, months: 13 },
    { enterprises: 5, months: 40 },
  ])("the smallest and oddest sizes have all data sets: %o", async (options) => {
    const { files } = await writeSample({ out: folder, ...options });
    expect(files.length).toBeGreaterThanOrEqual(31);
  });

  test("several districts have a folder each, with codes of their own", async () => {
    await writeSample({ out: folder, ...small, districts: 2 });
    expect(readdirSync(folder).sort()).toEqual(["示例区1", "示例区2"]);
    const codes = ["示例区1", "示例区2"].map((district) => tablesOf(path.join(folder, district, "区工信局", "企业名录_示例数据.xlsx"))[0]!.rows.map(([code]) => code ?? "").filter((code) => code.startsWith("9137")));
    expect(codes[0]!.filter((code) => codes[1]!.includes(code))).toEqual([]);
  });
});

/** The tables of a file as texts: a workbook's sheets, or the one of a text file. */
function tablesOf(file: string): { name: string; rows: string[][]; isTitled: boolean }[] {
  const bytes = readFileSync(file);
  if (file.endsWith(".xlsx")) {
    const book = XLSX.read(bytes, { type: "buffer" });
    return book.SheetNames.map((name) => ({ name, isTitled: true, rows: XLSX.utils.sheet_to_json<string[]>(book.Sheets[name]!, { header: 1, raw: false }) }));
  }
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    text = iconv.decode(bytes, "gb18030");
  }
  return [{ name: "", isTitled: false, rows: text.trimEnd().split("\r\n").map((line) => line.split(",")) }];
}
