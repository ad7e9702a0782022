import { describe, expect, it } from "vitest";
import { code, text } from "../../../fixtures/intake/files.ts";
import { TestLoader, loadOnce } from "../../../fixtures/intake/load.ts";

const directory = text([
  ["统一社会信用代码", "企业名称", "所属镇街", "行业门类", "企业规模", "是否小微企业", "成立日期", "经营状态"],
  ...["示例（甲）机械公司", "示例乙公司", "示例丙公司", "示例丙 公司"].map((name, index) => [code(index), name, "山城街道", "工业", "规上", "否", "2015-01-01", "存续"]),
]);

function recognitions(rows: readonly (readonly [recipient: string, type: string, id?: string])[]): string {
  return text([
    ["认定编号", "统一社会信用代码", "获得者", "获得者类型", "称号", "级别", "认定日期"],
    ...rows.map(([recipient, type, id = ""], index) => [`R${index}`, id, recipient, type, "质量奖", "省", "2021-05-01"]),
  ]);
}

describe("a name beside a credit code", () => {
  it("that is not the directory's is warned of, once a name, in a column of the data set's or not", async () => {
    const taxes = [["月份", "统一社会信用代码", "纳税人名称", "税收合计", "地方税收", "流转税地方级", "地方留成"], ...[["2021-01", 0, "示例(甲)机械公司"], ["2021-01", 1, "示例丙公司"], ["2021-02", 1, "示例丙公司"], ["2021-01", 9, "未登记公司"], ["2021-03", 1, ""]].map(([month, index, name]) => [month!, code(Number(index)), name!, 5, 4, 1, 2])];
    const files = { "企业名录.csv": directory, "税收月报.csv": text(taxes), "称号认定.csv": recognitions([["示例乙公司", "企业", code(0)], ["某人", "个人", code(0)]]) };
    await loadOnce(files, async (report) => {
      expect(report.warnings.map(({ file, row, column, code: kind, message }) => [file, row, column, kind, message.slice(0, 31)])).toEqual([
        ["称号认定.csv", 2, "获得者", "other_name", "「示例乙公司」与企业名录里这个信用代码的名称「示例（甲）机械公"],
        ["税收月报.csv", 3, "纳税人名称", "other_name", "「示例丙公司」与企业名录里这个信用代码的名称「示例乙公司」不同"],
      ]);
    });
  });
});

describe("a recognition without a credit code", () => {
  it("goes to the one enterprise whose name fits, and the match is on record", async () => {
    const files = { "企业名录.csv": directory, "称号认定.csv": recognitions([["示例(甲) 机械公司", "企业"], ["示例甲", "个人"], ["示例乙公司", "企业", code(9)]]) };
    await loadOnce(files, async (report, loader) => {
      expect(report.totals).toMatchObject({ rows_quarantined: 0 });
      expect(await loader.rows("select recognition_no, enterprise_id from raw.recognitions order by all")).toEqual([
        { recognition_no: "R0", enterprise_id: code(0) },
        { recognition_no: "R1", enterprise_id: null },
        { recognition_no: "R2", enterprise_id: code(9) },
      ]);
      expect(await loader.rows(`select "row", name, enterprise_id, enterprise_name from ops.name_match`)).toEqual([{ row: 2, name: "示例(甲) 机械公司", enterprise_id: code(0), enterprise_name: "示例（甲）机械公司" }]);
    });
  });

  it("is looked up by the name that the corrected directory gives, whatever the files are called", async () => {
    const files = { "企业名录_甲更正.csv": directory.replace("示例乙公司", "示例丁公司"), "企业名录_乙.csv": directory, "称号认定.csv": recognitions([["示例丁公司", "企业"], ["示例乙公司", "企业"]]) };
    await loadOnce(files, async (report, loader) => {
      expect(await loader.rows("select recognition_no, enterprise_id from raw.recognitions")).toEqual([{ recognition_no: "R0", enterprise_id: code(1) }]);
      expect(report.quarantined.map(({ code: kind }) => kind)).toEqual(["name_unknown"]);
    });
  });

  it("is quarantined where no name or more than one fits, and the nearest are named", async () => {
    const files = { "企业名录.csv": directory, "称号认定.csv": recognitions([["示例乙有限公司", "企业"], ["示例丙公司", "企业"]]) };
    await loadOnce(files, async (report) => {
      expect(report.quarantined.map(({ row, column, code }) => ({ row, column, code }))).toEqual([
        { row: 2, column: "获得者", code: "name_unknown" },
        { row: 3, column: "获得者", code: "name_ambiguous" },
      ]);
      expect(report.quarantined[0]!.message).toContain(`示例乙公司（${code(1)}）`);
      expect(report.quarantined[1]!.message).toContain(code(2));
      expect(report.quarantined[1]!.message).toContain(code(3));
    });
  });

  it("is matched with the directory of an earlier load, by the newest name", async () => {
    const loader = await TestLoader.open();
    try {
      await loader.load({ "企业名录.csv": directory });
      await loader.load({ "企业名录_更名.csv": directory.replace("示例乙公司", "示例乙新名公司") });
      const report = await loader.load({ "称号认定.csv": recognitions([["示例乙新名公司", "企业"], ["示例乙公司", "企业"]]) });
      expect(report.totals).toMatchObject({ rows_loaded: 1, rows_quarantined: 1 });
      expect(await loader.rows("select enterprise_id from raw.recognitions")).toEqual([{ enterprise_id: code(1) }]);
    } finally {
      loader.close();
    }
  });
});
