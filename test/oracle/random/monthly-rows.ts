import { Decimal, zero } from "../money.ts";
import type { Day, District } from "../rows.ts";
import type { Draw } from "./draw.ts";
import { drawSeries, firstDataYear, monthOf, monthsOnFile } from "./months.ts";

/** Growth of the district's tax in each district of these tests; enterprises are drawn around it. */
export const districtGrowth = "1.1";

const outputs = [0, 4500, 5000, 10_000, 12_500, 45_000, 50_000, 90_000, 100_000, 180_000, 200_000, 450_000, 500_000];

/** Production, tax, energy and employment of one enterprise, by the month. */
export function addMonthlyRows(draw: Draw, id: string, to: District): void {
  const last = Number(draw.asOfMonth.slice(0, 4));
  const years = Array.from({ length: last - firstDataYear + 1 }, (_, index) => firstDataYear + index);
  addProduction(draw, id, to, years);
  addTaxes(draw, id, to, years);
  if (draw.chance(60)) {
    const energy = drawSeries(draw, { start: draw.chance(10) ? zero : draw.near([100, 1000, 5000]), factors: ["1", "0.9", "1.2"], years });
    for (const month of monthsOnFile(draw, 15)) to.energy.push({ month, enterprise_id: id, electricity_10mwh: null, energy_tce: monthOf(energy, month) });
  }
  if (draw.chance(60)) {
    const heads = draw.pick([0, 1, 40, 41, 300, 1000]);
    for (const month of monthsOnFile(draw, 15)) to.employment.push({ month, enterprise_id: id, insured_employees: heads + (heads > 0 ? draw.int(2) : 0) });
  }
}

function addProduction(draw: Draw, id: string, to: District, years: readonly number[]): void {
  const output = drawSeries(draw, { start: draw.near(outputs), factors: ["1", "0.9", "1.1", "1.15", "1.2", "1.2", "1.3", "2"], landings: [5000, 10_000, 50_000, 100_000, 200_000, 500_000], years });
  const revenue = drawSeries(draw, { start: draw.near([0, 4000, 5000, 5000, 9000, 90_000, 100_000]), factors: ["1", "1", "1.1", "0.5"], landings: [5000], years });
  // the margin grows by exactly 10% where revenue stays and profit grows by 1.1
  const profit = drawSeries(draw, { start: draw.near([0, 100, 500, 1000, 8000]), factors: ["1.1", "1.1", "1.2", "1.5", "0.8"], years });
  const retail = drawSeries(draw, { start: draw.near([0, 0, 1500, 2900, 3000]), factors: ["1", "1.05", "0.9", "2"], landings: [3000], years });
  const loss = draw.chance(8);
  const reportsProfit = draw.chance(92);
  const reportsRetail = draw.chance(70);
  for (const month of monthsOnFile(draw, 12)) {
    to.production.push({
      month,
      enterprise_id: id,
      output_wan: monthOf(output, month),
      revenue_wan: monthOf(revenue, month),
      profit_wan: reportsProfit ? monthOf(profit, month).times(loss && month < "2021-01-01" ? -1 : 1) : null,
      value_added_wan: null,
      online_retail_wan: reportsRetail && !draw.chance(2) ? monthOf(retail, month) : null,
      assets_wan: null,
      output_ytd_wan: null,
    });
  }
}

function addTaxes(draw: Draw, id: string, to: District, years: readonly number[]): void {
  const growth = draw.chance(80) ? ["1.2", "1.3", districtGrowth, districtGrowth] : ["0.9", "1", "1.05", districtGrowth];
  const total = drawSeries(draw, { start: draw.chance(6) ? zero : draw.near([10, 600, 3000, 20_000]), factors: growth, years });
  const local = drawSeries(draw, { start: draw.near([0, 1000, 2000, 5000, 10_000]), factors: ["1", "1", "1.2"], years });
  const turnover = drawSeries(draw, { start: draw.near([0, 50, 200, 1000, 5000]), factors: ["1", "1.2", "0.5"], years });
  const retention = drawSeries(draw, { start: draw.near([0, 10, 100, 900]), factors: draw.chance(70) ? ["1.5", "2", "4"] : ["0.9", "1", "1.01", "1.1"], years });
  const refund = draw.chance(4);
  for (const month of monthsOnFile(draw, 10)) {
    const tax = monthOf(total, month);
    to.taxes.push({
      month,
      enterprise_id: id,
      total_tax_wan: refund && month < "2021-01-01" ? tax.negated() : tax,
      local_tax_wan: monthOf(local, month),
      turnover_tax_wan: monthOf(turnover, month),
      retention_wan: monthOf(retention, month),
    });
  }
}

/** The district's own tax, month by month; a district may lack a month. */
export function addDistrictTaxes(asOfMonth: Day, to: District, hasHole: boolean): void {
  const last = Number(asOfMonth.slice(0, 4));
  const years = Array.from({ length: last - firstDataYear + 1 }, (_, index) => firstDataYear + index);
  const series = { totals: new Map(years.map((year, index) => [year, new Decimal(120_000).times(new Decimal(districtGrowth).pow(index))])), flat: true };
  for (const year of years) {
    for (let month = 1; month <= 12; month += 1) {
      const first = `${year}-${String(month).padStart(2, "0")}-01`;
      if (first > asOfMonth || (hasHole && first === "2021-03-01")) continue;
      to.district_taxes.push({ month: first, tax_revenue_wan: monthOf(series, first) });
    }
  }
}
