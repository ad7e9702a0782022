import type { District } from "./enterprises.ts";
import { chanceOf } from "./random.ts";
import type { Cell, Rows } from "./row.ts";

/** Titles of the policy's clauses: [title, levels or grades that occur, how many of a hundred industrial enterprises a year]. */
const titles: readonly { readonly title: string; readonly levels: readonly string[]; readonly grades?: readonly string[]; readonly often: number; readonly to?: string; readonly upTo?: number }[] = [
  { title: "专精特新小巨人", levels: ["国家"], often: 1 },
  { title: "瞪羚企业", levels: ["省"], often: 2 },
  { title: "隐形冠军", levels: ["省"], often: 1 },
  { title: "专精特新", levels: ["省", "市"], often: 6 },
  { title: "高新技术企业", levels: ["国家"], often: 7 },
  { title: "工业互联网平台", levels: ["省", "市"], often: 1 },
  { title: "试点示范", levels: ["国家", "省", "市"], often: 3 },
  { title: "两化融合贯标试点", levels: ["国家", "省"], often: 1 },
  { title: "智能制造试点示范", levels: ["省", "市"], often: 1 },
  { title: "科研平台", levels: ["国家", "省", "市"], often: 5 },
  { title: "中小企业公共示范平台", levels: ["省"], often: 1 },
  { title: "制造业创新中心", levels: ["省"], often: 1 },
  { title: "新型研发机构", levels: ["省", "市"], often: 1 },
  { title: "重大科技项目", levels: ["国家", "省"], often: 1, upTo: 100 },
  { title: "高校院所落户项目", levels: ["省"], often: 1, to: "单位", upTo: 100 },
  { title: "墨子创新奖", levels: ["市"], often: 1, to: "个人" },
  { title: "创新创业共同体", levels: ["省"], often: 1, upTo: 800 },
  { title: "科技企业孵化器", levels: ["省"], often: 1, upTo: 200 },
  { title: "众创空间", levels: ["省"], often: 1 },
  { title: "人才工程", levels: ["省", "市"], often: 1, to: "个人", upTo: 50 },
  { title: "引才工作站", levels: ["省"], often: 1 },
  { title: "优秀企业家", levels: ["区", "市"], often: 2, upTo: 10 },
  { title: "高端品牌培育企业", levels: ["省"], often: 1 },
  { title: "优质品牌", levels: ["省"], often: 1 },
  { title: "质量奖", levels: ["省", "市"], often: 1 },
  { title: "地理标志", levels: ["国家"], often: 1 },
  { title: "马德里商标", levels: ["国际"], often: 1 },
  { title: "中国专利奖", levels: ["国家"], grades: ["二等", "三等"], often: 1 },
  { title: "山东省专利奖", levels: ["省"], grades: ["一等", "二等", "三等"], often: 1 },
  { title: "知识产权贯标", levels: ["国家"], often: 2 },
  { title: "国家知识产权示范企业", levels: ["国家"], often: 1 },
  { title: "国家知识产权优势企业", levels: ["国家"], often: 1 },
  { title: "质量管理体系认证", levels: ["国际"], often: 3 },
  { title: "标准化示范单位", levels: ["省"], often: 1 },
  { title: "标准化良好行为", levels: ["省"], grades: ["4A", "3A"], often: 1 },
  { title: "清洁生产审核", levels: ["省"], often: 1 },
  { title: "绿色工厂", levels: ["国家"], often: 1 },
  { title: "绿色供应链", levels: ["国家"], often: 1 },
  { title: "绿色设计产品", levels: ["国家"], often: 1 },
];

/** Every title occurs in 2021 at least once, whatever the district's size. */
export function* recognitions(district: District): Rows {
  const industrial = district.enterprises.filter((each) => each.industry.sector === "工业" && each.status === "存续" && each.active[0] === 0);
  if (industrial.length === 0) return;
  let number = 0;
  for (const year of [2020, 2021]) {
    for (const kind of titles) {
      const chance = chanceOf(district.seed, district.number, "title", kind.title, year);
      const count = year === 2021 ? Math.max(1, Math.round((industrial.length * kind.often) / 200)) : Math.round((industrial.length * kind.often) / 400);
      for (let each = 0; each < count; each += 1) {
        number += 1;
        const enterprise = chance.pick(industrial);
        const amount: Cell = kind.upTo && chance.chance(0.6) ? Math.round(kind.upTo * chance.between(0.3, 0.95) * 100) / 100 : null;
        const person = kind.to === "个人";
        yield {
          认定编号: `示例认定${year}-${String(number).padStart(4, "0")}`,
          统一社会信用代码: kind.to ? null : enterprise.id,
          获得者: person ? `示例人才${number}` : kind.to === "单位" ? `示例研究院${number}` : enterprise.name,
          获得者类型: kind.to ?? "企业",
          称号: kind.title,
          级别: chance.pick(kind.levels),
          等次: kind.grades ? chance.pick(kind.grades) : null,
          认定日期: `${year}-${String(chance.whole(1, 12)).padStart(2, "0")}-${String(chance.whole(1, 28)).padStart(2, "0")}`,
          认定部门: "示例主管部门",
          核定金额: amount,
        };
      }
    }
  }
}
