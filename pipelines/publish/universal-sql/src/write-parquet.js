/**
 * Writes a source query's rows as standard Parquet, with native DuckDB. The package that this one replaces used
 * duckdb-wasm, which asks the internet for its `parquet` extension; native DuckDB has it built in.
 */
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { BOOLEAN, DOUBLE, DuckDBInstance, DuckDBTimestampValue, TIMESTAMP, VARCHAR } from "@duckdb/node-api";

/** Evidence knows four types of value. */
const types = {
  number: { sql: "DOUBLE", type: DOUBLE, value: (cell) => Number(cell) },
  string: { sql: "VARCHAR", type: VARCHAR, value: (cell) => (typeof cell === "object" ? JSON.stringify(cell) : String(cell)) },
  date: { sql: "TIMESTAMP", type: TIMESTAMP, value: (cell) => new DuckDBTimestampValue(BigInt(new Date(cell).getTime()) * 1000n) },
  boolean: { sql: "BOOLEAN", type: BOOLEAN, value: (cell) => Boolean(cell) },
};

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/**
 * Same call as in the replaced package. The file appears whole or not at all, also for a table without rows, so that a
 * page's query over an empty table answers with no rows and not with an error.
 *
 * @param {{ name: string, evidenceType: keyof typeof types }[]} columns
 * @param {any} data rows, batches of rows, or a (sync or async) generator of batches, or a function or promise of these
 * @param {string} _tmpDir not needed: rows go straight into DuckDB
 * @param {string} outDir
 * @param {string} outputFilename
 * @returns {Promise<number>} rows written
 * @throws on a column whose type Evidence does not know: a defect of the connector
 */
export async function buildMultipartParquet(columns, data, _tmpDir, outDir, outputFilename) {
  const kinds = columns.map(({ name, evidenceType }) => {
    const kind = types[evidenceType];
    if (!kind) throw new Error(`column "${name}" has the type "${evidenceType}", expected one of ${Object.keys(types).join(", ")}`);
    return kind;
  });
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false", autoload_known_extensions: "false" });
  const connection = await instance.connect();
  try {
    await connection.run(`create table rows (${columns.map(({ name }, index) => `${quoted(name)} ${kinds[index].sql}`).join(", ")})`);
    const appender = await connection.createAppender("rows");
    let written = 0;
    for await (const batch of batches(data)) {
      for (const row of batch) {
        columns.forEach(({ name }, index) => {
          const cell = row[name];
          if (cell === null || cell === undefined) appender.appendNull();
          else appender.appendValue(kinds[index].value(cell), kinds[index].type);
        });
        appender.endRow();
        written += 1;
      }
    }
    appender.closeSync();
    const file = path.join(outDir, outputFilename);
    await mkdir(path.dirname(file), { recursive: true });
    // the whole file is compressed for its way to the browser, which does better than Parquet does column by column
    await connection.run(`copy rows to '${`${file}.tmp`.replaceAll("'", "''")}' (format parquet, compression uncompressed)`);
    await rename(`${file}.tmp`, file);
    return written;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Whatever form the rows come in, as batches. */
async function* batches(data) {
  const given = await (typeof data === "function" ? data() : data);
  if (Array.isArray(given)) {
    if (Array.isArray(given[0])) yield* given;
    else yield given;
  } else yield* given;
}
