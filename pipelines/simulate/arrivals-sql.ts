import { normal, uniformSql } from "./draw-sql.ts";

/**
 * What is not yet on file but may still come before the year ends: events of the months to come, and yearly lists that no bureau has
 * sent yet. Nobody knows who will have one; what is known is what the same months of earlier award years brought, under the same policy,
 * up to the gates. Each such line of the past comes again in a draw as often as chance has it:
 *
 *   a month's number of lines is Poisson, and of its rate the n lines in Y years are all that is known: Gamma(n, 1/Y). A Gamma(n) is
 *   the sum of n Gamma(1), so each line of the past has a rate of its own, Gamma(1, 1/Y), and its number of returns is geometric:
 *   of mean 1/Y and variance 1/Y + 1/Y². The clause's number is then negative binomial, amounts are those of the past in their
 *   proportions (a Bayesian bootstrap), and little history makes a wide range. All rates of a draw share the year's pace, lognormal
 *   of mean 1, whose spread is that of the years on file, drawn towards an assumed one while they are few.
 *
 * Who had the line stands for the kind of enterprise that has such: whether it passes the tax gate in a draw, and what is left of its new
 * retention, are as they stand now. A grade D and a listing stay as they were. What a source has never had on file in a whole earlier
 * award year has no history, and nothing is added for it: that is told. The amounts are added by clause, never to an enterprise.
 */

/** Made by {@link arrivalLinesSql}, one row a data set that pays by event or yearly list: `source`, `years` (whole earlier award years with history; 0: short), `is_in` (a yearly list of the open year is on file: nothing more is awaited). */
export const arrivalSourceTable = "arrival_source";

export interface ArrivalLinesPlan {
  /** schema of the deterministic build */
  readonly base: string;
  /** the open award year */
  readonly year: number;
  /** months of it on file; those after it are to come */
  readonly monthsDue: number;
  readonly commonShare: number;
}

/** After `base_value` and `unit`. */
export function arrivalLinesSql({ base, year, monthsDue, commonShare }: ArrivalLinesPlan): string[] {
  return [
    // a clause that pays in a later year than its event's (a second-year award) awaits nothing new
    `create or replace table arrival_clause as
      select clause_id, case when source = 'annual_figures' then facts.dataset else source end as source
      from ${base}.policy_clause as clauses left join ${base}.policy_fact as facts on facts.fact = clauses.figure
      where case when source = 'annual_figures' then coalesce(is_list_figure, false) else years_later = 0 end`,
    `create or replace table arrival_source as
      with records as (
        select source, event_year as year, happened_on is not null as is_dated from ${base}.int_event
        union all
        select dataset, year, false from ${base}.int_year_figure where dataset in (select source from arrival_clause)
      ),
      told as (
        select source, coalesce(bool_or(is_dated), false) as is_dated, coalesce(bool_or(year = ${year}), false) as is_on_file, min(year) filter (where year < ${year}) as first_year
        from records group by source
      ),
      -- a year that the policy began in the middle of is no measure of a whole one
      whole as (select award_year from ${base}.int_award_year where award_year < ${year} and make_date(award_year, 1, 1) >= (select events_from from ${base}.policy_setting))
      select sources.source, coalesce(told.is_dated, false) as is_dated, coalesce(told.is_on_file and not told.is_dated, false) as is_in,
        (select min(award_year) from whole where award_year >= told.first_year) as first_year,
        cast((select count(*) from whole where award_year >= told.first_year) as integer) as years
      from (select distinct source from arrival_clause) as sources left join told on told.source = sources.source`,
    recipientsSql(base, year, monthsDue, commonShare),
    `create or replace table arrival_past as
      select lines.award_year, sources.years,
        case when sources.is_dated then year(lines.effective_on) = lines.award_year and month(lines.effective_on) > ${monthsDue} else not sources.is_in end as is_to_come,
        lines.clause_id, lines.enterprise_id, cast(lines.grouped_fen as bigint) as entitled_fen,
        cast(case when lines.funding = 'retention' and lines.has_retention_cap and modes.retention_cap = 'on' then least(lines.grouped_fen, coalesce(recipients.left_fen, 0)) else lines.grouped_fen end as bigint) as fundable_fen,
        case when lines.gates <> 'none' and lines.has_tax_growth_gate and modes.tax_growth = 'on' then coalesce(recipients.passes_from, ${never}) else ${always} end as passes_from,
        hash(concat_ws(' ', lines.clause_id, lines.enterprise_id, lines.subject, lines.award_year)) as line_key, hash(lines.enterprise_id) as recipient_key
      from ${base}.int_award_funded as lines
      inner join arrival_clause as clauses on clauses.clause_id = lines.clause_id
      inner join arrival_source as sources on sources.source = clauses.source
      cross join (select max(mode) filter (where gate = 'retention_cap') as retention_cap, max(mode) filter (where gate = 'tax_growth') as tax_growth, max(mode) filter (where gate = 'rating_d') as rating_d, max(mode) filter (where gate = 'dishonest') as dishonest from ${base}.policy_gate) as modes
      left join arrival_recipient as recipients on recipients.enterprise_id = lines.enterprise_id
      where lines.grouped_status = 'payable' and lines.grouped_fen > 0 and lines.award_year >= sources.first_year and lines.award_year < ${year}
        and not (lines.is_rating_d_failed and modes.rating_d in ('on', 'official_only')) and not (lines.is_dishonest_failed and modes.dishonest = 'on')`,
    "create or replace table arrival_line as select * from arrival_past where is_to_come",
    // beyond chance: the variance of the years' numbers above what Poisson numbers have
    `create or replace table arrival_pace as
      with by_year as (select award_year, count(*) as lines from arrival_past where years = (select max(years) from arrival_source) group by award_year),
      seen as (select count(*) - 1 as freedom, avg(lines) as mean, coalesce(var_samp(lines), 0) as variance from by_year)
      select sqrt(greatest(${paceYears * assumedPace ** 2} + case when freedom > 0 then freedom * (variance - mean) / (mean * mean) else 0 end, 0) / (${paceYears} + greatest(freedom, 0))) as spread from seen`,
  ];
}

