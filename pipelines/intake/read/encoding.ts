import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { FileFault } from "./file-fault.ts";
import { longestCell } from "./limits.ts";

export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/** What one pass over a text file's bytes tells. */
export interface TextFacts {
  readonly sha256: string;
  readonly bytes: number;
  readonly encoding: Encoding;
  readonly hasUnderscores: boolean;
  /** DuckDB skips empty lines, and rows would lose their numbers: such files are read line by line */
  readonly hasEmptyLines: boolean;
  readonly newline: "\\n" | "\\r\\n";
  /** a cell may be longer than any may be: such files are read line by line, which tells */
  readonly hasLongLines: boolean;
  /** line ends of more than one kind, or of the old kind (a lone carriage return) */
  readonly oddNewlines: boolean;
  /** it breaks off behind a digit, without an end of its last line: it may have been cut there */
  readonly endsInNumber: boolean;
}

const chunkSize = 4 << 20;

/**
 * Reads a text file's bytes once: hash, encoding, line ends. Whether a file that is not UTF-8 is GB18030 throughout is
 * found when it is decoded.
 *
 * @throws FileFault `empty_file`, `unknown_encoding`, `nul_bytes`, `mixed_encodings`
 */
export async function inspectText(path: string): Promise<TextFacts> {
  const hash = createHash("sha256");
  let bytes = 0;
  let utf8 = true;
  let first: Buffer | undefined;
  let carry: Buffer = Buffer.alloc(0);
  let hasEmptyLines = false;
  let hasLongLines = false;
  let nulAt = -1;
  let hasUnderscores = false;
  let carriageReturns = false;
  let oddNewlines = false;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkSize }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    first ??= chunk;
    bytes += chunk.length;
    const joined = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    const whole = joined.subarray(0, joined.length - unfinished(joined));
    utf8 &&= isUtf8(whole);
    if (nulAt < 0 && chunk.includes(0)) nulAt = bytes - chunk.length + chunk.indexOf(0);
    hasLongLines ||= hasLongLine(joined);
    hasUnderscores ||= joined.includes("_");
    hasEmptyLines ||= joined.includes("\n\n") || joined.includes("\n\r\n");
    if (joined.includes("\r")) {
      carriageReturns = true;
      oddNewlines ||= hasLoneReturn(joined);
    } else if (carriageReturns && joined.includes("\n")) {
      oddNewlines = true;
    }
    // the last bytes come again with the next chunk, so that nothing is missed at the seam
    carry = Buffer.from(joined.subarray(Math.max(0, joined.length - 4)));
    if (carry.length > 0 && utf8) while (carry.length > 0 && (carry[0]! & 0xc0) === 0x80) carry = carry.subarray(1);
  }
  if (!first) throw new FileFault("empty_file");
  if (utf8) utf8 = isUtf8(carry);
  hasEmptyLines ||= first[0] === 0x0a || first[0] === 0x0d;
  const order = utf16Order(first);
  if (!order && nulAt >= 0) throw new FileFault(isText(first) ? "nul_bytes" : "unknown_encoding", { row: await rowAt(path, nulAt) });
  const encoding = order ?? (utf8 ? "utf-8" : "gb18030");
  if (encoding === "gb18030") await refuseMixed(path);
  const endsInNumber = /[\d.]\0*$/.test(carry.toString("latin1"));
  return { sha256: hash.digest("hex"), bytes, encoding, hasUnderscores, hasEmptyLines, newline: carriageReturns ? "\\r\\n" : "\\n", oddNewlines, hasLongLines, endsInNumber };
}

/** The number of the line that a byte stands in, from 1. */
async function rowAt(path: string, offset: number): Promise<number> {
  let row = 1;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkSize, end: Math.max(0, offset - 1) }) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) row++;
  }
  return row;
}

/** True where a line may be longer than a cell can be: no line end within so many bytes. */
function hasLongLine(bytes: Buffer): boolean {
  for (let at = 0; at + longestCell < bytes.length; ) {
    const end = bytes.lastIndexOf(0x0a, at + longestCell);
    if (end < at) return true;
    at = end + 1;
  }
  return false;
}

/** Which of UTF-16's two orders a text is in, by its mark, or, without one, by where the empty halves of its figures and commas are. */
export function utf16Order(start: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  let [even, odd] = [0, 0];
  const looksAt = Math.min(start.length, 65_536) & ~1;
  for (let at = 0; at < looksAt; at += 2) {
    // half of a character of ASCII, its other half not empty: 一 too has an empty half
    if (start[at] === 0 && start[at + 1]! < 0x80 && start[at + 1] !== 0) even++;
    if (start[at + 1] === 0 && start[at]! < 0x80 && start[at] !== 0) odd++;
  }
  // a text with a few stray NUL bytes is no UTF-16: there every line end and every comma has one
  if (Math.max(even, odd) * 20 < looksAt / 2) return undefined;
  return odd > 3 * even ? "utf-16le" : even > 3 * odd ? "utf-16be" : undefined;
}

/** True for bytes that are text but for NUL bytes among them. */
function isText(start: Buffer): boolean {
  const bytes = Buffer.from(start.filter((byte) => byte !== 0));
  if (isUtf8(bytes.subarray(0, bytes.length - unfinished(bytes)))) return true;
  try {
    new TextDecoder("gb18030", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** How many bytes at the end belong to a UTF-8 character that is cut off. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(0x0d); at !== -1; at = bytes.indexOf(0x0d, at + 1)) {
    if (at + 1 < bytes.length && bytes[at + 1] !== 0x0a) return true;
    // whole files are of one kind: a look at the first lines is enough, DuckDB refuses what differs later
    if (at > 65_536) return false;
  }
  return false;
}

/**
 * Refuses a file of which some fields are UTF-8 and others GB18030. Most such files decode as GB18030 without an error,
 * into nonsense. A field is surely UTF-8 when it is valid and holds Chinese characters of three bytes; GB18030 text
 * passes for that by chance only in contrived strings.
 */
async function refuseMixed(path: string): Promise<void> {
  let carry: Buffer = Buffer.alloc(0);
  let row = 0;
  let other = 0;
  let surelyUtf8 = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkSize }) as AsyncIterable<Buffer>) {
    const joined = Buffer.concat([carry, chunk]);
    let from = 0;
    for (let end = joined.indexOf(0x0a); end !== -1; end = joined.indexOf(0x0a, from)) {
      row++;
      const line = joined.subarray(from, end);
      from = end + 1;
      look(line);
    }
    carry = joined.subarray(from);
  }
  row++;
  look(carry);
  if (other > 0 && surelyUtf8 > 0) throw new FileFault("mixed_encodings", { row: Math.max(other, surelyUtf8) });

  function look(line: Buffer): void {
    if (other > 0 && surelyUtf8 > 0) return;
    // GB18030 never uses the bytes of a comma, a tab or a quote inside a character
    let start = 0;
    for (let end = 0; end <= line.length; end++) {
      const byte = line[end];
      if (end < line.length && byte !== 0x2c && byte !== 0x09 && byte !== 0x22) continue;
      const field = line.subarray(start, end);
      start = end + 1;
      if (field.length < 3) continue;
      if (!isUtf8(field)) other ||= row;
      else if (/[\u4e00-\u9fff]/.test(field.toString("utf8"))) surelyUtf8 ||= row;
    }
  }
}
