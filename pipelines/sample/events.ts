import { someDay } from "./days.ts";
import { drawnDishonesty } from "./dishonesty.ts";
import type { District, Enterprise } from "./enterprises.ts";
import { round } from "./figures.ts";
import { plantedRows } from "./planted-events.ts";
import { chanceOf } from "./random.ts";
import { recognitions } from "./recognitions.ts";
import type { Rows } from "./row.ts";

const two = (value: number) => String(value).padStart(2, "0");
const living = (district: District): Enterprise[] => district.enterprises.filter((each) => each.status === "存续");
const industrial = (district: District): Enterprise[] => living(district).filter((each) => each.industry.sector === "工业");

/** Backbone enterprises and such: those that can carry a reform or a listing. */
function ableTo(district: District): Enterprise[] {
  const able = industrial(district).filter((each) => each.tier === "骨干");
  return able.length > 0 ? able : industrial(district);
}

/** 资本运作 of 2021. */
export function* capitalEvents(district: District): Rows {
  const chance = chanceOf(district.seed, district.number, "capital");
  if (industrial(district).length === 0) return;
  const kinds = ["混改完成", "股权分配完成", "股份改制", "股份改制", "股份改制", "境内首发上市", "境外首发上市", "借壳上市", "新三板挂牌", "新三板挂牌"] as const;
  for (const [number, kind] of kinds.entries()) {
    const enterprise = chance.pick(ableTo(district));
    yield {
      事项编号: `示例事项2021-${two(number + 1)}`,
      统一社会信用代码: enterprise.id,
      事项: kind,
      日期: someDay(chance, 2021),
      募集资金: /上市/.test(kind) ? round(chance.between(8_000, 30_000)) : null,
      总部迁入: kind === "借壳上市" ? "是" : null,
      募资投入本区比例: kind === "借壳上市" ? "80%" : null,
      核定金额: kind === "股份改制" && chance.chance(0.7) ? round(chance.between(8, 20)) : null,
    };
  }
  yield* plantedRows(district, "capital_events");
}

/** 升规纳统: some of those above scale became so in 2020 or 2021. */
export function* sizeEvents(district: District): Rows {
  for (const enterprise of living(district)) {
    const chance = chanceOf(district.seed, district.number, "size", enterprise.index);
    if (enterprise.plant || !enterprise.isAboveScale || !chance.chance(0.22)) continue;
    const kind = { 工业: "新增规上工业", 服务业: "新增限上服务业", 批零: "新增限上批零", 其他: "" }[enterprise.industry.sector];
    if (kind) yield { 统一社会信用代码: enterprise.id, 事项: kind, 日期: someDay(chance, chance.chance(0.5) ? 2021 : 2020) };
  }
  yield* plantedRows(district, "size_events");
}

/** 创业担保贷款 of small enterprises and of persons; rates and principals on either side of the limits. */
export function* startupLoans(district: District): Rows {
  let number = 0;
  for (const enterprise of living(district)) {
    const chance = chanceOf(district.seed, district.number, "loan", enterprise.index);
    if (!enterprise.isSmallMicro || !chance.chance(0.06)) continue;
    number += 1;
    const person = chance.chance(0.4);
    const year = chance.whole(2020, 2021);
    const from = someDay(chance, year);
    yield {
      贷款编号: `示例贷款${two(number)}`,
      统一社会信用代码: person ? null : enterprise.id,
      借款人: person ? `示例创业者${number}` : enterprise.name,
      贷款类型: person ? "个人" : "小微",
      金额: person ? chance.pick([10, 15, 20, 22]) : chance.pick([100, 200, 300, 350]),
      发放日: from,
      到期日: `${year + chance.whole(1, 3)}${from.slice(4)}`,
      年利率: `${chance.pick([4.05, 4.25, 4.35, 4.6])}%`,
      第几次: chance.whole(1, 4),
    };
  }
  yield* plantedRows(district, "startup_loans");
}

/** 创业补贴申请 of 2021. */
export function* startupSubsidies(district: District): Rows {
  for (const enterprise of living(district)) {
    const chance = chanceOf(district.seed, district.number, "subsidy", enterprise.index);
    if (!enterprise.isSmallMicro || enterprise.foundedOn < "2013-10-01" || !chance.chance(0.08)) continue;
    yield { 申请编号: `示例申请${enterprise.index + 1}`, 统一社会信用代码: enterprise.id, 创业人员: `示例创业者${enterprise.index + 1}`, 申请日期: someDay(chance, 2021), 首次营业执照: chance.chance(0.9) ? "是" : "否", 连续参保月数: chance.whole(10, 24), 核定金额: chance.chance(0.2) ? 2 : null, 人员编号: chance.chance(0.4) ? `示例人员${enterprise.index + 1}` : null };
  }
  yield* plantedRows(district, "startup_subsidies");
}

/** 展销活动 of 2021. */
export function* exhibitions(district: District): Rows {
  for (const enterprise of living(district)) {
    const chance = chanceOf(district.seed, district.number, "fair", enterprise.index);
    if (!chance.chance(0.08)) continue;
    for (let each = chance.whole(1, 2); each > 0; each -= 1) {
      yield {
        展会编号: `示例展会2021-${each}`,
        统一社会信用代码: enterprise.id,
        展会名称: `示例产业博览会（第${each}届）`,
        日期: someDay(chance, 2021),
        展位费: round(chance.between(0.8, 6), 4),
        特装费: chance.chance(0.5) ? round(chance.between(0.5, 8), 4) : null,
        市级以上组织: chance.chance(0.85) ? "是" : "否",
      };
    }
  }
  yield* plantedRows(district, "exhibitions");
}

