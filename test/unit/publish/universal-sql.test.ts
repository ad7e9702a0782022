/** A source's rows go to Parquet by one half of the package and come back by the other: nothing may change on the way. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildMultipartParquet } from "../../../pipelines/publish/universal-sql/src/index.js";
import { makeData, Table, RecordBatch, Schema, Field, Float64, Bool, Struct } from "apache-arrow";
import { clearNullSlots } from "../../../pipelines/publish/universal-sql/src/null-slots.js";
import { initDB, query, setParquetURLs, updateSearchPath } from "../../../pipelines/publish/universal-sql/src/node.js";
import { readParquet } from "../../../pipelines/publish/universal-sql/src/read-parquet.js";

type Row = Record<string, unknown>;

let dir: string;
const columns = [
  { name: "id", evidenceType: "string" },
  { name: "cny", evidenceType: "number" },
  { name: "big", evidenceType: "number" },
  { name: "day", evidenceType: "date" },
  { name: "ok", evidenceType: "boolean" },
  { name: "名称 \"引号\"", evidenceType: "string" },
];
const rows: Row[] = [
  { id: "1", cny: 72413.79, big: 9007199254740991n, day: new Date("2021-12-31"), ok: true, "名称 \"引号\"": "示例<b>粗</b>'企业'𠮷" },
  { id: "2", cny: 0.01, big: -1n, day: new Date("1999-01-01"), ok: false, "名称 \"引号\"": "" },
  { id: "3", cny: null, big: null, day: null, ok: null, "名称 \"引号\"": null },
  ...Array.from({ length: 20 }, (_, index) => ({ id: `n${index}`, cny: 9_999_999_999.99 - index, big: BigInt(index), day: new Date(Date.UTC(2021, 0, index + 1)), ok: index % 3 === 0, "名称 \"引号\"": "企".repeat(index) })),
];

async function write(name: string, data: unknown): Promise<number> {
  return buildMultipartParquet(columns as never, data as never, "", dir, path.join("extract", name, `${name}.parquet`));
}

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "d521-usql-"));
  await write("lines", rows);
  await write("nothing", []);
  async function* batches(): AsyncGenerator<Row[]> {
    yield rows.slice(0, 2);
    yield rows.slice(2, 4);
  }
  await write("batched", batches);
  await initDB();
  await setParquetURLs({ extract: ["lines", "nothing", "batched"].map((name) => path.join(dir, "extract", name, `${name}.parquet`)) });
  updateSearchPath(["extract"]);
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ask = (sql: string) => Array.from(query(sql) as Iterable<Row>, (row) => ({ ...row }));

describe("the package in the place of Evidence's query layer", () => {
  it("keeps every type, blanks, Chinese, quotes and cents", () => {
    const read = ask("select * from lines");
    expect(read.length).toBe(rows.length);
    read.forEach((row, index) => {
      const given = rows[index]!;
      expect(row.cny).toBe(given.cny);
      expect(row.big).toBe(given.big === null ? null : Number(given.big));
      expect(row.ok).toBe(given.ok);
      expect(row["名称 \"引号\""]).toBe(given["名称 \"引号\""]);
      expect(row.day === null ? null : (row.day as Date).getTime()).toBe(given.day === null ? null : (given.day as Date).getTime());
    });
  });

  it("sums cents to the cent", () => {
    expect(ask("select round(sum(cny), 2) as total from lines where id in ('1', '2')")[0]!.total).toBe(72413.8);
  });

  it("answers with no rows over a table without rows", () => {
    expect(ask("select id, cny + 1 as more from nothing")).toEqual([]);
  });

  it("takes rows in batches", () => {
    expect(ask("select id from batched").map(({ id }) => id)).toEqual(["1", "2", "3", "n0"]);
  });

  it("refuses a type that Evidence does not know", async () => {
    await expect(buildMultipartParquet([{ name: "x", evidenceType: "blob" }] as never, [], "", dir, "x.parquet")).rejects.toThrow(/"blob"/);
  });

  it("reads without compiling code at run time, which the sites' content policy forbids", async () => {
    const file = readFileSync(path.join(dir, "extract", "lines", "lines.parquet"));
    const compile = globalThis.Function;
    globalThis.Function = (() => {
      throw new Error("compiled code at run time");
    }) as unknown as FunctionConstructor;
    try {
      const { rows: count } = await readParquet(new Uint8Array(file).buffer as ArrayBuffer);
      expect(count).toBe(rows.length);
    } finally {
      globalThis.Function = compile;
    }
  });

  it("leaves nothing of what the memory held before where a result has no value", () => {
    const length = 3;
    const nullBitmap = Uint8Array.from([0b101]);
    const numbers = makeData({ type: new Float64(), length, nullCount: 1, nullBitmap, data: Float64Array.from([1, 4627.31, 3]) });
    const bits = makeData({ type: new Bool(), length, nullCount: 1, nullBitmap, data: Uint8Array.from([0b111]) });
    const schema = new Schema([new Field("number", new Float64(), true), new Field("bit", new Bool(), true)]);
    const table = new Table(new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children: [numbers, bits] })));
    clearNullSlots(table);
    expect([...numbers.values]).toEqual([1, 0, 3]);
    expect(bits.values[0]! & 0b111).toBe(0b101);
    expect(table.toArray().map((row) => row?.toJSON())).toEqual([{ number: 1, bit: true }, { number: null, bit: null }, { number: 3, bit: true }]);
  });
});
