import { met } from "./readings.ts";
import { type ClauseTraits, clauseTraits, compareClauses, compareText } from "./clauses.ts";
import { type Facts, firstAwardYear } from "./facts.ts";
import { type ComputedGrades, gradeFor, isListed, lacksRating, taxGrowth } from "./gates.ts";
import { capLine, type Line, supersede, undetermine } from "./line.ts";
import { cnyOfWan, Decimal, type Money, shareProRata, sum, zero } from "./money.ts";

/** All lines of one owner, in the order in which caps are shared: clause, then subject. */
export type OwnerLines = readonly Line[];

export function inSharingOrder(lines: readonly Line[]): Line[] {
  return [...lines].sort((one, other) => compareClauses(one.clause, other.clause) || compareText(one.subject, other.subject));
}

export function traitsOf(line: Line): ClauseTraits {
  return clauseTraits[line.clause]!;
}

/** Cap of the line, the part that is over several lines: 6.11, 5 万元 an enterprise and year. */
export function capExhibitions(lines: OwnerLines): void {
  for (const ofYear of byYear(lines.filter((line) => line.clause === "6.11"))) shareCap(ofYear, cnyOfWan(5), "cap");
}

/** What earlier award years granted, line by line: entitled after the gates, or paid on file, whichever is larger. */
export interface Grant {
  readonly line: Line;
  readonly amount: Money;
}

/** R1: of a project's cap is left what earlier award years did not grant of it. Of an unknown amount no more is at stake. */
export function capProjects(lines: OwnerLines, grants: readonly Grant[]): void {
  for (const line of lines) {
    if (line.projectCap === undefined) continue;
    const used = sum(grants.filter((grant) => grant.line.clause === line.clause && grant.line.subject === line.subject).map(({ amount }) => amount));
    const left = Decimal.max(0, line.projectCap.minus(used));
    if (used.greaterThan(0) && left.lessThan(line.gross)) met("R1 a cap used up by grants");
    if (used.isZero() && line.year > firstAwardYear && line.status === "payable") met("R1 an earlier year that granted nothing uses up nothing");
    if (line.isAmountUnknown) line.gross = Decimal.min(line.gross, left);
    capLine(line, left, "cap");
  }
}

/**
 * R2, R3: `8-project`. The policy first granted stays for the project's life; before any grant the chosen one; without a choice the larger, each
 * held by itself to the turnover tax where that applies, the lower clause where both are equal.
 */
export function chooseProjects(facts: Facts, lines: OwnerLines, grants: readonly Grant[]): void {
  const ofProjects = lines.filter((line) => line.project !== undefined);
  for (const line of ofProjects) {
    const earlier = grants.filter((grant) => grant.line.project !== undefined && grant.line.subject === line.subject);
    const [first] = earlier.sort((one, other) => one.line.year - other.line.year || compareClauses(one.line.clause, other.line.clause));
    const kept = first?.line.project?.policy ?? line.project!.chosen;
    if (first && line.status === "payable") met(line.project!.policy === kept ? "R2 the policy first granted goes on" : "R2 the other policy pays nothing more");
    if (kept !== null) {
      // reading: the policy not kept is out, whether or not the kept one has a line
      if (line.project!.policy !== kept && line.status === "payable") supersede(line, "choice");
      continue;
    }
    const rival = ofProjects.find((other) => other !== line && other.subject === line.subject);
    if (rival?.status !== "payable" || line.status !== "payable") continue;
    met(held(facts, line).lessThan(line.entitled) && held(facts, line).lessThan(rival.entitled) && line.entitled.greaterThan(rival.entitled) ? "R3 the turnover tax decides for the loan" : "R3 the larger line is kept");
    const order = held(facts, rival).comparedTo(held(facts, line)) || compareClauses(line.clause, rival.clause);
    supersede(order > 0 ? line : rival, "choice");
  }
}

/** What a line could be at most under the year's turnover tax, were it alone. */
function held(facts: Facts, line: Line): Money {
  const tax = line.project?.policy === "设备补助" ? facts.annual(line.owner, "turnover_tax", line.year) : undefined;
  return tax === undefined ? line.entitled : Decimal.min(line.entitled, cnyOfWan(Decimal.max(0, tax)));
}

/** The equipment subsidies (8.1, 8.3) of a year together, held to the local-level turnover tax of that year. */
export function capByTurnoverTax(facts: Facts, lines: OwnerLines): void {
  for (const ofYear of byYear(lines.filter((line) => ["8.1", "8.3"].includes(line.clause) && line.status === "payable"))) {
    const { owner, year } = ofYear[0]!;
    const tax = facts.annual(owner, "turnover_tax", year);
    if (tax === undefined) for (const line of ofYear) undetermine(line, ["taxes"]);
    else shareCap(ofYear, cnyOfWan(Decimal.max(0, tax)), "turnover_tax_cap");
  }
}

