/** What a site would tell without rules, straight from the marts: the attacks must succeed on it, or they prove nothing. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { rowsOf, type Told } from "./told.ts";

const queries = {
  rating: "select rating_year, enterprise_id, size_class, cast(land_mu as double) as land_mu, cast(score as double) as score, size_rank from mart.efficiency_rating",
  rating_rank: "select rating_year, enterprise_id, cast(score_to_next_grade as double) as score_to_next_grade from mart.efficiency_rating",
  rating_indicator: `select rating_year, enterprise_id, size_class, indicator, indicator_order, cast(score as double) as score,
    cast(ceil((rank() over (list order by score desc) + (count(*) over (partition by rating_year, size_class, indicator, score) - 1) / 2.0) / count(*) over list * 10) * 10 as integer) as standing
    from mart.efficiency_indicator where score is not null window list as (partition by rating_year, size_class, indicator)`,
  rating_lift: "select rating_year, enterprise_id, indicator_order, cast(needed_score as double) as needed_score, cast(needed_value / value - 1 as double) as needed_rise from mart.efficiency_lift where value > 0",
  rating_peer: "select rating_year, size_class, indicator, cast(lowest_score as double) as lowest_score, cast(median_score as double) as median_score, cast(highest_score as double) as highest_score from mart.efficiency_peer",
  enterprise_award: "select enterprise_id, clause_id, subject, basis, status from mart.award_line where award_year = 2021",
  clause_year: "select clause_id, cast(sum(entitled_cny) / 10000 as double) as district_wan from mart.award_line where award_year = 2021 and basis = 'accrued' group by clause_id",
  town_score: "select period, period_kind, town, indicator, cast(case when target is not null or indicator = 'technical_investment' then value end as double) as amount, cast(target as double) as target, cast(rate as double) as rate, cast(score as double) as score from mart.town_score",
  industry_month: "select industry_name, strftime(month, '%Y-%m') as month, cast(sum(output_wan) as double) as output from staging.stg_production join mart.enterprise using (enterprise_id) where sector = '工业' group by all",
  town_grade: "select rating_year, town, grade, enterprises, cast(land_mu as double) as land_mu from mart.town_grade",
  town_library: "select town, leading_enterprises, backbone_enterprises, small_micro_enterprises, enterprises from mart.town_library",
} as const;

export async function bare(connection: DuckDBConnection): Promise<Told> {
  const all: Record<string, Told[string]> = {};
  for (const [name, sql] of Object.entries(queries)) all[name] = await rowsOf(connection, sql);
  return all;
}
