import { readFileSync } from "node:fs";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { defaultModelsDir } from "../warehouse/models.ts";
import { type DrawPlan, commonDrawsSql, drawnValuesSql, factorsSql } from "./draw-sql.ts";

/**
 * Some draws at a time through the project's own models: an enterprise in draw 7 is an enterprise of its own, in a district of its
 * own, with its number plus seven strides. No draw sees another; the memory needed is that of one batch.
 */

/** From the conditions to a claim's amount, in running order. */
const claimModels = ["int_condition", "int_claim_state", "int_rung", "int_amount_event", "int_amount_ladder", "int_amount_percent", "int_amount_interest", "int_amount_upto", "int_award_own"];
/** The waterfall, in running order. */
const lineModels = ["int_award_capped", "int_award_chosen", "int_award_turnover_capped", "int_award_once", "int_award_grouped", "int_gate", "int_award_gated", "int_award_funded"];

/** The SELECTs of the models that a batch runs; a build has checked them by then. */
export function readBatchModels(): Map<string, string> {
  return new Map([...claimModels, ...lineModels].map((name) => [name, readFileSync(path.join(defaultModelsDir, "intermediate", `${name}.sql`), "utf8")]));
}

/** What a simulation needs of a build: the models that it runs again, what they read, and the histories. */
export const simulatedModels: ReadonlySet<string> = new Set([...claimModels, ...lineModels, "int_award_granted_before", "int_loan", "stg_enterprises", "stg_production", "stg_taxes", "stg_district_taxes"]);

/** Steps that only the next one reads: they are not written down. */
const passing = new Set(["int_condition", "int_rung", "int_amount_event", "int_amount_ladder", "int_amount_percent", "int_amount_interest", "int_amount_upto", "int_award_capped", "int_award_chosen", "int_award_turnover_capped", "int_award_once", "int_award_gated"]);

/** What of the lines that come to the gates is read from there on. */
const groupedColumns = "line_no, clause_id, clause_order, enterprise_id, award_year, subject, effective_on, funding, has_retention_cap, gates, grouped_status, grouped_fen";

/** Of a model's rows what a later step reads: the rest is not even worked out. A line that is not payable changes no other, but for a cap that lines share. */
const read: Readonly<Record<string, { readonly columns: string; readonly where: string }>> = {
  int_award_own: { columns: "*", where: "own_status = 'payable' or cap_per = 'enterprise_year'" },
  int_award_grouped: { columns: groupedColumns, where: "grouped_status = 'payable' and grouped_fen > 0" },
  int_award_funded: { columns: "clause_id, enterprise_id, award_year, entitled_fen, fundable_fen", where: "entitled_fen > 0" },
};

export interface BatchPlan extends DrawPlan {
  /** schema of the deterministic build, as seen from the simulation's own database */
  readonly base: string;
  readonly year: number;
  /** between the numbers of one draw and of the next; see code-sql.ts */
  readonly stride: number;
  /** the number of the district itself */
  readonly district: number;
  /** the project's own SELECTs by name */
  readonly models: ReadonlyMap<string, string>;
}

/** Creates the table that the batches add to, beside those of `results.ts`. */
export const enterpriseOutcomeTable = "create or replace table enterprise_outcome (draw integer, enterprise_no bigint, entitled_fen hugeint, fundable_fen hugeint)";

/** After the last batch and `totalsSql`. */
export const enterpriseTotalSql = `create or replace table enterprise_total as
  select code.text as enterprise_id, sum(fundable_fen) as total_fen, sum(fundable_fen) filter (where draw in (select draw from worst)) as tail_fen
  from enterprise_outcome as outcomes inner join code on code.number = outcomes.enterprise_no group by code.text`;

