import { type ClauseTraits, clauseTraits, compareClauses, compareText } from "./clauses.ts";
import { type Facts } from "./facts.ts";
import { type ComputedGrades, gradeFor, isListed, taxGrowth } from "./gates.ts";
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

/** `8-project`: the chosen policy's line; without a choice the larger, the lower clause where both are equal. */
export function chooseProjects(lines: OwnerLines): void {
  const ofProjects = lines.filter((line) => line.project !== undefined);
  for (const line of ofProjects) {
    const { policy, chosen } = line.project!;
    if (chosen !== null) {
      // reading: the policy not chosen is out, whether or not the chosen one has a line
      if (policy !== chosen && line.status === "payable") supersede(line, "group");
      continue;
    }
    const rival = ofProjects.find((other) => other !== line && other.year === line.year && other.subject === line.subject);
    if (rival?.status !== "payable" || line.status !== "payable") continue;
    const order = rival.entitled.comparedTo(line.entitled) || compareClauses(line.clause, rival.clause);
    if (order > 0) supersede(line, "group");
    else supersede(rival, "group");
  }
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
 * Once-rules over all lines of all owners, those before the first award year too (a founder may have several enterprises).
 * reading: an earlier qualifying event is one that meets its clause's conditions, whatever became of it later;
 * in one year the earlier date goes first, then the lower subject.
 */
export function applyOnce(facts: Facts, lines: readonly Line[]): void {
  const candidates = lines.filter((line) => traitsOf(line).once !== undefined && line.status === "payable");
  candidates.sort((one, other) => compareText(dayOf(one), dayOf(other)) || compareText(one.subject, other.subject));
  const seen = new Set<string>();
  for (const line of candidates) {
    const keys = [`${line.clause} ${line.owner}`, ...(line.alsoOnceFor === undefined ? [] : [`${line.clause} founder ${line.alsoOnceFor}`])];
    const before = traitsOf(line).once === "lifetime" && keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    if (before || wasPaid(facts, line)) supersede(line, "already_awarded");
  }
}

/**
 * Paid in an earlier award year, in one payment or several.
 * reading: payments of 6.4 tell their rung by what one award year was paid; a lower rung paid earlier leaves a higher one open.
 */
function wasPaid(facts: Facts, line: Line): boolean {
  const byAwardYear = new Map<number, Money>();
  for (const row of facts.district.payments) {
    if (row.enterprise_id !== line.owner || row.clause_id !== line.clause || row.award_year >= line.year) continue;
    byAwardYear.set(row.award_year, (byAwardYear.get(row.award_year) ?? zero).plus(cnyOfWan(row.amount_wan)));
  }
  const enough = traitsOf(line).once === "lifetime" ? new Decimal("0.01") : line.gross;
  return [...byAwardYear.values()].some((paid) => paid.greaterThanOrEqualTo(enough));
}

/** Of a group only the highest amount of a year stays; equal ones: the lower clause, then the lower subject. */
export function applyGroups(lines: OwnerLines): void {
  const grouped = lines.filter((line) => traitsOf(line).group !== undefined && line.status === "payable");
  for (const group of new Set(grouped.map((line) => traitsOf(line).group))) {
    for (const ofYear of byYear(grouped.filter((line) => traitsOf(line).group === group))) {
      const [, ...others] = inSharingOrder(ofYear).sort((one, other) => other.entitled.comparedTo(one.entitled));
      for (const line of others) supersede(line, "group");
    }
  }
}

/** The common gates. One that fails closes the line, whatever is missing for another. */
export function applyGates(facts: Facts, grades: ComputedGrades, lines: OwnerLines): void {
  for (const line of lines) {
    if (!traitsOf(line).gates || line.status !== "payable") continue;
    const growth = taxGrowth(facts, line.owner, line.year);
    const grade = gradeFor(facts, grades, line.owner, line.year);
    if (grade === null) line.reasons.add("unrated");
    const failed = [growth === "failed" ? "tax_growth" : "", grade === "D" ? "rating_d" : "", isListed(facts, line) ? "dishonest" : ""].filter(Boolean);
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
