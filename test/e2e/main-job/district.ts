/**
 * A district small enough to work out by hand, in files as odd as real ones. Every enterprise is made up (示例).
 * What each is for stands beside it; the arithmetic stands in main-job.test.ts.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import iconv from "iconv-lite";
import * as XLSX from "@e965/xlsx";

type Cell = string | number;

export const ids = {
  /** earns 6.1, 6.2, 6.3, 6.8, 10.1 with less new retention than that */
  rich: code("91379999MA0000001"),
  /** rated D: everything gated */
  ratedD: code("91379999MA0000002"),
  /** on the dishonesty list: gated */
  dishonest: code("91379999MA0000003"),
  /** one month of output missing: 6.3 undetermined */
  hole: code("91379999MA0000004"),
  /** entered above scale in 2021 */
  entered: code("91379999MA0000005"),
  /** entered above scale in 2020, grew: the second-year award */
  second: code("91379999MA0000006"),
  /** its taxes grew less than the district's: gated */
  slow: code("91379999MA0000007"),
} as const;

/** GB 32100-2015: the check character of 17 characters, worked out here on its own so that the intake is not checked by itself. */
function code(first17: string): string {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first17 + alphabet[(31 - (sum % 31)) % 31];
}

const months = [2020, 2021].flatMap((year) => Array.from({ length: 12 }, (_, month) => ({ year, month: month + 1 })));

/** Monthly figures in 万元, the same each month of a year: [2020, 2021]. */
const monthly: Record<keyof typeof ids, Record<"output" | "revenue" | "profit" | "tax" | "local" | "retention", [number, number]>> = {
  rich: { output: [800, 1000], revenue: [700, 1100], profit: [35, 66], tax: [250, 300], local: [150, 200], retention: [100, 103.5] },
  ratedD: { output: [800, 1000], revenue: [100, 100], profit: [1, 1], tax: [250, 300], local: [150, 200], retention: [100, 200] },
  dishonest: { output: [800, 1000], revenue: [100, 100], profit: [1, 1], tax: [250, 300], local: [150, 200], retention: [100, 200] },
  hole: { output: [500, 700], revenue: [100, 100], profit: [1, 1], tax: [20, 30], local: [10, 15], retention: [5, 8] },
  entered: { output: [100, 120], revenue: [100, 120], profit: [1, 1], tax: [10, 12], local: [5, 6], retention: [2, 12] },
  second: { output: [100, 110], revenue: [100, 110], profit: [1, 1], tax: [10, 12], local: [5, 6], retention: [2, 22] },
  slow: { output: [500, 700], revenue: [100, 100], profit: [1, 1], tax: [100, 101], local: [50, 51], retention: [20, 30] },
};

const names = Object.keys(ids) as (keyof typeof ids)[];
const at = (pair: [number, number], year: number): number => (year === 2020 ? pair[0] : pair[1]);

function xlsx(file: string, sheets: Record<string, Cell[][]>): void {
  const book = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), name);
  writeFileSync(file, XLSX.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer);
}

function csv(file: string, rows: Cell[][], encoding: "utf8" | "gb18030"): void {
  const text = rows.map((row) => row.map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(",")).join("\r\n");
  writeFileSync(file, iconv.encode(`${text}\r\n`, encoding));
}

