import { pageTexts } from "../page-texts.ts";

/** Names that Office gives number formats in web pages and in XML. */
const named: Readonly<Record<string, string>> = {
  general: "General",
  "general number": "General",
  "general date": "yyyy-mm-dd hh:mm:ss",
  "long date": "yyyy-mm-dd",
  "medium date": "yyyy-mm-dd",
  "short date": "yyyy-mm-dd",
  fixed: "0.00",
  standard: "#,##0.00",
  currency: "#,##0.00",
  "euro currency": "[$€-2] #,##0.00",
  percent: "0.00%",
  scientific: "0.00E+00",
  text: "@",
};

/** A number format by the name that Office gives it, or as it stands. */
export function namedFormat(format: string): string {
  return named[format.trim().toLowerCase()] ?? format;
}

/** The number formats of a style sheet's classes: `.xl65{mso-number-format:"\@";}`. */
export function classFormats(styles: string): ReadonlyMap<string, string> {
  const formats = new Map<string, string>();
  for (const [, names, body] of styles.matchAll(/([^{}]{1,2000})\{([^{}]{0,20000})\}/g)) {
    const format = styleFormat(body!);
    if (format !== undefined) for (const [, name] of names!.matchAll(/\.([\w-]+)/g)) formats.set(name!, format);
  }
  return formats;
}

/** The number format that a style says: `mso-number-format:"0\.00"`; undefined where it says none. */
export function styleFormat(style: string): string | undefined {
  const found = /mso-number-format\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^;"'}]+))/i.exec(style);
  if (!found) return undefined;
  return namedFormat(plainText((found[1] ?? found[2] ?? found[3]!).trim()));
}

/** In style sheets a mark before a sign takes its meaning away, and four figures stand for a character. */
function plainText(text: string): string {
  return text.replace(/\\([0-9a-fA-F]{4,6})\s?|\\(.)/g, (_, hex: string | undefined, sign: string | undefined) => (hex !== undefined ? String.fromCharCode(Number.parseInt(hex.slice(-4), 16)) : sign!));
}

/** What a style sheet says of the printed pages' head and foot: `@page {mso-header-data:"&R单位\:元";}`. */
export function stylePages(styles: string): string[] {
  return Array.from(styles.matchAll(/mso-(?:header|footer|even-header|even-footer|first-header|first-footer)-data\s*:\s*(?:"((?:[^"\\]|\\.){0,2000})"|'((?:[^'\\]|\\.){0,2000})')/gi), ([, one, other]) => plainText(one ?? other!)).flatMap(pageTexts);
}
