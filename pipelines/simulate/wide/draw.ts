import type { DuckDBConnection } from "@duckdb/node-api";
import type { DrawPlan } from "../draw-sql.ts";
import { type Compiled, compile } from "./compile.ts";
import { enterpriseTotalSql, outcomesSql } from "./outcome-sql.ts";
import type { Refusal } from "./refused.ts";
import { type RunPlan, runAgain, runWide } from "./run.ts";

export interface WidePlan extends DrawPlan, RunPlan {
  readonly base: string;
  readonly year: number;
  /** SQL of the model `int_gate` */
  readonly gateModel: string;
}

/**
 * Draws with the policy compiled to one wide row an enterprise and draw. Fills the tables of `results.ts`; answers with the compiled
 * policy and what is to be run once `worst` is known, or with the reason why this policy cannot be compiled.
 */
export async function drawWide(connection: DuckDBConnection, plan: WidePlan): Promise<{ readonly compiled: Compiled; readonly enterpriseTotals: () => Promise<void> } | { readonly refusal: Refusal }> {
  const compiled = await compile(connection, { ...plan, policy: plan.base });
  if ("reason" in compiled) return { refusal: compiled };
  await runWide(connection, compiled, plan);
  for (const statement of outcomesSql(compiled, plan.draws)) await connection.run(statement);
  return {
    compiled,
    async enterpriseTotals() {
      await runAgain(connection, compiled, plan, "worst");
      await connection.run(enterpriseTotalSql(compiled, plan.draws));
    },
  };
}
