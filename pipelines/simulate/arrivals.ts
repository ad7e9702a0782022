import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../intake/cells/sql.ts";
import { loadContracts } from "../intake/contracts.ts";
import { type ArrivalLinesPlan, arrivalLinesSql, arrivalOutcomeSql, noArrivalsSql } from "./arrivals-sql.ts";
import { cny, levelOf, mean, percentiles } from "./results.ts";

/** How a data set's events to come stand in the answer. */
export type HistoryState =
  /** drawn from earlier award years */
  | "modelled"
  /** the open year's list is in, nothing more is awaited */
  | "listed"
  /** no whole earlier award year has it on file: only what is on file counts */
  | "short";

export interface SourceHistory {
  /** data set: `recognitions` */
  readonly source: string;
  /** as its bureau calls it: 称号认定 */
  readonly name: string;
  /** whole earlier award years with it on file */
  readonly years: number;
  readonly state: HistoryState;
}

/** Lines of the award year that something missing leaves open: in none of the other amounts. */
export interface Undetermined {
  readonly lines: number;
  /** what those come to whose amount is known, before gates and caps of several lines; null where none is known */
  readonly gross_cny: string | null;
  /** of them, lines whose amount is not known either */
  readonly without_amount: number;
}

export interface PartDistribution {
  readonly part: "on_file" | "arrivals";
  readonly percentile: string;
  readonly entitled_cny: string;
  readonly fundable_cny: string;
}

export interface ArrivalsPlan extends ArrivalLinesPlan {
  readonly draws: number;
  readonly seed: number;
  /** nothing is drawn: the year is over, or nothing is to be uncertain */
  readonly isCertain: boolean;
}

/**
 * Adds to `outcome` what may still come (see arrivals-sql.ts) and keeps what it was without it, for {@link partsSql}.
 * After the draws of the annual figures, before their sums.
 */
export async function addArrivals(connection: DuckDBConnection, plan: ArrivalsPlan): Promise<void> {
  const { draws, seed, isCertain } = plan;
  for (const statement of isCertain ? noArrivalsSql : [...arrivalLinesSql(plan), arrivalOutcomeSql(seed, draws)]) await connection.run(statement);
  await connection.run(`create or replace table part_total as
    with amounts as (
      select 'on_file' as part, draw, entitled_fen, fundable_fen from outcome
      union all select 'arrivals', draw, entitled_fen, fundable_fen from arrival_outcome
    )
    select parts.part, draws.draw, coalesce(sum(amounts.entitled_fen), 0) as entitled_fen, coalesce(sum(amounts.fundable_fen), 0) as fundable_fen
    from (values ('on_file'), ('arrivals')) as parts (part) cross join range(${draws}) as draws (draw)
    left join amounts on amounts.part = parts.part and amounts.draw = draws.draw
    where parts.part = 'on_file' or exists (select 1 from arrival_source where years > 0)
    group by parts.part, draws.draw`);
  await connection.run("insert into outcome select draw, clause_id, entitled_fen, fundable_fen from arrival_outcome");
}

/** Makes `exposure_part` and `exposure_history`, in the forms of `exposureTables`. */
export function partsSql({ base, year, draws }: Pick<ArrivalsPlan, "base" | "year" | "draws">, scenario: string): string[] {
  const head = `${literal(scenario)} as scenario, ${year} as award_year`;
  const levels = percentiles.map((percentile) => `(${percentile}, 'P${percentile}')`).join(", ");
  const both = (of: (what: string) => string) => ["entitled", "fundable"].map((what) => `${cny(of(`${what}_fen`))} as ${what}_cny`).join(", ");
  const names = [...loadContracts().values()].map(({ id, name }) => `(${literal(id)}, ${literal(name)})`).join(", ");
  return [
    `create or replace table exposure_part as
      select ${head}, part, 'expected' as percentile, cast(null as integer) as lines, cast(null as integer) as lines_without_amount, ${both((fen) => mean(fen, draws))} from part_total group by part
      union all
      select ${head}, part, levels.name, null, null, ${both((fen) => levelOf(`list_sort(list(${fen}))`, "levels.level", draws))} from part_total cross join (values ${levels}) as levels (level, name) group by part, levels.level, levels.name
      union all
      -- what a limit or a gate would take of them is not known either
      select ${head}, 'undetermined', 'gross', cast(count(*) as integer), cast(count(*) filter (own_fen is null) as integer), case when count(own_fen) > 0 then ${cny("sum(own_fen)")} end, null
      from ${base}.int_award_funded where award_year = ${year} and gated_status = 'undetermined'`,
    `create or replace table exposure_history as
      select ${head}, source, coalesce(names.name, source) as name, years, case when years = 0 then 'short' when is_in then 'listed' else 'modelled' end as state
      from arrival_source left join (values ${names}) as names (id, name) on names.id = source`,
  ];
}

export interface Arrivals {
  readonly parts: readonly PartDistribution[];
  readonly undetermined: Undetermined;
  readonly history: readonly SourceHistory[];
}

/** Reads the tables of {@link partsSql}. */
export async function readArrivals(connection: DuckDBConnection): Promise<Arrivals> {
  const rows = async <Row>(sql: string) => (await connection.runAndReadAll(sql)).getRowObjects() as Row[];
  const amounts = "cast(entitled_cny as varchar) as entitled_cny, cast(fundable_cny as varchar) as fundable_cny";
  const parts = await rows<PartDistribution>(`select part, percentile, ${amounts} from simulation.main.exposure_part where part <> 'undetermined'
    order by part desc, case percentile when 'expected' then 0 else cast(substr(percentile, 2) as integer) end`);
  const [open] = await rows<Undetermined>("select lines, cast(entitled_cny as varchar) as gross_cny, lines_without_amount as without_amount from simulation.main.exposure_part where part = 'undetermined'");
  return { parts, undetermined: open!, history: await rows<SourceHistory>("select source, name, years, state from simulation.main.exposure_history order by years desc, source") };
}
