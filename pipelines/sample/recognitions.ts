import { type District, type Enterprise, namedWithoutCode } from "./enterprises.ts";
import { indexOf, type OutsidePlace, smallestWithAll } from "./plants.ts";
import { chanceOf } from "./random.ts";
import type { Cell, Row, Rows } from "./row.ts";
import { type Title, titles } from "./titles.ts";

interface Given {
  readonly title: string;
  readonly level: string;
  readonly grade?: string;
  readonly on: string;
  readonly approved?: Cell;
  /** 首次 or 复核, where the bureau says it */
  readonly told?: string;
}

/** Titles on the enterprises that the gates and the once-rules are planted on. */
const planted: readonly (readonly [place: number | OutsidePlace, given: Given])[] = [
  // the two on either side of the district's tax growth
  [22, { title: "科研平台", level: "省", on: "2021-07-01" }],
  [23, { title: "科研平台", level: "省", on: "2021-07-01" }],
  // three titles of one year: the highest is paid
  [25, { title: "专精特新小巨人", level: "国家", on: "2021-08-11" }],
  [25, { title: "专精特新", level: "省", on: "2021-06-11" }],
  [25, { title: "高新技术企业", level: "国家", on: "2021-12-07" }],
  [25, { title: "科研平台", level: "市", on: "2021-05-07" }],
  // once in a lifetime, and a second time
  [26, { title: "知识产权贯标", level: "国家", on: "2020-10-09" }],
  [26, { title: "知识产权贯标", level: "国家", on: "2021-10-09" }],
  // a level that no clause names
  [27, { title: "专精特新小巨人", level: "省", on: "2021-08-11" }],
  // the enterprises with the odd names
  [30, { title: "专精特新", level: "市", on: "2021-06-11" }],
  [30, { title: "质量管理体系认证", level: "国际", on: "2021-03-11" }],
  [31, { title: "高新技术企业", level: "国家", on: "2021-12-07" }],
  // approved above the cap, and not yet
  [33, { title: "优秀企业家", level: "区", on: "2021-11-01", approved: 12 }],
  [34, { title: "优秀企业家", level: "市", on: "2021-11-01" }],
  ["tinyRetention", { title: "专精特新小巨人", level: "国家", on: "2021-08-11" }],
  ["fallingRetention", { title: "瞪羚企业", level: "省", on: "2021-08-11" }],
  ["gradeD", { title: "瞪羚企业", level: "省", on: "2021-08-11" }],
  ["gradeDThenB", { title: "瞪羚企业", level: "省", on: "2021-08-11" }],
  ["gradeDTwice", { title: "专精特新", level: "省", on: "2021-06-11" }],
  ["dishonest", { title: "专精特新", level: "省", on: "2021-06-11" }],
  ["cleanThatDay", { title: "专精特新", level: "市", on: "2021-06-15" }],
  ["dishonestThatDay", { title: "专精特新", level: "市", on: "2021-06-14" }],
  ["taxMissing", { title: "高新技术企业", level: "国家", on: "2021-12-07" }],
  ["noTax", { title: "质量管理体系认证", level: "国际", on: "2021-03-11" }],
  // had three years ago; so, but called new; called a renewal
  ["renewedTitle", { title: "高新技术企业", level: "国家", on: "2018-11-30" }],
  ["renewedTitle", { title: "高新技术企业", level: "国家", on: "2021-12-07" }],
  ["calledNew", { title: "高新技术企业", level: "国家", on: "2018-11-30" }],
  ["calledNew", { title: "高新技术企业", level: "国家", on: "2021-12-07", told: "首次" }],
  ["calledRenewal", { title: "高新技术企业", level: "国家", on: "2021-12-07", told: "复核" }],
  // a step up is new
  ["calledRenewal", { title: "专精特新", level: "市", on: "2020-06-11" }],
  ["calledRenewal", { title: "专精特新", level: "省", on: "2021-06-11" }],
  ["listedLater", { title: "瞪羚企业", level: "省", on: "2021-03-15" }],
  ["paidBeforeListing", { title: "瞪羚企业", level: "省", on: "2021-05-10" }],
  ["oldGradeD", { title: "瞪羚企业", level: "省", on: "2021-08-11" }],
];

