import { disclosureRules } from "../disclosure/rules.ts";
import type { Block } from "./blocks.ts";
import { loadContracts } from "../intake/contracts.ts";
import { changed } from "./targets.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";

/** True where one or two are behind a sum, or one makes nearly all of it. `amounts` is a query of one amount each, in a column `cny`. */
function few(amounts: string): string {
  const { min_contributors, largest_share } = disclosureRules();
  return `(select coalesce(count(*) filter (cny <> 0) between 1 and ${min_contributors - 1} or max(abs(cny)) > ${largest_share} * sum(abs(cny)), false) from (${amounts}))`;
}

/** Of the recipients of a year's awards, what of each is more than nothing. */
const fewOf = (year: string, amount: string) => few(`select sum(greatest(${amount}, 0)) as cny from mart.award_line where award_year = ${year} group by coalesce(enterprise_id, subject) having sum(greatest(${amount}, 0)) > 0`);

const totals = (year: string) => `
  select ${year} as award_year, (select max(first_award_year) from mart.dispatch) as first_award_year, ${year} >= (select max(first_award_year) from mart.dispatch) as begun,
    count(*) filter (where status = 'payable') as lines,
    coalesce(sum(entitled_cny) filter (where basis = 'accrued'), 0) as accrued_cny, coalesce(sum(entitled_cny) filter (where basis = 'projected'), 0) as projected_cny,
    count(*) filter (where basis = 'projected') as projected_lines,
    coalesce(sum(entitled_cny), 0) as entitled_cny, coalesce(sum(fundable_cny), 0) as fundable_cny, coalesce(sum(shortfall_cny), 0) as shortfall_cny,
    coalesce(sum(paid_cny), 0) as paid_cny, coalesce(sum(greatest(paid_cny - fundable_cny, 0)), 0) as overpaid_cny, coalesce(sum(outstanding_cny), 0) as outstanding_cny,
    ${fewOf(year, "entitled_cny")} as entitled_few, ${fewOf(year, "case when basis = 'accrued' then entitled_cny end")} as accrued_few, ${fewOf(year, "case when basis = 'projected' then entitled_cny end")} as projected_few,
    ${fewOf(year, "fundable_cny")} as fundable_few, ${fewOf(year, "shortfall_cny")} as shortfall_few, ${fewOf(year, "paid_cny")} as paid_few, ${fewOf(year, "paid_cny - fundable_cny")} as overpaid_few, ${fewOf(year, "outstanding_cny")} as outstanding_few,
    ${few(`select new_retention_cny as cny from mart.enterprise_retention where award_year = ${year} and new_retention_cny > 0`)} as retention_few,
    count(*) filter (where status = 'undetermined') as undetermined, count(*) filter (where status = 'gated') as gated,
    (select coalesce(sum(greatest(new_retention_cny, 0)), 0) from mart.enterprise_retention where award_year = ${year} and new_retention_cny is not null) as new_retention_cny,
    (select count(new_retention_cny) from mart.enterprise_retention where award_year = ${year}) as retention_known,
    (select count(*) - count(new_retention_cny) from mart.enterprise_retention where award_year = ${year}) as retention_unknown
  from mart.award_line where award_year = ${year}`;

/**
 * Award liabilities of the dispatch's year: district totals only, to a few digits. Neither an enterprise's amounts nor sums by clause or
 * town, which may rest on one enterprise, belong to this reader, nor may a total less last month's be one.
 */
export async function awardsSection(reader: FactReader, before: FactReader | undefined, months: 1 | 3): Promise<{ blocks: Block[]; row: FactRow }> {
  const year = "(select as_of_year from mart.dispatch)";
  const row = await reader.one(totals(year));
  if (row.values.begun !== true) return { blocks: [{ kind: "paragraph", pieces: say`奖补自${row.fact("first_award_year", "count")}年度起计算，本期没有奖补。` }], row };
  const overpaid: Piece[] = row.number("overpaid_cny") === 0 ? [] : row.isKept("overpaid_cny") ? ["有超出可兑额的，不足三家，数额不公布"] : say`其中${row.wan("overpaid_cny")}超出可兑额`;
  if (row.number("lines") === 0) {
    const held = ([["gated", "未通过税收增幅、评价类别或失信审查"], ["undetermined", "因缺数据不能判定"]] as const).filter(([column]) => row.number(column) !== 0).map(([column, label]) => say`${label}的有${row.fact(column, "count")}项`);
    return { blocks: [{ kind: "paragraph", pieces: say`按所选政策版本计算，${row.fact("award_year", "count")}奖励年度没有可兑奖补${held.length === 0 ? "" : say`，${joined(held, "，")}`}。${row.number("paid_cny") === 0 ? "" : say`已兑付${row.wan("paid_cny")}，均超出可兑额。`}` }], row };
  }
  const entitled = row.number("projected_lines") === 0 ? say`应兑${row.wan("entitled_cny")}` : say`应兑已确定${row.wan("accrued_cny")}，年底前预计再发生${row.wan("projected_cny")}，合计${row.wan("entitled_cny")}`;
  const paid: Piece[] = row.number("paid_cny") === 0 ? ["尚未兑付"] : say`已兑付${row.wan("paid_cny")}${overpaid.length === 0 ? "" : say`（${overpaid}）`}，尚未兑付${row.wan("outstanding_cny")}`;
  const comparison = before === undefined ? [] : await compared(reader, before, row, months);
  const blocks: Block[] = [
    {
      kind: "paragraph",
      pieces: say`${row.fact("award_year", "count")}奖励年度共有可兑奖补${row.fact("lines", "count")}项，${entitled}。${retention(row)}受逐户留成上限约束，可兑${row.wan("fundable_cny")}，${row.number("shortfall_cny") === 0 ? "没有缺口" : say`缺口${row.wan("shortfall_cny")}`}。${paid}。${comparison}`,
    },
  ];
  return { blocks, row };
}

