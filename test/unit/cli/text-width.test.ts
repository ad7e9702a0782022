import { describe, expect, it } from "vitest";
import { startProgress } from "../../../pipelines/cli/progress.ts";
import { padText, textWidth, wrapText } from "../../../pipelines/cli/text-width.ts";

describe("terminal text", () => {
  it("counts two columns for Chinese", () => {
    expect([textWidth("abc"), textWidth("企业ab"), textWidth("，"), textWidth("")]).toEqual([3, 6, 2, 0]);
    expect(padText("企业", 6)).toBe("企业  ");
    expect(padText("企业名录", 6)).toBe("企业名录");
  });

  it("wraps between Chinese characters, keeps words whole and begins no line with a closing sign", () => {
    expect(wrapText("读入企业名录，再计算", 12)).toBe("读入企业名\n录，再计算");
    expect(wrapText("the quick brown fox", 10)).toBe("the quick\nbrown fox");
    expect(wrapText("第一行\n第二行", 80)).toBe("第一行\n第二行");
  });
});

describe("startProgress", () => {
  it("says nothing unless a person watches, and leaves a clean line", () => {
    const written: string[] = [];
    const now = () => new Date(written.length * 1000);
    const silent = startProgress({ interactive: false, now }, "入库", 2, (text) => void written.push(text));
    silent.step("甲.xlsx");
    silent.end();
    expect(written).toEqual([]);
    const shown = startProgress({ interactive: true, now: () => new Date((written.length + 1) * 1000) }, "入库", 2, (text) => void written.push(text));
    shown.step("甲\x1b[31m.xlsx");
    shown.at(2);
    shown.end();
    shown.step();
    expect(written[0]).toContain("1/2");
    expect(written[0]).not.toContain("\x1b[31m");
    expect(written.at(-1)).toBe("\r\x1b[2K");
    expect(written).toHaveLength(3);
  });
});