/** 标准制定: started, and for some published. */
export function* standards(district: District): Rows {
  for (const enterprise of industrial(district)) {
    const chance = chanceOf(district.seed, district.number, "standard", enterprise.index);
    if (!chance.chance(0.06)) continue;
    const kind = chance.pick(["国际标准", "国家标准", "行业标准", "省地方标准", "团体标准"]);
    const role = kind === "团体标准" || chance.chance(0.3) ? "主持" : "参与";
    for (const node of chance.chance(0.5) ? ["立项", "发布"] : ["立项"]) {
      yield { 标准号: `示例标准${enterprise.index + 1}-2021`, 统一社会信用代码: enterprise.id, 标准类型: kind, 角色: role, 节点: node, 日期: someDay(chance, node === "立项" ? chance.whole(2020, 2021) : 2021), 关键指标高于国标行标: kind === "团体标准" ? chance.pick(["是", "是", "否", null]) : null };
    }
  }
  yield* plantedRows(district, "standards");
}

/** 人才引进 of 2021. */
export function* talent(district: District): Rows {
  for (const enterprise of industrial(district)) {
    const chance = chanceOf(district.seed, district.number, "talent", enterprise.index);
    if (!enterprise.isAboveScale || !chance.chance(0.1)) continue;
    const kind = chance.pick(["国家级人才", "外籍高端人才", "外籍专业人才"]);
    yield { 引进编号: `示例引进${enterprise.index + 1}`, 统一社会信用代码: enterprise.id, 类别: kind, 日期: someDay(chance, 2021), 劳务报酬: kind === "国家级人才" ? round(chance.between(20, 90)) : null };
  }
  yield* plantedRows(district, "talent");
}

/** 失信名单: by chance and planted. */
export function* dishonesty(district: District): Rows {
  yield* drawnDishonesty(district);
  yield* plantedRows(district, "dishonesty");
}

/** 技改项目 of 2021, of every type; amounts 万元. */
export function* projects(district: District): Rows {
  let number = 0;
  for (const enterprise of industrial(district)) {
    const chance = chanceOf(district.seed, district.number, "project", enterprise.index);
    const isMajor = enterprise.tier === "龙头";
    if (!isMajor && !(enterprise.isAboveScale && chance.chance(0.35))) continue;
    number += 1;
    const kind = isMajor ? "重大技术改造" : chance.pick(["技术改造", "技术改造", "智能化改造", "工业机器人"]);
    const equipment = isMajor ? chance.between(3_000, 9_000) : Math.min(chance.between(60, 900), enterprise.monthlyRevenue);
    const loan = /技术改造/.test(kind) && chance.chance(0.6);
    yield {
      项目编号: `示例项目${two(number)}`,
      年度: 2021,
      统一社会信用代码: enterprise.id,
      项目名称: `示例${enterprise.industry.word}${kind}项目`,
      项目类型: kind,
      总投资: isMajor ? round(chance.between(100_500, 180_000)) : round(equipment * chance.between(1.2, 4)),
      设备投资不含税: round(equipment, 4),
      机器人单机价: kind === "工业机器人" ? chance.pick([35, 40, 42.5, 66]) : null,
      年均贷款余额: loan ? round(equipment * chance.between(0.3, 0.9)) : null,
      贷款起始日: loan ? someDay(chance, chance.whole(2020, 2021)) : null,
      贷款终止日: loan ? "2023-12-31" : null,
      选择政策: loan && chance.chance(0.5) ? chance.pick(["设备补助", "贷款贴息"]) : null,
      已核准备案: chance.chance(0.92) ? "是" : "否",
      在本区实施: chance.chance(0.96) ? "是" : "否",
    };
  }
  yield* plantedRows(district, "transformation_projects");
}

/** Some of last year's entries and titles are paid already, in full or in part. */
export function* payments(district: District): Rows {
  let number = 0;
  const pay = (id: string, clause: string, amount: number, on: string) => {
    number += 1;
    return { 兑付编号: `示例兑付2021-${two(number)}`, 统一社会信用代码: id, 奖励年度: 2021, 条款: clause, 金额: amount, 兑付日期: on };
  };
  for (const event of sizeEvents(district)) {
    const chance = chanceOf(district.seed, district.number, "payment", String(event.统一社会信用代码));
    if (event.事项 === "新增规上工业" && String(event.日期).startsWith("2021") && chance.chance(0.5)) yield pay(String(event.统一社会信用代码), "4.1", chance.pick([5, 3]), "2021-12-15");
  }
  for (const given of recognitions(district, "区科技局")) {
    const chance = chanceOf(district.seed, district.number, "payment", String(given.认定编号));
    if (given.称号 === "高新技术企业" && String(given.认定日期).startsWith("2021") && chance.chance(0.4)) yield pay(String(given.统一社会信用代码), "6.10", 10, "2021-12-22");
  }
  yield* plantedRows(district, "payments");
}
