import { D521Error, exitCodes } from "../errors.ts";
import { literal } from "../intake/cells/sql.ts";
import { simulateMessages } from "./messages.ts";
import type { GrowthAssumption } from "./scenario.ts";
import { drawnDatasetSql } from "./spread-sql.ts";

/**
 * What is the same in every draw: the year's figures as projected, under the scenario's growth assumptions, and the
 * claims and lines that no figure of the open year can change.
 */

/** The projection as the models have it, before any assumption. */
export function baseValueSql(base: string, year: number): string {
  return `create or replace table base_value as
    select enterprise_id, figure, ${drawnDatasetSql} as dataset, on_file, value as expected, months_to_come from ${base}.int_year_value where year = ${year}`;
}

/** One assumption laid over the projection; a later one takes an earlier one's result. Counts what it moved. */
export function growthSql(base: string, one: GrowthAssumption): { readonly update: string; readonly count: string } {
  const everyone = [one.sector, one.town, one.industry, one.enterprise, one.district].every((group) => group === undefined);
  const who = one.enterprise !== undefined ? `enterprise_id = ${literal(one.enterprise)}`
    : one.sector !== undefined ? `sector = ${literal(one.sector)}`
    : one.town !== undefined ? `town = ${literal(one.town)}`
    : one.industry !== undefined ? `starts_with(industry_code, ${literal(one.industry)})`
    : everyone ? "true" : "false";
  // the district's tax is the enterprises' tax too
  const moved = one.figures && [...one.figures, ...(one.figures.includes("total_tax") ? ["district_tax"] : [])];
  const figures = moved ? `and figure in (${moved.map(literal).join(", ")})` : "";
  const enterprises = `(enterprise_id in (select enterprise_id from ${base}.stg_enterprises where ${who})${everyone || one.district ? " or enterprise_id = ''" : ""})`;
  // parts of a million, so that no float touches money
  const millionths = Math.round((1 + (one.change ?? one.growth!)) * 1_000_000);
  const amount = one.change === undefined ? "months_to_come" : "(expected - on_file)";
  const product = `(${amount} * ${millionths})`;
  const rounded = `(case when ${product} < 0 then -1 else 1 end * ((abs(${product}) + 500000) // 1000000))`;
  return {
    update: `update base_value set expected = on_file + ${rounded} where ${enterprises} ${figures} and expected is not null and ${amount} is not null`,
    count: `select count(*)::integer from base_value where ${enterprises} ${figures}`,
  };
}

/** @throws D521Error `nobody` (2): an assumption about nobody is a slip of the pen */
export function nobody(one: GrowthAssumption): D521Error {
  return new D521Error(exitCodes.usage, "nobody", simulateMessages.nobody, { what: one.enterprise ?? one.sector ?? one.town ?? one.industry ?? (one.district ? "district" : "-") });
}

/**
 * What the draws start from. A clause is `moving` where its conditions or amounts hang on the monthly figures, and `open` where it
 * moves, or shares the turnover tax, a choice or a group with one that does: its lines go through the waterfall in every draw.
 * Of the other lines those that are kept up to the gates are `settled` and enter there; what no gate and no retention limits is
 * `constant` and is only counted.
 */
export function fixedPartsSql(base: string, year: number): string[] {
  return [
    `create or replace table moving_clause as
      select clause_id from ${base}.policy_clause as clauses
      where uses_monthly_figures
        or exists (select 1 from ${base}.policy_fact as facts where facts.fact = clauses.base and facts.scope = 'year' and facts.dataset in ('production', 'taxes'))`,
    `create or replace table open_clause as
      with recursive open_clause as (
        select clause_id from moving_clause
        union
        select clause_id from ${base}.policy_clause where has_turnover_tax_cap
        union
        select others.clause_id
        from open_clause
        inner join ${base}.policy_clause as clauses on clauses.clause_id = open_clause.clause_id
        inner join ${base}.policy_clause as others on others.choice_id = clauses.choice_id or others.group_id = clauses.group_id
      )
      select distinct clause_id from open_clause`,
    // a claim that fails for what no draw changes fails in all
    `create or replace table moving_claim as
      select claims.* from ${base}.int_claim as claims
      where claims.award_year = ${year}
        and claims.clause_id in (select clause_id from moving_clause)
        and claims.claim_no not in (
          select claim_no from ${base}.int_condition as answers inner join ${base}.policy_fact as facts on facts.fact = answers.fact
          group by claim_no, condition_no having bool_and(answers.state = 'failed' and facts.scope <> 'year')
        )
        -- a first time that has been in an earlier year cannot be again
        and claims.claim_no not in (
          select claim_no from ${base}.int_rung
          group by claim_no having bool_and(is_first_time and best_before is not null and (best_before > threshold_micro or (best_before = threshold_micro and compare = 'from')))
        )`,
    `create or replace table moving_event_fact as
      select event_facts.* from ${base}.int_event_fact as event_facts
      where exists (select 1 from moving_claim where moving_claim.source = event_facts.source and moving_claim.subject = event_facts.subject and moving_claim.enterprise_id = event_facts.enterprise_id)`,
    // no rule looks at a line whose datum is missing
    `create or replace table fixed_line as
      select * from ${base}.int_award_own as lines
      where own_status = 'payable' and award_year = ${year}
        and clause_id in (select clause_id from open_clause) and clause_id not in (select clause_id from moving_clause)`,
    // what earlier years granted is settled; of it the once-rules, choices and project caps of the open clauses ask
    `create or replace table granted_line as
      select * from ${base}.int_award_granted_before
      where award_year < ${year} and clause_id in (select clause_id from open_clause)`,
    `create or replace table settled_line as
      select * from ${base}.int_award_grouped
      where award_year = ${year} and grouped_status = 'payable' and grouped_fen > 0 and clause_id not in (select clause_id from open_clause)
        and (gates <> 'none' or (funding = 'retention' and has_retention_cap and exists (select 1 from ${base}.policy_gate where gate = 'retention_cap' and mode = 'on')))`,
    `create or replace table constant_line as
      select clause_id, enterprise_id, sum(entitled_fen) as entitled_fen, sum(fundable_fen) as fundable_fen from ${base}.int_award_funded
      where award_year = ${year} and entitled_fen > 0 and clause_id not in (select clause_id from open_clause) and line_no not in (select line_no from settled_line)
      group by clause_id, enterprise_id`,
    // the waterfall asks these of everyone who has a line; what a clause asks only of those who claim under it
    "create or replace table asked_of_all as select unnest(['retention', 'total_tax', 'turnover_tax', 'district_tax']) as fact",
    `create or replace table asked_fact as
      select distinct clause_id, fact from (
        select clause_id, fact from ${base}.policy_condition where scope = 'year'
        union all select clause_id, unnest([figure, base]) from ${base}.policy_clause
      ) as facts where fact is not null and clause_id in (select clause_id from moving_clause)`,
    `create or replace table player as
      select enterprise_id from moving_claim union select enterprise_id from fixed_line union select enterprise_id from settled_line union select ''`,
  ];
}
