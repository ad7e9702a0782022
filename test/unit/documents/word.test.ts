/** A document as it is set: the standard's measures, and names that mean harm. */
import { describe, expect, test } from "vitest";
import type { DocumentText } from "../../../pipelines/documents/blocks.ts";
import { wordBytes } from "../../../pipelines/documents/word.ts";
import { documentText } from "../../documents/docx-text.ts";

const at = new Date("2026-05-01T00:00:00Z");

const text = (piece: string, over: Partial<DocumentText> = {}): DocumentText => ({
  masthead: "521调度简报",
  issue: ["第1期"],
  office: "办公室",
  title: [["标题"], ["第二行"]],
  dated: ["2026年5月1日"],
  isSynthetic: false,
  isSigned: true,
  notes: [],
  annexes: [],
  blocks: [
    { kind: "heading", level: 1, text: "一、甲" },
    { kind: "heading", level: 2, text: "（一）乙" },
    { kind: "paragraph", pieces: [piece] },
    { kind: "table", caption: "表", columns: [{ title: "企业", width: 1 }], rows: [[piece]] },
  ],
  ...over,
});

describe("the layout of GB/T 9704-2012", async () => {
  const { xml } = documentText(await wordBytes(text("正文"), at));
  const mm = (twips: string | undefined) => (Number(twips) / 1440) * 25.4;
  const attribute = (tag: string, name: string) => new RegExp(`<${tag}\\b[^>]*\\b${name}="([^"]*)"`).exec(xml)?.[1];
  const runOf = (words: string) => new RegExp(`<w:r>((?:(?!</w:r>).)*)<w:t[^>]*>${words}</w:t>`).exec(xml)?.[1] ?? "";

  test.each([
    ["paper, wide", "w:pgSz", "w:w", 210],
    ["paper, high", "w:pgSz", "w:h", 297],
    ["above the type area", "w:pgMar", "w:top", 37],
    ["left of it", "w:pgMar", "w:left", 28],
    ["right of it", "w:pgMar", "w:right", 26],
    ["below it", "w:pgMar", "w:bottom", 35],
  ])("%s", (_, tag, name, expected) => expect(mm(attribute(tag, name))).toBeCloseTo(expected, 1));

  test("22 lines of 28 characters fill it", () => {
    const pitch = Number(/<w:p>(?:(?!<\/w:p>).)*?w:line="(\d+)" w:lineRule="exact"(?:(?!<\/w:p>).)*?正文/.exec(xml)?.[1]);
    expect(mm(String(pitch * 22))).toBeLessThanOrEqual(225);
    expect(mm(String(pitch * 23))).toBeGreaterThan(225);
    const narrower = Number(/<w:spacing w:val="(-?\d+)"/.exec(runOf("正文"))?.[1]);
    expect(mm(String((320 + narrower) * 28))).toBeLessThanOrEqual(156);
    expect(mm(String((320 + narrower) * 29))).toBeGreaterThan(156);
  });

  test.each([
    ["标题", "方正小标宋简体", "44"],
    ["一、甲", "黑体", "32"],
    ["（一）乙", "楷体", "32"],
    ["正文", "仿宋", "32"],
  ])("%s in its type and size", (words, font, size) => {
    expect(runOf(words)).toContain(`w:eastAsia="${font}"`);
    expect(runOf(words)).toContain(`<w:sz w:val="${size}"/>`);
  });

  test("is signed where a bulletin is, not where a dispatch is", async () => {
    const unsigned = documentText(await wordBytes(text("正文", { isSigned: false }), at)).text;
    expect(documentText(await wordBytes(text("正文"), at)).text.split("2026年5月1日")).toHaveLength(3);
    expect(unsigned.split("2026年5月1日")).toHaveLength(2);
  });
});

describe("a name that means harm is text", () => {
  test.each([
    ["markup", "<script>alert(1)</script>有限公司", "<script>alert(1)</script>有限公司"],
    ["the end of an element", "甲</w:t></w:r><w:r><w:t>乙", "甲</w:t></w:r><w:r><w:t>乙"],
    ["an entity", "甲&lt;乙&amp;&#0;", "甲&lt;乙&amp;&#0;"],
    ["a character that XML forbids", "甲\u0000\u000b乙", "甲��乙"],
    ["half of a pair", "甲\ud800乙", "甲�乙"],
    ["a field's braces and a quote", "{ DDE \"cmd\" } =1+1", "{ DDE \"cmd\" } =1+1"],
    ["line breaks", "甲\r\n乙\t丙", "甲 乙 丙"],
    ["beyond the basic plane", "𠮷野家😀", "𠮷野家😀"],
  ])("%s", async (_, name, shown) => {
    const { text: read, xml } = documentText(await wordBytes(text(name), at));
    // once in the paragraph, once in the cell
    expect(read.split("\n").filter((line) => line === shown)).toHaveLength(2);
    expect(xml).not.toMatch(/<w:(instrText|fldSimple[^>]*DDE)/);
  });
});
