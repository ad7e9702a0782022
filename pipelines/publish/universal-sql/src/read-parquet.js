/**
 * Reads Parquet into Arrow, in Node and in the browser alike: a reader of one's own in plain JavaScript, since
 * duckdb-wasm would have to download an extension for it. Arrow's columns are laid out by hand, since Arrow's builders
 * compile code at run time (`new Function`), which the sites' content policy forbids.
 */
import { Bool, Float64, makeData, Table, tableToIPC, TimestampMillisecond, Utf8, Vector } from "apache-arrow";
import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";

const bitmapOf = (cells, isSet) => {
  const bits = new Uint8Array(Math.ceil(cells.length / 8));
  cells.forEach((cell, index) => {
    if (isSet(cell)) bits[index >> 3] |= 1 << (index & 7);
  });
  return bits;
};

const isThere = (cell) => cell !== null && cell !== undefined;

/** Texts one after another, and where each begins. */
function textBuffers(cells) {
  const encoder = new TextEncoder();
  const parts = cells.map((cell) => encoder.encode(isThere(cell) ? String(cell) : ""));
  const valueOffsets = new Int32Array(cells.length + 1);
  parts.forEach((part, index) => {
    valueOffsets[index + 1] = valueOffsets[index] + part.length;
  });
  const data = new Uint8Array(valueOffsets[cells.length]);
  parts.forEach((part, index) => data.set(part, valueOffsets[index]));
  return { data, valueOffsets };
}

/** One column type of the files that write-parquet.js writes: how DuckDB calls it, and Arrow's type and buffers for it. */
const kinds = {
  DOUBLE: { sql: "DOUBLE", type: new Float64(), buffers: (cells) => ({ data: Float64Array.from(cells, (cell) => cell ?? 0) }) },
  BOOLEAN: { sql: "BOOLEAN", type: new Bool(), buffers: (cells) => ({ data: bitmapOf(cells, (cell) => cell === true) }) },
  INT64: { sql: "TIMESTAMP", type: new TimestampMillisecond(), buffers: (cells) => ({ data: BigInt64Array.from(cells, (cell) => (isThere(cell) ? BigInt(cell.getTime()) : 0n)) }) },
  BYTE_ARRAY: { sql: "VARCHAR", type: new Utf8(), buffers: textBuffers },
};

function vectorOf(kind, cells) {
  const nullCount = cells.reduce((count, cell) => count + (isThere(cell) ? 0 : 1), 0);
  return new Vector([makeData({ type: kind.type, length: cells.length, nullCount, nullBitmap: bitmapOf(cells, isThere), ...kind.buffers(cells) })]);
}

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/**
 * @param {ArrayBuffer} file a Parquet file written by `buildMultipartParquet`
 * @returns {Promise<{ columns: string, rows: number, ipc: Uint8Array }>} column definitions for `create table`, the number
 *   of rows, and the rows as an Arrow IPC stream (of no batches where there are no rows)
 * @throws on a file of another make
 */
export async function readParquet(file) {
  const metadata = parquetMetadata(file);
  const columns = parquetSchema(metadata).children.map(({ element }) => {
    const kind = kinds[element.type];
    if (!kind) throw new Error(`column "${element.name}" is stored as ${element.type}, which this reader does not know`);
    return { name: element.name, kind };
  });
  const rows = await parquetReadObjects({ file, metadata });
  const table = new Table(Object.fromEntries(columns.map(({ name, kind }) => [name, vectorOf(kind, rows.map((row) => row[name]))])));
  return {
    columns: columns.map(({ name, kind }) => `${quoted(name)} ${kind.sql}`).join(", "),
    rows: rows.length,
    ipc: tableToIPC(table, "stream"),
  };
}

/** `static/data/finance/award_line/award_line.parquet` → `award_line`; `/` or `\` between the parts. */
export function tableNameOf(url) {
  return url.split(/[\\/]/).at(-1).slice(0, -".parquet".length);
}

export { quoted };
