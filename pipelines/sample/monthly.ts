import type { District, Enterprise } from "./enterprises.ts";
import { monthFigures, round } from "./figures.ts";
import { districtTaxGrowth } from "./plants.ts";
import { chanceOf } from "./random.ts";
import type { Row, Rows } from "./row.ts";

/** Months of a year by their place in the sample. */
function monthsOf(district: District, year: number): number[] {
  return district.months.flatMap((month, index) => (month.startsWith(String(year)) ? [index] : []));
}

/** Whether the bureau's report lacks the enterprise's month. */
function isMissing(district: District, enterprise: Enterprise, dataset: "production" | "taxes", month: number): boolean {
  if (dataset === "production" && enterprise.missingMonth === month) return true;
  return enterprise.plant?.missing?.some((each) => each.dataset === dataset && each.month === district.months[month]) ?? false;
}

/** Ids of some that make things and send every month of the sample, one in twelve: what slips there is seen from the month before. */
export function steady(district: District): string[] {
  return district.enterprises.flatMap(({ id, index, industry, plant, missingMonth, active }) =>
    index % 12 === 2 && industry.sector === "工业" && !plant?.missing && missingMonth < 0 && active[0] === 0 && active[1] === district.months.length - 1 ? [id] : [],
  );
}

/** @param only  a month's place in the sample: the rows of that month alone */
export function* production(district: District, year: number, only?: number): Rows {
  const sums = new Map<string, number>();
  // the running sum of the year's output means something only where the year is whole
  const whole = monthsOf(district, year).length === 12;
  for (const month of monthsOf(district, year)) {
    if (only !== undefined && month > only) break;
    for (const enterprise of district.enterprises) {
      const figures = monthFigures(district, enterprise, month);
      if (!figures) continue;
      const sum = round((sums.get(enterprise.id) ?? 0) + figures.output);
      sums.set(enterprise.id, sum);
      if ((only !== undefined && only !== month) || isMissing(district, enterprise, "production", month)) continue;
      yield {
        月份: district.months[month]!,
        统一社会信用代码: enterprise.id,
        工业总产值: figures.output,
        营业收入: figures.revenue,
        利润总额: figures.profit,
        工业增加值: figures.valueAdded,
        网络零售额: figures.onlineRetail,
        期末资产总额: figures.assets,
        工业总产值本年累计: whole && enterprise.missingMonth < 0 && !enterprise.plant?.missing ? sum : null,
      };
    }
  }
}

/** 税收月报 of a year. */
export function* taxes(district: District, year: number): Rows {
  for (const month of monthsOf(district, year)) {
    for (const enterprise of district.enterprises) {
      const figures = monthFigures(district, enterprise, month);
      if (!figures || isMissing(district, enterprise, "taxes", month)) continue;
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

/**
 * The enterprises' taxes and as much again from everybody else. Whole years 2020 and 2021 stand to each other exactly as
 * {@link districtTaxGrowth} says, so that most enterprises outgrow the district and a planted one is on the line.
 */
export function* districtTaxes(district: District): Rows {
  const months = district.months.map((name, month) => {
    const own = district.enterprises.reduce((sum, enterprise) => sum + (monthFigures(district, enterprise, month)?.totalTax ?? 0), 0);
    return { name, sum: round(own * 2 * chanceOf(district.seed, district.number, "others", month).between(0.97, 1.03)) };
  });
  const yearOf = (year: number) => months.filter(({ name }) => name.startsWith(String(year)));
  const [before, now, later] = [yearOf(2020), yearOf(2021), yearOf(2022)];
  if (before.length === 12) {
    // a round sum: its growth is then a sum to the cent
    const base = Math.ceil(total(before) / 100) * 100;
    comeTo(before, base);
    comeTo(now, round(base * (1 + districtTaxGrowth)));
    if (later.length === 12) comeTo(later, round(base * (1 + districtTaxGrowth) ** 2));
  }
  for (const { name, sum } of months) yield { 月份: name, 税收收入: sum };
}

const total = (months: readonly { sum: number }[]) => round(months.reduce((sum, each) => sum + each.sum, 0));

function comeTo(months: { sum: number }[], wanted: number): void {
  const factor = wanted / total(months);
  for (const each of months) each.sum = round(each.sum * factor);
  const last = months.at(-1)!;
  last.sum = round(last.sum + wanted - total(months));
}

function* everyMonth(district: District, year: number, row: (month: string, id: string, figures: NonNullable<ReturnType<typeof monthFigures>>) => Row): Rows {
  for (const month of monthsOf(district, year)) {
    for (const enterprise of district.enterprises) {
      const figures = monthFigures(district, enterprise, month);
      if (figures) yield row(district.months[month]!, enterprise.id, figures);
    }
  }
}

/** 能源消费月报 of a year. */
export const energy = (district: District, year: number): Rows =>
  everyMonth(district, year, (month, id, figures) => ({ 月份: month, 统一社会信用代码: id, 用电量: figures.electricity, 综合能耗: figures.energy }));

/** 参保职工 of a year. */
export const employment = (district: District, year: number): Rows =>
  everyMonth(district, year, (month, id, figures) => ({ 月份: month, 统一社会信用代码: id, 参保职工人数: figures.employees }));
