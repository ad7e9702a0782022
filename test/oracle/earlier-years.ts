import { clauseTraits } from "./clauses.ts";
import { grouped } from "./grouped.ts";
import { cnyOfWan, Decimal, type Money, sum } from "./money.ts";
import type { MartRow, Marts } from "./run-models.ts";

/** R1: caps of a project over all its years, 万元. */
const projectCaps: Readonly<Record<string, number>> = { "8.1": 1000, "8.2": 2000, "8.4": 200, "9.1": 200, "9.2": 200 };
const equipment = new Set(["8.1", "8.3"]);
const ofProjects = new Set(["8.1", "8.2", "8.3", "8.4"]);

/**
 * What the award years owe each other, from the lines alone: of a project's cap no more than its earlier years left (R1), one policy a project (R2),
 * nothing twice in a lifetime (R4), one listing (R5), a parcel once (R16). Granted is what is entitled or paid, whichever is larger.
 */
export function yearsThatForget(marts: Marts): string[] {
  const grants = marts.award_line.filter((line) => granted(line).greaterThan(0));
  const ofSubject = grouped(grants, (line) => line.subject!);
  const ofEnterprise = grouped(grants, (line) => line.enterprise_id!);
  return marts.award_line.filter((line) => amount(line, "entitled_cny").greaterThan(0)).flatMap((line) => {
    const clause = line.clause_id!;
    const { once, group } = clauseTraits[clause]!;
    const isBefore = (other: MartRow) => Number(other.award_year) < Number(line.award_year);
    const before = ofSubject.get(line.subject!)?.filter(isBefore) ?? [];
    const says = (problem: string) => `${line.award_year} ${line.enterprise_id} ${clause} ${line.subject}: ${problem}`;
    const broken: string[] = [];
    const cap = projectCaps[clause];
    if (cap !== undefined) {
      const used = sum(before.filter((other) => other.clause_id === clause).map(granted));
      if (used.plus(line.entitled_cny!).greaterThan(Decimal.max(used, cnyOfWan(cap)))) broken.push(says(`entitled to ${line.entitled_cny} after ${used.toFixed(2)} of ${cap} 万元`));
    }
    if (ofProjects.has(clause)) {
      const [first] = before.filter((other) => ofProjects.has(other.clause_id!)).sort((one, other) => Number(one.award_year) - Number(other.award_year));
      const alone = before.every((other) => other === first || other.award_year !== first?.award_year || !ofProjects.has(other.clause_id!));
      // of two lines of one year that were both paid the document does not say which policy was granted first
      if (first !== undefined && alone && equipment.has(first.clause_id!) !== equipment.has(clause)) broken.push(says(`the project was granted ${first.clause_id} in ${first.award_year}`));
    }
    const earlier = ofEnterprise.get(line.enterprise_id!)?.filter(isBefore) ?? [];
    if (once === "lifetime" && earlier.some((other) => other.clause_id === clause)) broken.push(says("granted before"));
    if (once === "parcel" && earlier.some((other) => other.clause_id === clause && other.subject === line.subject)) broken.push(says("the parcel was relieved before"));
    if (group === "4-listing" && earlier.some((other) => clauseTraits[other.clause_id!]!.group === group)) broken.push(says("another listing was granted before"));
    return broken;
  });
}

function granted(line: MartRow): Money {
  return Decimal.max(amount(line, "entitled_cny"), amount(line, "paid_cny"));
}

function amount(line: MartRow, column: string): Money {
  return new Decimal(line[column]!);
}
