import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, loadOnce } from "../../../fixtures/intake/load.ts";

type Cells = readonly (string | number)[];
const visits = ["走访编号", "统一社会信用代码", "帮包领导", "日期", "解决问题"];
const taxes = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const registry = ["统一社会信用代码", "企业名称", "所属镇街", "行业门类", "企业规模", "是否小微企业", "成立日期", "经营状态"];
const registered = "示例（甲）机械 公司";
const file = (name: string, rows: readonly Cells[], isBook: boolean): Files => ({ [`${name}.${isBook ? "xlsx" : "csv"}`]: isBook ? workbook([{ name: "Sheet1", rows }]) : text(rows) });

/** A file of its own enterprise, and what must be said of it. */
type Made = (n: number) => { readonly files: Files; readonly said: readonly string[] };

const lostCharacters = fc
  .record({ words: fc.constantFrom("示例甲公司", "张三", "一事一议"), lost: fc.constantFrom("�", "��", "??", "???", "？", "?", ""), at: fc.nat(5), column: fc.constantFrom(2, 4), isBook: fc.boolean() })
  .map(({ words, lost, at, column, isBook }): Made => (n) => {
    const cells = [`Z${n}`, code(n), "某", "2021-04-26", "事"];
    cells[column] = words.slice(0, at) + lost + words.slice(at);
    return { files: file(`${n}/帮包走访`, [visits, cells], isBook), said: lost.includes("�") ? ["broken_text"] : lost.includes("??") ? ["question_marks"] : [] };
  });

const partsAndWholes = fc.record({ whole: fc.integer({ min: -30, max: 60 }), part: fc.integer({ min: -30, max: 60 }), cents: fc.boolean(), isBook: fc.boolean() }).map(({ whole, part, cents, isBook }): Made => (n) => {
  const own = cents ? part + 0.01 : part;
  return { files: file(`${n}/税收月报`, [taxes, ["2021-06", code(n), whole, own, Math.min(0, own), Math.min(0, own)]], isBook), said: whole >= 0 && own > whole ? ["part_over_whole"] : [] };
});

const cutEnds = fc.record({ last: fc.constantFrom("2000", "20.5", "0", "2,000"), end: fc.constantFrom("", "\n", "\r\n"), rows: fc.integer({ min: 1, max: 3 }), isNote: fc.boolean() }).map(({ last, end, rows, isNote }): Made => (n) => {
  const lines = [taxes, ...Array.from({ length: rows }, (_, at): Cells => [`2021-0${at + 1}`, code(n), 8000, 4000, 1000, at === rows - 1 ? last : 2000]), ...(isNote ? [["注：共 3"]] : [])];
  const content = text(lines, end === "\r\n" ? { newline: "\r\n" } : {});
  return { files: { [`${n}/税收月报.csv`]: end === "" ? content.trimEnd() : content }, said: end === "" && !isNote && !last.includes(",") ? ["cut_end"] : [] };
});

const names = fc
  .record({ name: fc.constantFrom<readonly [string, boolean]>([registered, false], ["示例(甲)机械公司", false], [" 示例（甲） 机械公司", false], ["示例乙机械公司", true], ["示例（甲）机械", true], ["", false]), header: fc.constantFrom("企业名称", "纳税人名称", "单位名称"), isFirst: fc.boolean(), isBook: fc.boolean() })
  .map(({ name: [name, isOther], header, isFirst, isBook }): Made => (n) => {
    const around = (cells: Cells, own: string): Cells => (isFirst ? [own, ...cells] : [...cells, own]);
    return { files: file(`${n}/税收月报`, [around(taxes, header), around(["2021-06", code(n), 8000, 4000, 1000, 2000], name)], isBook), said: isOther ? ["other_name"] : [] };
  });

describe("what was lost on the way, or does not fit", () => {
  it("is sent back or warned of wherever it stands, and nothing else is", async () => {
    const made = [lostCharacters, partsAndWholes, cutEnds, names].flatMap((one) => fc.sample(one, 14)).map((one, n) => one(n));
    const directory = text([registry, ...made.map((_, n) => [code(n), registered, "山城街道", "工业", "规上", "否", "2015-01-01", "存续"])]);
    await loadOnce({ "企业名录.csv": directory, ...Object.assign({}, ...made.map(({ files }) => files)) as Files }, async (report) => {
      const said = (n: number) => [...report.files, ...report.quarantined, ...report.warnings].flatMap(({ file: name, code: fault }) => (name.startsWith(`${n}/`) && fault !== undefined ? [fault] : []));
      expect(made.map(({ files }, n) => [Object.keys(files)[0], said(n)])).toEqual(made.map(({ files, said: expected }) => [Object.keys(files)[0], expected]));
    });
  }, 60_000);
});