/** Of the second year: an audit after one that a grade took away, which is paid for. */
const plantedLater: typeof planted = [
  ["gradeD", { title: "清洁生产审核", level: "省", on: "2021-09-01" }],
  ["gradeD", { title: "清洁生产审核", level: "省", on: "2022-05-01" }],
];

/** Titles that one bureau reports. Each level and grade occurs in 2021 at least once, whatever the district's size. */
export function* recognitions(district: District, from: Title["from"]): Rows {
  const industrial = district.enterprises.filter((each) => each.industry.sector === "工业" && each.status === "存续" && each.active[0] === 0);
  // a title goes to a small enterprise now and then, and mostly to one that could earn it
  const able = industrial.filter((each) => each.isAboveScale || each.tier !== "");
  const great = [...able].sort((one, other) => other.monthlyRevenue - one.monthlyRevenue || one.index - other.index).slice(0, 12);
  let number = 0;
  const code = { 区工信局: "工信", 区科技局: "科技", 区市场监管局: "市监" }[from];
  const numbered = (year: number | string) => {
    number += 1;
    return `示例${code}认定${year}-${String(number).padStart(4, "0")}`;
  };
  for (const year of [2020, 2021]) {
    for (const kind of titles.filter((each) => each.from === from)) {
      for (const [each, { level, grade, to }] of occasions(kind, year, industrial.length).entries()) {
        const chance = chanceOf(district.seed, district.number, "title", kind.title, year, each);
        if (!to && industrial.length === 0) continue;
        const likely = kind.isGreat ? great : chance.chance(0.85) ? able : industrial;
        const enterprise = to ? undefined : chance.pick(likely.length > 0 ? likely : industrial);
        const approved = kind.upTo && chance.chance(0.6) ? Math.round(kind.upTo * chance.between(0.3, 1.1) * 100) / 100 : null;
        const on = `${year}-${String(chance.whole(1, 12)).padStart(2, "0")}-${String(chance.whole(1, 28)).padStart(2, "0")}`;
        const no = numbered(year);
        yield rowOf(no, enterprise, { title: kind.title, level, grade, on, approved }, from, to && { kind: to, name: `示例${to === "个人" ? "人才" : "研究院"}${no.slice(-9)}` });
      }
    }
  }
  const own = new Set(titles.filter((each) => each.from === from).map(({ title }) => title));
  for (const [place, given] of [...planted, ...(district.hasSecondYear ? plantedLater : [])]) {
    const enterprise = district.enterprises[typeof place === "number" ? place : indexOf(place)];
    if (!enterprise || !own.has(given.title) || district.enterprises.length < smallestWithAll) continue;
    yield rowOf(numbered(given.on.slice(0, 4)), enterprise, given, from);
  }
  if (from !== "区市场监管局") return;
  for (const index of namedWithoutCode) {
    const enterprise = district.enterprises[index];
    if (enterprise) yield { ...rowOf(numbered(2021), enterprise, { title: "质量管理体系认证", level: "国际", on: "2021-04-08" }, from), 统一社会信用代码: null };
  }
}

/** Who gets what in a year: in 2021 every level, grade and kind of recipient once, and more as often as the title says. */
function occasions(kind: Title, year: number, enterprises: number): { level: string; grade?: string; to?: "单位" | "个人" }[] {
  const all = kind.levels.flatMap((level) => (kind.grades ?? [undefined]).flatMap((grade) => (kind.to ?? [undefined]).map((to) => ({ level, grade, to }))));
  const wanted = Math.round((enterprises * kind.often) / (year === 2021 ? 200 : 400));
  const count = year === 2021 ? Math.max(all.length, wanted) : wanted;
  // lower levels are the usual ones
  return Array.from({ length: count }, (_, each) => (each < all.length && year === 2021 ? all[each]! : all[all.length - 1 - (each % Math.min(2, all.length))]!));
}

function rowOf(number: string, enterprise: Enterprise | undefined, given: Given, from: string, recipient?: { readonly kind: string; readonly name: string }): Row {
  return {
    认定编号: number,
    统一社会信用代码: enterprise?.id ?? null,
    获得者: recipient?.name ?? enterprise!.name,
    获得者类型: recipient?.kind ?? "企业",
    称号: given.title,
    级别: given.level,
    等次: given.grade ?? null,
    认定日期: given.on,
    认定部门: `示例主管部门（${from}报）`,
    核定金额: given.approved ?? null,
    首次或复核: given.told ?? null,
  };
}