/** Writes the exports folder. */
export function writeDistrict(folder: string): void {
  mkdirSync(path.join(folder, "工信局"), { recursive: true });
  const registry = names.map((name, index) => [
    ids[name], index === 0 ? "示例甲<b>机械</b>有限公司" : `示例企业${index}有限公司`, ["西集", "桑村镇", "鳧城镇", "山城街道", "城头", "店子镇", "水泉镇"][index]!,
    "C3411", "金属加工机械制造", "工业", "是", "√", "规上", "否", "2015年4月26日", "存续",
  ]);
  xlsx(path.join(folder, "工信局", "企业名录.xlsx"), {
    Sheet1: [["山亭区企业名录（示例数据）"], ["统一社会信用代码", "企业名称", "所属镇街", "行业代码", "行业名称", "行业门类", "是否制造业", "是否战略性新兴产业", "企业规模", "是否小微企业", "成立日期", "经营状态"], ...registry],
  });

  // in yuan, full-width digits here, thousands separators there; the hole is left out; one amount cannot be read
  const production: Cell[][] = [["月份", "统一社会信用代码", "工业总产值（元）", "营业收入(元)", "利润总额(元)"]];
  for (const { year, month } of months) {
    for (const name of names) {
      if (name === "hole" && year === 2021 && month === 7) continue;
      const yuan = (wan: number) => (wan * 10_000).toLocaleString("en-US", { minimumFractionDigits: 2 });
      const row = monthly[name];
      production.push([
        month % 2 === 0 ? `${year}年${month}月` : `${year}${String(month).padStart(2, "0")}`, ids[name],
        yuan(at(row.output, year)), yuan(at(row.revenue, year)).replaceAll("1", "１"), yuan(at(row.profit, year)),
      ]);
    }
  }
  production.push(["202107", ids.hole, "7,00x", "1", "1"]);
  csv(path.join(folder, "工信局", "生产经营月报_两年.csv"), production, "gb18030");

  const taxes = (year: number): Cell[][] => [
    [`${year}年税收月报（示例数据）`],
    ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"],
    ...months.filter((month) => month.year === year).flatMap(({ month }) =>
      names.map((name) => {
        const row = monthly[name];
        return [`${year}.${String(month).padStart(2, "0")}`, ids[name], at(row.tax, year), at(row.local, year), 1, at(row.retention, year)];
      })),
    ["合计", "", 1, 1, 1, 1],
    ["注：本表由税务局导出"],
  ];
  xlsx(path.join(folder, "税务局导出.xlsx"), { 税收月报: taxes(2020), 说明: [["无"]] });
  xlsx(path.join(folder, "税收月报_2021.xlsx"), { "2021": taxes(2021) });

  // the district's own taxes grow by 10%
  csv(path.join(folder, "全区税收.csv"), [["月份", "税收收入"], ...months.map(({ year, month }) => [`${year}-${month}`, year === 2020 ? 10_000 : 11_000])], "utf8");

  csv(path.join(folder, "称号认定_2021.csv"), [
    ["认定编号", "统一社会信用代码", "获得者", "获得者类型", "称号", "级别", "等次", "认定日期", "认定部门", "核定金额"],
    ["RD-1", ids.rich, "示例甲", "企业", "专精特新", "省", "", "2021/5/20", "省工信厅", "-"],
    ["RD-2", ids.rich, "示例甲", "企业", "高新技术企业", "国家", "", "2021年9月1日", "科技部门", "—"],
    ["RD-3", ids.rich, "示例甲", "企业", "科研平台", "市", "", "2021-10-08", "市科技局", ""],
    ["RD-4", ids.rich, "示例甲", "企业", "没有这个称号", "省", "", "2021-10-08", "市科技局", ""],
  ], "utf8");
  csv(path.join(folder, "升规纳统.csv"), [
    ["统一社会信用代码", "事项", "日期"],
    [ids.entered, "新增规上工业", "2021-03-31"],
    [ids.second, "新增规上工业", "2020-03-31"],
    ["91379999MA00000010", "新增规上工业", "2020-03-31"],
  ], "gb18030");
  csv(path.join(folder, "亩均评价结果.csv"), [["年度", "统一社会信用代码", "评价等级"], ...names.map((name) => [2021, ids[name], name === "ratedD" ? "D" : "B"])], "utf8");
  csv(path.join(folder, "失信名单.csv"), [["统一社会信用代码", "列入日期", "移出日期", "事由"], [ids.dishonest, "2021-06-01", "", "示例"], [ids.rich, "2020-06-01", "2021-01-01", "示例"]], "utf8");
  csv(path.join(folder, "奖补兑付.csv"), [["兑付编号", "统一社会信用代码", "奖励年度", "条款", "金额", "兑付日期"], ["P-1", ids.entered, 2021, "4.1", 3, "2021-12-20"]], "utf8");
  writeFileSync(path.join(folder, "会议通知.txt"), "请于周五前报送。");
}
