import type { Block } from "./blocks.ts";
import { loadContracts } from "../intake/contracts.ts";
import { changed } from "./targets.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";

const totals = (year: string) => `
  select ${year} as award_year,
    count(*) filter (where status = 'payable') as lines,
    coalesce(sum(entitled_cny) filter (where basis = 'accrued'), 0) as accrued_cny, coalesce(sum(entitled_cny) filter (where basis = 'projected'), 0) as projected_cny,
    count(*) filter (where basis = 'projected') as projected_lines,
    coalesce(sum(entitled_cny), 0) as entitled_cny, coalesce(sum(fundable_cny), 0) as fundable_cny, coalesce(sum(shortfall_cny), 0) as shortfall_cny,
    coalesce(sum(paid_cny), 0) as paid_cny, coalesce(sum(outstanding_cny), 0) as outstanding_cny,
    count(*) filter (where status = 'undetermined') as undetermined, count(*) filter (where status = 'gated') as gated,
    (select coalesce(sum(greatest(new_retention_cny, 0)), 0) from mart.enterprise_retention where award_year = ${year}) as new_retention_cny
  from mart.award_line where award_year = ${year}`;

/**
 * Award liabilities of the dispatch's year: district totals only. Neither an enterprise's amounts nor sums by clause or town, which
 * may rest on one enterprise, belong to this reader.
 */
export async function awardsSection(reader: FactReader, before: FactReader | undefined, months: 1 | 3): Promise<{ blocks: Block[]; row: FactRow }> {
  const year = "(select as_of_year from mart.dispatch)";
  const row = await reader.one(totals(year));
  if (row.number("lines") === 0) return { blocks: [{ kind: "paragraph", pieces: say`按所选政策版本计算，${row.fact("award_year", "count")}奖励年度没有可以计算的奖补。` }], row };
  const projected: Piece[] = row.number("projected_lines") === 0 ? [] : say`，年底前预计再发生${row.fact("projected_cny", "wan")}万元`;
  const paid: Piece[] = row.number("paid_cny") === 0 ? ["尚未兑付"] : say`已兑付${row.fact("paid_cny", "wan")}万元，尚未兑付${row.fact("outstanding_cny", "wan")}万元`;
  const comparison = before === undefined ? [] : await compared(reader, before, row, months);
  const blocks: Block[] = [
    {
      kind: "paragraph",
      pieces: say`${row.fact("award_year", "count")}奖励年度共有可兑奖补${row.fact("lines", "count")}项，应兑已确定${row.fact("accrued_cny", "wan")}万元${projected}，合计${row.fact("entitled_cny", "wan")}万元。企业新增地方留成合计${row.fact("new_retention_cny", "wan")}万元（减收企业按零计），受逐户留成上限约束，可兑${row.fact("fundable_cny", "wan")}万元，缺口${row.fact("shortfall_cny", "wan")}万元。${paid}。${comparison}`,
    },
  ];
  return { blocks, row };
}

/** The same totals in the build of the period before, beside today's; asked in one query, so that the difference is the marts'. */
async function compared(reader: FactReader, before: FactReader, row: FactRow, months: 1 | 3): Promise<Piece[]> {
  const against = months === 1 ? "上月" : "上季度末";
  const other = (sql: string) => sql.replaceAll(/\bmart\./g, `${before.schema}.`);
  const change = await reader.one(`
    with present as (${totals("(select as_of_year from mart.dispatch)")}), earlier as (${other(totals("(select as_of_year from mart.dispatch)"))})
    select present.award_year = earlier.award_year as same_year, present.entitled_cny - earlier.entitled_cny as entitled_change, present.fundable_cny - earlier.fundable_cny as fundable_change,
      present.shortfall_cny - earlier.shortfall_cny as shortfall_change, present.paid_cny - earlier.paid_cny as paid_change, present.lines - earlier.lines as lines_change
    from present, earlier`);
  // another award year began: the two are not to be compared
  if (change.values.same_year !== true) return say`本期进入${row.fact("award_year", "count")}奖励年度，与${against}不可比。`;
  const parts = ([["lines_change", "可兑奖补项数", "count_abs", "项"], ["entitled_change", "应兑合计", "wan_abs", "万元"], ["fundable_change", "可兑", "wan_abs", "万元"], ["shortfall_change", "缺口", "wan_abs", "万元"], ["paid_change", "已兑付", "wan_abs", "万元"]] as const)
    .filter(([column]) => change.number(column) !== 0)
    .map(([column, label, unit, measure]) => say`${label}${changed(change, column, unit, measure)}`);
  return parts.length === 0 ? say`与${against}同口径相比没有变化。` : say`与${against}同口径相比，${joined(parts, "，")}。`;
}

/** Which data sets keep lines undetermined, in words. */
export async function missingData(reader: FactReader): Promise<Piece[]> {
  const rows = await reader.rows(`
    with reasons as (select unnest(reasons) as reason from mart.award_line where status = 'undetermined' and award_year = (select as_of_year from mart.dispatch))
    select substr(reason, 9) as dataset, count(*) as lines from reasons where starts_with(reason, 'missing:') group by 1 order by lines desc, dataset limit 3`);
  const contracts = loadContracts();
  return joined(rows.map((row) => say`${contracts.get(row.text("dataset"))?.name ?? row.fact("dataset")}（涉及${row.fact("lines", "count")}项）`), "、");
}
