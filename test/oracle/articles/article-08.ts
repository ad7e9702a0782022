import { addMonths, daysBetween, earlier, later } from "../calendar.ts";
import { type Facts, firstAwardYear } from "../facts.ts";
import { type Claim, type Line, lineOf } from "../line.ts";
import { cnyOfWan, Decimal, type Money, zero } from "../money.ts";
import type { ProjectRow } from "../rows.ts";
import { all, fromCell, type Truth, unknown, when } from "../truth.ts";

/** What a kind of transformation project gets; amounts 万元. */
interface Policy {
  readonly equipment: string;
  readonly rate: string;
  readonly equipmentCap?: number;
  readonly interest: string;
  /** over all years of the project */
  readonly interestCap: number;
  readonly largeEnough: (investment: Money) => boolean;
}

const policies: Partial<Record<ProjectRow["project_type"], Policy>> = {
  重大技术改造: { equipment: "8.1", rate: "0.15", equipmentCap: 1000, interest: "8.2", interestCap: 2000, largeEnough: (investment) => investment.greaterThan(100_000) },
  技术改造: { equipment: "8.3", rate: "0.10", interest: "8.4", interestCap: 200, largeEnough: (investment) => investment.greaterThanOrEqualTo(500) },
};

const termMonths = 36;

/**
 * Article 8: technical transformation.
 * reading: a project's cap is over all its award years, used up in order by the own amounts that meet the conditions, except in a
 * year for which the project chose the other policy.
 * The turnover-tax cap over an enterprise's subsidies is the waterfall's.
 */
export function article08(facts: Facts, owner: string): Line[] {
  const rows = facts.district.transformation_projects.filter((row) => row.enterprise_id === owner && row.year >= firstAwardYear);
  const projects = [...new Set(rows.map((row) => row.project_no))];
  return projects.flatMap((project) => {
    const years = rows.filter((row) => row.project_no === project).sort((one, other) => one.year - other.year);
    return [...equipment(facts, years), ...interest(facts, years)];
  });
}

function eligible(facts: Facts, row: ProjectRow, policy: Policy): Truth {
  const card = facts.registry.get(row.enterprise_id);
  const manufacturing = fromCell(card?.is_manufacturing, "enterprises");
  return all(manufacturing, when(policy.largeEnough(row.total_investment_wan)), when(row.is_filed), when(row.is_in_district));
}

/** 8.1 and 8.3. reading: blank equipment is none where the project has a loan instead and did not choose the subsidy; else it is missing. */
function equipment(facts: Facts, years: readonly ProjectRow[]): Line[] {
  let used = zero;
  return years.flatMap((row) => {
    const policy = policies[row.project_type];
    if (!policy || (row.equipment_ex_tax_wan === null && row.chosen_policy !== "设备补助" && hasLoan(row) && !isNothingLent(row))) return [];
    const own = row.equipment_ex_tax_wan?.times(policy.rate);
    const cap = policy.equipmentCap === undefined ? undefined : Decimal.max(0, used.negated().plus(policy.equipmentCap));
    const condition = all(eligible(facts, row, policy), own === undefined ? unknown("transformation_projects") : "met");
    if (own && condition === "met" && row.chosen_policy !== "贷款贴息") used = used.plus(own);
    return lineOf({ ...claimOf(row, "设备补助"), clause: policy.equipment, own, atStake: cap, cap, condition });
  });
}

function hasLoan(row: ProjectRow): boolean {
  return row.average_principal_wan !== null || row.loan_from !== null || row.loan_until !== null;
}

/** A zero on file is a zero, whatever the loan's days. */
function isNothingLent(row: ProjectRow): boolean {
  return row.average_principal_wan?.isZero() ?? false;
}

/**
 * 8.2 and 8.4: half the LPR on the year's average principal.
 * reading: the term of three years is counted in days from the loan's start, before 2021 too.
 */
function interest(facts: Facts, years: readonly ProjectRow[]): Line[] {
  let used = zero;
  const lines: Line[] = [];
  for (const row of years) {
    const policy = policies[row.project_type];
    if (!policy || (!hasLoan(row) && row.chosen_policy !== "贷款贴息") || isNothingLent(row)) continue;
    const { own, missing } = interestOf(facts, row);
    const left = new Decimal(policy.interestCap).minus(used);
    const condition = all(eligible(facts, row, policy), missing);
    const [line] = lineOf({ ...claimOf(row, "贷款贴息"), clause: policy.interest, own, atStake: left, cap: left, condition });
    if (!line) continue;
    lines.push(line);
    if (condition !== "met" || !own || row.chosen_policy === "设备补助") continue;
    used = Decimal.min(policy.interestCap, used.plus(cnyOfWan(own).div(10_000)));
  }
  return lines;
}

/** reading: a project that shows nothing of a loan has none, unless it chose the interest; a part alone is missing the rest; without an end it runs on. */
function interestOf(facts: Facts, row: ProjectRow): { own: Money | undefined; missing: Truth } {
  if (row.loan_from === null) return { own: undefined, missing: unknown("transformation_projects") };
  const newYear = `${row.year}-01-01`;
  const start = later(newYear, row.loan_from);
  const nextYear = `${row.year + 1}-01-01`;
  const termEnd = addMonths(row.loan_from, termMonths);
  const days = daysBetween(start, earlier(row.loan_until === null ? nextYear : earlier(row.loan_until, nextYear), termEnd));
  if (days === 0) return { own: zero, missing: "met" };
  const lpr = facts.lprOn(start);
  const missing = all(row.average_principal_wan === null ? unknown("transformation_projects") : "met", lpr === undefined ? unknown("rates") : "met");
  if (row.average_principal_wan === null || lpr === undefined) return { own: undefined, missing };
  return { own: row.average_principal_wan.times(lpr).times(days).div(730), missing };
}

/**
 * A project row is a record of its year: certain when on file, so `accrued`.
 * reading: it has no date; its day for the dishonesty gate is 31 December.
 */
function claimOf(row: ProjectRow, policy: "设备补助" | "贷款贴息"): Pick<Claim, "year" | "owner" | "subject" | "project"> {
  return { year: row.year, owner: row.enterprise_id, subject: row.project_no, project: { policy, chosen: row.chosen_policy } };
}
