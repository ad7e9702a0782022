import { valueParts } from "./draw-sql.ts";

/**
 * Identities as numbers. A draw's enterprise, project or person is the number plus the draw times {@link strideSql}: a draw is
 * told by a division, and two draws never meet. The numbers keep the order of the texts, which decides ties.
 */
export const codeSql = `create or replace table code as
  select text, cast(row_number() over (order by text) as bigint) as number from (
    select enterprise_id as text from base_value
    union select enterprise_id from player
    union select enterprise_id from constant_line
    union select subject from moving_claim
    union select person from moving_claim
    union select subject from fixed_line
    union select person from fixed_line
    union select enterprise_id from granted_line
    union select subject from granted_line
    union select person from granted_line
    union select subject from settled_line
    union select person from settled_line
  ) as texts where text is not null`;

export const strideSql = "select max(number) + 1 from code";
export const districtSql = "select number from code where text = ''";

/** The tables that every batch reads, with numbers for identities and without what no draw asks for. */
export function codedSql(base: string, year: number): string[] {
  const asked = "(select fact from asked_fact union select fact from asked_of_all)";
  // what the models ask of a year's figure, where each draw has its own
  const figures = (source: string) => `(select enterprise_id, year, fact, value, divisor, last_value, last_divisor, best_before from ${source})`;
  const ofPlayers = "source.enterprise_id in (select enterprise_id from player)";
  const coded = (name: string, source: string, identities: readonly string[], where = "true") => {
    const others = identities.filter((column) => column !== "enterprise_id");
    return `create or replace table ${name} as
      select source.* replace (${["enterprise_id", ...others].map((column) => `${column}_code.number as ${column}`).join(", ")})
      from ${source} as source
      inner join code as enterprise_id_code on enterprise_id_code.text = source.enterprise_id
      ${others.map((column) => `${column === "subject" ? "inner" : "left"} join code as ${column}_code on ${column}_code.text = source.${column}`).join(" ")}
      where ${where}`;
  };
  return [
    coded("coded_claim", "moving_claim", ["subject", "person"]),
    coded("coded_event_fact", "moving_event_fact", ["subject"]),
    coded("coded_loan", `${base}.int_loan`, ["subject"], ofPlayers),
    coded("coded_line", "fixed_line", ["subject", "person"]),
    coded("coded_settled", "settled_line", ["subject", "person"]),
    coded("coded_constant", "constant_line", []),
    coded("coded_enterprise_fact", `${base}.int_enterprise_fact`, [], "source.enterprise_id in (select enterprise_id from moving_claim)"),
    coded("coded_official_rating", `${base}.stg_official_ratings`, [], `${ofPlayers} and source.year <= ${year}`),
    coded("coded_dishonesty", `${base}.stg_dishonesty`, [], ofPlayers),
    coded("coded_payment", `${base}.stg_payments`, [], `${ofPlayers} and source.award_year = ${year}`),
    coded("coded_granted", "granted_line", ["subject", "person"]),
    coded("coded_rating", `${base}.efficiency_rating`, [], `${ofPlayers} and source.rating_year = ${year}`),
    coded("coded_figure", figures(`${base}.int_year_figure`), [], `source.year = ${year} and ${ofPlayers} and source.fact in ${asked}`),
    // a margin asks for what it is the quotient of; new retention is told of everyone
    coded("coded_value", `(select enterprise_id, figure, dataset, ${Object.entries(valueParts).map(([name, sql]) => `${sql} as ${name}`).join(", ")} from base_value)`, [], `source.figure = 'retention' or (${ofPlayers} and (source.figure in ${asked}
      or (source.figure in ('profit', 'revenue') and exists (select 1 from asked_fact where fact = 'profit_margin'))))`),
    coded("coded_unit", "(select *, enterprise_id = '' as is_district from unit)", [], "exists (select 1 from base_value where base_value.enterprise_id = source.enterprise_id and base_value.dataset = source.dataset)"),
    `create or replace table retention_before as
      select code.number as enterprise_id, figures.last_value from ${base}.int_year_figure as figures inner join code on code.text = figures.enterprise_id
      where figures.fact = 'retention' and figures.year = ${year} and figures.last_value is not null`,
  ];
}
