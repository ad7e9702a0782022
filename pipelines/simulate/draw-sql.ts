/**
 * The draws: by how much the months to come differ from the projection. A figure of the year is what is on file plus the
 * months to come times a factor of mean 1. The factor has the month's own shocks, weighted by last year's months, and one
 * for the growth so far, which was itself measured on a few months, and on those with much of the year more than on the others. A shock is part the district's, part the enterprise's own;
 * all of an enterprise's figures share it, each data set with its own spread. The district's own tax has the common part alone.
 */

export interface DrawPlan {
  readonly seed: number;
  /** months on file of the open year; 12 in a closed one */
  readonly monthsDue: number;
  readonly commonShare: number;
}

/**
 * A standard normal number from whole numbers: the same on every machine and in every order of work (Box and Muller).
 * DuckDB joins the hashes of several arguments by exclusive or, so two numbers with one key would hang together; each is
 * therefore the hash of a hash.
 */
function normal(key: string, month: number): string {
  const uniform = (part: number) => `((cast(hash(xor(hash(${key}, ${month}), ${part}::ubigint)) >> 11 as double) + 0.5) / 9007199254740992.0)`;
  return `(sqrt(-2 * ln(${uniform(1)})) * cos(2 * pi() * ${uniform(2)}))`;
}

function comingMonths({ monthsDue }: DrawPlan): number[] {
  return Array.from({ length: 12 - monthsDue }, (_, index) => monthsDue + 1 + index);
}

/** The district's shocks of the draws from `first` up to, not including, `end`; month 0 is that of the growth so far. */
export function commonDrawsSql(plan: DrawPlan, first: number, end: number): string {
  const shocks = [0, ...comingMonths(plan)].map((month) => `${normal(`${plan.seed}, draw, 'district'`, month)} as f${month}`);
  return `create or replace temp table draw as select cast(draw as integer) as draw, ${shocks.join(", ")} from range(${first}, ${end}) as numbers (draw)`;
}

/**
 * One row a unit and draw: the factor in millionths, a whole number, so that money is multiplied by no float.
 * Where the spread is 0 it is 1,000,000 exactly. No draw is more than a hundred times the projection.
 */
export function factorsSql(plan: DrawPlan): string {
  const [own, common] = [Math.sqrt(1 - plan.commonShare), Math.sqrt(plan.commonShare)];
  const shock = (month: number) =>
    `(case when unit.is_district then draw.f${month} else ${common} * draw.f${month} + ${own} * ${normal(`${plan.seed}, unit.unit_key, draw.draw`, month)} end)`;
  const months = comingMonths(plan).map((month) => `unit.w${month} * exp(unit.spread * ${shock(month)} - unit.spread * unit.spread / 2)`);
  const sofar = `exp(unit.spread * sqrt(unit.concentration) * ${shock(0)} - unit.spread * unit.spread * unit.concentration / 2)`;
  const factor = months.length === 0 ? "1000000" : `case when unit.spread = 0 then 1000000 else round(1000000 * least(100, ${sofar} * (${months.join(" + ")}))) end`;
  return `create or replace temp table factor as select unit.enterprise_id, unit.dataset, draw.draw, cast(${factor} as bigint) as millionths from coded_unit as unit cross join draw`;
}

/**
 * The year's figures in every draw: whole numbers of 0.01 CNY, rounded half up once. The product with the factor is taken in two
 * parts, millions and the rest, each of which fits 64 bits: a figure is below 10^15, or with an assumption 10^16, a factor at most 100.
 */
export const drawnValuesSql = `create or replace temp table drawn_value as
  select value.enterprise_id, value.figure, factor.draw,
    cast(value.on_file + value.sign * (value.millions * factor.millionths + (value.rest * factor.millionths + 500000) // 1000000) as hugeint) as value
  from coded_value as value
  inner join factor on factor.enterprise_id = value.enterprise_id and factor.dataset = value.dataset`;
