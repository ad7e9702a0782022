import { facts } from "./facts.ts";
import type { ExplainRow } from "./explain.ts";

/** One row of an export that a figure came from. */
export interface SourceRow {
  readonly dataset: string;
  /** month, year or number that the row is about */
  readonly about: string;
  readonly file: string;
  /** empty for a text file */
  readonly sheet: string;
  readonly row: number;
  /** the cells hold the year's sums: the month's figures are what is left after the months before */
  readonly isDifferenced?: true;
}

type Rows = (sql: string, ...values: (string | number)[]) => Promise<ExplainRow[]>;

interface Wanted {
  readonly enterprise: string;
  readonly year: number;
  /** names of facts; those of a year bring the months of that year and the last */
  readonly facts: readonly string[];
  readonly event?: { readonly dataset: string; readonly file_id: number; readonly sheet: string; readonly row: number; readonly subject: string };
  /** number of the earlier record that makes a title a renewal */
  readonly renewalOf?: string;
  /** the district's months, official ratings, listings and payments as well */
  readonly withGates?: boolean;
}

/** What each data set's row is about, and how its rows of an enterprise ($1) up to and with an award year ($2) are found. */
const behindFacts: Readonly<Record<string, string>> = {
  production: "select strftime(month, '%Y-%m') as about, file_id, source_sheet, source_row from stg_production where enterprise_id = $1 and year(month) between $2 - 1 and $2 order by month",
  taxes: "select strftime(month, '%Y-%m') as about, file_id, source_sheet, source_row from stg_taxes where enterprise_id = $1 and year(month) between $2 - 1 and $2 order by month",
  enterprises: "select enterprise_id as about, file_id, source_sheet, source_row from stg_enterprises where enterprise_id = $1 and $2 > 0",
  intellectual_property: "select cast(year as varchar) as about, file_id, source_sheet, source_row from stg_intellectual_property where enterprise_id = $1 and year between $2 - 1 and $2 order by year",
  dishonesty: "select cast(listed_on as varchar) as about, file_id, source_sheet, source_row from stg_dishonesty where enterprise_id = $1 and $2 > 0 order by listed_on",
  rates: "select cast(effective_on as varchar) as about, file_id, source_sheet, source_row from stg_rates where $1 <> '' and year(effective_on) <= $2 order by effective_on",
};

const behindGates: Readonly<Record<string, string>> = {
  district_taxes: "select strftime(month, '%Y-%m') as about, file_id, source_sheet, source_row from stg_district_taxes where $1 <> '' and year(month) between $2 - 1 and $2 order by month",
  official_ratings: "select cast(year as varchar) as about, file_id, source_sheet, source_row from stg_official_ratings where enterprise_id = $1 and year <= $2 order by year",
  dishonesty: behindFacts.dishonesty ?? "",
  payments: "select payment_no as about, file_id, source_sheet, source_row from stg_payments where enterprise_id = $1 and award_year <= $2 order by payment_no",
};

/**
 * File, sheet and row of every figure behind a claim, a year's gates or its retention, in the order of the data sets and periods.
 */
export async function sourcesOf(rows: Rows, wanted: Wanted): Promise<SourceRow[]> {
  const datasets = new Set(wanted.facts.map((fact) => facts[fact]?.dataset ?? "").filter((dataset) => dataset in behindFacts));
  const queries = [...datasets].sort().map((dataset) => [dataset, behindFacts[dataset] ?? ""] as const);
  if (wanted.withGates) queries.push(...Object.entries(behindGates));
  const files = new Map((await rows("select distinct file_id, file from ops.import_file")).map((one) => [Number(one.file_id), String(one.file)]));
  const found: SourceRow[] = [];
  if (wanted.event) {
    found.push({ dataset: wanted.event.dataset, about: wanted.event.subject, file: files.get(wanted.event.file_id) ?? "", sheet: wanted.event.sheet, row: wanted.event.row });
  }
  if (wanted.renewalOf !== undefined) {
    for (const one of await rows("select recognition_no as about, file_id, source_sheet, source_row from stg_recognitions where recognition_no = $1", wanted.renewalOf)) {
      found.push({ dataset: "recognitions", about: String(one.about), file: files.get(Number(one.file_id)) ?? "", sheet: String(one.source_sheet ?? ""), row: Number(one.source_row) });
    }
  }
  for (const [dataset, sql] of queries) {
    const sums = await sumsOf(rows, dataset);
    for (const one of await rows(sql, wanted.enterprise, wanted.year)) {
      const isDifferenced = sums.has(JSON.stringify([Number(one.file_id), Number(one.source_row)]));
      found.push({ dataset, about: String(one.about), file: files.get(Number(one.file_id)) ?? "", sheet: String(one.source_sheet ?? ""), row: Number(one.source_row), ...(isDifferenced && { isDifferenced }) });
    }
  }
  return found;
}

/** File and row of what was sent of a data set as the year's sums; nothing in a database that has no such table. */
async function sumsOf(rows: Rows, dataset: string): Promise<Set<string>> {
  const [table] = await rows("select table_name from information_schema.tables where table_schema = 'ops' and table_name = $1", `cumulative_${dataset}`);
  if (!table) return new Set();
  return new Set((await rows(`select file_id, source_row from ops."cumulative_${dataset}"`)).map((one) => JSON.stringify([Number(one.file_id), Number(one.source_row)])));
}
