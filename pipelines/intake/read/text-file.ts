import { createReadStream, createWriteStream } from "node:fs";
import { open, rm, stat, symlink } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Contract, Contracts } from "../contracts.ts";
import { decodedText } from "./decoded.ts";
import type { Answers } from "./answers.ts";
import { type Delimiter, DelimitedParser, delimiters, firstRows } from "./delimited.ts";
import type { Encoding, TextFacts } from "./encoding.ts";
import { FileFault } from "./file-fault.ts";
import { garbledFault } from "./garbled.ts";
import { mostHeaders } from "./limits.ts";
import { findTables, widthOf } from "./find-tables.ts";
import { monthsScore } from "./months-across.ts";
import { headRows, headerScore } from "./header-rows.ts";
import type { PlacedTable } from "./table.ts";
import type { FileSpace } from "./temp-space.ts";
import { TableWriter, type TextTable } from "./text-table.ts";
import { type Recognised, recognise } from "./which-report.ts";

const headBytes = 1 << 20;
/** Not read, but named where a file has them. */
const otherDelimiters = ["；", "，", "  "];

/**
 * Reads a delimited text file: one table, or several side by side (`placed`) in the rows of `source`. A UTF-8 file in plain form is handed on as it is; GB18030 and UTF-16 are
 * decoded to `<aside>.txt` first. Whether DuckDB can take the rows directly is tried by the loader; `rewriteText` is its other way.
 *
 * @param fileName  without its folders and ending
 * @param aside  path to write temporary files to, without an ending
 * @param space  the room that they may take
 * @throws FileFault for a file that cannot be read as a table of this contract
 */
export async function readText(path: string, facts: TextFacts, contract: Contract, aside: string, fileName: string, space: FileSpace, answers?: Answers): Promise<{ source: TextTable; placed: readonly PlacedTable[]; direct: boolean }> {
  let utf8 = path;
  if (facts.encoding !== "utf-8") {
    utf8 = `${aside}.txt`;
    await decode(path, facts.encoding, utf8, space);
  } else if (isPattern(path)) {
    // DuckDB would take 「税收月报_[更正].csv」 for a pattern of other files' names
    utf8 = `${aside}.link.txt`;
    await symlink(path, utf8);
  }
  const { delimiter, placed, plainTitles } = await findLayout(utf8, contract, fileName, facts.encoding, answers);
  const table = placed[0]!.table;
  // DuckDB 1.5 finds no row at all behind lines that it skips where lines end in CR LF
  const skipsRows = table.headerFirst > 0 && facts.newline === "\\r\\n";
  return {
    placed,
    source: {
      contract,
      sheet: "",
      path: utf8,
      delimiter,
      newline: facts.newline,
      skip: Math.min(...placed.map((one) => one.table.headerFirst)),
      width: placed.length > 1 ? widthOf(placed) : table.width,
      overflow: false,
      table,
      date1904: false,
      underscores: facts.hasUnderscores || facts.encoding !== "utf-8",
      foundDelimiter: delimiter,
      encoding: facts.encoding,
      endsInNumber: facts.endsInNumber,
    },
    direct: plainTitles && !skipsRows && !facts.hasEmptyLines && !facts.oddNewlines && !facts.hasLongLines,
  };
}

/** As {@link recognise}, of a text's first rows, whichever delimiter separates them. */
export async function recogniseText(path: string, { encoding }: TextFacts, contracts: Contracts, file: string): Promise<Recognised | undefined> {
  for (const rows of await headRowsOf(path, { encoding })) {
    const found = recognise(rows, [], contracts, { sheet: "", file });
    if (found) return found;
  }
  return undefined;
}

