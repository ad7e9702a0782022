import { FileFault } from "../file-fault.ts";

/** A piece of a web page. */
export type HtmlToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "open" | "close"; readonly name: string; readonly attributes: string }
  /** the inside of a comment, an island of XML or a style sheet, as far as it is kept */
  | { readonly kind: "comment" | "style"; readonly text: string };

/** A mark longer than this was never closed. */
const longestTag = 256 << 10;
/** Of comments and style sheets so much is kept; Excel's has a few thousand characters. */
const longestHeld = 2 << 20;
const raw = new Set(["style", "script", "title", "xml"]);

/**
 * Splits a web page into its pieces, as they come. As lenient as browsers are: marks need not be closed, names may be in
 * capitals. Nothing is built, so that depth costs nothing.
 */
export class HtmlTokens {
  private rest = "";
  /** what the piece that is being passed over ends with: `-->`, `</style` */
  private until: { readonly end: string; readonly kind: "comment" | "style" | "skipped" } | undefined;
  private held = "";

  *push(chunk: string): Generator<HtmlToken> {
    const text = this.rest + chunk;
    let at = 0;
    while (at < text.length) {
      if (this.until) {
        const next = this.passOver(text, at);
        if (next.token) yield next.token;
        at = next.at;
        if (this.until) break;
        continue;
      }
      const mark = text.indexOf("<", at);
      if (mark < 0) {
        // an entity may be cut in two by the chunk's end
        const cut = text.lastIndexOf("&");
        const end = cut >= at && text.length - cut < 12 ? cut : text.length;
        if (end > at) yield { kind: "text", text: text.slice(at, end) };
        at = end;
        break;
      }
      if (mark > at) yield { kind: "text", text: text.slice(at, mark) };
      at = mark;
      if (text.startsWith("<!--", at)) {
        this.until = { end: "-->", kind: "comment" };
        at += 4;
        continue;
      }
      if (text.length - at < 4) break;
      const isMark = /[a-z/!?]/i.test(text[at + 1]!);
      if (!isMark) {
        yield { kind: "text", text: "<" };
        at++;
        continue;
      }
      const end = tagEnd(text, at);
      if (end < 0) {
        if (text.length - at > longestTag) throw new FileFault("truncated");
        break;
      }
      const inside = text.slice(at + 1, end);
      at = end + 1;
      const [, slash, name] = /^(\/?)([a-z][\w:.-]*)/i.exec(inside) ?? [];
      if (name === undefined) continue;
      const lower = name.toLowerCase();
      yield { kind: slash ? "close" : "open", name: lower, attributes: inside.slice(name.length + slash!.length) };
      if (!slash && raw.has(lower) && !inside.endsWith("/")) this.until = { end: `</${lower}`, kind: lower === "style" ? "style" : lower === "xml" ? "comment" : "skipped" };
    }
    this.rest = text.slice(at);
  }

  /** What is left when the page has ended. */
  *end(): Generator<HtmlToken> {
    if (this.rest !== "" && !this.until && !this.rest.startsWith("<")) yield { kind: "text", text: this.rest };
    this.rest = "";
  }

  private passOver(text: string, from: number): { at: number; token?: HtmlToken } {
    const { end, kind } = this.until!;
    const found = indexOfCaseless(text, end, from);
    const stop = found < 0 ? Math.max(from, text.length - end.length) : found;
    if (kind !== "skipped" && this.held.length < longestHeld) this.held += text.slice(from, stop);
    if (found < 0) return { at: stop };
    this.until = undefined;
    const held = this.held;
    this.held = "";
    const at = end === "-->" ? found + end.length : found;
    return kind === "skipped" ? { at } : { at, token: { kind, text: held } };
  }
}

function indexOfCaseless(text: string, wanted: string, from: number): number {
  if (!/[a-z]/.test(wanted)) return text.indexOf(wanted, from);
  const pattern = new RegExp(wanted, "gi");
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

/** The place of the `>` that ends the mark at `from`, quotation marks kept in mind; -1 where it is not there yet. */
function tagEnd(text: string, from: number): number {
  let quote = "";
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if ((character === '"' || character === "'") && /[=\s]$/.test(text[at - 1]!)) quote = character;
    else if (character === ">") return at;
  }
  return -1;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009", yen: "¥", middot: "·", mdash: "—", ndash: "–", times: "×", divide: "÷",
  ldquo: "“", rdquo: "”", lsquo: "‘", rsquo: "’", hellip: "…", laquo: "«", raquo: "»", deg: "°", plusmn: "±", minus: "−", permil: "‰", sup2: "²", radic: "√", zwnj: "\u200c", zwj: "\u200d",
};

/** One mark for one character: nothing can swell. */
export function unescapeHtml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));?/g, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return entities[name] ?? entities[name.toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** An attribute's value, '' for one without, undefined where it is not there. */
export function htmlAttribute(attributes: string, name: string): string | undefined {
  if (!attributes.toLowerCase().includes(name)) return undefined;
  const found = new RegExp(`(?:^|[\\s"'/])${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+)))?(?=[\\s/>"']|$)`, "i").exec(attributes);
  return found ? unescapeHtml(found[1] ?? found[2] ?? found[3] ?? "") : undefined;
}