/**
 * Once-rules over one award year's lines of all owners (a founder may have several enterprises).
 * R4: used up only by what an earlier award year granted, or by a payment on file for the clause in one. reading: of what is left of one year, first the
 * person's and then the enterprise's first by date stays, then the lower subject.
 */
export function applyOnce(facts: Facts, lines: readonly Line[], grants: readonly Grant[]): void {
  const candidates = lines.filter((line) => traitsOf(line).once !== undefined && line.status === "payable");
  candidates.sort((one, other) => compareText(dayOf(one), dayOf(other)) || compareText(one.subject, other.subject));
  for (const line of candidates) {
    if (traitsOf(line).once === "new") {
      if (line.renewal && met("R6 a renewal")) supersede(line, "renewal");
    } else if (wasGranted(line, grants) || (wasPaid(facts, line) && met("R4 a payment on file"))) {
      supersede(line, "already_awarded");
    }
  }
  for (const line of candidates) if (line.status === "payable" && line.year > firstAwardYear && traitsOf(line).once === "lifetime" && lostBefore(facts, line)) met("R4 an earlier line that lost leaves it open");
  keepFirst(candidates, (line) => (line.alsoOnceFor === undefined ? undefined : `${line.clause} ${line.alsoOnceFor}`));
  keepFirst(candidates, (line) => (traitsOf(line).once === "lifetime" ? `${line.clause} ${line.owner}` : undefined));
}

/** Whether an event of the clause is on record in an earlier award year, which then must have been gated or lost. */
function lostBefore(facts: Facts, line: Line): boolean {
  const { owner, year } = line;
  const titles: Readonly<Record<string, string>> = { "15.8": "知识产权贯标", "15.13": "质量管理体系认证", "18.2": "清洁生产审核", "18.3": "绿色工厂", "18.4": "绿色供应链" };
  const events: Readonly<Record<string, string>> = { "1.1": "混改完成", "1.2": "股权分配完成", "4.6": "股份改制", "4.8": "境内首发上市", "4.11": "新三板挂牌" };
  const before = (day: string) => day >= `${firstAwardYear}-01-01` && day < `${year}-01-01`;
  return (
    facts.district.recognitions.some((row) => row.title === titles[line.clause] && row.enterprise_id === owner && before(row.recognised_on)) ||
    facts.district.capital_events.some((row) => row.event === events[line.clause] && row.enterprise_id === owner && before(row.happened_on))
  );
}

/** Of the payable lines of one key the first stays. */
function keepFirst(inOrder: readonly Line[], keyOf: (line: Line) => string | undefined): void {
  const seen = new Set<string>();
  for (const line of inOrder) {
    const key = keyOf(line);
    if (key === undefined || line.status !== "payable") continue;
    if (seen.has(key)) supersede(line, "already_awarded");
    seen.add(key);
  }
}

function wasGranted(line: Line, grants: readonly Grant[]): boolean {
  const { once } = traitsOf(line);
  if (once === "rung") return false;
  return grants.some(({ line: before }) => {
    if (before.clause !== line.clause) return false;
    if (line.alsoOnceFor !== undefined && before.alsoOnceFor === line.alsoOnceFor) return before.owner === line.owner || met("R12 one person by number in two enterprises");
    return before.owner === line.owner && (once !== "parcel" || (before.subject === line.subject && met("R16 a parcel's second year"))) && met("R4 an earlier grant");
  });
}

/**
 * Paid in an earlier award year, in one payment or several.
 * reading: payments of 6.4 tell their rung by what one award year was paid; a lower rung paid earlier leaves a higher one open. A payment names no
 * parcel, so it does not tell of 19.1 which was relieved.
 */
function wasPaid(facts: Facts, line: Line): boolean {
  const { once } = traitsOf(line);
  if (once === "parcel") return false;
  const enough = once === "lifetime" ? new Decimal("0.01") : line.gross;
  return [...paidByYear(facts, line.owner, [line.clause], line.year).values()].some((paid) => paid.greaterThanOrEqualTo(enough));
}

/** What is on file as paid for some clauses, by award year before `year`. */
function paidByYear(facts: Facts, owner: string, clauses: readonly string[], year: number): Map<number, Money> {
  const byAwardYear = new Map<number, Money>();
  for (const row of facts.district.payments) {
    if (row.enterprise_id !== owner || !clauses.includes(row.clause_id) || row.award_year >= year) continue;
    byAwardYear.set(row.award_year, (byAwardYear.get(row.award_year) ?? zero).plus(cnyOfWan(row.amount_wan)));
  }
  return byAwardYear;
}