/** Runs the draws from `first` up to, not including, `end`, and adds their outcomes. */
export async function runBatch(connection: DuckDBConnection, plan: BatchPlan, first: number, end: number): Promise<void> {
  for (const statement of [commonDrawsSql(plan, first, end), factorsSql(plan), drawnValuesSql, ...inputs(plan)]) await connection.run(statement);
  for (const name of claimModels) {
    await build(connection, plan, name);
    if (name === "int_claim_state") for (const statement of standingClaimsSql) await connection.run(statement);
  }
  await connection.run(fixedLinesSql(plan));
  for (const name of lineModels) {
    await build(connection, plan, name);
    if (name !== "int_award_grouped") continue;
    await connection.run(settledLinesSql(plan));
    await connection.run(gateDistrictSql(plan));
  }
  for (const statement of outcomes(plan)) await connection.run(statement);
}

async function build(connection: DuckDBConnection, { models }: BatchPlan, name: string): Promise<void> {
  const { columns, where } = read[name] ?? { columns: "*", where: "true" };
  await connection.run(`create or replace temp ${passing.has(name) ? "view" : "table"} ${name} as select ${columns} from (${models.get(name)!}) where ${where}`);
}

/** What the models read by an enterprise's, project's or person's identity, once for each draw. */
function inputs({ base, stride, district }: BatchPlan): string[] {
  const ofDraw = (column: string) => `source.${column} + draw.draw * ${stride} as ${column}`;
  const perDraw = (name: string, coded: string, identities: readonly string[] = ["enterprise_id"]) =>
    `create or replace temp view ${name} as select source.* replace (${identities.map(ofDraw).join(", ")}) from ${coded} as source cross join draw`;
  return [
    "create or replace temp table reach as select enterprise_id, figure, max(value) as most from drawn_value group by enterprise_id, figure",
    // what not even the highest of these draws reaches fails in all of them
    `create or replace temp table unreachable as
      select claims.claim_no
      from coded_claim as claims
      inner join ${base}.int_rung as rungs on rungs.claim_no = claims.claim_no
      inner join reach on reach.enterprise_id = claims.enterprise_id and reach.figure = rungs.figure
      group by claims.claim_no
      having bool_and(coalesce(reach.most < rungs.threshold_micro, false)
        or coalesce(rungs.growth_over is not null and (rungs.last_value <= 0 or reach.most * 1000000 <= rungs.last_value * (1000000 + rungs.growth_micro)), false))
      union
      select claims.claim_no
      from coded_claim as claims
      inner join ${base}.int_condition as answers on answers.claim_no = claims.claim_no and answers.comparison in ('over', 'from')
      inner join reach on reach.enterprise_id = claims.enterprise_id and reach.figure = answers.fact
      where reach.most < answers.threshold * 1000000
        and not exists (select 1 from ${base}.int_condition as others where others.claim_no = answers.claim_no and others.condition_no = answers.condition_no and others.alternative_no <> answers.alternative_no)`,
    "create or replace temp table reachable as select * from coded_claim where claim_no not in (select claim_no from unreachable)",
    `create or replace temp view int_claim as
      select source.* replace (source.claim_no + draw.draw * (select max(claim_no) + 1 from ${base}.int_claim) as claim_no, ${["enterprise_id", "subject", "person"].map(ofDraw).join(", ")})
      from reachable as source cross join draw`,
    perDraw("int_event_fact", "coded_event_fact", ["enterprise_id", "subject"]),
    perDraw("int_loan", "coded_loan", ["enterprise_id", "subject"]),
    perDraw("int_enterprise_fact", "coded_enterprise_fact"),
    perDraw("stg_official_ratings", "coded_official_rating"),
    perDraw("stg_dishonesty", "coded_dishonesty"),
    perDraw("stg_payments", "coded_payment"),
    perDraw("int_award_granted_before", "coded_granted", ["enterprise_id", "subject", "person"]),
    perDraw("efficiency_rating", "coded_rating"),
    `create or replace temp table playing as
      select enterprise_id from reachable union select enterprise_id from coded_line union select enterprise_id from coded_settled union select ${district}`,
    // a margin is a quotient of two figures, so it moves with both
    `create or replace temp table int_year_figure as
      with drawn as (
        select enterprise_id, draw, figure as fact, value, cast(1 as hugeint) as divisor from drawn_value
        union all
        select profit.enterprise_id, profit.draw, 'profit_margin', profit.value, revenue.value
        from drawn_value as profit
        inner join drawn_value as revenue on revenue.enterprise_id = profit.enterprise_id and revenue.draw = profit.draw and revenue.figure = 'revenue'
        where profit.figure = 'profit'
      ),
      asked as (
        select enterprise_id, fact from playing cross join asked_of_all
        union
        select claims.enterprise_id, facts.fact from reachable as claims inner join asked_fact as facts on facts.clause_id = claims.clause_id
      ),
      this_year as (select * from coded_figure where (enterprise_id, fact) in (select enterprise_id, fact from asked))
      select figures.* replace (drawn.enterprise_id + drawn.draw * ${stride} as enterprise_id, drawn.value as value, drawn.divisor as divisor)
      from this_year as figures inner join drawn on drawn.enterprise_id = figures.enterprise_id and drawn.fact = figures.fact
      union all
      select source.* replace (${ofDraw("enterprise_id")}) from (
        select * from this_year where (enterprise_id, fact) not in (select enterprise_id, figure from coded_value union all select enterprise_id, 'profit_margin' from coded_value where figure = 'profit')
      ) as source cross join draw`,
  ];
}

