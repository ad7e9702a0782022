import type { District, Enterprise } from "./enterprises.ts";
import { monthFigures, round } from "./figures.ts";
import { plantedRows } from "./planted-events.ts";
import { indexOf, smallestWithAll } from "./plants.ts";
import { type Chance, chanceOf } from "./random.ts";
import type { Cell, Row, Rows } from "./row.ts";

/** The years that the sample's months are in. */
export function yearsOf(district: District): number[] {
  return [...new Set(district.months.map((month) => Number(month.slice(0, 4))))];
}

const chanceFor = (district: District, topic: string, enterprise: Enterprise, year: number): Chance => chanceOf(district.seed, district.number, topic, enterprise.index, year);
const isIndustrial = (enterprise: Enterprise) => enterprise.industry.sector === "工业";
const livesIn = (district: District, enterprise: Enterprise, year: number) =>
  district.months.some((month, index) => month.startsWith(String(year)) && index >= enterprise.active[0] && index <= enterprise.active[1]);

function revenueOf(district: District, enterprise: Enterprise, year: number): number {
  return district.months.reduce((sum, month, index) => sum + (month.startsWith(String(year)) ? (monthFigures(district, enterprise, index)?.revenue ?? 0) : 0), 0);
}

/** Drawn rows, without those whose key a planted row has, and then the planted ones. */
function* withPlanted(drawn: Rows, planted: readonly Row[], key: readonly string[]): Rows {
  const keyOf = (row: Row): string => key.map((column): Cell => row[column] ?? null).join("\u001f");
  const taken = new Set(planted.map(keyOf));
  for (const row of drawn) if (!taken.has(keyOf(row))) yield row;
  yield* planted;
}

const yearAndId = ["年度", "统一社会信用代码"] as const;

/** Backbone enterprises whose size the directory does not tell: neither small nor known to be medium. */
const withoutSizeType: ReadonlySet<number> = new Set([9]);

/** 划型 by a year's revenue; not every row of the directory has it. */
function sizeTypeOf(district: District, enterprise: Enterprise): Cell {
  const isBlank = enterprise.index < 24 ? withoutSizeType.has(enterprise.index) : chanceOf(district.seed, district.number, "size type", enterprise.index).chance(0.4);
  if (isBlank) return null;
  const yearly = enterprise.monthlyRevenue * 12;
  if (enterprise.isSmallMicro) return yearly < 300 ? "微型" : "小型";
  return yearly < 40_000 ? "中型" : "大型";
}

/** 企业名录. */
export function* enterprises(district: District): Rows {
  for (const enterprise of district.enterprises) {
    const { industry } = enterprise;
    yield {
      统一社会信用代码: enterprise.id,
      企业名称: enterprise.name,
      所属镇街: enterprise.town,
      行业代码: industry.code,
      行业名称: industry.name,
      行业门类: industry.sector,
      是否制造业: industry.isManufacturing ? "是" : "否",
      是否战略性新兴产业: enterprise.isStrategic ? "是" : "否",
      企业规模: enterprise.isAboveScale ? (industry.sector === "工业" ? "规上" : "限上") : industry.sector === "工业" ? "规下" : "限下",
      是否小微企业: enterprise.isSmallMicro ? "是" : "否",
      划型: sizeTypeOf(district, enterprise),
      成立日期: enterprise.foundedOn,
      经营状态: enterprise.status,
    };
  }
}

/** Of one year. */
export const land = (district: District, year: number): Rows =>
  withPlanted(drawnLand(district, year), plantedRows(district, "land").filter((row) => row.年度 === year), [...yearAndId, "宗地号"]);

function* drawnLand(district: District, year: number): Rows {
  for (const enterprise of district.enterprises) {
    if (!isIndustrial(enterprise) || !livesIn(district, enterprise, year)) continue;
    // the parcel stays the same from year to year
    const chance = chanceOf(district.seed, district.number, "land", enterprise.index);
    const area = round(Math.max(1.2, (enterprise.monthlyRevenue * 12) / enterprise.industry.outputPerMu / chance.between(0.5, 1.8)), 2);
    const parcels = area > 60 && chance.chance(0.4) ? [round(area * 0.7), round(area * 0.3)] : [area];
    const storeys = chance.whole(1, 4);
    for (const [number, mu] of parcels.entries()) {
      const builds = year === 2021 && number === 0 && chance.chance(0.06);
      yield {
        年度: year,
        统一社会信用代码: enterprise.id,
        宗地号: `示例宗地${enterprise.index + 1}-${number + 1}`,
        用地面积: mu,
        用地方式: number === 0 ? "自有" : "租赁",
        厂房层数: storeys,
        投资强度达标: chance.chance(0.8) ? "是" : "否",
        城市基础设施配套费: builds ? round(mu * 2.4) : null,
      };
    }
  }
}

