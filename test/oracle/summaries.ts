import type { AwardLine } from "./award-lines.ts";
import { clauseTraits } from "./clauses.ts";
import { type Facts, firstAwardYear } from "./facts.ts";
import { cnyOfWan, type Money, sum } from "./money.ts";
import { newRetention } from "./waterfall.ts";

/** A row of `mart.enterprise_retention`; the retention columns are null where a month of tax is not on file. */
export interface EnterpriseRetention {
  readonly award_year: number;
  readonly enterprise_id: string;
  readonly retention_this_year_cny: Money | null;
  readonly retention_last_year_cny: Money | null;
  readonly new_retention_cny: Money | null;
  readonly entitled_cny: Money;
  readonly fundable_cny: Money;
  readonly shortfall_cny: Money;
}

/**
 * Retention and what is claimed on it, for every enterprise of the registry and every award year, and for others in the years of their retention-funded lines.
 * reading: the sums are over the retention-funded lines, the only ones that the retention has to carry.
 */
export function enterpriseRetention(facts: Facts, lines: readonly AwardLine[]): EnterpriseRetention[] {
  const rows: EnterpriseRetention[] = [];
  const strangers = lines.map((line) => line.enterprise_id).filter((id) => !facts.registry.has(id));
  for (const id of new Set([...facts.registry.keys(), ...strangers])) {
    for (let year = firstAwardYear; year <= facts.asOfYear; year += 1) {
      const own = lines.filter((line) => line.enterprise_id === id && line.award_year === year && clauseTraits[line.clause_id]!.funding === "retention");
      if (own.length === 0 && !facts.registry.has(id)) continue;
      const now = facts.annual(id, "retention", year);
      const before = facts.annual(id, "retention", year - 1);
      rows.push({
        award_year: year,
        enterprise_id: id,
        retention_this_year_cny: now === undefined ? null : cnyOfWan(now),
        retention_last_year_cny: before === undefined ? null : cnyOfWan(before),
        new_retention_cny: newRetention(facts, id, year) ?? null,
        entitled_cny: sum(own.map((line) => line.entitled_cny)),
        fundable_cny: sum(own.map((line) => line.fundable_cny)),
        shortfall_cny: sum(own.map((line) => line.shortfall_cny)),
      });
    }
  }
  return rows;
}

/** A row of `mart.liability_by_clause`. */
export interface LiabilityByClause {
  readonly award_year: number;
  readonly clause_id: string;
  readonly article: number;
  readonly lines: number;
  readonly gross_cny: Money;
  readonly entitled_cny: Money;
  readonly fundable_cny: Money;
  readonly shortfall_cny: Money;
  readonly paid_cny: Money;
  readonly outstanding_cny: Money;
}

/** Sums of the lines by award year and clause; a clause without a line in a year has no row. */
export function liabilityByClause(lines: readonly AwardLine[]): LiabilityByClause[] {
  const groups = new Map<string, AwardLine[]>();
  for (const line of lines) {
    const key = `${line.award_year} ${line.clause_id}`;
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()].map((group) => {
    const { award_year, clause_id } = group[0]!;
    const total = (column: "gross_cny" | "entitled_cny" | "fundable_cny" | "shortfall_cny" | "paid_cny" | "outstanding_cny"): Money => sum(group.map((line) => line[column]));
    return {
      award_year,
      clause_id,
      article: Number(clause_id.split(".")[0]),
      lines: group.length,
      gross_cny: total("gross_cny"),
      entitled_cny: total("entitled_cny"),
      fundable_cny: total("fundable_cny"),
      shortfall_cny: total("shortfall_cny"),
      paid_cny: total("paid_cny"),
      outstanding_cny: total("outstanding_cny"),
    };
  });
}
