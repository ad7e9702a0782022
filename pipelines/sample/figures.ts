import type { District, Enterprise } from "./enterprises.ts";
import type { Plant, PlantedFigure } from "./plants.ts";
import { chanceOf } from "./random.ts";

/** A month of one enterprise. Money is 万元 to two places, as bureaus write it; energy 吨标准煤. */
export interface MonthFigures {
  readonly output: number;
  readonly revenue: number;
  readonly profit: number;
  readonly valueAdded: number;
  readonly onlineRetail: number | null;
  readonly assets: number;
  readonly totalTax: number;
  readonly localTax: number;
  readonly turnoverTax: number;
  readonly retention: number;
  readonly electricity: number;
  readonly energy: number;
  readonly employees: number;
}

/** To so many places. The sample's figures are made up, so a float is good enough to make them; what is written is a decimal. */
export function round(value: number, places = 2): number {
  const factor = 10 ** places;
  return Math.round(value * factor) / factor;
}

const plantedFigures = new WeakMap<Enterprise, (MonthFigures | null)[]>();

/** The figures of a month, or null before it was founded and after it stopped. Asked twice, the answer is the same. */
export function monthFigures(district: District, enterprise: Enterprise, month: number): MonthFigures | null {
  const { plant } = enterprise;
  if (!plant?.sums) return drawnFigures(district, enterprise, month);
  let figures = plantedFigures.get(enterprise);
  if (!figures) {
    figures = meetSums(district, district.months.map((_, each) => drawnFigures(district, enterprise, each)), plant.sums);
    plantedFigures.set(enterprise, figures);
  }
  return figures[month] ?? null;
}

/** Taxes of one month move together: a planted one takes the others along. */
const taxKeys = ["totalTax", "localTax", "turnoverTax", "retention"] as const;

/** Months scaled so that their sum over a whole year is the planted one, to the cent; what rounding leaves goes to the last month. */
function meetSums(district: District, months: readonly (MonthFigures | null)[], sums: NonNullable<Plant["sums"]>): (MonthFigures | null)[] {
  const made = months.map((each) => each && ({ ...each } as Record<keyof MonthFigures, number>));
  // taxes before retention: a retention of its own must stay
  for (const figure of ["output", "revenue", "profit", "totalTax", "localTax", "retention", "onlineRetail", "assets"] as const satisfies readonly PlantedFigure[]) {
    for (const [year, sum] of Object.entries(sums[figure] ?? {})) {
      const ofYear = made.filter((each, index) => each !== null && district.months[index]!.startsWith(year)) as Record<keyof MonthFigures, number>[];
      const last = ofYear.at(-1);
      if (!last || ofYear.length < 12) continue;
      if (figure === "assets") {
        const factor = sum / last.assets;
        for (const each of made) if (each) each.assets = round(each.assets * factor);
        continue;
      }
      const drawn = ofYear.reduce((total, each) => total + each[figure], 0);
      const scaled = figure === "totalTax" || figure === "localTax" ? taxKeys : [figure];
      // shares of the year where the drawn figures give none, as for a loss
      const factor = drawn > 0 ? sum / drawn : 0;
      for (const each of ofYear) for (const key of scaled) each[key] = round(each[key] * factor);
      last[figure] = round(last[figure] + sum - ofYear.reduce((total, each) => total + each[figure], 0));
    }
  }
  return made as (MonthFigures | null)[];
}

function drawnFigures(district: District, enterprise: Enterprise, month: number): MonthFigures | null {
  if (month < enterprise.active[0] || month > enterprise.active[1]) return null;
  const { industry } = enterprise;
  const chance = chanceOf(district.seed, district.number, "month", enterprise.index, month);
  const ofYear = Number(district.months[month]!.slice(5));
  const season = 1 + 0.12 * Math.cos(((ofYear - industry.peak) / 12) * 2 * Math.PI);
  // one bad spring for everybody
  const shock = ["2020-02", "2020-03"].includes(district.months[month]!) ? 0.72 : 1;
  const level = enterprise.monthlyRevenue * (1 + enterprise.growth) ** (month / 12) * season * shock * Math.exp(chance.normal(0, 0.04));
  const revenue = round(level);
  const isIndustrial = industry.sector === "工业";
  const output = isIndustrial ? round(level * chance.between(0.98, 1.06)) : 0;
  // margins drift a little, up for most
  const margin = enterprise.margin * (1 + 0.09 * (month / 12) * (enterprise.index % 3 === 0 ? -0.4 : 1)) * chance.between(0.93, 1.07);
  const totalTax = round(level * enterprise.taxRate * (1 + 0.02 * (month / 12)) * chance.between(0.94, 1.06));
  const localTax = round(totalTax * 0.52);
  const energy = round(Math.max(level, output) * industry.energy * chance.between(0.95, 1.05), 3);
  return {
    output,
    revenue,
    profit: round(revenue * margin),
    valueAdded: round(revenue * 0.24),
    onlineRetail: industry.code === "F5292" ? round(revenue * 0.8) : null,
    assets: round(enterprise.monthlyRevenue * 12 * (enterprise.tier === "龙头" ? 1.35 : 0.9) * (1 + 0.05 * (month / 12))),
    totalTax,
    localTax,
    turnoverTax: round(totalTax * 0.2),
    retention: round(totalTax * 0.38),
    electricity: round(energy / 3.2, 3),
    energy,
    employees: Math.max(3, Math.round((enterprise.monthlyRevenue * 12) / 70 + chance.normal(0, 1))),
  };
}
