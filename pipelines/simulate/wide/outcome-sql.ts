import { literal } from "../../intake/cells/sql.ts";
import type { Compiled } from "./compile.ts";

/** From the sums of {@link runWide} to the tables that every answer is made of; lines that no draw changes are added here. */
export function outcomesSql(compiled: Compiled, draws: number): string[] {
  const of = (what: string) => `unnest([${compiled.clauses.map((_, index) => `${what}${index}`).join(", ")}])`;
  const moved = compiled.clauses.length === 0 ? "" : `
        select draw, unnest([${compiled.clauses.map(literal).join(", ")}]) as clause_id, ${of("entitled")} as entitled_fen, ${of("fundable")} as fundable_fen from wide_sum where draw is not null
        union all`;
  return [
    `insert into outcome
      select draw, clause_id, sum(entitled_fen), sum(fundable_fen) from (${moved}
        select draws.draw, clause_id, entitled_fen, fundable_fen from constant_line cross join range(${draws}) as draws (draw)
      ) as outcomes where entitled_fen > 0 group by all`,
    "insert into retention_outcome select draw, sum(retention) from wide_sum where draw is not null group by draw",
  ];
}

/** After `totalsSql` and {@link runAgain} of the worst draws. */
export function enterpriseTotalSql(compiled: Compiled, draws: number): string {
  const fundable = compiled.clauses.length === 0 ? "0" : compiled.clauses.map((_, index) => `fundable${index}`).join(" + ");
  const totals = (table: string) => `(select enterprise_no, sum(${fundable}) as fen from ${table} where enterprise_no is not null group by enterprise_no)`;
  return `create or replace table enterprise_total as
    with constant as (select enterprise_id, sum(fundable_fen) as fen from constant_line group by enterprise_id),
    drawn as (select enterprises.enterprise_id, totals.fen as total_fen, tails.fen as tail_fen from wide_enterprise as enterprises inner join ${totals("wide_sum")} as totals using (enterprise_no) left join ${totals("wide_tail_sum")} as tails using (enterprise_no))
    select coalesce(drawn.enterprise_id, constant.enterprise_id) as enterprise_id,
      coalesce(drawn.total_fen, 0) + coalesce(constant.fen, 0) * ${draws} as total_fen,
      coalesce(drawn.tail_fen, 0) + coalesce(constant.fen, 0) * (select count(*) from worst) as tail_fen
    from drawn full join constant on constant.enterprise_id = drawn.enterprise_id`;
}
