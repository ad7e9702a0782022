/**
 * What a number format does to the number that a cell holds.
 *
 * `other`: it shows another amount than is stored (divided, a point of its own, digits or a sign of its own, nothing at all),
 * and which of the two is meant cannot be known. `unit`: words behind or before the number that say what it counts; `exponent`
 * is the power of ten by which what is shown differs from what is stored, 0 for most.
 */
export type NumberStyle =
  | { readonly kind: "plain" | "percent" | "other" }
  | { readonly kind: "decimals"; readonly decimals: number }
  | { readonly kind: "padded"; readonly digits: number }
  | { readonly kind: "unit"; readonly before: string; readonly unit: string; readonly exponent: number };

interface Section {
  readonly style: NumberStyle;
  /** `[>=10000]`: the numbers that it is for */
  readonly holds: ((value: number) => boolean) | undefined;
  /** a minus, brackets or a colour, which a section for negative numbers has */
  readonly marksNegative: boolean;
}

/** The sections of a format, ready to be asked for one number after another. */
export class NumberFormat {
  private readonly sections: readonly Section[];

  constructor(format: string) {
    this.sections = sectionsOf(format).map((tokens, index) => readSection(tokens, index === 1));
  }

  /** What the format does to this number; the number must not be shown as a date. */
  styleOf(value: number): NumberStyle {
    const { sections } = this;
    if (sections.some(({ holds }) => holds)) {
      const fitting = sections.find(({ holds }) => holds?.(value)) ?? sections.findLast(({ holds }) => !holds);
      return fitting?.style ?? { kind: "other" };
    }
    // in a section of its own a zero is often written as a dash
    if (value === 0 && sections.length > 2) return { kind: "plain" };
    const negative = value < 0 ? sections[1] : undefined;
    if (negative) return negative.marksNegative ? negative.style : { kind: "other" };
    return sections[0]!.style;
  }
}

interface Token {
  readonly kind: "digit" | "point" | "comma" | "percent" | "exponent" | "literal" | "text" | "general" | "bracket";
  readonly text: string;
}

