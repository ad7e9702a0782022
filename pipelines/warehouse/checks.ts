import type { DuckDBConnection } from "@duckdb/node-api";
import { hashOf } from "./fingerprints.ts";
import { invalid, type Model } from "./models.ts";
import type { Check } from "./model-doc.ts";
import { quoteName, quoteText } from "./quote.ts";
import { NotAQueryError, readsOf } from "./reads.ts";

/** One question asked of a built relation: how many of its rows must not be there? */
export interface PlannedCheck {
  readonly model: string;
  /** the relation's `.yml`, for messages */
  readonly file: string;
  /** what `ops.check_result` calls it: `unique(month, enterprise_id)` */
  readonly check: string;
  readonly severity: "error" | "warn";
  /** one BIGINT over the relation's alias `checked`: checks of one scan are asked together */
  readonly aggregate?: string;
  /** a query of one BIGINT, for checks that need their own scan; beside an `aggregate`, asked only when that is not 0 */
  readonly query?: string;
  /** hash of the question and of every table that answers it: the same hash has the same answer */
  readonly hash: string;
}

export interface CheckResult {
  readonly model: string;
  readonly check: string;
  readonly severity: "error" | "warn";
  readonly failedRows: number;
  readonly hash: string;
}

/**
 * The checks of a model: those of its key, then those of its `.yml`.
 *
 * @param hashes  content hash of every relation that a check may read, by name
 * @throws D521Error `model_invalid` when a check reads an unknown relation or is not a query
 */
export async function planChecks(connection: DuckDBConnection, model: Model, hashes: ReadonlyMap<string, string>): Promise<PlannedCheck[]> {
  const file = model.file.replace(/\.sql$/, ".yml");
  const own = hashes.get(model.name) ?? "";
  const planned: PlannedCheck[] = [];
  for (const check of [...keyChecks(model.doc.key), ...model.doc.checks]) {
    const read = await readBy(connection, file, check, hashes);
    for (const question of questions(model.name, check)) {
      const hash = hashOf(own, question.query ?? question.aggregate ?? "", check.severity, ...read);
      planned.push({ model: model.name, file, severity: check.severity, ...question, hash });
    }
  }
  return planned;
}

function keyChecks(key: readonly string[]): Check[] {
  if (key.length === 0) return [{ check: "row_count_equals", name: "one_row", sql: "select 1", severity: "error" }];
  return [
    { check: "not_null", columns: [...key], severity: "error" },
    { check: "unique", columns: [...key], severity: "error" },
  ];
}

async function readBy(connection: DuckDBConnection, file: string, check: Check, hashes: ReadonlyMap<string, string>): Promise<string[]> {
  const sql = "sql" in check && check.sql !== undefined ? check.sql : "to" in check && check.to !== undefined ? `select * from ${relation(check.to)}` : undefined;
  if (sql === undefined) return [];
  const reads = await readsOf(connection, sql).catch((cause: unknown) => {
    if (cause instanceof NotAQueryError) throw invalid(file, `the check "${check.check}" is not one SELECT: ${cause.message}`);
    throw cause;
  });
  return reads.relations
    .map(({ schema, name }) => {
      const written = schema === "" ? name : `${schema}.${name}`;
      const hash = hashes.get(written);
      if (hash === undefined) throw invalid(file, `the check "${check.check}" reads "${written}", which is neither a model, a seed nor a table of raw or ops`);
      return hash;
    })
    .sort();
}

function relation(written: string): string {
  return written.split(".").map(quoteName).join(".");
}

type Question = Pick<PlannedCheck, "check" | "aggregate" | "query">;

function questions(model: string, check: Check): Question[] {
  const from = quoteName(model);
  switch (check.check) {
    case "not_null":
      return check.columns.map((column) => ({ check: `not_null(${column})`, aggregate: `count(*) filter (where checked.${quoteName(column)} is null)` }));
    case "accepted_values": {
      const values = check.values.map((value) => (typeof value === "string" ? quoteText(value) : String(value)));
      return [{ check: `accepted_values(${check.column})`, aggregate: `count(*) filter (where checked.${quoteName(check.column)} not in (${values.join(", ")}))` }];
    }
    case "unique": {
      const columns = check.columns.map(quoteName).join(", ");
      // as many hashes as rows: no row comes twice. Fewer may be a chance meeting of hashes, and the slower query decides
      const aggregate = `count(*) - count(distinct hash(${check.columns.map((column) => `checked.${quoteName(column)}`).join(", ")}))`;
      return [{ check: `unique(${check.columns.join(", ")})`, aggregate, query: `select coalesce(sum(copies - 1), 0) from (select count(*) as copies from ${from} group by ${columns} having count(*) > 1)` }];
    }
    case "relationships":
      return [
        {
          check: `relationships(${check.column} → ${check.to}.${check.field})`,
          query: `select count(*) from ${from} as checked where checked.${quoteName(check.column)} is not null and not exists (select 1 from ${relation(check.to)} as target where target.${quoteName(check.field)} = checked.${quoteName(check.column)})`,
        },
      ];
    case "row_count_equals": {
      const expected = check.to === undefined ? `(${check.sql})` : `(select count(*) from ${relation(check.to)})`;
      return [{ check: `row_count_equals(${check.name ?? check.to ?? "sql"})`, query: `select abs((select count(*) from ${from}) - ${expected})` }];
    }
    case "sql":
      return [{ check: `sql(${check.name})`, query: `select count(*) from (${check.sql})` }];
  }
}

/** Checks of one model, asked with as few scans as possible: the aggregates in one query, the others each in theirs. */
export async function runChecks(connection: DuckDBConnection, model: string, checks: readonly PlannedCheck[]): Promise<CheckResult[]> {
  const together = checks.filter((check) => check.aggregate !== undefined);
  const counts = new Map<PlannedCheck, unknown>();
  if (together.length > 0) {
    const reader = await connection.runAndReadAll(`select ${together.map((check) => check.aggregate).join(", ")} from ${quoteName(model)} as checked`);
    const row = reader.getRows()[0] ?? [];
    together.forEach((check, index) => counts.set(check, row[index]));
  }
  for (const check of checks) {
    if (check.query === undefined || (counts.has(check) && Number(counts.get(check)) === 0)) continue;
    const reader = await connection.runAndReadAll(check.query);
    counts.set(check, reader.getRows()[0]?.[0]);
  }
  return checks.map((check) => result(check, counts.get(check)));
}

function result(check: PlannedCheck, count: unknown): CheckResult {
  return { model: check.model, check: check.check, severity: check.severity, failedRows: Number(count), hash: check.hash };
}