/** A text's first rows, once for each delimiter that may separate them. */
export async function headRowsOf(path: string, { encoding }: Pick<TextFacts, "encoding">): Promise<string[][][]> {
  const { text, isWhole } = await headText(path, encoding);
  return usedIn(text).map((delimiter) => firstRows(text, delimiter, headRows, isWhole));
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

/**
 * Rewrites a text that DuckDB does not take as it is (rows of different lengths, blank lines, odd quotes), row by row.
 *
 * @throws FileFault `unclosed_quote`, `cell_too_long`, `too_many_columns`, `expands`, `too_many_blank_rows`
 */
export async function rewriteText(source: TextTable, aside: string, space: FileSpace): Promise<TextTable> {
  const path = `${aside}.csv`;
  const parser = new DelimitedParser(source.delimiter);
  await new TableWriter(path, source.width, space).fill(async (writer) => {
    for await (const text of decodedText(source.path, "utf-8")) {
      for (const row of parser.push(text)) {
        const full = writer.write(row);
        if (full) await full;
      }
    }
    for (const row of parser.end()) await writer.write(row);
  });
  // the decoded text has done its part
  if (source.path.startsWith(`${aside}.`)) {
    const { size } = await stat(source.path);
    await rm(source.path);
    if (source.path === `${aside}.txt`) space.give(size);
  }
  return { ...source, path, delimiter: ",", newline: "\\n", skip: 0, overflow: true };
}

/** True for a path that DuckDB reads as a pattern. */
export function isPattern(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

async function decode(from: string, encoding: Encoding, to: string, space: FileSpace): Promise<void> {
  async function* texts(): AsyncGenerator<string> {
    for await (const text of decodedText(from, encoding, 4 * headBytes)) {
      space.take(Buffer.byteLength(text));
      yield text;
    }
  }
  await pipeline(Readable.from(texts(), { objectMode: true }), createWriteStream(to));
}

/** The delimiters that a text may be separated by; commas also where it has none, for a table of one column. */
function usedIn(text: string): Delimiter[] {
  return delimiters.filter((delimiter) => delimiter === "," || text.includes(delimiter));
}

/** The delimiter is whichever gives a header that the contract knows; the report says which it was. */
async function findLayout(path: string, contract: Contract, file: string, encoding: Encoding, answers: Answers | undefined): Promise<{ delimiter: Delimiter; placed: readonly PlacedTable[]; plainTitles: boolean }> {
  const { text, isWhole } = await headText(path, "utf-8");
  const score = (rows: readonly (readonly string[])[]) => {
    const named = headerScore(rows, [], contract, answers?.columns);
    // a header of months side by side names little else; looking for one takes longer
    return named > 1 ? named : Math.max(named, monthsScore(rows, [], contract));
  };
  const [comma, ...others] = usedIn(text).map((delimiter) => {
    const rows = firstRows(text, delimiter, headRows, isWhole);
    return { delimiter, rows, score: score(rows) };
  });
  const { delimiter, rows, score: best } = others.reduce((one, other) => (other.score > one.score ? other : one), comma!);
  if (rows.every((row) => row.every((cell) => cell.trim() === ""))) throw new FileFault("empty_file");
  const other = best < 2 ? otherDelimiters.find((one) => score(rows.map((row) => row.join(delimiter).split(one))) >= 2) : undefined;
  if (other !== undefined) throw new FileFault("unknown_delimiter", { delimiter: other });
  if (best < 2) {
    const garbled = garbledFault(text, encoding, (meant) => Math.max(...usedIn(meant).map((one) => score(firstRows(meant, one, headRows, true)))));
    if (garbled) throw garbled;
  }
  const placed = findTables(rows, [], contract, { sheet: "", file, ...(answers && { answers }) });
  const { table } = placed[0]!;
  const width = Math.max(table.width, widthOf(placed));
  if (width > mostHeaders) throw new FileFault("too_many_columns", { row: table.headerFirst + 1, columns: width, most: mostHeaders });
  const plainTitles = rows.slice(0, table.headerFirst).every((row) => row.every((cell) => !/[\n\r]/.test(cell)));
  return { delimiter, placed, plainTitles };
}
