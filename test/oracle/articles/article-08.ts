import { met } from "../readings.ts";
import { addMonths, daysBetween, earlier, later } from "../calendar.ts";
import { eventsFrom, type Facts, firstAwardYear } from "../facts.ts";
import { type Claim, type Line, lineOf } from "../line.ts";
import { type Money, zero } from "../money.ts";
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
 * The project's caps over its years, the choice and the turnover-tax cap over an enterprise's subsidies are the waterfall's.
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
  return years.flatMap((row) => {
    const policy = policies[row.project_type];
    if (!policy || (row.equipment_ex_tax_wan === null && row.chosen_policy !== "设备补助" && hasLoan(row) && !isNothingLent(row))) return [];
    const own = row.equipment_ex_tax_wan?.times(policy.rate);
    const condition = all(eligible(facts, row, policy), own === undefined ? unknown("transformation_projects") : "met");
    return lineOf({ ...claimOf(row, "设备补助"), clause: policy.equipment, own, atStake: policy.equipmentCap, projectCap: policy.equipmentCap, condition });
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
 * reading: the term of three years is counted in days from the loan's start.
 */
function interest(facts: Facts, years: readonly ProjectRow[]): Line[] {
  return years.flatMap((row) => {
    const policy = policies[row.project_type];
    if (!policy || (!hasLoan(row) && row.chosen_policy !== "贷款贴息") || isNothingLent(row)) return [];
    // R10: the day of the loan
    if (row.loan_from !== null && row.loan_from < eventsFrom) return [];
    const { own, missing } = interestOf(facts, row);
    const condition = all(eligible(facts, row, policy), missing);
    return lineOf({ ...claimOf(row, "贷款贴息"), clause: policy.interest, own, atStake: policy.interestCap, projectCap: policy.interestCap, condition });
  });
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
  // reading: what the project lacks is asked first; the rate where its loan is known
  if (row.average_principal_wan === null) return { own: undefined, missing: unknown("transformation_projects") };
  if (lpr === undefined) return { own: undefined, missing: unknown("rates") };
  return { own: row.average_principal_wan.times(lpr).times(days).div(730), missing: "met" };
}

/**
 * A project row is a record of its year: certain when on file, so `accrued`.
 * reading: it has no date; its day for the dishonesty gate is 31 December.
 */
function claimOf(row: ProjectRow, policy: "设备补助" | "贷款贴息"): Pick<Claim, "year" | "owner" | "subject" | "project"> {
  return { year: row.year, owner: row.enterprise_id, subject: row.project_no, project: { policy, chosen: row.chosen_policy } };
}
