import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbTypes, loadContracts } from "../../../pipelines/intake/contracts.ts";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";
import { loadPolicy, type Policy } from "../../../pipelines/policy/load.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { openDatabase, type Database } from "../../../pipelines/warehouse/database.ts";
import { buildParameters } from "../../../pipelines/warehouse/parameters.ts";
import { quoteName } from "../../../pipelines/warehouse/quote.ts";
import { seedFromRows, type SeedValue } from "../../../pipelines/warehouse/seed.ts";
import { modelsInOrder } from "../models-in-order.ts";

export type Cells = Readonly<Record<string, SeedValue>>;

/** What a policy test's database is made of: rows by data set, with the columns of its contract. */
export interface PolicyGiven {
  readonly asOf: string;
  readonly rows: Readonly<Record<string, readonly Cells[]>>;
  /** rows of mart.efficiency_rating, which another group computes */
  readonly ratings?: readonly Cells[];
  readonly policy?: Policy;
}

export const contracts = loadContracts();
const wanted = ["award_line", "award_step", "enterprise_retention", "liability_by_clause", "individual_case", "limit_effect", "threshold_proximity", "award_condition", "award_amount", "award_source"];

/**
 * An in-memory database in which the real models, from staging to the award marts, have run on the given rows.
 * Only `efficiency_rating` is given, not computed.
 */
export async function policyDatabase(given: PolicyGiven): Promise<{ database: Database; connection: DuckDBConnection }> {
  const policy = given.policy ?? loadPolicy();
  const database = await openDatabase(":memory:");
  const connection = await database.connect();
  await connection.run("create schema raw");
  for (const contract of contracts.values()) {
    const columns = {
      ...Object.fromEntries(contract.columns.map((column) => [column.name, duckdbTypes[column.type]])),
      file_id: "INTEGER",
      source_sheet: "VARCHAR",
      source_row: "INTEGER",
      known_at: "TIMESTAMPTZ",
    };
    const rows = (given.rows[contract.id] ?? []).map((row, index) => ({ file_id: 1, source_sheet: "", source_row: index + 2, known_at: "2021-01-01 00:00:00+08", ...row }));
    await seedFromRows(contract.id, columns, rows).create(connection, `raw.${quoteName(contract.id)}`);
  }
  const ratingColumns = { rating_year: "INTEGER", enterprise_id: "VARCHAR", grade: "VARCHAR", grade_source: "VARCHAR" };
  const parameters = buildParameters(
    { asOfMonth: given.asOf, knownAt: "2030-01-01 00:00:00+08", isSynthetic: true },
    { version: policy.version, label: policy.label, firstAwardYear: policy.first_award_year },
  );
  const proximity = seedFromRows("evaluation_threshold_proximity", { share: "DECIMAL(9,6)" }, [{ share: "0.05" }]);
  // whom the evaluation is about: the shipped profile says it
  const scope = evaluationSeeds().filter(({ name }) => ["evaluation_rating_class", "evaluation_rating_excluded_division"].includes(name));
  for (const seed of [parameters, proximity, ...scope, ...policySeeds(policy), seedFromRows("efficiency_rating", ratingColumns, given.ratings ?? [])]) await seed.create(connection, quoteName(seed.name));
  for (const model of await modelsInOrder(connection, { wanted, given: new Set(["efficiency_rating"]), asOf: given.asOf, firstAwardYear: policy.first_award_year })) await connection.run(`create table ${quoteName(model.name)} as ${model.sql}`);
  return { database, connection };
}