/** Of a group only the highest amount of a year stays; equal ones: the lower clause, then the lower subject. R5: 4-listing pays once in a lifetime. */
export function applyGroups(facts: Facts, lines: OwnerLines, grants: readonly Grant[]): void {
  const grouped = lines.filter((line) => traitsOf(line).group !== undefined && line.status === "payable");
  for (const group of new Set(grouped.map((line) => traitsOf(line).group))) {
    const ofGroup = grouped.filter((line) => traitsOf(line).group === group);
    const { owner, year } = ofGroup[0]!;
    const clauses = Object.keys(clauseTraits).filter((clause) => clauseTraits[clause]!.group === group);
    const hadBefore = group === "4-listing" && (grants.some((grant) => grant.line.owner === owner && traitsOf(grant.line).group === group) || [...paidByYear(facts, owner, clauses, year).values()].some((paid) => paid.greaterThan(0)));
    const [, ...others] = inSharingOrder(ofGroup).sort((one, other) => other.entitled.comparedTo(one.entitled));
    if (hadBefore) met("R5 a second listing");
    for (const line of hadBefore ? ofGroup : others) supersede(line, "group");
  }
}

/** The gates that each clause passes. One that fails closes the line, whatever is missing for another. */
export function applyGates(facts: Facts, grades: ComputedGrades, lines: OwnerLines): void {
  const atGates = lines.filter((line) => line.status === "payable");
  const claimed = new Map(atGates.map((line) => [line, sum(atGates.filter((other) => other.clause === line.clause).map(({ entitled }) => entitled))]));
  for (const line of atGates) {
    const { gates } = traitsOf(line);
    const growth = gates.includes("tax_growth") ? taxGrowth(facts, line.owner, line.year) : "met";
    const grade = gates.includes("rating_d") ? gradeFor(facts, grades, line.owner, line.year) : undefined;
    if (grade === null && (lacksRating(facts, line.owner, line.year) ? met("R9 in scope without a rating") : !met("R9 outside the evaluation"))) line.reasons.add("unrated");
    const listed = gates.includes("dishonest") && isListed(facts, line, claimed.get(line)!);
    if (line.clause === "19.1" && (grade === "D" || listed)) met("R16 a gate");
    const failed = [growth === "failed" ? "tax_growth" : "", grade === "D" ? "rating_d" : "", listed ? "dishonest" : ""].filter(Boolean);
    if (failed.length > 0) {
      line.status = "gated";
      line.entitled = zero;
      for (const reason of failed) line.reasons.add(reason);
    } else if (typeof growth !== "string") {
      undetermine(line, growth.missing);
    }
  }
}

/** New local retention of a year, below zero where it shrank; undefined where a month of tax is not on file. */
export function newRetention(facts: Facts, owner: string, year: number): Money | undefined {
  const now = facts.annual(owner, "retention", year);
  const before = facts.annual(owner, "retention", year - 1);
  return now === undefined || before === undefined ? undefined : cnyOfWan(now).minus(cnyOfWan(before));
}

/** What of each line can be funded. Budget lines and fee relief in full; the others share their year's new retention. */
export function fund(facts: Facts, lines: OwnerLines): Map<Line, Money> {
  const fundable = new Map(lines.map((line) => [line, line.entitled]));
  for (const ofYear of byYear(lines.filter((line) => traitsOf(line).funding === "retention" && line.status === "payable"))) {
    const { owner, year } = ofYear[0]!;
    const retention = newRetention(facts, owner, year);
    if (retention === undefined) throw new Error(`${owner} ${year}: lines passed the tax gate without taxes on file`);
    const limit = Decimal.max(0, retention);
    if (sum(ofYear.map((line) => line.entitled)).lessThanOrEqualTo(limit)) continue;
    const shares = shareProRata(limit, ofYear.map((line) => line.entitled));
    ofYear.forEach((line, index) => {
      fundable.set(line, shares[index]!);
      if (shares[index]!.lessThan(line.entitled)) line.reasons.add("retention_cap");
    });
  }
  return fundable;
}

/** Shares a cap over lines that together exceed it. */
function shareCap(lines: readonly Line[], limit: Money, reason: string): void {
  const payable = inSharingOrder(lines).filter((line) => line.status === "payable");
  const amounts = payable.map((line) => line.entitled);
  if (sum(amounts).lessThanOrEqualTo(limit)) return;
  const shares = shareProRata(limit, amounts);
  payable.forEach((line, index) => capLine(line, shares[index]!, reason));
}

function dayOf(line: Line): string {
  return line.on ?? `${line.year}-12-31`;
}

function byYear(lines: readonly Line[]): Line[][] {
  const years = new Map<number, Line[]>();
  for (const line of inSharingOrder(lines)) years.set(line.year, [...(years.get(line.year) ?? []), line]);
  return [...years.values()];
}
