/** An annex as a spreadsheet opens it. */
import XLSX from "@e965/xlsx";
import { expect, test } from "vitest";
import { annexBytes } from "../../../pipelines/documents/annex.ts";
import { FactReader } from "../../../pipelines/documents/facts.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

const hostile = ["=HYPERLINK(\"http://127.0.0.1\",\"看\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "<b>粗</b>&", "甲\u0001乙"];

test("keeps names as text, amounts as numbers, absent values empty, and the header frozen", async () => {
  const database = await openDatabase(":memory:");
  try {
    const connection = await database.connect();
    await connection.run("create schema mart; create table mart.t (no integer, name varchar, amount decimal(18, 2), is_late boolean, rules varchar[])");
    const insert = await connection.prepare("insert into mart.t values ($1, $2, 1234.50, true, ['甲', '乙'])");
    for (const [index, name] of hostile.entries()) {
      insert.bind([index, name]);
      await insert.run();
    }
    await connection.run("insert into mart.t values (99, null, null, null, null)");
    const columns = [{ title: "企业名称", column: "name", width: 20 }, { title: "金额（元）", column: "amount", width: 12, format: "#,##0.00" }, { title: "迟报", column: "is_late", width: 8 }, { title: "规则", column: "rules", width: 12 }, { title: "依据", column: "reasons", width: 12, words: "town_reason" }];
    const bytes = await annexBytes({ title: "附件", sheets: [{ name: "表", columns, sql: "select name, amount, is_late, rules, case when no < 99 then 'no_target,missing:taxes' end as reasons from mart.t order by no" }] }, new FactReader(connection, "mart"), new Date("2026-05-01T00:00:00Z"), true);
    const book = XLSX.read(bytes, { cellFormula: true, cellNF: true });
    const sheet = book.Sheets["表_示例数据"]!;
    expect(columns.map((_, index) => (sheet[XLSX.utils.encode_cell({ r: 0, c: index })] as XLSX.CellObject).v)).toEqual(["企业名称", "金额（元）", "迟报", "规则", "依据"]);
    for (const [index, name] of hostile.entries()) {
      const cell = sheet[XLSX.utils.encode_cell({ r: index + 1, c: 0 })] as XLSX.CellObject;
      expect([cell.t, cell.f]).toEqual(["s", undefined]);
      expect(String(cell.v).replaceAll(/[\u0001�]/g, "")).toBe(name.replaceAll("\u0001", ""));
    }
    expect(sheet.B2).toMatchObject({ t: "n", v: 1234.5, z: "#,##0.00" });
    // a code is put in the words of the sites
    expect([sheet.C2.v, sheet.D2.v, sheet.E2.v]).toEqual(["是", "甲、乙", "没有下达目标、缺税收月报"]);
    expect(sheet[`E${hostile.length + 2}`]?.v).toBeUndefined();
    expect(sheet[`A${hostile.length + 2}`]?.v).toBeUndefined();
    const xml = Buffer.from((XLSX.CFB.find(XLSX.CFB.read(bytes, { type: "buffer" }), "/xl/worksheets/sheet1.xml") as { content: Uint8Array }).content).toString("utf8");
    expect(xml).toMatch(/<pane[^>]*ySplit="1"[^>]*state="frozen"/);
  } finally {
    database.close();
  }
});
