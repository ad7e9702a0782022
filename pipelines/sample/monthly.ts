import type { District } from "./enterprises.ts";
import { monthFigures, round } from "./figures.ts";
import { chanceOf } from "./random.ts";
import type { Row, Rows } from "./row.ts";

/** Months of a year by their place in the sample. */
function monthsOf(district: District, year: number): number[] {
  return district.months.flatMap((month, index) => (month.startsWith(String(year)) ? [index] : []));
}

export function* production(district: District, year: number): Rows {
  const sums = new Map<string, number>();
  // the running sum of the year's output means something only where the year is whole
  const whole = monthsOf(district, year).length === 12;
  for (const month of monthsOf(district, year)) {
    for (const enterprise of district.enterprises) {
      const figures = monthFigures(district, enterprise, month);
      if (!figures) continue;
      const sum = round((sums.get(enterprise.id) ?? 0) + figures.output);
      sums.set(enterprise.id, sum);
      if (enterprise.missingMonth === month) continue;
      yield {
        月份: district.months[month]!,
        统一社会信用代码: enterprise.id,
        工业总产值: figures.output,
        营业收入: figures.revenue,
        利润总额: figures.profit,
        工业增加值: figures.valueAdded,
        网络零售额: figures.onlineRetail,
        期末资产总额: figures.assets,
        工业总产值本年累计: whole && enterprise.missingMonth < 0 ? sum : null,
      };
    }
  }
}

export function* taxes(district: District, year: number): Rows {
  for (const month of monthsOf(district, year)) {
    for (const enterprise of district.enterprises) {
      const figures = monthFigures(district, enterprise, month);
      if (!figures) continue;
      yield {
        月份: district.months[month]!,
        统一社会信用代码: enterprise.id,
        税收合计: figures.totalTax,
        地方税收: figures.localTax,
        流转税地方级: figures.turnoverTax,
        地方留成: figures.retention,
      };
    }
  }
}

/** The enterprises' taxes and as much again from everybody else, which grows slowly: so most enterprises outgrow the district. */
export function* districtTaxes(district: District): Rows {
  for (const [month, name] of district.months.entries()) {
    let sum = 0;
    for (const enterprise of district.enterprises) sum += monthFigures(district, enterprise, month)?.totalTax ?? 0;
    const others = district.enterprises.length * 9 * (1 + 0.02 * (month / 12)) * chanceOf(district.seed, district.number, "others", month).between(0.97, 1.03);
    yield { 月份: name, 税收收入: round(sum + others) };
  }
}

function* everyMonth(district: District, year: number, row: (month: string, id: string, figures: NonNullable<ReturnType<typeof monthFigures>>) => Row): Rows {
  for (const month of monthsOf(district, year)) {
    for (const enterprise of district.enterprises) {
      const figures = monthFigures(district, enterprise, month);
      if (figures) yield row(district.months[month]!, enterprise.id, figures);
    }
  }
}

export const energy = (district: District, year: number): Rows =>
  everyMonth(district, year, (month, id, figures) => ({ 月份: month, 统一社会信用代码: id, 用电量: figures.electricity, 综合能耗: figures.energy }));

export const employment = (district: District, year: number): Rows =>
  everyMonth(district, year, (month, id, figures) => ({ 月份: month, 统一社会信用代码: id, 参保职工人数: figures.employees }));
