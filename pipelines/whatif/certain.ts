import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "../warehouse/quote.ts";

/** An amount under the trial and under the present policy; CNY with two places. */
export interface Beside {
  readonly entitled_cny: string;
  readonly fundable_cny: string;
  readonly present_entitled_cny: string;
  readonly present_fundable_cny: string;
  readonly change_cny: string;
  readonly fundable_change_cny: string;
}

export interface EnterpriseChange extends Beside {
  readonly enterprise_id: string;
  readonly name: string;
  readonly town: string;
  /** clauses whose amount differs, in order, with 、 between them */
  readonly clauses: string;
}

/** What a year comes to if everything goes as projected, beside the present policy on the same data. */
export interface Certain {
  readonly award_year: number;
  readonly totals: Beside & { readonly retention_cny: string; readonly present_retention_cny: string; readonly enterprises: number; readonly present_enterprises: number };
  /** enterprises whose fundable amount (and where it is the same, whose entitled amount) is more, or less */
  readonly gainers: number;
  readonly losers: number;
  readonly by_clause: readonly (Beside & { readonly clause_id: string; readonly summary: string; readonly gainers: number; readonly losers: number })[];
  readonly by_town: readonly (Beside & { readonly town: string; readonly gainers: number; readonly losers: number })[];
  /** those whose amount changes, the largest change first; at most {@link mostEnterprises} */
  readonly enterprises: readonly EnterpriseChange[];
}

export const mostEnterprises = 1000;

export interface CertainPlan {
  readonly year: number;
  /** schemas of the two builds */
  readonly trial: string;
  readonly present: string;
}

const cny = (fen: string) => `cast(cast(cast(coalesce(${fen}, 0) as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as varchar)`;
const amounts = ["entitled", "fundable", "present_entitled", "present_fundable"] as const;
const beside = [
  ...amounts.map((name) => `${cny(`sum(${name})`)} as ${name}_cny`),
  `${cny("sum(entitled) - sum(present_entitled)")} as change_cny`,
  `${cny("sum(fundable) - sum(present_fundable)")} as fundable_change_cny`,
].join(", ");
/** the fundable amount decides; where it stays, the entitled one */
const gain = "coalesce(nullif(sign(sum(fundable) - sum(present_fundable)), 0), sign(sum(entitled) - sum(present_entitled)))";

/** Compares the lines of two builds, in sets; fen until the last step. */
export async function certainAnswer(connection: DuckDBConnection, { year, trial, present }: CertainPlan): Promise<Certain> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson() as unknown[];
  const lines = (schema: string) => `(select clause_id, enterprise_id, sum(entitled_fen) as entitled, sum(fundable_fen) as fundable from ${quoteName(schema)}.int_award_funded where award_year = ${year} and entitled_fen > 0 group by all)`;
  const retention = (schema: string) => `(select sum(value - last_value) from ${quoteName(schema)}.int_year_figure where year = ${year} and fact = 'retention' and enterprise_id <> '')`;
  await connection.run(`create or replace temp table trial_line as
    select coalesce(trial.clause_id, present.clause_id) as clause_id, coalesce(trial.enterprise_id, present.enterprise_id) as enterprise_id,
      coalesce(trial.entitled, 0) as entitled, coalesce(trial.fundable, 0) as fundable, coalesce(present.entitled, 0) as present_entitled, coalesce(present.fundable, 0) as present_fundable
    from ${lines(trial)} as trial full join ${lines(present)} as present on present.clause_id = trial.clause_id and present.enterprise_id = trial.enterprise_id`);
  const names = `left join (select enterprise_id, any_value(enterprise_name) as name, any_value(town) as town from ${quoteName(present)}.stg_enterprises group by enterprise_id) as names using (enterprise_id)`;
  const clauses = `left join (select clause_id, summary, clause_order from ${quoteName(trial)}.policy_clause) as clauses using (clause_id)`;
  const [totals] = await rows(`select ${beside}, ${cny(retention(trial))} as retention_cny, ${cny(retention(present))} as present_retention_cny,
    count(distinct enterprise_id) filter (fundable > 0)::integer as enterprises, count(distinct enterprise_id) filter (present_fundable > 0)::integer as present_enterprises from trial_line`);
  const [counts] = await rows(`select count(*) filter (gain > 0)::integer as gainers, count(*) filter (gain < 0)::integer as losers from (select ${gain} as gain from trial_line group by enterprise_id)`);
  const grouped = (key: string, select: string, from: string, order: string) => `
    with each_one as (select ${key}, enterprise_id, ${gain} as gain, ${amounts.map((name) => `sum(${name}) as ${name}`).join(", ")} from (${from}) group by ${key}, enterprise_id)
    select ${select}, ${beside}, count(*) filter (gain > 0)::integer as gainers, count(*) filter (gain < 0)::integer as losers from each_one group by ${key} order by ${order}`;
  const byClause = await rows(grouped("clause_id, summary, clause_order", "clause_id, coalesce(summary, '') as summary", `select * from trial_line ${clauses}`, "clause_order, clause_id"));
  const byTown = await rows(grouped("town", "town", `select trial_line.*, coalesce(nullif(names.town, ''), '未在名录') as town from trial_line ${names}`, "abs(sum(fundable) - sum(present_fundable)) desc, town"));
  const enterprises = await rows(`
    with changed as (
      select enterprise_id, ${amounts.map((name) => `sum(${name}) as ${name}`).join(", ")},
        coalesce(string_agg(clause_id, '、' order by clause_order) filter (entitled <> present_entitled or fundable <> present_fundable), '') as clauses
      from trial_line ${clauses} group by enterprise_id
    )
    select enterprise_id, coalesce(any_value(name), enterprise_id) as name, coalesce(nullif(any_value(town), ''), '未在名录') as town, any_value(clauses) as clauses, ${beside}
    from changed ${names} where clauses <> '' group by enterprise_id
    order by abs(sum(fundable) - sum(present_fundable)) desc, abs(sum(entitled) - sum(present_entitled)) desc, enterprise_id limit ${mostEnterprises}`);
  return { award_year: year, totals, ...(counts as object), by_clause: byClause, by_town: byTown, enterprises } as unknown as Certain;
}
