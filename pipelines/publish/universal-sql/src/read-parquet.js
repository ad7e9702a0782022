/**
 * Reads Parquet into Arrow, in Node and in the browser alike: a reader of one's own in plain JavaScript, since
 * duckdb-wasm would have to download an extension for it.
 */
import { Bool, Float64, Table, tableToIPC, TimestampMillisecond, Utf8, vectorFromArray } from "apache-arrow";
import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";

/** One column type of the files that write-parquet.js writes: how DuckDB and Arrow call it, and what a cell becomes. */
const kinds = {
  DOUBLE: { sql: "DOUBLE", arrow: () => new Float64(), cell: (value) => value },
  BOOLEAN: { sql: "BOOLEAN", arrow: () => new Bool(), cell: (value) => value },
  INT64: { sql: "TIMESTAMP", arrow: () => new TimestampMillisecond(), cell: (value) => value.getTime() },
  BYTE_ARRAY: { sql: "VARCHAR", arrow: () => new Utf8(), cell: (value) => String(value) },
};

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
  const table = new Table(
    Object.fromEntries(columns.map(({ name, kind }) => [name, vectorFromArray(rows.map((row) => (row[name] === null || row[name] === undefined ? null : kind.cell(row[name]))), kind.arrow())])),
  );
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
