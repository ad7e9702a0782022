import type { DuckDBConnection } from "@duckdb/node-api";
import type { Model } from "../warehouse/models.ts";
import { type DrawPlan, commonDrawsSql, drawnValuesSql, factorsSql } from "./draw-sql.ts";

/**
 * Some draws at a time through the project's own models: an enterprise in draw 7 is the enterprise `…#7`, in the district `#7`.
 * No draw sees another; the memory needed is that of one batch.
 */

/** From the conditions to a claim's amount, in running order. */
const claimModels = ["int_condition", "int_claim_state", "int_rung", "int_amount_event", "int_amount_ladder", "int_amount_percent", "int_amount_interest", "int_amount_upto", "int_award_own"];
/** The waterfall, in running order. */
const lineModels = ["int_award_capped", "int_award_chosen", "int_award_turnover_capped", "int_award_once", "int_award_grouped", "int_gate", "int_award_gated", "int_award_funded"];

/** What a simulation needs of a build: the models that it runs again, what they read, and the histories. */
export const simulatedModels: ReadonlySet<string> = new Set([...claimModels, ...lineModels, "int_loan", "stg_enterprises", "stg_production", "stg_taxes", "stg_district_taxes"]);

/** Steps that only the next one reads: they are not written down. */
const passing = new Set(["int_award_capped", "int_award_chosen", "int_award_turnover_capped", "int_award_once", "int_award_gated"]);

export interface BatchPlan extends DrawPlan {
  /** schema of the deterministic build, as seen from the simulation's own database */
  readonly base: string;
  readonly year: number;
  readonly models: ReadonlyMap<string, Model>;
}

/** Creates the tables that the batches add to. */
export const outcomeTables = [
  "create or replace table outcome (draw integer, clause_id varchar, entitled_fen hugeint, fundable_fen hugeint)",
  "create or replace table enterprise_outcome (draw integer, enterprise_id varchar, entitled_fen hugeint, fundable_fen hugeint)",
  "create or replace table retention_outcome (draw integer, retention_fen hugeint)",
];

/** Runs the draws from `first` up to, not including, `end`, and adds their outcomes. */
export async function runBatch(connection: DuckDBConnection, plan: BatchPlan, first: number, end: number): Promise<void> {
  for (const statement of [commonDrawsSql(plan, first, end), factorsSql(plan), drawnValuesSql, ...inputs(plan)]) await connection.run(statement);
  for (const name of claimModels) await build(connection, plan, name);
  await connection.run(joinFixedLines);
  for (const name of lineModels) await build(connection, plan, name);
  for (const statement of outcomes(plan)) await connection.run(statement);
}

async function build(connection: DuckDBConnection, { models }: BatchPlan, name: string): Promise<void> {
  await connection.run(`create or replace ${passing.has(name) ? "view" : "table"} ${name} as ${models.get(name)!.sql}`);
}

const ofDraw = (column: string, source: string) => `${source}.${column} || '#' || draw.draw as ${column}`;

