import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../intake/cells/sql.ts";

/** The percentiles of an answer, beside its mean, which is called `expected`. */
export const percentiles = [5, 25, 50, 75, 90, 95] as const;

/**
 * The tables of `ops` that keep what scenarios answered, each with its view of the same name in `mart`. They outlive
 * builds: `is_current` says whether a scenario was run on what the present build knows.
 */
export const exposureTables = {
  exposure_scenario: `scenario varchar, label varchar, seed bigint, draws integer, as_of_month date, known_at timestamptz, policy_version varchar,
    simulated_at timestamptz, award_year integer, budget_cny decimal(18, 2), probability_over_budget_rate double, spread_rate double, common_share_rate double`,
  exposure_distribution: "scenario varchar, award_year integer, percentile varchar, entitled_cny decimal(18, 2), fundable_cny decimal(18, 2), retention_cny decimal(18, 2)",
  exposure_by_clause: "scenario varchar, award_year integer, clause_id varchar, percentile varchar, entitled_cny decimal(18, 2), fundable_cny decimal(18, 2)",
  exposure_driver: "scenario varchar, award_year integer, kind varchar, id varchar, name varchar, mean_cny decimal(18, 2), tail_mean_cny decimal(18, 2), tail_excess_cny decimal(18, 2), place integer",
  // one set of percentiles for each month that a scenario was run from: how the range narrows while the year goes by
  exposure_path: "scenario varchar, award_year integer, as_of_month date, known_at timestamptz, policy_version varchar, budget_cny decimal(18, 2), percentile varchar, entitled_cny decimal(18, 2), fundable_cny decimal(18, 2), retention_cny decimal(18, 2)",
  // what the year's sum is made of: `on_file` and `arrivals` (no rows where nothing of them is modelled), and beside it `undetermined`, whose `entitled_cny` is what is at stake, null where no amount is known
  exposure_part: "scenario varchar, award_year integer, part varchar, percentile varchar, lines integer, lines_without_amount integer, entitled_cny decimal(18, 2), fundable_cny decimal(18, 2)",
  // the data sets that pay by event or yearly list, with the whole earlier award years that they are on file for: `modelled`, `listed` or `short`
  exposure_history: "scenario varchar, award_year integer, source varchar, name varchar, years integer, state varchar",
} as const;

/** Statements that make the tables and their views where they are missing. */
export function exposureDefinitions(): string[] {
  return Object.entries(exposureTables).flatMap(([name, columns]) => [
    `create table if not exists ops.${name} (${columns})`,
    name === "exposure_scenario"
      ? `create or replace view mart.${name} as select *, coalesce((known_at, as_of_month) = (select arg_max((known_at, as_of_month), build_id) from ops.build where is_visible), false) as is_current from ops.${name}`
      : `create view if not exists mart.${name} as select * from ops.${name}`,
  ]);
}

export const cny = (fen: string) => `cast(cast(${fen} as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2))`;
/** A sum over the draws as their mean, rounded half up to 0.01 CNY. */
const meanOf = (sum: string, draws: number) => `((case when coalesce(${sum}, 0) < 0 then -1 else 1 end) * ((abs(coalesce(${sum}, 0)) * 2 + ${draws}) // (2 * ${draws})))`;
export const mean = (fen: string, draws: number) => meanOf(`sum(${fen})`, draws);
/** Of a sorted list of the draws' values the one at a percentile: the value of a draw, not something between two. */
export const levelOf = (sorted: string, level: string, draws: number) => `${sorted}[greatest(cast(ceil(${level} * ${draws} / 100) as integer), 1)]`;

/** What the draws leave behind: by draw and clause, and the district's new retention by draw. */
export const outcomeTables = [
  "create or replace table outcome (draw integer, clause_id varchar, entitled_fen hugeint, fundable_fen hugeint)",
  "create or replace table retention_outcome (draw integer, retention_fen hugeint)",
];

/** Makes `total`, one row a draw, and `worst`, the tenth of the draws that is dearest. */
export function totalsSql(draws: number): string[] {
  return [
    `create or replace table total as
    select draws.draw, coalesce(sum(outcome.entitled_fen), 0) as entitled_fen, coalesce(sum(outcome.fundable_fen), 0) as fundable_fen, any_value(retention_outcome.retention_fen) as retention_fen
    from range(${draws}) as draws (draw) left join outcome on outcome.draw = draws.draw left join retention_outcome on retention_outcome.draw = draws.draw group by draws.draw`,
    `create or replace table worst as select draw from total order by fundable_fen desc, draw limit ${tailOf(draws)}`,
  ];
}

const tailOf = (draws: number) => Math.max(1, Math.floor(draws / 10));

