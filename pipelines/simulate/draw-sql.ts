/**
 * The draws: by how much the months to come differ from the projection. A figure of the year is what is on file plus the
 * months to come times a factor of mean 1. The factor has the month's own shocks, weighted by last year's months, and one
 * for the growth so far, which was itself measured on a few months, and on those with much of the year more than on the others. A shock is part the district's, part the enterprise's own;
 * all of an enterprise's figures share it, each data set with its own spread; profit has one of its margin beside it, or every draw
 * would have the margin of the projection. The district's own tax has the common part alone.
 */

export interface DrawPlan {
  readonly seed: number;
  /** months on file of the open year; 12 in a closed one */
  readonly monthsDue: number;
  readonly commonShare: number;
}

/**
 * A number between 0 and 1, neither of them, from whole numbers: the same on every machine and in every order of work.
 * DuckDB joins the hashes of several arguments by exclusive or, so two numbers with one key would hang together; each is
 * therefore the hash of a hash.
 *
 * @param key   SQL of what the number is of, several arguments of a hash
 * @param part  which of the numbers of one key
 */
export function uniformSql(key: string, part: number): string {
  return `((cast(hash(xor(hash(${key}), ${part}::ubigint)) >> 11 as double) + 0.5) / 9007199254740992.0)`;
}

/** A standard normal number (Box and Muller). */
export function normal(key: string, month: number): string {
  const uniform = (part: number) => uniformSql(`${key}, ${month}`, part);
  return `(sqrt(-2 * ln(${uniform(1)})) * cos(2 * pi() * ${uniform(2)}))`;
}

function comingMonths({ monthsDue }: DrawPlan): number[] {
  return Array.from({ length: 12 - monthsDue }, (_, index) => monthsDue + 1 + index);
}

/** The months whose shocks are drawn; month 0 is that of the growth so far. */
export function shockMonths(plan: DrawPlan): number[] {
  return [0, ...comingMonths(plan)];
}

/**
 * The district's shocks, one row a draw.
 *
 * @param numbers  SQL of the draws' numbers, in a column `draw`
 */
export function commonShocksSql(plan: DrawPlan, numbers: string): string {
  const shocks = shockMonths(plan).map((month) => `${normal(`${plan.seed}, draw, 'district'`, month)} as f${month}`);
  return `select cast(draw as integer) as draw, ${shocks.join(", ")} from ${numbers}`;
}

/** An enterprise's own shock of a month, of the columns `unit_key` and `draw`. */
export function ownShockSql(plan: DrawPlan, month: number): string {
  return normal(`${plan.seed}, unit_key, draw`, month);
}

/** An enterprise's shock of its margin. */
export function marginShockSql(plan: DrawPlan): string {
  return normal(`${plan.seed}, unit_key, draw, 'margin'`, 0);
}

/** What an enterprise's figures share of a month's shock: the district's part and its own. */
export function jointShockSql(plan: DrawPlan, common: string, own: string): string {
  return `${Math.sqrt(plan.commonShare)} * ${common} + ${Math.sqrt(1 - plan.commonShare)} * ${own}`;
}

/** The district's shocks of the draws from `first` up to, not including, `end`. */
export function commonDrawsSql(plan: DrawPlan, first: number, end: number): string {
  return `create or replace temp table draw as ${commonShocksSql(plan, `range(${first}, ${end}) as numbers (draw)`)}`;
}

/**
 * The factor in millionths, a whole number, so that money is multiplied by no float. Where the spread is 0 it is 1,000,000 exactly.
 * No draw is more than a hundred times the projection.
 *
 * @param unit   names a column of the unit: `spread`, `concentration`, `w11` …
 * @param shock  SQL of a month's shock
 * @param margin SQL of the margin's shock; of figures that have none it is left out
 */
export function factorSql(plan: DrawPlan, unit: (column: string) => string, shock: (month: number) => string, margin?: string): string {
  const spread = unit("spread");
  const months = comingMonths(plan).map((month) => `${unit(`w${month}`)} * exp(${spread} * ${shock(month)} - ${spread} * ${spread} / 2)`);
  const sofar = `exp(${spread} * sqrt(${unit("concentration")}) * ${shock(0)} - ${spread} * ${spread} * ${unit("concentration")} / 2)`;
  const own = unit("margin_spread");
  const [isStill, ofMargin] = margin === undefined ? [`${spread} = 0`, ""] : [`${spread} = 0 and ${own} = 0`, ` * exp(${own} * ${margin} - ${own} * ${own} / 2)`];
  return `cast(${months.length === 0 ? "1000000" : `case when ${isStill} then 1000000 else round(1000000 * least(100, ${sofar} * (${months.join(" + ")})${ofMargin})) end`} as bigint)`;
}

/** One row a unit and draw, with its factor. */
export function factorsSql(plan: DrawPlan): string {
  const own = (month: number) => normal(`${plan.seed}, unit.unit_key, draw.draw`, month);
  const shock = (month: number) => `(case when unit.is_district then draw.f${month} else ${jointShockSql(plan, `draw.f${month}`, own(month))} end)`;
  return `create or replace temp table factor as select unit.enterprise_id, unit.dataset, draw.draw, ${factorSql(plan, (column) => `unit.${column}`, shock, normal(`${plan.seed}, unit.unit_key, draw.draw, 'margin'`, 0))} as millionths from coded_unit as unit cross join draw`;
}

/**
 * A year's figure in a draw: a whole number of 0.01 CNY, rounded half up once. The product with the factor is taken in two
 * parts, millions and the rest, each of which fits 64 bits: a figure is below 10^15, or with an assumption 10^16, a factor at most 100.
 */
export function drawnValueSql(part: (column: "on_file" | "sign" | "millions" | "rest") => string, factor: string): string {
  return `${part("on_file")} + ${part("sign")} * (${part("millions")} * ${factor} + (${part("rest")} * ${factor} + 500000) // 1000000)`;
}

/** SQL of the parts of a figure that {@link drawnValueSql} puts together, of a row of `base_value`. */
export const valueParts = {
  on_file: "case when expected is not null then cast(on_file as bigint) end",
  sign: "case when expected < on_file then -1 else 1 end",
  millions: "cast(abs(expected - on_file) // 1000000 as bigint)",
  rest: "cast(abs(expected - on_file) % 1000000 as bigint)",
} as const;

export const drawnValuesSql = `create or replace temp table drawn_value as
  select value.enterprise_id, value.figure, factor.draw, cast(${drawnValueSql((column) => `value.${column}`, "factor.millionths")} as hugeint) as value
  from coded_value as value
  inner join factor on factor.enterprise_id = value.enterprise_id and factor.dataset = value.dataset`;
