import type { DuckDBConnection } from "@duckdb/node-api";
import { type BatchPlan, enterpriseOutcomeTable, enterpriseTotalSql, readBatchModels, runBatch } from "./batch.ts";
import { codedSql, codeSql, districtSql, strideSql } from "./code-sql.ts";
import type { DrawPlan } from "./draw-sql.ts";

/** So many enterprises times draws in a batch: some hundred megabytes. */
const defaultBatchPairs = 150_000;

export interface ClaimsPlan extends DrawPlan {
  readonly base: string;
  readonly year: number;
  readonly draws: number;
  readonly batchPairs?: number | undefined;
  onProgress(drawn: number, draws: number): void;
}

/**
 * Draws by running every claim of every draw through the models: the way of a policy that does not compile, and what the compiled way
 * is held against. Fills the tables of `results.ts`; answers with what is to be run once `worst` is known.
 */
export async function drawClaims(connection: DuckDBConnection, options: ClaimsPlan): Promise<() => Promise<void>> {
  const { base, year, draws } = options;
  const firstValue = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()[0]?.[0];
  for (const statement of [codeSql, ...codedSql(base, year), enterpriseOutcomeTable]) await connection.run(statement);
  const plan: BatchPlan = { ...options, stride: Number(await firstValue(strideSql)), district: Number(await firstValue(districtSql)), models: readBatchModels() };
  const units = Number(await firstValue("select count(distinct enterprise_id) from unit"));
  const step = Math.max(1, Math.floor((options.batchPairs ?? defaultBatchPairs) / Math.max(1, units)));
  for (let first = 0; first < draws; first += step) {
    const end = Math.min(draws, first + step);
    await runBatch(connection, plan, first, end);
    options.onProgress(end, draws);
  }
  return async () => void (await connection.run(enterpriseTotalSql));
}
