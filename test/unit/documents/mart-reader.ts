import { afterAll, beforeAll } from "vitest";
import type { Block } from "../../../pipelines/documents/blocks.ts";
import { FactReader, textOf } from "../../../pipelines/documents/facts.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase(":memory:");
  const connection = await database.connect();
  await connection.run("create schema policy");
  await connection.run("create table policy.evaluation_town as select * from (values ('甲镇', 1), ('乙镇', 2), ('丙镇', 3), ('丁镇', 4)) as listed (town, town_order)");
});
afterAll(() => database.close());

let count = 0;
/** A reader of a schema of its own, made by these statements; `mart.` stands for it. */
export async function reader(...statements: string[]): Promise<FactReader> {
  const schema = `m${(count += 1)}`;
  const connection = await database.connect();
  await connection.run(`create schema ${schema}`);
  for (const statement of statements) await connection.run(statement.replaceAll("mart.", `${schema}.`));
  return new FactReader(connection, schema);
}

/** The text of each paragraph. */
export const paragraphs = (blocks: readonly Block[]) => blocks.flatMap((block) => (block.kind === "paragraph" ? [textOf(block.pieces)] : []));