/** Splits at the semicolons that are not part of a literal. */
function sectionsOf(format: string): Token[][] {
  const sections: Token[][] = [[]];
  const add = (kind: Token["kind"], text: string) => sections.at(-1)!.push({ kind, text });
  for (let at = 0; at < format.length; at++) {
    const character = format[at]!;
    const rest = format.slice(at);
    const general = /^(General|G\/通用格式)/i.exec(rest)?.[0];
    if (general) {
      add("general", general);
      at += general.length - 1;
    } else if (character === '"') {
      const end = format.indexOf('"', at + 1);
      add("literal", format.slice(at + 1, end < 0 ? undefined : end));
      at = end < 0 ? format.length : end;
    } else if (character === "\\" || character === "!") {
      // Chinese programs write ! before a literal
      add("literal", format[++at] ?? "");
    } else if (character === "_" || character === "*") {
      at++;
    } else if (character === "[") {
      const end = format.indexOf("]", at);
      add("bracket", format.slice(at + 1, end < 0 ? undefined : end));
      at = end < 0 ? format.length : end;
    } else if (character === ";") sections.push([]);
    else if (/[0#?]/.test(character)) add("digit", character);
    else if (character === ".") add("point", character);
    else if (character === ",") add("comma", character);
    else if (character === "%") add("percent", character);
    else if (character === "@") add("text", character);
    else if (/^E[+-]/i.test(rest)) add("exponent", format.slice(at, (at += 1) + 1));
    else add("literal", character);
  }
  return sections;
}

function readSection(tokens: readonly Token[], isSecond: boolean): Section {
  const brackets = tokens.filter(({ kind }) => kind === "bracket").map(({ text }) => text);
  const holds = brackets.map(conditionOf).find((one) => one !== undefined);
  const marksNegative = tokens.some(({ kind, text }) => kind === "literal" && /[-−–(（△▲负]/.test(text)) || brackets.some((text) => /^(red|blue|magenta|color ?\d+|红色?|蓝色?|颜色 ?\d+)$/i.test(text));
  const isForNegative = holds ? holds(-1) && !holds(1) : isSecond;
  return { style: styleOf(tokens, isForNegative), holds, marksNegative };
}

function conditionOf(bracket: string): Section["holds"] {
  const [, sign, number] = /^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$/.exec(bracket) ?? [];
  if (sign === undefined) return undefined;
  const bound = Number(number);
  const tests: Readonly<Record<string, (value: number) => boolean>> = {
    "<": (value) => value < bound,
    "<=": (value) => value <= bound,
    ">": (value) => value > bound,
    ">=": (value) => value >= bound,
    "=": (value) => value === bound,
    "<>": (value) => value !== bound,
  };
  return tests[sign];
}

/** Written before a number these say no other amount of it. */
const harmlessBefore = /^[\s¥￥+:：第约]*$|^(rmb|cny|人民币)$/i;
/** What names an amount, a share or a measure, and is not to be lost. */
const measure = /[十百千万亿萬億兆元圆圓角分亩畝吨噸米㎡顷克瓦焦‰％%$€£]|^\s*(k|m|mn|mm|b|bn|w|kg|t|g|mwh|kwh|度|公斤|折|成|倍)\s*$/i;

function styleOf(tokens: readonly Token[], isForNegative: boolean): NumberStyle {
  const first = tokens.findIndex(({ kind }) => kind === "digit" || kind === "general");
  const last = tokens.findLastIndex(({ kind }) => kind === "digit" || kind === "general");
  if (first < 0) return { kind: tokens.some(({ kind }) => kind === "text") ? "plain" : "other" };
  const literals = (from: number, to?: number) => tokens.slice(from, to).filter(({ kind }) => kind === "literal").map(({ text }) => text).join("");
  const currency = tokens.flatMap(({ kind, text }) => (kind === "bracket" && text.startsWith("$") ? [text.slice(1).replace(/-[0-9A-F]*$/i, "")] : [])).join("");
  const signs = isForNegative ? /[-−–()（）△▲负\s]/g : /^\s+|\s+$/g;
  const [before, within, behind] = [literals(0, first).replace(signs, ""), literals(first, last), literals(last + 1).replace(signs, "")];
  const percents = tokens.filter(({ kind }) => kind === "percent").length;
  // digits, points and signs of the format's own read like the number's
  if (/[0-9０-９.．,，·]/.test(before + behind) || /[-−–(（△▲负]/.test(before) || /[-−–]/.test(behind)) return { kind: "other" };
  if (percents > 1) return { kind: "other" };
  const exponent = scaleOf(tokens, within);
  if (exponent === undefined) return { kind: "other" };
  if (percents === 1) return { kind: exponent === 0 && !measure.test(currency + before + behind) ? "percent" : "other" };
  const [front, unit] = [(currency + before).trim(), behind.replace(/[()（）\s]/g, "")];
  if (!harmlessBefore.test(front) || measure.test(unit)) return { kind: "unit", before: harmlessBefore.test(front) ? "" : front, unit, exponent };
  if (exponent !== 0) return { kind: "other" };
  const shown = tokens.filter(({ kind }) => kind !== "bracket" && kind !== "literal").map(({ text }) => text).join("");
  if (within === "" && front === "" && unit === "" && /^0{2,}$/.test(shown)) return { kind: "padded", digits: shown.length };
  const decimals = within === "" ? /^(?:#,##)?0\.(0+)$/.exec(shown)?.[1]?.length : undefined;
  return decimals === undefined ? { kind: "plain" } : { kind: "decimals", decimals };
}

/** The power of ten by which a section shows another number than the stored one; undefined where that cannot be told. */
function scaleOf(tokens: readonly Token[], within: string): number | undefined {
  let scale = 0;
  let hasPoint = false;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === "point") hasPoint = true;
    // a comma behind the last digit of the whole or of the decimal part shows thousands
    if (kind === "comma" && !/^[,]*[0#?]/.test(tokens.slice(at + 1).filter((one) => ["digit", "comma", "point"].includes(one.kind)).map((one) => one.text).join(""))) scale -= 3;
    if (kind === "literal" && /[.．·]/.test(text) && within.includes(text)) {
      if (hasPoint || text.trim().length > 1) return undefined;
      hasPoint = true;
      scale -= tokens.slice(at + 1).filter((one) => one.kind === "digit").length;
    }
  }
  return /[0-9０-９,，\-−–十百千万亿]/.test(within) ? undefined : scale;
}