/** 节能量认定 of those that use much energy. */
export const energySavings = (district: District): Rows => withPlanted(drawnSavings(district), plantedRows(district, "energy_savings"), yearAndId);

function* drawnSavings(district: District): Rows {
  for (const enterprise of district.enterprises) {
    if (enterprise.industry.energy < 0.15 || !enterprise.isAboveScale) continue;
    for (const year of yearsOf(district)) {
      const chance = chanceFor(district, "saving", enterprise, year);
      if (chance.chance(0.5)) yield { 年度: year, 统一社会信用代码: enterprise.id, 认定节能量: round(chance.between(600, 1900), 2), 是否重点耗能企业: chance.chance(0.8) ? "是" : "否" };
    }
  }
}

/** 污染物排放 of those above scale; a quarter of them is not measured. */
export function* emissions(district: District): Rows {
  for (const year of yearsOf(district)) {
    for (const enterprise of district.enterprises) {
      const chance = chanceFor(district, "emissions", enterprise, year);
      if (!isIndustrial(enterprise) || !enterprise.isAboveScale || !livesIn(district, enterprise, year) || chance.chance(0.25)) continue;
      const scale = (enterprise.monthlyRevenue / 400) * (0.3 + enterprise.industry.energy * 4);
      yield {
        年度: year,
        统一社会信用代码: enterprise.id,
        化学需氧量: round(scale * chance.between(0.5, 1.5), 3),
        氨氮: round(scale * 0.06 * chance.between(0.5, 1.5), 3),
        二氧化硫: round(scale * 0.8 * chance.between(0.3, 1.5), 3),
        氮氧化物: round(scale * chance.between(0.4, 1.6), 3),
      };
    }
  }
}

/** 研发投入 of those above scale. */
export function* research(district: District): Rows {
  for (const year of yearsOf(district)) {
    for (const enterprise of district.enterprises) {
      const chance = chanceFor(district, "research", enterprise, year);
      if (!isIndustrial(enterprise) || !enterprise.isAboveScale || !livesIn(district, enterprise, year)) continue;
      yield { 年度: year, 统一社会信用代码: enterprise.id, 研发经费: round(revenueOf(district, enterprise, year) * enterprise.industry.growth * chance.between(0.05, 0.2)) };
    }
  }
}

/** The official result is there for half of the enterprises; the rest is for the model to compute. */
export const officialRatings = (district: District): Rows => withPlanted(drawnRatings(district), plantedRows(district, "official_ratings"), yearAndId);

function* drawnRatings(district: District): Rows {
  for (const year of [2020, 2021]) {
    for (const enterprise of district.enterprises) {
      const chance = chanceFor(district, "rating", enterprise, year);
      // of one only an old grade is on file
      if (district.enterprises.length >= smallestWithAll && enterprise.index === indexOf("oldGradeD")) continue;
      if (!isIndustrial(enterprise) || !livesIn(district, enterprise, year) || chance.chance(0.5)) continue;
      const draw = chance.next();
      yield { 年度: year, 统一社会信用代码: enterprise.id, 评价等级: draw < 0.2 ? "A" : draw < 0.65 ? "B" : draw < 0.93 ? "C" : "D" };
    }
  }
}

/** 知识产权, with pledges for some. */
export const intellectualProperty = (district: District): Rows => withPlanted(drawnPatents(district), plantedRows(district, "intellectual_property"), yearAndId);

function* drawnPatents(district: District): Rows {
  for (const year of yearsOf(district)) {
    for (const enterprise of district.enterprises) {
      const chance = chanceFor(district, "patents", enterprise, year);
      if (!isIndustrial(enterprise) || !chance.chance(enterprise.isAboveScale ? 0.3 : 0.05)) continue;
      const pledges = chance.chance(0.25);
      yield {
        年度: year,
        统一社会信用代码: enterprise.id,
        授权发明专利数: chance.whole(0, 13),
        质押融资金额: pledges ? round(chance.between(200, 1500)) : null,
        已还本付息: pledges ? (chance.chance(0.7) ? "是" : "否") : null,
      };
    }
  }
}
