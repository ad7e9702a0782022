import { met } from "../readings.ts";
import { yearOf } from "../calendar.ts";
import { type Facts, firstAwardYear, sumOnFile } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { type Money, zero } from "../money.ts";
import { byLevel, recognised } from "../recognised.ts";
import type { EnterpriseRow } from "../rows.ts";
import { all, type Truth, unknown, when } from "../truth.ts";

/** Article 6: quality growth of industry. The cap of 6.11 over all exhibits of a year is the waterfall's. */
export function article06(facts: Facts, owner: string): Line[] {
  return [
    ...(facts.registry.has(owner) ? annualFigures(facts, owner) : []),
    ...recognised(facts, owner, "6.5", "专精特新小巨人", byLevel({ 国家: 50 })),
    ...recognised(facts, owner, "6.6", "瞪羚企业", byLevel({ 省: 30 })),
    ...recognised(facts, owner, "6.7", "隐形冠军", byLevel({ 省: 30 })),
    ...recognised(facts, owner, "6.8", "专精特新", byLevel({ 省: 20 })),
    ...recognised(facts, owner, "6.9", "专精特新", byLevel({ 市: 10 })),
    ...recognised(facts, owner, "6.10", "高新技术企业", byLevel({ 国家: 10 })),
    ...exhibits(facts, owner),
  ];
}

/** reading: annual figures are asked of every enterprise of the registry, in every award year, whatever its state. */
function annualFigures(facts: Facts, owner: string): Line[] {
  const industrial = when(facts.registry.get(owner)?.sector === "工业");
  const lines: Line[] = [];
  for (let year = firstAwardYear; year <= facts.asOfYear; year += 1) {
    lines.push(...localTax(facts, owner, year), ...margin(facts, owner, year, industrial), ...growth(facts, owner, year, industrial), ...breakthrough(facts, owner, year));
  }
  return lines;
}

/** 6.1: over 100, 50, 20 million of local tax. */
function localTax(facts: Facts, owner: string, year: number): Line[] {
  const claim = { year, owner, clause: "6.1", projected: facts.isOpen(year) };
  const tax = facts.annual(owner, "local_tax", year);
  if (tax === undefined) return lineOf({ ...claim, own: undefined, atStake: 30, condition: unknown("taxes") });
  const own = tax.greaterThan(10_000) ? 30 : tax.greaterThan(5000) ? 20 : tax.greaterThan(2000) ? 10 : 0;
  return lineOf({ ...claim, own, condition: when(own > 0) });
}

/** 6.2: 0.1% of revenue where the margin on it grew by over 10%. */
function margin(facts: Facts, owner: string, year: number, industrial: Truth): Line[] {
  const revenue = facts.annual(owner, "revenue", year);
  const profit = facts.annual(owner, "profit", year);
  const lastRevenue = facts.annual(owner, "revenue", year - 1);
  const lastProfit = facts.annual(owner, "profit", year - 1);
  const large = revenue === undefined ? unknown("production") : when(revenue.greaterThanOrEqualTo(5000));
  const condition = all(industrial, large, marginWasPositive(lastProfit, lastRevenue), marginGrew(profit, revenue, lastProfit, lastRevenue));
  return lineOf({ year, owner, clause: "6.2", projected: facts.isOpen(year), own: revenue?.times("0.001"), atStake: 10, cap: 10, condition });
}

function marginWasPositive(profit: Money | undefined, revenue: Money | undefined): Truth {
  if (profit?.lessThanOrEqualTo(0) || revenue?.lessThanOrEqualTo(0)) return "failed";
  return profit === undefined || revenue === undefined ? unknown("production") : "met";
}

function marginGrew(profit: Money | undefined, revenue: Money | undefined, lastProfit: Money | undefined, lastRevenue: Money | undefined): Truth {
  if (profit === undefined || revenue === undefined || lastProfit === undefined || lastRevenue === undefined) return unknown("production");
  return when(profit.times(lastRevenue).times(100).greaterThan(lastProfit.times(revenue).times(110)));
}

/** 6.3: bands of output, each with its own growth. */
function growth(facts: Facts, owner: string, year: number, industrial: Truth): Line[] {
  const claim = { year, owner, clause: "6.3", projected: facts.isOpen(year) };
  const output = facts.annual(owner, "output", year);
  const last = facts.annual(owner, "output", year - 1);
  const hadOutput = last === undefined ? unknown("production") : when(last.greaterThan(0));
  if (output === undefined) return lineOf({ ...claim, own: undefined, atStake: 10, condition: all(industrial, hadOutput, unknown("production")) });
  const band = output.greaterThanOrEqualTo(50_000)
    ? { over: 110, own: 10 }
    : output.greaterThanOrEqualTo(10_000)
      ? { over: 115, own: 8 }
      : output.greaterThanOrEqualTo(5000)
        ? { over: 120, own: 5 }
        : undefined;
  if (!band) return [];
  const grew = last === undefined ? unknown("production") : when(output.times(100).greaterThan(last.times(band.over)));
  return lineOf({ ...claim, own: band.own, condition: all(industrial, hadOutput, grew) });
}

/**
 * 6.4: the highest rung passed, if no earlier year on record passed it; a higher one passed earlier passed the lower too.
 * reading: an earlier year with months missing counts by what is on record of it.
 */
function breakthrough(facts: Facts, owner: string, year: number): Line[] {
  const claim = { year, owner, clause: "6.4", projected: facts.isOpen(year) };
  const rungs = [
    { over: 500_000, own: 30 },
    { over: 200_000, own: 20 },
    { over: 100_000, own: 10 },
  ];
  const months = facts.months(owner, "output");
  const earlier = facts.yearsOnRecord(owner, "output").filter((other) => other < year);
  const highest = earlier.map((other) => sumOnFile(months, other) ?? zero).reduce((most, value) => (value.greaterThan(most) ? value : most), zero);
  const output = facts.annual(owner, "output", year);
  if (output === undefined) {
    const open = rungs.find((rung) => highest.lessThanOrEqualTo(rung.over));
    return open ? lineOf({ ...claim, own: undefined, atStake: open.own, condition: unknown("production") }) : [];
  }
  const passed = rungs.find((rung) => output.greaterThan(rung.over));
  if (!passed) return [];
  return lineOf({ ...claim, own: passed.own, condition: when(highest.lessThanOrEqualTo(passed.over)) });
}

/** 6.11: half of stand and fitting. reading: a blank special fitting is none. */
/** R13: 划型 says it; where it is blank only 是否小微企业 does, and what is not small may be medium. */
function isSmallOrMedium(card: EnterpriseRow): Truth {
  if (card.size_type === "大型") met("R13 a large enterprise");
  if (card.size_type === "中型" && !card.is_small_micro) met("R13 a medium one that is not small");
  if (card.size_type === null && !card.is_small_micro) met("R13 not small, 划型 blank");
  if (card.size_type !== null) return when(card.size_type !== "大型");
  return card.is_small_micro ? "met" : unknown("enterprises");
}

function exhibits(facts: Facts, owner: string): Line[] {
  const card = facts.registry.get(owner);
  const small = card ? isSmallOrMedium(card) : unknown("enterprises");
  return facts.district.exhibitions
    .filter((row) => row.enterprise_id === owner)
    .flatMap((row) => {
      const own = row.stand_fee_wan.plus(row.fitting_fee_wan ?? zero).div(2);
      const condition = all(when(row.is_municipal_or_above), small);
      return lineOf({ year: yearOf(row.held_on), owner, clause: "6.11", subject: row.exhibition_no, on: row.held_on, own, condition });
    });
}
