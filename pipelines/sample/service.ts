import { addDays, someDay } from "./days.ts";
import type { District } from "./enterprises.ts";
import { round } from "./figures.ts";
import { towns } from "./industries.ts";
import { leaderOf } from "./library.ts";
import { chanceOf } from "./random.ts";
import type { Rows } from "./row.ts";

/** 帮包走访 of 2021: most enterprises of the library once a quarter. */
export function* visits(district: District): Rows {
  let number = 0;
  for (const enterprise of district.enterprises) {
    if (enterprise.tier === "") continue;
    for (const [quarter, from] of ["2021-01-04", "2021-04-01", "2021-07-01", "2021-10-08"].entries()) {
      const chance = chanceOf(district.seed, district.number, "visit", enterprise.index, quarter);
      if (!chance.chance(enterprise.tier === "小微" ? 0.7 : 0.95)) continue;
      number += 1;
      yield { 走访编号: `示例走访${number}`, 统一社会信用代码: enterprise.id, 帮包领导: leaderOf(enterprise), 日期: addDays(from, chance.whole(0, 80)), 解决问题: chance.chance(0.4) ? "协调用工" : null };
    }
  }
}

/** 企业诉求 of 2021, most closed in time. */
export function* requests(district: District): Rows {
  let number = 0;
  for (const enterprise of district.enterprises) {
    const chance = chanceOf(district.seed, district.number, "request", enterprise.index);
    if (!chance.chance(0.3)) continue;
    number += 1;
    const kind = chance.pick(["一般咨询", "专业综合", "其他"]);
    const received = someDay(chance, 2021);
    const bureau = chanceOf(district.seed, district.number, "request bureau", enterprise.index).pick(["区人社局", "区自然资源局", "区税务局", null]);
    const days = { 一般咨询: chance.whole(0, 2), 专业综合: chance.whole(1, 8), 其他: chance.whole(3, 24) }[kind]!;
    const closed = addDays(received, days);
    yield { 受理编号: `示例诉求${number}`, 统一社会信用代码: enterprise.id, 所属镇街: enterprise.town, 诉求类别: kind, 受理日期: received, 办结日期: closed <= "2021-12-31" ? closed : null, 承办部门: bureau };
  }
}

/** 涉企检查 of 2021: some enterprises have more than the two a year that are promised. */
export function* inspections(district: District): Rows {
  let number = 0;
  for (const enterprise of district.enterprises) {
    const chance = chanceOf(district.seed, district.number, "inspection", enterprise.index);
    for (let each = Math.floor(chance.next() * chance.next() * 5); each > 0; each -= 1) {
      number += 1;
      yield { 检查编号: `示例检查${number}`, 统一社会信用代码: enterprise.id, 检查部门: chance.pick(["区应急管理局", "区市场监管局", "区生态环境分局"]), 日期: someDay(chance, 2021), 依诉求或举报: chance.chance(0.2) ? "是" : "否" };
    }
  }
}

/** 审批与接入 of 2021, most closed in time; project approvals take about as long as their mean may be, some quarters longer. */
export function* services(district: District): Rows {
  for (let number = 1; number <= Math.max(20, Math.round(district.enterprises.length / 4)); number += 1) {
    const chance = chanceOf(district.seed, district.number, "case", number);
    const kind = chance.pick(["企业开办", "用水接入", "燃气接入", "不动产登记", "项目审批"]);
    const received = someDay(chance, 2021);
    const bureau = { 用水接入: "区城乡水务局", 不动产登记: "区自然资源局" }[kind as string] ?? null;
    const closed = addDays(received, kind === "企业开办" ? chance.whole(0, 2) : kind === "项目审批" ? chance.whole(10, 42) : chance.whole(2, 14));
    yield { 办件编号: `示例办件${number}`, 统一社会信用代码: kind === "企业开办" ? null : chance.pick(district.enterprises).id, 事项: kind, 受理日期: received, 办结日期: closed <= "2021-12-31" ? closed : null, 承办部门: bureau };
  }
}

/** 镇街目标 of 2021; amounts 万元. */
export function* townTargets(district: District): Rows {
  for (const town of towns) {
    const own = district.enterprises.filter((each) => each.town === town);
    const chance = chanceOf(district.seed, district.number, "target", town);
    const revenue = own.reduce((sum, each) => sum + each.monthlyRevenue * 12 * (each.industry.sector === "工业" ? 1 : 0), 0);
    const taxes = own.reduce((sum, each) => sum + each.monthlyRevenue * 12 * each.taxRate * 0.52, 0);
    const goals = { 工业总产值: round(revenue * chance.between(1.1, 1.5)), 地方税收: round(taxes * chance.between(1.1, 1.5)), 新增规上: chance.whole(1, 3), 培育库企业: own.filter((each) => each.tier !== "").length, 技改投资: round(chance.between(500, 4_000)) };
    for (const [indicator, goal] of Object.entries(goals)) yield { 年度: 2021, 镇街: town, 指标: indicator, 目标值: goal };
  }
}

/** The one-year loan prime rate as published. */
export function* rates(): Rows {
  for (const [day, rate] of [["2019-08-20", 4.25], ["2019-09-20", 4.2], ["2019-11-20", 4.15], ["2020-02-20", 4.05], ["2020-04-20", 3.85], ["2021-12-20", 3.8]] as const) yield { 日期: day, 一年期LPR: `${rate}%` };
}

/** The State Council's calendar of 2021. */
export function* holidays(): Rows {
  const rest = [["01-01", 3], ["02-11", 7], ["04-03", 3], ["05-01", 5], ["06-12", 3], ["09-19", 3], ["10-01", 7]] as const;
  for (const [from, days] of rest) for (let day = 0; day < days; day += 1) yield { 日期: addDays(`2021-${from}`, day), 类型: "休" };
  for (const day of ["02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"]) yield { 日期: `2021-${day}`, 类型: "班" };
}