/** A claim whose conditions have failed in its draw has no amount that anyone asks for. */
const standingClaimsSql = [
  "create or replace temp table standing_claim as select * from int_claim where claim_no in (select claim_no from int_claim_state where state <> 'failed')",
  "create or replace temp view int_claim as select * from standing_claim",
];

/** Lines of the base, for each draw, under numbers that no drawn line has. */
function linesPerDraw(coded: string, { base, stride }: BatchPlan): string {
  return `select source.* replace (
      -(source.line_no + draw.draw * (select max(line_no) + 1 from ${base}.int_award_own)) as line_no,
      source.enterprise_id + draw.draw * ${stride} as enterprise_id, source.subject + draw.draw * ${stride} as subject, source.person + draw.draw * ${stride} as person
    )
    from ${coded} as source cross join draw`;
}

/** The lines that no draw changes stand beside those that were drawn. */
const fixedLinesSql = (plan: BatchPlan) => `insert into int_award_own by name ${linesPerDraw("coded_line", plan)}`;

/** The lines that need no step before the gates. */
const settledLinesSql = (plan: BatchPlan) => `insert into int_award_grouped by name select ${groupedColumns} from (${linesPerDraw("coded_settled", plan)})`;

/** An enterprise's growth is measured against the district of its own draw. */
const gateDistrictSql = ({ stride, district }: BatchPlan) =>
  `create or replace temp view int_gate_district as select distinct enterprise_id, award_year, (enterprise_id // ${stride}) * ${stride} + ${district} as district_id from int_award_grouped where gates <> 'none'`;

function outcomes({ year, stride }: BatchPlan): string[] {
  const draw = `cast(enterprise_id // ${stride} as integer)`;
  return [
    `insert into outcome
      select ${draw}, clause_id, sum(entitled_fen), sum(fundable_fen) from int_award_funded where award_year = ${year} group by all
      union all
      select draw, clause_id, sum(entitled_fen), sum(fundable_fen) from coded_constant cross join draw group by all`,
    `insert into enterprise_outcome
      select ${draw}, enterprise_id % ${stride}, sum(entitled_fen), sum(fundable_fen) from int_award_funded where award_year = ${year} group by enterprise_id
      union all
      select draw, enterprise_id, sum(entitled_fen), sum(fundable_fen) from coded_constant cross join draw group by all`,
    `insert into retention_outcome
      select draw, sum(value - last_value) from drawn_value inner join retention_before on retention_before.enterprise_id = drawn_value.enterprise_id
      where figure = 'retention' and value is not null group by draw`,
  ];
}
