/**
 * The tables of `ops` that keep what a comparison of two policy versions found, each with its view of the same name in `mart`.
 * They outlive builds: `is_current` says whether a comparison was run on what the present build knows.
 */
export const comparisonTables = {
  policy_comparison_run: "policy_version varchar, policy_label varchar, base_version varchar, base_label varchar, as_of_month date, known_at timestamptz, compared_at timestamptz",
  // one row an award year, enterprise and clause whose entitled or fundable amount differs
  policy_comparison: `policy_version varchar, award_year integer, enterprise_id varchar, clause_id varchar, clause_order integer, summary varchar,
    base_entitled_cny decimal(18, 2), entitled_cny decimal(18, 2), base_fundable_cny decimal(18, 2), fundable_cny decimal(18, 2)`,
} as const;

/** Columns that a run of an earlier version of the project lacks. */
const later = ["policy_reason varchar"];

/** Both versions' sums over all lines, which the differences alone do not give; added to a table that lacks them. */
const totals = ["base_entitled_cny", "entitled_cny", "base_fundable_cny", "fundable_cny"];

/** Statements that make the tables and their views where they are missing. */
export function comparisonDefinitions(): string[] {
  return Object.entries(comparisonTables).flatMap(([name, columns]) => [
    `create table if not exists ops.${name} (${columns})`,
    ...(name === "policy_comparison_run" ? [...totals.map((column) => `${column} decimal(18, 2)`), ...later].map((column) => `alter table ops.${name} add column if not exists ${column}`) : []),
    name === "policy_comparison_run"
      ? `create or replace view mart.${name} as select *, coalesce(known_at = (select arg_max(known_at, build_id) from ops.build where is_visible)
          and as_of_month = (select arg_max(as_of_month, build_id) from ops.build where is_visible)
          and base_version = (select arg_max(policy_version, build_id) from ops.build where is_visible), false) as is_current from ops.${name}`
      : `create view if not exists mart.${name} as select * from ops.${name}`,
  ]);
}
