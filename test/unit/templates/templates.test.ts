import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import XLSX from "@e965/xlsx";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Contract, loadContracts } from "../../../pipelines/intake/contracts.ts";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { headerForm } from "../../../pipelines/intake/read/header-names.ts";
import { notesOf } from "../../../pipelines/templates/column-notes.ts";
import { templateOf } from "../../../pipelines/templates/template.ts";
import { writeTemplates } from "../../../pipelines/templates/templates.ts";
import { formWorkbookBytes } from "../../../pipelines/templates/workbook-parts.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "d521-templates-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contracts = [...loadContracts().values()];
const bytesOf = (contract: Contract) => formWorkbookBytes(templateOf(contract));

/** The form with its first sheet filled in: one row of the notes' examples. */
function filled(contract: Contract): Buffer {
  const [data, ...others] = templateOf(contract).sheets;
  const example = contract.columns.map((column) => ({ text: notesOf(contract, column).example }));
  return formWorkbookBytes({ sheets: [{ ...data!, rows: [...data!.rows, example] }, ...others] });
}

async function load() {
  const database = await openDatabase(":memory:");
  try {
    return await loadExports({ exports: folder, database: ":memory:", opened: database, now: () => new Date("2022-01-05T00:00:00Z") });
  } finally {
    database.close();
  }
}

/** The text of one part of a workbook's container. */
function part(bytes: Buffer, name: string): string {
  const container = XLSX.CFB.read(bytes, { type: "buffer" });
  return Buffer.from(XLSX.CFB.find(container, name)!.content as Uint8Array).toString("utf8");
}

describe("templates", () => {
  test("there is one for each data set, and the same contracts give the same bytes", () => {
    const first = writeTemplates(folder);
    expect(first.written).toHaveLength(31);
    const bytes = first.written.map((name) => readFileSync(path.join(folder, name)));
    expect(writeTemplates(folder).written).toEqual(first.written);
    expect(first.written.map((name) => readFileSync(path.join(folder, name)))).toEqual(bytes);
    expect(readdirSync(folder)).toHaveLength(31);
  });

  test("a form that was filled in is not overwritten", () => {
    writeTemplates(folder);
    const mine = path.join(folder, "税收月报_模板.xlsx");
    writeFileSync(mine, filled(loadContracts().get("taxes")!));
    const before = readFileSync(mine);
    expect(writeTemplates(folder).kept).toEqual(["税收月报_模板.xlsx"]);
    expect(readFileSync(mine).equals(before)).toBe(true);
  });

  test("blank forms load as nothing: no example is ever data", async () => {
    writeTemplates(folder);
    const report = await load();
    expect(report.totals).toMatchObject({ files: 31, rows_read: 0, rejected: 0 });
    expect(report.files.flatMap((file) => file.unknown_headers)).toEqual([]);
  });

  test("a form filled in as its examples say loads whole, whichever data set", async () => {
    for (const contract of contracts) writeFileSync(path.join(folder, `${contract.name}_2021.xlsx`), filled(contract));
    const report = await load();
    expect(report.quarantined).toEqual([]);
    expect(report.warnings).toEqual([]);
    expect(report.totals).toMatchObject({ rows_read: 31, rows_loaded: 31, rejected: 0 });
  });

  test("a form whose data sheet was renamed still does not load its notes", async () => {
    for (const contract of contracts) {
      const [data, ...others] = templateOf(contract).sheets;
      writeFileSync(path.join(folder, `${contract.name}_2021.xlsx`), formWorkbookBytes({ sheets: [{ ...data!, name: "Sheet1" }, ...others] }));
    }
    expect((await load()).totals).toMatchObject({ rows_read: 0, rejected: 0 });
  });

  test.each(contracts)("$name: header, frozen row, required columns and drop-down lists", (contract) => {
    const bytes = bytesOf(contract);
    const book = XLSX.read(bytes, { type: "buffer" });
    expect(book.SheetNames.slice(0, 2)).toEqual([contract.name, "填表说明"]);
    const [header, ...rows] = XLSX.utils.sheet_to_json<string[]>(book.Sheets[contract.name]!, { header: 1 });
    expect(rows).toEqual([]);
    expect(header!.map((text) => headerForm(text).replace(/\(.*\)$/, ""))).toEqual(contract.columns.map(({ zh }) => headerForm(zh)));

    const sheet = part(bytes, "/xl/worksheets/sheet1.xml");
    expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2"');
    const lists = part(bytes, "/xl/workbook.xml").includes("下拉选项") ? XLSX.utils.sheet_to_json<string[]>(book.Sheets.下拉选项!, { header: 1, blankrows: true }) : [];
    for (const [index, column] of contract.columns.entries()) {
      const { values } = notesOf(contract, column);
      const rule = new RegExp(`<dataValidation type="(\\w+)"[^>]* sqref="${XLSX.utils.encode_col(index)}2:[^"]*">(?:<formula1>([^<]*)</formula1>)?`).exec(sheet);
      if (values.length === 0) {
        expect(rule?.[1]).not.toBe("list");
        continue;
      }
      expect(rule?.[1]).toBe("list");
      const [, name, last] = /^'下拉选项'!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)$/.exec(rule![2]!)!;
      const place = XLSX.utils.decode_col(name!);
      expect(lists.slice(1, Number(last)).map((row) => row[place])).toEqual(values);
    }
  });

  test("no cell of any template can become a formula", () => {
    for (const contract of contracts) {
      const bytes = bytesOf(contract);
      for (const number of [1, 2]) expect(part(bytes, `/xl/worksheets/sheet${number}.xml`)).not.toMatch(/<f>|<c [^>]*><v>/);
    }
  });

  test("text that looks like markup or a formula is written as text", () => {
    const names = ['=1+1', '<b>&"粗体"</b>', "@SUM(A1)", "a\u0000b"];
    const bytes = formWorkbookBytes({ sheets: [{ name: "表<&>", columns: [{ width: 10 }], rows: names.map((text) => [{ text }]) }] });
    const book = XLSX.read(bytes, { type: "buffer" });
    expect(book.SheetNames).toEqual(["表<&>"]);
    const cells = ["A1", "A2", "A3", "A4"].map((at) => book.Sheets["表<&>"]![at]);
    expect(cells.map((cell) => cell.v)).toEqual(['=1+1', '<b>&"粗体"</b>', "@SUM(A1)", "ab"]);
    expect(cells.every((cell) => cell.t === "s" && cell.f === undefined)).toBe(true);
  });
});
