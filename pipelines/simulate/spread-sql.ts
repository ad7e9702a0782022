/**
 * How much a month's growth scatters, from each enterprise's own history. Growth is the logarithm of a month against the same
 * month of the year before; its variance is drawn towards the sector's, the more so the fewer months there are.
 * A variance estimated from few months is itself uncertain; what is kept is its mean over what it may be (two degrees fewer).
 * These are rates, not money. They are summed as whole millionths: a sum of doubles depends on the order of the work, and the
 * same seed must give the same answer.
 */

/** So many months of the sector's variance count beside an enterprise's own. */
const sectorMonths = 6;
/** Where no enterprise has two years on file there is nothing to estimate from: a tenth a month, said in the answer. */
export const assumedSpread = 0.1;

/** @param base  schema of the deterministic build */
export function spreadSql(base: string): string[] {
  return [
    `create or replace table monthly_value as
      select enterprise_id, 'production' as dataset, month, output_wan as value from ${base}.stg_production
      union all select enterprise_id, 'profit', month, profit_wan from ${base}.stg_production
      union all select enterprise_id, 'taxes', month, total_tax_wan from ${base}.stg_taxes
      union all select '', 'district_taxes', month, tax_revenue_wan from ${base}.stg_district_taxes`,
    `create or replace table monthly_growth as
      select now.enterprise_id, now.dataset, now.month, cast(round(1000000 * ln(cast(now.value as double) / cast(before.value as double))) as hugeint) as growth
      from monthly_value as now
      inner join monthly_value as before
        on before.enterprise_id = now.enterprise_id and before.dataset = now.dataset and before.month = now.month - interval 1 year
      where now.value > 0 and before.value > 0`,
    // squares: the sum of squared distances from the mean, in millionths of millionths
    `create or replace table own_spread as
      select monthly_growth.enterprise_id, monthly_growth.dataset, coalesce(any_value(enterprises.sector), '') as sector, count(*) as months,
        sum(growth) as total, (count(*) * sum(growth * growth) - sum(growth) * sum(growth)) // count(*) as squares, count(*) - 1 as freedom
      from monthly_growth
      left join ${base}.stg_enterprises as enterprises on enterprises.enterprise_id = monthly_growth.enterprise_id
      group by monthly_growth.enterprise_id, monthly_growth.dataset`,
    `create or replace table sector_spread as
      select dataset, sector, cast(sum(squares) as double) / nullif(sum(freedom), 0) as mean_square from own_spread group by grouping sets ((dataset, sector), (dataset))`,
  ];
}

/** A figure's data set as the draws have it: profit scatters by itself, since what is left of a turnover does not follow it. */
export const drawnDatasetSql = "case figure when 'profit' then 'profit' else dataset end";

/**
 * SQL of how far profit's growth goes with output's (0 to 1): the correlation of their residuals in the same months, of all enterprises
 * together. The rest is the margin's own.
 */
export const profitShareSql = `
  with residuals as (
    select enterprise_id, dataset, month, growth - cast(total as double) / months as residual from monthly_growth inner join own_spread using (enterprise_id, dataset) where freedom >= 2
  ),
  pairs as (
    select cast(round(output.residual * profit.residual) as hugeint) as product, cast(round(output.residual * output.residual) as hugeint) as output_square, cast(round(profit.residual * profit.residual) as hugeint) as profit_square
    from residuals as output inner join residuals as profit using (enterprise_id, month) where output.dataset = 'production' and profit.dataset = 'profit'
  )
  select least(greatest(coalesce(cast(sum(product) as double) / nullif(sqrt(cast(sum(output_square) as double)) * sqrt(cast(sum(profit_square) as double)), 0), 0), 0), 1) from pairs`;

/**
 * SQL of the share of the spread that all enterprises have in common: how far the month's mean of their standardised
 * residuals moves beyond what chance alone would move it.
 */
