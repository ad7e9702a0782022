import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { buildMultipartParquet } from "@evidence-dev/universal-sql";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { D521Error } from "../../../pipelines/errors.ts";
import { cutExtracts, type Extract } from "../../../pipelines/publish/extract.ts";
import { openRules } from "../../fixtures/open-rules.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

let database: Database;
let connection: DuckDBConnection;
beforeAll(async () => {
  database = await openDatabase(":memory:");
  connection = await database.connect();
});
afterAll(() => database.close());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-extract-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

let cuts = 0;
async function cut(queries: Record<string, string>, audiences: readonly ("finance" | "supervision")[] = ["finance"]): Promise<Extract[]> {
  for (const from of ["shared", "finance", "supervision"]) mkdirSync(path.join(folder, "sources", from), { recursive: true });
  for (const [name, sql] of Object.entries(queries)) writeFileSync(path.join(folder, "sources", `${name}.sql`), sql);
  await openRules(connection, path.join(folder, "sources"));
  return cutExtracts({ connection, audiences, out: path.join(folder, `out${(cuts += 1)}`), project: folder });
}

const filesOf = ({ dir }: Extract) => (readdirSync(dir, { recursive: true }) as string[]).filter((name) => name.endsWith(".parquet"));

it("writes of every kind of column the bytes that Evidence's own way through JavaScript writes", async () => {
  const sql = `
    select * from (values
      (1::tinyint, 2::bigint, 170141183460469231731::hugeint, 0.1::double, 12345.67::decimal(18, 2), 0.333333333333333333::decimal(38, 18), '西集镇 ''x''', true, date '2021-12-31', timestamp '2021-12-31 23:59:59.123456', timestamptz '2021-12-31 23:59:59.9999+08'),
      (null, -2, null, 'nan'::double, -0.01, null, '', false, date '1969-12-31', timestamp '1969-12-31 23:59:59.999', null),
      (null, null, null, null, null, null, null, null, null, null, null)
    ) as rows(small, large, huge, float, money, long, words, flag, day, moment, zoned)`;
  const [extract] = await cut({ "finance/kinds": sql });
  const [file] = filesOf(extract!);
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS() as Record<string, unknown>[];
  const columns = JSON.parse(readFileSync(path.join(extract!.dir, "extract", "kinds", "kinds.schema.json"), "utf8")) as { name: string; evidenceType: "number" }[];
  expect(columns.map(({ evidenceType }) => evidenceType).join(" ")).toBe("number number number number number number string boolean date date date");
  await buildMultipartParquet(columns, rows, "", folder, "theirs.parquet");
  expect(readFileSync(path.join(extract!.dir, file!)).equals(readFileSync(path.join(folder, "theirs.parquet")))).toBe(true);
});

it("refuses a column that no page can show, by query and column", async () => {
  const error = await cut({ "finance/lists": "select 1 as fine, [1, 2] as several" }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(D521Error);
  expect((error as D521Error).code).toBe("sources_failed");
  expect((error as D521Error).params.detail).toBe("finance/lists.sql: column several has the type INTEGER[], which no page can show");
});

it("names the query that fails", async () => {
  const error = (await cut({ "shared/broken": "select nothing_such from nowhere" }).catch((caught: unknown) => caught)) as D521Error;
  expect(String(error.params.detail)).toMatch(/^shared\/broken\.sql: .*nowhere/);
});

it("gives each audience the shared tables and its own, and no other's; its own stands before a shared one of its name", async () => {
  const [finance, supervision] = await cut({ "shared/clause": "select 1 as id", "shared/town": "select '全区' as town", "finance/line": "select 3 as cny", "supervision/town": "select '西集镇' as town -- only this" }, ["finance", "supervision"]);
  const tables = (extract: Extract) => filesOf(extract).map((name) => path.basename(name)).sort();
  expect(tables(finance!)).toEqual(["clause.parquet", "line.parquet", "town.parquet"]);
  expect(tables(supervision!)).toEqual(["clause.parquet", "town.parquet"]);
  const townOf = async (extract: Extract) => {
    const file = path.join(extract.dir, filesOf(extract).find((name) => name.endsWith("town.parquet"))!);
    return (await connection.runAndReadAll(`select town from read_parquet('${file}')`)).getRows()[0]![0];
  };
  expect([await townOf(finance!), await townOf(supervision!)]).toEqual(["全区", "西集镇"]);
  const manifest = JSON.parse(readFileSync(path.join(supervision!.dir, "manifest.json"), "utf8")) as { renderedFiles: { extract: string[] } };
  expect(manifest.renderedFiles.extract.map((url) => url.replace(/^static\/data\//, "")).sort()).toEqual(filesOf(supervision!).sort());
});

it("has the same hash for the same rows, and another for a value, an order, a name or a type that is another", async () => {
  const hashOf = async (sql: string, name = "line") => {
    rmSync(path.join(folder, "sources"), { recursive: true, force: true });
    const [extract] = await cut({ [`finance/${name}`]: sql });
    return extract!.hash;
  };
  const same = await hashOf("select * from (values (1, 'a'), (2, 'b')) as rows(id, town)");
  expect(await hashOf("select id, town from (values (1, 'a'), (2, 'b')) as rows(id, town) order by id;")).toBe(same);
  const others = [
    await hashOf("select * from (values (1, 'a'), (3, 'b')) as rows(id, town)"),
    await hashOf("select * from (values (2, 'b'), (1, 'a')) as rows(id, town)"),
    await hashOf("select * from (values (1, 'a'), (2, 'b')) as rows(id, place)"),
    await hashOf("select * from (values ('1', 'a'), ('2', 'b')) as rows(id, town)"),
    await hashOf("select * from (values (1, 'a'), (2, 'b')) as rows(id, town)", "payment"),
  ];
  expect(new Set([same, ...others]).size).toBe(6);
});