/**
 * Makes of the draws' outcomes the answers, as tables of the simulation's own database under the names of {@link exposureTables}.
 * Reads `outcome`, the tables of {@link totalsSql} and `enterprise_total` (`enterprise_id`, `total_fen` of all draws, `tail_fen` of the worst).
 * New retention that is on file for nobody is null, not 0.
 */
export async function summarise(connection: DuckDBConnection, scenario: string, year: number, draws: number, base: string): Promise<void> {
  const head = `${literal(scenario)} as scenario, ${year} as award_year`;
  const levels = percentiles.map((percentile) => `(${percentile}, 'P${percentile}')`).join(", ");
  await connection.run(`create or replace table exposure_distribution as
    select ${head}, 'expected' as percentile, ${cny(mean("entitled_fen", draws))} as entitled_cny, ${cny(mean("fundable_fen", draws))} as fundable_cny, ${cny(`case when count(retention_fen) > 0 then ${mean("retention_fen", draws)} end`)} as retention_cny from total
    union all
    select ${head}, levels.name, ${["entitled", "fundable", "retention"].map((what) => cny(`(select ${levelOf(`list_sort(list(${what}_fen))`, "levels.level", draws)} from total)`)).join(", ")}
    from (values ${levels}) as levels (level, name)`);
  await connection.run(`create or replace table exposure_by_clause as
    with clauses as (select distinct clause_id from outcome),
    everyone as (select clauses.clause_id, draws.draw, coalesce(outcome.entitled_fen, 0) as entitled_fen, coalesce(outcome.fundable_fen, 0) as fundable_fen
      from clauses cross join range(${draws}) as draws (draw) left join outcome on outcome.clause_id = clauses.clause_id and outcome.draw = draws.draw),
    sorted as (select clause_id, list_sort(list(entitled_fen)) as entitled, list_sort(list(fundable_fen)) as fundable from everyone group by clause_id)
    select ${head}, clause_id, 'expected' as percentile, ${cny(mean("entitled_fen", draws))} as entitled_cny, ${cny(mean("fundable_fen", draws))} as fundable_cny from everyone group by clause_id
    union all
    select ${head}, clause_id, levels.name, ${["entitled", "fundable"].map((what) => cny(levelOf(what, "levels.level", draws))).join(", ")}
    from sorted cross join (values ${levels}) as levels (level, name)`);
  await connection.run(driversSql(head, draws, base));
}

/** Puts the distribution beside those of other months; after {@link summarise}, once `exposure_scenario` is there. */
export const pathSql = `create or replace table exposure_path as
  select scenario, award_year, run.as_of_month, run.known_at, run.policy_version, run.budget_cny, percentile, entitled_cny, fundable_cny, retention_cny
  from exposure_distribution inner join exposure_scenario as run using (scenario, award_year)`;

/** Which rows a run replaces: all of its scenario, and of the path those of its month and year. */
export function replacedRows(table: keyof typeof exposureTables, scenario: string): string {
  const own = `scenario = ${literal(scenario)}`;
  return table === "exposure_path" ? `${own} and as_of_month in (select as_of_month from simulation.main.exposure_path)` : own;
}

/** Who makes the worst tenth of the draws so much dearer than the mean: clauses and enterprises, twenty of each. */
function driversSql(head: string, draws: number, base: string): string {
  const kind = (name: string, table: string, label: string) => `
    select '${name}' as kind, id, ${label} as name, ${meanOf("total_fen", draws)} as mean_fen, ${meanOf("tail_fen", tailOf(draws))} as tail_fen from ${table}`;
  return `create or replace table exposure_driver as
    with clause_total as (select clause_id as id, sum(fundable_fen) as total_fen, sum(fundable_fen) filter (where draw in (select draw from worst)) as tail_fen from outcome group by clause_id),
    enterprise_totals as (select enterprise_id as id, total_fen, tail_fen from enterprise_total),
    contributions as (
      ${kind("clause", "clause_total", `coalesce((select any_value(summary) from ${base}.policy_clause as clauses where clauses.clause_id = id), id)`)}
      union all
      ${kind("enterprise", "enterprise_totals", `coalesce((select any_value(enterprise_name) from ${base}.stg_enterprises as names where names.enterprise_id = id), id)`)}
    ),
    ranked as (select *, row_number() over (partition by kind order by tail_fen - mean_fen desc, id) as place from contributions where tail_fen > mean_fen)
    select ${head}, kind, id, name, ${cny("mean_fen")} as mean_cny, ${cny("tail_fen")} as tail_mean_cny, ${cny("tail_fen - mean_fen")} as tail_excess_cny, cast(place as integer) as place from ranked where place <= 20`;
}