/** How much a year of a district has more or fewer events than another beyond chance: a fifth, as long as its own years do not say otherwise. */
const assumedPace = 0.2;
/** So many years the assumption counts beside those on file. */
const paceYears = 4;

/** Bounds beyond any standard normal number. */
const [always, never] = [-100, 100];

/**
 * Of everyone who is on file: from which standard normal number on its tax growth passes the district's (the figures' own spread, but for
 * what all have in common, which moves the district too), and how much of its new retention nothing on file claims.
 */
function recipientsSql(base: string, year: number, monthsDue: number, commonShare: number): string {
  const weights = Array.from({ length: 12 - monthsDue }, (_, index) => `w${monthsDue + 1 + index} * w${monthsDue + 1 + index}`).join(" + ") || "0";
  const last = (fact: string, owner: string) => `(select last_value from ${base}.int_year_figure where year = ${year} and fact = '${fact}' and enterprise_id = ${owner})`;
  return `create or replace table arrival_recipient as
    with figures as (
      select enterprise_id, max(expected) filter (where figure = 'total_tax') as tax, max(on_file) filter (where figure = 'total_tax') as tax_on_file, max(expected) filter (where figure = 'retention') as retention
      from base_value where enterprise_id <> '' group by enterprise_id
    ),
    before as (select enterprise_id, max(last_value) filter (where fact = 'total_tax') as tax, max(last_value) filter (where fact = 'retention') as retention from ${base}.int_year_figure where year = ${year} and fact in ('total_tax', 'retention') group by enterprise_id),
    district as (select cast(expected as double) / nullif(${last("district_tax", "''")}, 0) as growth from base_value where figure = 'district_tax' and enterprise_id = ''),
    claimed as (select enterprise_id, sum(fundable_fen) as fen from ${base}.int_award_funded where award_year = ${year} and funding = 'retention' and has_retention_cap group by enterprise_id),
    gaps as (
      select figures.*, before.tax as last_tax, before.retention as last_retention, cast(figures.tax as double) / nullif(before.tax, 0) / nullif(district.growth, 0) as gap,
        unit.spread * sqrt(${1 - commonShare} * (unit.concentration + ${weights})) * cast(figures.tax - figures.tax_on_file as double) / nullif(figures.tax, 0) as spread
      from figures left join before using (enterprise_id) left join district on true left join unit on unit.enterprise_id = figures.enterprise_id and unit.dataset = 'taxes'
    )
    select gaps.enterprise_id,
      case when last_tax <= 0 then case when tax > 0 then ${always} else ${never} end when gap is null or gap <= 0 then ${never}
        when coalesce(spread, 0) <= 0 then case when gap >= 1 then ${always} else ${never} end else -ln(gap) / spread end as passes_from,
      greatest(((greatest(retention - last_retention, 0) * (select cast(retention_share * 1000000 as hugeint) from ${base}.policy_setting)) // 1000000) - coalesce(claimed.fen, 0), 0) as left_fen
    from gaps left join claimed on claimed.enterprise_id = gaps.enterprise_id`;
}

/** SQL of the rows `draw`, `clause_id`, `enterprise_id` (of the line that comes again), `times` (1 and more), `entitled_fen`, `fundable_fen` (of one return). */
export function returnsSql(seed: number, draws: number): string {
  const uniform = uniformSql(`${seed}, line_key, draw, 'arrival'`, 1);
  const pace = normal(`${seed}, range, 'pace'`, 0);
  // a geometric number of mean m: at least k with probability (m / (1 + m)) ^ k
  return `select draw, clause_id, enterprise_id, times, entitled_fen, fundable_fen from (
    select *, cast(floor(ln(${uniform}) / ln(pace / (years + pace))) as bigint) as times
    from arrival_line cross join (select cast(range as integer) as draw, exp(spread * ${pace} - spread * spread / 2) as pace from range(${draws}) cross join arrival_pace) as draws
  ) as returns where times > 0 and (passes_from = ${always} or ${normal(`${seed}, recipient_key, draw, 'recipient'`, 0)} >= passes_from)`;
}

/** Makes `arrival_outcome`, by draw and clause. */
export function arrivalOutcomeSql(seed: number, draws: number): string {
  return `create or replace table arrival_outcome as
    select draw, clause_id, sum(times) as lines, sum(times * entitled_fen) as entitled_fen, sum(times * fundable_fen) as fundable_fen from (${returnsSql(seed, draws)}) as returns group by draw, clause_id`;
}

/** Where nothing more is awaited, or asked for: the tables of {@link arrivalOutcomeSql} with no row. */
export const noArrivalsSql = [
  "create or replace table arrival_source (source varchar, is_dated boolean, is_in boolean, first_year integer, years integer)",
  "create or replace table arrival_outcome (draw integer, clause_id varchar, lines hugeint, entitled_fen hugeint, fundable_fen hugeint)",
];
