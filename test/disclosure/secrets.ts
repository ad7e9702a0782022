/** The true figures of a district, by the names that attackers give them, and what the attackers may know beforehand. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { OfficeKnows } from "./office.ts";
import { rowsOf } from "./told.ts";
import type { Months, TownKnows } from "./towns.ts";

export interface Secrets {
  readonly truth: ReadonlyMap<string, number>;
  readonly office: OfficeKnows;
  readonly towns: TownKnows;
  /** taxes of the rated enterprises by town and year */
  readonly ratedTaxes: Months;
}

export async function secretsOf(connection: DuckDBConnection): Promise<Secrets> {
  const truth = new Map<string, number>();
  const rated = await rowsOf(connection, `
    select rating_year, size_class, listed.enterprise_id, listed.town, cast(rating.tax_per_mu * rating.land_mu as double) as tax, cast(score.score as double) as points, cast(weight as double) as weight, is_rated
    from intermediate.int_rating_list as listed join mart.efficiency_rating as rating using (rating_year, enterprise_id, size_class)
    left join intermediate.int_rating_score as score using (rating_year, enterprise_id, size_class) where score.indicator = 'tax_per_mu' order by points, enterprise_id`);
  const ratedTaxes = new Map<string, Map<string, number>>();
  const known = new Map<string, { enterprise: string; tax: number }>();
  for (const { rating_year, size_class, enterprise_id, town, tax, points, weight } of rated) {
    if (typeof tax !== "number") continue;
    if (tax === 0) truth.set(`tax ${String(rating_year)} ${String(enterprise_id)}`, 0);
    // at the cap or at zero a score is not the tax's any more
    if (typeof points === "number" && points > 0 && points < Number(weight) * 1.5) {
      truth.set(`tax ${String(rating_year)} ${String(enterprise_id)}`, tax);
      known.set(`${String(size_class)} ${String(rating_year)}`, { enterprise: String(enterprise_id), tax });
    }
    add(ratedTaxes, `${String(town)} ${String(rating_year)}`, String(enterprise_id), tax);
  }
  for (const { enterprise_id, clause_id, subject, cny } of await rowsOf(connection, "select enterprise_id, clause_id, subject, cast(entitled_cny as double) as cny from mart.award_line where basis = 'accrued' and award_year = 2021 and entitled_cny > 0")) {
    truth.set(`award ${String(enterprise_id)} ${String(clause_id)} ${String(subject)}`, Number(cny));
  }
  const amounts = new Map((await rowsOf(connection, "select clause_id, cast(max(amount_wan) * 10000 as double) as cny from policy.policy_amount group by clause_id having count(distinct amount_wan) = 1")).map((row) => [String(row.clause_id), Number(row.cny)]));
  const ifPaid = new Map((await rowsOf(connection, `
    select enterprise_id || ' ' || line.clause_id || ' ' || subject as line, cast(case when status = 'payable' then entitled_cny else gross_cny end as double) as cny
    from mart.award_line as line join policy.policy_clause as clause using (clause_id)
    where basis = 'accrued' and award_year = 2021 and enterprise_id is not null and status in ('payable', 'gated') and not list_has_any(coalesce(reasons, []), ['rating_d', 'dishonest'])
      and (clause.kind in ('event', 'ladder') or clause.figure is not null)`)).map((row) => [String(row.line), Number(row.cny)]));
  const output = await monthsOf(connection, "select town, enterprise_id, cast(month as varchar) as at, cast(output_wan as double) as value from staging.stg_production join staging.stg_enterprises using (enterprise_id) where sector = '工业' and output_wan is not null");
  const local_tax = await monthsOf(connection, "select town, enterprise_id, cast(month as varchar) as at, cast(local_tax_wan as double) as value from staging.stg_taxes join staging.stg_enterprises using (enterprise_id) where local_tax_wan is not null");
  const investment = await monthsOf(connection, "select town, enterprise_id, cast(year as varchar) as at, cast(sum(total_investment_wan) as double) as value from staging.stg_transformation_projects join staging.stg_enterprises using (enterprise_id) group by all");
  const industrial = new Map((await rowsOf(connection, "select town, count(*) as n from staging.stg_enterprises where sector = '工业' and operating_status = '存续' group by town")).map(({ town, n }) => [String(town), Number(n)]));
  const industry = new Map((await rowsOf(connection, "select enterprise_id, industry_name from mart.enterprise where industry_name is not null")).map((row) => [String(row.enterprise_id), String(row.industry_name)]));
  return { truth, office: { known, amounts, ifPaid }, towns: { output, local_tax, investment, industry, industrial }, ratedTaxes };
}

function add(months: Map<string, Map<string, number>>, at: string, enterprise: string, value: number): void {
  const one = months.get(at) ?? new Map<string, number>();
  months.set(at, one.set(enterprise, (one.get(enterprise) ?? 0) + value));
}

async function monthsOf(connection: DuckDBConnection, sql: string): Promise<Map<string, Map<string, number>>> {
  const months = new Map<string, Map<string, number>>();
  for (const { town, enterprise_id, at, value } of await rowsOf(connection, sql)) add(months, `${String(town)} ${String(at)}`, String(enterprise_id), Number(value));
  return months;
}

/** The true figure of any secret of months or years: `output E 2021-03-01..2021-06-01`, `local_tax E came: 2021-01-01..2021-02-01`, `investment E 2021`. */
export function trueFigure({ truth, towns }: Secrets, secret: string): number | undefined {
  if (truth.has(secret)) return truth.get(secret);
  const match = /^(output|local_tax|investment) (\S+) (?:(came|went): )?(\S+?)(?:\.\.(\S+))?$/.exec(secret);
  if (match === null) return undefined;
  const [, figure, enterprise, side, from, to = from] = match as unknown as [string, "output" | "local_tax" | "investment", string, string | undefined, string, string | undefined];
  const shift = (month: string, years: number) => `${Number(month.slice(0, 4)) + years}${month.slice(4)}`;
  let sum = 0;
  for (const [at, parts] of towns[figure]) {
    const month = at.split(" ")[1]!;
    const [town] = at.split(" ");
    const value = parts.get(enterprise) ?? 0;
    if (side === "went" ? month >= shift(from, -1) && month <= shift(to!, -1) && !towns[figure].get(`${town} ${shift(month, 1)}`)?.has(enterprise) : month >= from && month <= to! && (side !== "came" || !towns[figure].get(`${town} ${shift(month, -1)}`)?.has(enterprise))) sum += value;
  }
  return sum;
}
