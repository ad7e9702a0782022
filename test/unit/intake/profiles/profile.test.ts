import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { D521Error } from "../../../../pipelines/errors.ts";
import { parseProfile, profileText } from "../../../../pipelines/intake/profiles/profile.ts";
import { readProfiles, writeProfile } from "../../../../pipelines/intake/profiles/store.ts";
import { saySchemasIn } from "../../../../pipelines/schema-words.ts";

const good = "dataset: taxes\nnamed: taxes\nsender: 区税务局\nheaders: [代码, 税额]\n";

/** The sentence with which a profile is refused. */
function refusal(content: string | Buffer): string {
  saySchemasIn("zh");
  try {
    parseProfile("甲", "甲.yaml", Buffer.from(content));
  } catch (error) {
    if (error instanceof D521Error) return error.in("zh");
    throw error;
  }
  return "";
}

describe("a profile that somebody edited", () => {
  it.each([
    ["month: 2021-06", "「month」", "title、sheet、file"],
    ["month: file\nrate: 3", "「rate」", "没有名为「rate」的字段"],
    ["unit: 美元", "「unit」", "「美元」换算不成「税收月报」"],
    ["unit: 3", "「unit」", "应为文字"],
    ["columns: {税额: 税收总额}", "「columns.税额」", "「税收月报」没有「税收总额」这一列"],
    ["columns: {地方税收: 税收合计}", "「columns.地方税收」", "本来就是「地方税收」"],
    ["columns: {税额: 税收合计, 税款: 税收合计}", "「columns.税款」", "几个表头都说是「税收合计」"],
  ])("%s is refused, naming file, field and reason", (line, field, reason) => {
    const sentence = refusal(`${good}${line}\n`);
    for (const part of ["配置 甲.yaml 的", field, reason]) expect(sentence).toContain(part);
  });

  it.each([
    ["of a data set that is no more", good.replace("dataset: taxes", "dataset: tithes"), "没有名为「tithes」的报表"],
    ["of another data set than its files are named after", good.replace("dataset: taxes", "dataset: energy"), "文件名说的是「税收月报」"],
    ["that lacks a field", "dataset: taxes\n", "「named」"],
    ["that is no YAML", "dataset: [taxes\n  - : :", "第 1 行"],
    ["that unfolds", `a: &a [x, x]\nb: &b [*a, *a]\n${good}`, "读不出来"],
    ["with a tag", `${good}unit: !!js/function 'f'\n`, "第 5 行用了 ! 开头的标记"],
    ["with a colon of full width", `${good}unit：元\n`, "第 5 行写法不对，请核对：冒号要用半角"],
    ["indented by a tab", `${good}\tunit: 元\n`, "第 5 行行首用了制表符"],
    ["of two documents", `${good}---\n${good}`, "一个文件只能有一份"],
    ["that is empty", "# 空\n", "配置 甲.yaml 不对：应为一组"],
    ["that acts on a terminal", `${good}unit: "\\e[31m元"\n`, "「�[31m元」"],
    ["that is huge", `${good}# ${"长".repeat(70_000)}`, "超过 64 KB"],
    ["that is a list", "- 1\n", "配置 甲.yaml"],
  ])("%s is refused", (_, content, reason) => {
    expect(refusal(content)).toContain(reason);
  });

  it.each([
    ["in the encoding of an old editor", iconv.encode(good, "gb18030")],
    ["in UTF-16", iconv.encode(good, "utf-16le", { addBOM: true })],
  ])("%s is refused: read as garbled text it would be of no file", (_, content) => {
    expect(refusal(content)).toContain("不是 UTF-8 编码的文字");
  });

  it("may name its data set in Chinese", () => {
    expect(parseProfile("甲", "甲.yaml", Buffer.from(good.replace("dataset: taxes", "dataset: 税收月报")))).toMatchObject({ dataset: "taxes" });
  });

  it("is read as it was written, whatever is in its texts", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), text, (headers, sender) => {
        const profile = { name: "甲", dataset: "taxes", named: "", sender, headers, unit: "元", unit_words: [sender], month: "file" as const };
        expect(parseProfile("甲", "甲.yaml", Buffer.from(profileText(profile)))).toEqual(profile);
      }),
      { numRuns: 60 },
    );
  });

  it("is no second one of the same files, and what a killed process left is none", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "d521-profiles-"));
    try {
      writeProfile(folder, parseProfile("甲", "甲.yaml", Buffer.from(good)));
      writeFileSync(path.join(folder, ".half.part"), "dataset: [");
      writeFileSync(path.join(folder, "说明.txt"), "无关");
      expect(readProfiles(folder).all.map(({ name }) => name)).toEqual(["甲"]);
      writeFileSync(path.join(folder, "乙.yaml"), good);
      expect(() => readProfiles(folder)).toThrow(D521Error);
      expect(readdirSync(folder)).toHaveLength(4);
      rmSync(path.join(folder, "乙.yaml"));
      // overlooked, it would be as if nobody had answered
      for (const name of ["丙.yml", "丙.yaml.txt", "丙.YAML"]) {
        writeFileSync(path.join(folder, name), good);
        expect(() => readProfiles(folder)).toThrow(D521Error);
        rmSync(path.join(folder, name));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
