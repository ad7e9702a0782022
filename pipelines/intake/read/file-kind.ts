import { open } from "node:fs/promises";
import { utf16Order } from "./encoding.ts";

/**
 * What a file is by its first bytes, whatever it is called: bureaus' systems write web pages and tab-separated text and call
 * them .xls, WPS calls a workbook .et, people rename one to .csv.
 */
export type ContentKind = "zip" | "ole" | "html" | "xml" | "fods" | "archive" | "text" | "empty" | "other";

const looksAt = 4096;
const markup = /<(?:!doctype\s+html|html|head|meta|body|table|style|div|center|tr|td|th|h\d|p)\b/i;
/** The root of an OpenDocument file that is one file of XML and no container (.fods). */
const flatDocument = /<(?:[\w.-]+:)?document\b[^>]*urn:oasis:names:tc:opendocument:xmlns:office:1\.0/;
const spreadsheetXml = "urn:schemas-microsoft-com:office:spreadsheet";

/** @returns `archive` for a web page with all its parts in one file (.mht); `other` for bytes that are no text and of no known container */
export async function contentKind(path: string): Promise<ContentKind> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(looksAt), 0, looksAt, 0);
    return kindOfStart(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

export function kindOfStart(start: Buffer): ContentKind {
  if (start.length === 0) return "empty";
  const magic = start.subarray(0, 4).toString("hex");
  if (magic === "504b0304") return "zip";
  if (magic === "d0cf11e0") return "ole";
  const order = utf16Order(start);
  if (!order && start.includes(0) && isBinary(start)) return "other";
  const text = new TextDecoder(order ?? "utf-8").decode(start).replace(/^\ufeff/, "").trimStart();
  if (/^(from|mime-version|subject|date|content-type):/i.test(text) && /^content-type:\s*multipart\/related/im.test(text)) return "archive";
  if (!text.startsWith("<")) return "text";
  if (text.includes(spreadsheetXml) && /^<\?xml|<\?mso-application|<(?:ss:)?Workbook\b/i.test(text) && !/<html\b/i.test(text)) return "xml";
  if (flatDocument.test(text)) return "fods";
  if (markup.test(text)) return "html";
  return text.startsWith("<?xml") ? "other" : "text";
}

/** Text with a few NUL bytes in it is damaged text, and its reader says so; more, and it is no text at all. */
function isBinary(start: Buffer): boolean {
  let control = 0;
  for (const byte of start) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1a)) control++;
  return control * 5 > start.length;
}