/** New retention: of the enterprises whose taxes of both years are on file, and how many are left out; missing is not zero. */
function retention(row: FactRow): Piece[] {
  const unknown = row.number("retention_unknown") === 0 ? "" : say`，缺数据的${row.fact("retention_unknown", "count")}家未计入`;
  if (row.number("retention_known") === 0) return row.number("retention_unknown") === 0 ? [] : ["企业新增地方留成因缺数据不能计算。"];
  return say`企业新增地方留成合计${row.wan("new_retention_cny")}（减收企业按零计${unknown}）。`;
}

/** The same totals in the build of the period before, beside today's; asked in one query, so that the difference is the marts'. */
async function compared(reader: FactReader, before: FactReader, row: FactRow, months: 1 | 3): Promise<Piece[]> {
  const against = months === 1 ? "上月" : "上季度末";
  const other = (sql: string) => sql.replaceAll(/\bmart\./g, `${before.schema}.`);
  const change = await reader.one(`
    with present as (${totals("(select as_of_year from mart.dispatch)")}), earlier as (${other(totals("(select as_of_year from mart.dispatch)"))})
    select present.award_year = earlier.award_year as same_year, present.entitled_cny - earlier.entitled_cny as entitled_change, present.fundable_cny - earlier.fundable_cny as fundable_change,
      present.paid_cny - earlier.paid_cny as paid_change, present.lines - earlier.lines as lines_change, ${["entitled_cny", "fundable_cny", "paid_cny"].map((column) => few(changeOf(before.schema, column))).join(" or ")} as is_few
    from present, earlier`);
  // another award year began: the two are not to be compared
  if (change.values.same_year !== true) return say`本期进入${row.fact("award_year", "count")}奖励年度，与${against}不可比。`;
  if (change.values.is_few === true) return say`与${against}同口径相比，个别企业有变动，数额不公布。`;
  const parts = ([["lines_change", "项数", "count_abs", "项"], ["entitled_change", "应兑合计", "wan_abs", "万元"], ["fundable_change", "可兑", "wan_abs", "万元"], ["paid_change", "已兑付", "wan_abs", "万元"]] as const)
    .filter(([column]) => change.number(column) !== 0)
    .map(([column, label, unit, measure]) => say`${label}${changed(change, column, unit, measure)}`);
  return parts.length === 0 ? say`与${against}同口径相比没有变化。` : say`与${against}同口径相比，${joined(parts, "，")}。`;
}

/** By how much each recipient's sum is another than in the build before: a change of one or two, or nearly all of one, is their own. */
function changeOf(earlier: string, column: string): string {
  const sums = (schema: string) => `select coalesce(enterprise_id, subject) as recipient, sum(${column}) as cny from ${schema}.award_line where award_year = (select as_of_year from mart.dispatch) group by 1`;
  return `select coalesce(now.cny, 0) - coalesce(before.cny, 0) as cny from (${sums("mart")}) as now full outer join (${sums(earlier)}) as before on before.recipient = now.recipient`;
}

/** Which data sets keep lines undetermined, in words. */
export async function missingData(reader: FactReader): Promise<Piece[]> {
  const rows = await reader.rows(`
    with reasons as (select unnest(reasons) as reason from mart.award_line where status = 'undetermined' and award_year = (select as_of_year from mart.dispatch))
    select substr(reason, 9) as dataset, count(*) as lines from reasons where starts_with(reason, 'missing:') group by 1 order by lines desc, dataset limit 3`);
  const contracts = loadContracts();
  return joined(rows.map((row) => say`${contracts.get(row.text("dataset"))?.name ?? row.fact("dataset")}（涉及${row.fact("lines", "count")}项）`), "、");
}