/** What the models read by an enterprise's, project's or person's identity, once for each draw. */
function inputs({ base, year }: BatchPlan): string[] {
  const perDraw = (name: string, where = "") =>
    `create or replace view ${name} as select source.* replace (${ofDraw("enterprise_id", "source")}) from ${base}.${name} as source cross join draw ${where}`;
  const subject = "case when source.subject = '' then '' else source.subject || '#' || draw.draw end as subject";
  const person = "source.person || '#' || draw.draw as person";
  return [
    "create or replace table reach as select enterprise_id, figure, max(value) as most from drawn_value group by enterprise_id, figure",
    // what not even the highest of these draws reaches fails in all of them
    `create or replace table unreachable as
      select claims.claim_no
      from moving_claim as claims
      inner join ${base}.policy_clause as clauses on clauses.clause_id = claims.clause_id
      inner join reach on reach.enterprise_id = claims.enterprise_id and reach.figure = clauses.figure
      where claims.kind = 'ladder' and reach.most < (select min(rungs.threshold) * 1000000 from ${base}.policy_rung as rungs where rungs.clause_id = claims.clause_id)
      union
      select claims.claim_no
      from moving_claim as claims
      inner join ${base}.int_condition as answers on answers.claim_no = claims.claim_no and answers.comparison in ('over', 'from')
      inner join reach on reach.enterprise_id = claims.enterprise_id and reach.figure = answers.fact
      where reach.most < answers.threshold * 1000000
        and not exists (select 1 from ${base}.int_condition as others where others.claim_no = answers.claim_no and others.condition_no = answers.condition_no and others.alternative_no <> answers.alternative_no)`,
    `create or replace table int_claim as
      select source.* replace (source.claim_no + draw.draw * (select max(claim_no) + 1 from ${base}.int_claim) as claim_no, ${ofDraw("enterprise_id", "source")}, ${subject}, ${person})
      from moving_claim as source cross join draw where source.claim_no not in (select claim_no from unreachable)`,
    `create or replace view int_event_fact as select source.* replace (${ofDraw("enterprise_id", "source")}, ${subject}) from moving_event_fact as source cross join draw`,
    `create or replace view int_loan as select source.* replace (${ofDraw("enterprise_id", "source")}, ${subject}) from ${base}.int_loan as source cross join draw`,
    perDraw("int_enterprise_fact"),
    perDraw("stg_official_ratings", `where source.year <= ${year}`),
    perDraw("stg_dishonesty"),
    perDraw("stg_payments", `where source.award_year < ${year}`),
    perDraw("efficiency_rating", `where source.rating_year = ${year}`),
    "create or replace view int_gate_district as select distinct enterprise_id, '#' || regexp_extract(enterprise_id, '#(\\d+)$', 1) as district_id from int_award_grouped where gates = 'common'",
    // a margin is a quotient of two figures, so it moves with both
    `create or replace table int_year_figure as
      with drawn as (
        select enterprise_id, draw, figure as fact, value, cast(1 as hugeint) as divisor from drawn_value
        union all
        select profit.enterprise_id, profit.draw, 'profit_margin', profit.value, revenue.value
        from drawn_value as profit
        inner join drawn_value as revenue on revenue.enterprise_id = profit.enterprise_id and revenue.draw = profit.draw and revenue.figure = 'revenue'
        where profit.figure = 'profit'
      ),
      this_year as (select * from ${base}.int_year_figure where year = ${year})
      select figures.* replace (drawn.enterprise_id || '#' || drawn.draw as enterprise_id, drawn.value as value, drawn.divisor as divisor)
      from this_year as figures inner join drawn on drawn.enterprise_id = figures.enterprise_id and drawn.fact = figures.fact
      union all
      select source.* replace (${ofDraw("enterprise_id", "source")}) from (
        select * from this_year where (enterprise_id, fact) not in (select distinct enterprise_id, fact from drawn)
        union all
        select * from earlier_figure
      ) as source cross join draw`,
  ];
}

/** The lines that no draw changes stand beside those that were drawn, for each draw. */
const joinFixedLines = `
  insert into int_award_own
  select source.* replace (
    (select coalesce(max(line_no), 0) from int_award_own) + row_number() over () as line_no,
    ${ofDraw("enterprise_id", "source")},
    case when source.subject = '' then '' else source.subject || '#' || draw.draw end as subject,
    source.person || '#' || draw.draw as person
  )
  from fixed_line as source cross join draw`;

function outcomes({ year }: BatchPlan): string[] {
  const draw = "cast(regexp_extract(enterprise_id, '#(\\d+)$', 1) as integer)";
  return [
    `insert into outcome select ${draw}, clause_id, sum(entitled_fen), sum(fundable_fen) from int_award_funded where award_year = ${year} and entitled_fen > 0 group by all`,
    `insert into enterprise_outcome select ${draw}, regexp_replace(enterprise_id, '#\\d+$', ''), sum(entitled_fen), sum(fundable_fen) from int_award_funded where award_year = ${year} and entitled_fen > 0 group by enterprise_id`,
    `insert into retention_outcome select ${draw}, sum(value - last_value) from int_year_figure where fact = 'retention' and year = ${year} and value is not null and last_value is not null group by all`,
  ];
}
