import { createReadStream, createWriteStream } from "node:fs";
import { open, stat, symlink } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Contract, Contracts } from "../contracts.ts";
import { DelimitedParser, firstRows } from "./delimited.ts";
import type { Encoding, TextFacts } from "./encoding.ts";
import { FileFault } from "./file-fault.ts";
import { type Table, findTable, headRows, headerScore } from "./table.ts";
import { TableWriter, type TextTable } from "./text-table.ts";
import { type Recognised, recognise } from "./which-report.ts";

const headBytes = 1 << 20;
/** Not read, but named where a file has them. */
const otherDelimiters = [";", "；", "，", "|", "  "];

/**
 * Reads a delimited text file as one table. A UTF-8 file in plain form is handed on as it is; GB18030 and UTF-16 are
 * decoded to `<aside>.txt` first. Whether DuckDB can take the rows directly is tried by the loader; `rewriteText` is its other way.
 *
 * @param fileName  without its folders and ending
 * @param aside  path to write temporary files to, without an ending
 * @throws FileFault for a file that cannot be read as a table of this contract
 */
export async function readText(path: string, facts: TextFacts, contract: Contract, aside: string, fileName: string): Promise<{ table: TextTable; direct: boolean }> {
  let utf8 = path;
  if (facts.encoding !== "utf-8") {
    utf8 = `${aside}.txt`;
    await decode(path, facts.encoding, utf8);
  } else if (isPattern(path)) {
    // DuckDB would take 「税收月报_[更正].csv」 for a pattern of other files' names
    utf8 = `${aside}.link.txt`;
    await symlink(path, utf8);
  }
  const { delimiter, table, plainTitles } = await findLayout(utf8, contract, fileName);
  // DuckDB 1.5 finds no row at all behind lines that it skips where lines end in CR LF
  const skipsRows = table.headerFirst > 0 && facts.newline === "\\r\\n";
  return {
    table: {
      contract,
      sheet: "",
      path: utf8,
      delimiter,
      newline: facts.newline,
      skip: table.headerFirst,
      width: table.width,
      overflow: false,
      table,
      date1904: false,
      underscores: facts.hasUnderscores || facts.encoding !== "utf-8",
      foundDelimiter: delimiter,
      encoding: facts.encoding,
      endsInNumber: await endsInNumber(utf8),
    },
    direct: plainTitles && !skipsRows && !facts.hasEmptyLines && !facts.oddNewlines,
  };
}

/** Whether the text's last character is a digit or belongs to a number, and no end of a line. */
async function endsInNumber(utf8: string): Promise<boolean> {
  const { size } = await stat(utf8);
  const handle = await open(utf8);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return bytesRead === 1 && /[\d.]/.test(buffer.toString("latin1"));
  } finally {
    await handle.close();
  }
}

/** As {@link recognise}, of a text's first rows, whichever delimiter separates them. */
export async function recogniseText(path: string, { encoding }: TextFacts, contracts: Contracts): Promise<Recognised | undefined> {
  const { text, isWhole } = await headText(path, encoding);
  for (const delimiter of [",", "\t"] as const) {
    const found = recognise(firstRows(text, delimiter, headRows, isWhole), [], contracts);
    if (found) return found;
  }
  return undefined;
}

async function headText(path: string, encoding: Encoding): Promise<{ text: string; isWhole: boolean }> {
  const { size } = await stat(path);
  const handle = await open(path);
  try {
    const bytes = Buffer.alloc(Math.min(headBytes, size));
    await handle.read(bytes, 0, bytes.length, 0);
    return { text: new TextDecoder(encoding).decode(bytes), isWhole: size <= headBytes };
  } finally {
    await handle.close();
  }
}

/** Rewrites a text that DuckDB does not take as it is (rows of different lengths, blank lines, odd quotes), row by row. */
export async function rewriteText(source: TextTable, aside: string): Promise<TextTable> {
  const path = `${aside}.csv`;
  const writer = new TableWriter(path, source.width);
  const parser = new DelimitedParser(source.delimiter);
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of createReadStream(source.path, { highWaterMark: headBytes }) as AsyncIterable<Buffer>) {
    for (const row of parser.push(decoder.decode(chunk, { stream: true }))) await writer.write(row);
  }
  for (const row of parser.push(decoder.decode())) await writer.write(row);
  for (const row of parser.end()) await writer.write(row);
  await writer.end();
  return { ...source, path, delimiter: ",", newline: "\\n", skip: 0, overflow: true };
}

/** True for a path that DuckDB reads as a pattern. */
export function isPattern(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

async function decode(from: string, encoding: Encoding, to: string): Promise<void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  async function* texts(): AsyncGenerator<string> {
    for await (const chunk of createReadStream(from, { highWaterMark: 4 * headBytes }) as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  }
  try {
    await pipeline(Readable.from(texts(), { objectMode: true }), createWriteStream(to));
  } catch (cause) {
    if (cause instanceof TypeError) throw new FileFault("unknown_encoding");
    throw cause;
  }
}

/** Comma or tab is whichever gives a header that the contract knows; the report says which it was. */
async function findLayout(path: string, contract: Contract, file: string): Promise<{ delimiter: "," | "\t"; table: Table; plainTitles: boolean }> {
  const { text, isWhole } = await headText(path, "utf-8");
  const score = (rows: readonly (readonly string[])[]) => headerScore(rows, [], contract);
  const [comma, tab] = ([",", "\t"] as const).map((delimiter) => {
    const rows = firstRows(text, delimiter, headRows, isWhole);
    return { delimiter, rows, score: score(rows) };
  });
  const { delimiter, rows } = tab!.score > comma!.score ? tab! : comma!;
  if (rows.every((row) => row.every((cell) => cell.trim() === ""))) throw new FileFault("empty_file");
  const other = score(rows) < 2 ? otherDelimiters.find((one) => score(rows.map((row) => row.join(delimiter).split(one))) >= 2) : undefined;
  if (other !== undefined) throw new FileFault("unknown_delimiter", { delimiter: other });
  const table = findTable(rows, [], contract, { sheet: "", file });
  const plainTitles = rows.slice(0, table.headerFirst).every((row) => row.every((cell) => !/[\n\r]/.test(cell)));
  return { delimiter, table, plainTitles };
}
