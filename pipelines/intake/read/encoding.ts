import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { FileFault } from "./file-fault.ts";

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
  /** line ends of more than one kind, or of the old kind (a lone carriage return) */
  readonly oddNewlines: boolean;
}

const chunkSize = 4 << 20;

/**
 * Reads a text file's bytes once: hash, encoding, line ends. Whether a file that is not UTF-8 is GB18030 throughout is
 * found when it is decoded.
 *
 * @throws FileFault `empty_file`, `unknown_encoding`, `mixed_encodings`
 */
export async function inspectText(path: string): Promise<TextFacts> {
  const hash = createHash("sha256");
  let bytes = 0;
  let utf8 = true;
  let first: Buffer | undefined;
  let carry: Buffer = Buffer.alloc(0);
  let hasEmptyLines = false;
  let hasNul = false;
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
    hasNul ||= joined.includes(0);
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
  const encoding = encodingOf(first, utf8, hasNul);
  if (encoding === "gb18030") await refuseMixed(path);
  return { sha256: hash.digest("hex"), bytes, encoding, hasUnderscores, hasEmptyLines, newline: carriageReturns ? "\\r\\n" : "\\n", oddNewlines };
}

function encodingOf(first: Buffer, utf8: boolean, hasNul: boolean): Encoding {
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  if (first[0] === 0xfe && first[1] === 0xff) return "utf-16be";
  if (hasNul) throw new FileFault("unknown_encoding");
  return utf8 ? "utf-8" : "gb18030";
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
