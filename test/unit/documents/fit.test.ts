/** A brief stays within its pages by leaving out what its annexes list. */
import { expect, test } from "vitest";
import type { Block, DocumentText } from "../../../pipelines/documents/blocks.ts";
import { fitting, pagesOf } from "../../../pipelines/documents/fit.ts";

const paragraph = (lines: number, givesWay?: 1 | 2): Block => ({ kind: "paragraph", pieces: ["字".repeat(28 * lines - 2)], ...(givesWay && { givesWay }) });
const text = (blocks: Block[]): DocumentText => ({ masthead: "简报", issue: ["第1期"], office: "办公室", title: [["标题"], ["第二行"]], dated: ["今天"], isSynthetic: true, isSigned: false, notes: [["注".repeat(60)]], annexes: [{ title: "附件", sheets: [] }], blocks });

test("what fits stays whole", () => {
  const short = text([paragraph(10), paragraph(5, 1), paragraph(10)]);
  expect(fitting(short, 3)).toBe(short);
  expect(pagesOf(short)).toBeGreaterThan(1);
  expect(pagesOf(short)).toBeLessThan(2);
});

test("details go, the first of them first, and only as many as needed; nothing else goes", () => {
  const first = paragraph(6, 1);
  const second = paragraph(6, 1);
  const main = [paragraph(20), paragraph(18), paragraph(8)];
  const [a, b, c] = main as [Block, Block, Block];
  expect(fitting(text([a, first, b, second, c]), 3).blocks).toEqual([a, b, second, c]);
  expect(fitting(text([a, first, b, second, c]), 1).blocks).toEqual(main);
  expect(fitting(text([a, paragraph(6, 2), b, second, c]), 3).blocks).toEqual([a, paragraph(6, 2), b, c]);
});

test("a picture that does not fit goes to the next page whole", () => {
  const picture: Block = { kind: "picture", caption: "图", png: Buffer.alloc(0), widthMm: 150, heightMm: 100 };
  // ten lines are left on the first page, thirteen are needed
  expect(pagesOf(text([paragraph(4), picture, paragraph(1)])) - pagesOf(text([paragraph(4), paragraph(1)]))).toBeLessThan(0.6);
  expect(pagesOf(text([paragraph(9), picture, paragraph(1)])) - pagesOf(text([paragraph(9), paragraph(1)]))).toBeGreaterThan(0.6);
});
