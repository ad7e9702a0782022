/** Every query of every page, on a district that has sent nothing, whatever is chosen: an empty page is a page, not an error. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutSql, extractsOf } from "../../pipelines/disclosure/cut.ts";
import { projectDir } from "../../pipelines/publish/workspace.ts";
import { audiences } from "../../pipelines/serve/audiences.ts";
import { buildModels } from "../../pipelines/warehouse/build.ts";
import type { Database } from "../../pipelines/warehouse/database.ts";
import { loadedDatabase } from "../unit/warehouse/loaded-database.ts";

let database: Database;
let connection: DuckDBConnection;

beforeAll(async () => {
  ({ database, connection } = await loadedDatabase());
  await buildModels({ database, asOf: "2021-12", now: () => new Date("2022-01-10T01:00:00Z") });
});
afterAll(() => database.close());

const filesIn = (folder: string, ending: string) => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name)) : []);

/** A page's queries by name, each with those it is made of put in its place. */
function queriesOf(page: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, sql] of readFileSync(page, "utf8").matchAll(/^```sql (\w+)\r?\n([\s\S]*?)^```/gm)) {
    found.set(name!, sql!.replace(/\$\{(\w+)\}/g, (whole, other: string) => (found.has(other) ? `(${found.get(other)})` : whole)));
  }
  return found;
}

/** What a choice can hold: nothing yet, everything, and a text with a quotation mark, as PickList.svelte writes it. */
const choices = ["", "%", "O''Hare"];

describe.each(audiences)("the site for %s", (audience) => {
  const pages = ["shared", audience].flatMap((folder) => filesIn(path.join(projectDir, "reports", folder, "pages"), ".md"));

  beforeAll(async () => {
    await connection.run("drop schema if exists extract cascade; create schema extract");
    for (const [folder, extract] of ["shared", audience].flatMap((from) => extractsOf(from).map((name) => [from, name] as const))) {
      const sql = cutSql(folder, extract);
      // Evidence knows numbers, all doubles, and moments, no days
      const columns = (await connection.runAndReadAll(`select column_name, column_type from (describe ${sql})`)).getRows().map(([name, type]) => {
        const kind = /^(DECIMAL|.*INT|DOUBLE|FLOAT)/.test(String(type)) ? "double" : /^(DATE|TIMESTAMP)/.test(String(type)) ? "timestamp" : String(type);
        return `cast("${String(name)}" as ${kind}) as "${String(name)}"`;
      });
      await connection.run(`create table extract."${extract}" as select ${columns.join(", ")} from (${sql}\n) limit 0`);
    }
    await connection.run("set search_path = 'extract'");
  });
  afterAll(() => connection.run("reset search_path"));

  it.each(pages.map((page) => [path.relative(projectDir, page), page]))("%s answers each query", async (_, page) => {
    const queries = queriesOf(page);
    expect(queries.size).toBeGreaterThan(0);
    for (const [name, sql] of queries) {
      for (const choice of choices) {
        const asked = sql.replaceAll("${inputs.weights.value}", "('', 0)").replace(/\$\{inputs\.\w+\.value\}/g, choice);
        await connection.run(asked).catch((error: unknown) => {
          throw new Error(`${name}, with "${choice}" chosen: ${(error as Error).message}\n${asked}`);
        });
      }
    }
  });
});
