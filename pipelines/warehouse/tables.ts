import type { Decimal } from "decimal.js";

/**
 * The result tables that programs read, with their columns: the public interface, as data.
 * The types that queries are checked with are made from it, and a test compares it with what the models build.
 * `?` after a type: the cell may be null.
 */
export const resultTables = {
  "mart.dispatch": {
    as_of_month: "date",
    as_of_on: "date",
    as_of_year: "integer",
    as_of_closed: "boolean",
    known_at: "time",
    is_synthetic: "boolean",
    policy_version: "text",
    policy_label: "text",
    first_award_year: "integer",
    data_from: "date?",
    data_to: "date?",
  },
  "mart.enterprise": {
    enterprise_id: "text",
    enterprise_name: "text",
    town: "text",
    industry_code: "text?",
    industry_name: "text?",
    sector: "text",
    is_manufacturing: "boolean?",
    is_strategic_emerging: "boolean?",
    size_class: "text",
    is_small_micro: "boolean",
    founded_on: "date",
    operating_status: "text",
  },
  "mart.award_line": {
    award_year: "integer",
    enterprise_id: "text",
    clause_id: "text",
    subject: "text",
    basis: "text",
    gross_cny: "money",
    entitled_cny: "money",
    fundable_cny: "money",
    shortfall_cny: "money",
    status: "text",
    reasons: "texts",
    paid_cny: "money",
    outstanding_cny: "money",
    redemption: "text",
  },
  "mart.enterprise_retention": {
    award_year: "integer",
    enterprise_id: "text",
    retention_this_year_cny: "money?",
    retention_last_year_cny: "money?",
    new_retention_cny: "money?",
    entitled_cny: "money",
    fundable_cny: "money",
    shortfall_cny: "money",
  },
  "mart.liability_by_clause": {
    award_year: "integer",
    clause_id: "text",
    article: "integer",
    lines: "count",
    gross_cny: "money",
    entitled_cny: "money",
    fundable_cny: "money",
    shortfall_cny: "money",
    paid_cny: "money",
    outstanding_cny: "money",
  },
  "mart.target_progress": {
    as_of_month: "date",
    target_id: "text",
    target: "count",
    achieved: "count",
    in_library: "count",
    forecast_at_deadline: "count?",
    status: "text",
  },
  "mart.efficiency_rating": {
    rating_year: "integer",
    enterprise_id: "text",
    size_class: "text",
    land_mu: "decimal?",
    tax_per_mu: "decimal?",
    revenue_per_tce: "decimal?",
    revenue_per_pollutant_tonne: "decimal?",
    research_intensity: "decimal?",
    labour_productivity: "decimal?",
    score: "decimal?",
    grade: "text?",
    grade_source: "text?",
    computed_grade: "text?",
    consecutive_d_years: "count",
  },
  "mart.growth_tier": {
    as_of_month: "date",
    enterprise_id: "text",
    tier: "text",
    library_tier: "text",
    suggestion: "text",
    reasons: "texts",
  },
  "mart.town_score": {
    period: "text",
    town: "text",
    indicator: "text",
    value: "decimal?",
    target: "decimal?",
    score: "decimal?",
    weight: "decimal",
  },
  "mart.town_ranking": {
    period: "text",
    town: "text",
    total_score: "decimal?",
    rank: "integer?",
    previous_rank: "integer?",
  },
  "ops.import_file": {
    file_id: "integer",
    file: "text",
    sheet: "text",
    sha256: "text",
    dataset: "text",
    rows_read: "count",
    rows_loaded: "count",
    rows_superseded: "count",
    rows_quarantined: "count",
    loaded_at: "time",
    load_id: "integer",
    encoding: "text",
    is_synthetic: "boolean",
  },
  "ops.quarantined_row": {
    file: "text",
    sheet: "text",
    row: "integer",
    column: "text?",
    value: "text?",
    code: "text",
    message: "text",
    dataset: "text",
    file_id: "integer",
    loaded_at: "time",
  },
  "ops.check_result": {
    model: "text",
    check: "text",
    failed_rows: "count",
    severity: "text",
    build_id: "integer",
    message: "text",
    check_hash: "text",
  },
  "ops.build": {
    build_id: "integer",
    as_of_month: "date",
    known_at: "time",
    built_at: "time",
    policy_version: "text",
    models: "integer",
    skipped: "integer",
    is_visible: "boolean",
  },
} as const satisfies Record<string, Record<string, ColumnKind | `${ColumnKind}?`>>;

/** How DuckDB's type of each kind of column begins. */
export const columnKinds = {
  text: ["VARCHAR"],
  texts: ["VARCHAR[]"],
  integer: ["INTEGER"],
  count: ["BIGINT", "INTEGER"],
  boolean: ["BOOLEAN"],
  date: ["DATE"],
  time: ["TIMESTAMP WITH TIME ZONE"],
  money: ["DECIMAL(18,2)"],
  decimal: ["DECIMAL("],
} as const;

export type ColumnKind = keyof typeof columnKinds;

interface KindTypes {
  text: string;
  texts: string[];
  integer: number;
  count: number;
  boolean: boolean;
  /** `2021-06-30` */
  date: string;
  /** ISO 8601 in the office's zone */
  time: string;
  money: Decimal;
  decimal: Decimal;
}

type CellType<Kind> = Kind extends `${infer Base extends ColumnKind}?` ? KindTypes[Base] | null : Kind extends ColumnKind ? KindTypes[Kind] : never;

/** Table name with schema → its row, for kysely. */
export type ResultTables = {
  [Table in keyof typeof resultTables]: { [Column in keyof (typeof resultTables)[Table]]: CellType<(typeof resultTables)[Table][Column]> };
};
