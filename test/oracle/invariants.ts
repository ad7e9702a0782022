import { clauseTraits } from "./clauses.ts";
import { Decimal, type Money, sum } from "./money.ts";
import { yearsThatForget } from "./earlier-years.ts";
import { whatIsNotExplained } from "./explained.ts";
import type { MartRow, Marts } from "./run-models.ts";
import { stepsThatDoNotAddUp } from "./step-sums.ts";

/** What must hold of any build's marts, each breach as a sentence. Nothing of the oracle's answers is used. */
export function brokenInvariants(marts: Marts): string[] {
  return [...linesThatPay(marts), ...sums(marts), ...retention(marts), ...stepsThatDoNotAddUp(marts), ...yearsThatForget(marts), ...whatIsNotExplained(marts)];
}

/** Superseded, gated, capped-out and undetermined lines never pay; no amount is below zero or grows on its way. */
function linesThatPay(marts: Marts): string[] {
  return marts.award_line.flatMap((line) => {
    const name = `${line.award_year} ${line.enterprise_id} ${line.clause_id} ${line.subject}`;
    const [gross, entitled, fundable, shortfall] = ["gross_cny", "entitled_cny", "fundable_cny", "shortfall_cny"].map((column) => amount(line, column)) as [Money, Money, Money, Money];
    const broken: string[] = [];
    if (line.status !== "payable" && !entitled.plus(fundable).isZero()) broken.push(`${name}: ${line.status}, yet entitled or fundable`);
    if (line.status !== "payable" && line.reasons === "") broken.push(`${name}: ${line.status}, without a reason`);
    if (line.status === "payable" && entitled.isZero()) broken.push(`${name}: payable, yet entitled to nothing`);
    if (!entitled.equals(fundable.plus(shortfall))) broken.push(`${name}: entitled is not fundable + shortfall`);
    if (fundable.lessThan(0) || shortfall.lessThan(0) || amount(line, "outstanding_cny").lessThan(0)) broken.push(`${name}: an amount is below zero`);
    if (entitled.greaterThan(gross)) broken.push(`${name}: entitled to more than its own amount`);
    if (line.status === "undetermined" && !line.reasons!.includes("missing:")) broken.push(`${name}: undetermined, yet nothing is missing`);
    return broken;
  });
}

/** The same sums by line, by clause and by enterprise. */
function sums(marts: Marts): string[] {
  const columns = ["gross_cny", "entitled_cny", "fundable_cny", "shortfall_cny", "paid_cny", "outstanding_cny"];
  const broken = columns.flatMap((column) => {
    const byLine = total(marts.award_line, column);
    const byClause = total(marts.liability_by_clause, column);
    return byLine.equals(byClause) ? [] : [`${column}: ${byLine.toFixed()} by line, ${byClause.toFixed()} by clause`];
  });
  const funded = marts.award_line.filter((line) => clauseTraits[line.clause_id!]!.funding === "retention");
  for (const column of ["entitled_cny", "fundable_cny", "shortfall_cny"]) {
    const byLine = total(funded, column);
    const byEnterprise = total(marts.enterprise_retention, column);
    if (!byLine.equals(byEnterprise)) broken.push(`${column} of retention-funded lines: ${byLine.toFixed()} by line, ${byEnterprise.toFixed()} by enterprise`);
  }
  return broken;
}

/** What is fundable from an enterprise's new retention of a year is never more than that retention. */
function retention(marts: Marts): string[] {
  return marts.enterprise_retention.flatMap((row) => {
    const limit = row.new_retention_cny === null ? new Decimal(0) : Decimal.max(0, amount(row, "new_retention_cny"));
    return amount(row, "fundable_cny").greaterThan(limit) ? [`${row.award_year} ${row.enterprise_id}: fundable ${row.fundable_cny} of a new retention of ${row.new_retention_cny}`] : [];
  });
}

function amount(row: MartRow, column: string): Money {
  return new Decimal(row[column]!);
}

function total(rows: readonly MartRow[], column: string): Money {
  return sum(rows.map((row) => amount(row, column)));
}