export const commonShareSql = `
  with residuals as (
    select monthly_growth.month, cast(round(1000000 * (growth - cast(total as double) / months) / sqrt(cast(squares as double) / freedom)) as hugeint) as residual
    from monthly_growth inner join own_spread using (enterprise_id, dataset)
    where dataset = 'production' and squares > 0 and freedom >= 2
  ),
  by_month as (select month, cast(sum(residual) as double) / count(*) / 1000000 as mean, count(*) as n from residuals group by month having count(*) >= 2)
  select least(greatest(coalesce(sum(cast(round(1000000 * (mean * mean - 1.0 / n)) as hugeint)) / nullif(sum(cast(round(1000000 * (1 - 1.0 / n)) as hugeint)), 0), 0), 0), 0.95) from by_month`;

/**
 * One row a figure's owner and data set: its spread, the weights of the months to come, and how few months the growth so far
 * hangs on (`concentration`: the sum of the squared shares of last year's same months, 1 / months where they are equal).
 * Profit's spread is in two parts: what it shares with output (`spread`), and the margin's own over the whole of the months (`margin_spread`, 0 for all others).
 *
 * @param spread       SQL of the spread, of `estimated`; the literal 0 where nothing is uncertain
 * @param profitShare  of {@link profitShareSql}
 */
export function unitSql(base: string, months: { readonly due: number; readonly year: number }, spread: string, profitShare: number): string {
  const coming = Array.from({ length: 12 - months.due }, (_, index) => months.due + 1 + index);
  const ahead = `sum(case when month(last.month) > ${months.due} then last.value end)`;
  const weight = (month: number) => `, case when ${ahead} > 0
      then cast(coalesce(sum(case when month(last.month) = ${month} then last.value end), 0) as double) / cast(${ahead} as double) else ${1 / coming.length} end as w${month}`;
  const behind = `month(last.month) <= ${months.due}`;
  const units = "cast(round(last.value * 100) as hugeint)";
  return `create or replace table unit as
    with owners as (select distinct enterprise_id, ${drawnDatasetSql} as dataset from ${base}.int_year_value where year = ${months.year}),
    last_year as (
      select owners.enterprise_id, owners.dataset${coming.map(weight).join("")},
        case when sum(case when ${behind} then ${units} end) > 0
          then cast(sum(case when ${behind} then ${units} * ${units} end) as double) / cast(sum(case when ${behind} then ${units} end) as double) / cast(sum(case when ${behind} then ${units} end) as double)
          else ${1 / months.due} end as concentration
      from owners
      left join monthly_value as last on last.enterprise_id = owners.enterprise_id and last.dataset = owners.dataset and year(last.month) = ${months.year - 1} and last.value >= 0
      group by owners.enterprise_id, owners.dataset
    ),
    estimated as (
      select last_year.*, sqrt((coalesce(cast(own_spread.squares as double), 0)
          + ${sectorMonths} * coalesce(sector_spread.mean_square, all_spread.mean_square, ${(assumedSpread * 1_000_000) ** 2}))
        / (coalesce(own_spread.freedom, 0) + ${sectorMonths} - 2)) / 1000000 as estimated
      from last_year
      left join ${base}.stg_enterprises as enterprises on enterprises.enterprise_id = last_year.enterprise_id
      left join own_spread on own_spread.enterprise_id = last_year.enterprise_id and own_spread.dataset = last_year.dataset
      left join sector_spread on sector_spread.dataset = last_year.dataset and sector_spread.sector = coalesce(enterprises.sector, '')
      left join sector_spread as all_spread on all_spread.dataset = last_year.dataset and all_spread.sector is null
    )
    select *, cast(${spread} as double) * case dataset when 'profit' then ${profitShare} else 1 end as spread,
      case dataset when 'profit' then cast(${spread} as double) * ${Math.sqrt(1 - profitShare ** 2)} * sqrt(concentration + ${coming.map((month) => `w${month} * w${month}`).join(" + ") || "0"}) else 0 end as margin_spread,
      hash(enterprise_id) as unit_key
    from estimated`;
}
