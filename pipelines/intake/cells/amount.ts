import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { type Sql, given, literal } from "./sql.ts";

/** The forms of a number: 1234.5, 1,234.50, (1,234.50) and 1,234.50- for a negative one, ¥ or RMB before it, 1.2E+3. */
const number = "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?";
const grouped = "[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?";

/**
 * The plain form of a written number, as text; null when it is not a number in any of the known forms.
 * Commas must stand at thousands, so that «12,34» is not taken for 1234.
 */
export function plainNumber(norm: Sql): Sql {
  const unsigned = `regexp_replace(regexp_replace(${norm}, '^\\((.*)\\)$', '-\\1'), '^([0-9.,]+) *-$', '-\\1')`;
  const bare = `regexp_replace(${unsigned}, '^(¥|RMB|CNY) *', '')`;
  const signed = `regexp_replace(${bare}, '^([+-]) *(¥|RMB|CNY)? *', '\\1')`;
  return given(signed, "figure", (one) => `case when regexp_full_match(${one}, '${number}') then ${one} when regexp_full_match(${one}, '${grouped}') then replace(${one}, ',', '') end`);
}

/** How a cell in one unit becomes the stored unit: an exact decimal factor, or the divisor of 平方米 → 亩. */
export type Conversion = { readonly times: string } | { readonly dividedBy: string };

/**
 * Converts a number's text to `type`; null when it is none or does not fit.
 *
 * @param underscores  the text may hold `_`: DuckDB would read 1_000, which is not a number here
 */
export function convert(text: Sql, conversion: Conversion, type: string, underscores = false): Sql {
  const guarded = underscores ? `(case when not contains(${text}, '_') then ${text} end)` : text;
  if ("dividedBy" in conversion) {
    // division gives a double: square metres become mu rounded to the six stored places
    return `try_cast(try_cast(${guarded} as decimal(28, 6)) / ${conversion.dividedBy} as ${type})`;
  }
  if (conversion.times === "1") return `try_cast(${guarded} as ${type})`;
  return `try_cast(try_cast(${guarded} as decimal(28, 10)) * ${conversion.times} as ${type})`;
}

/**
 * Reads a decimal amount: money as 万元, an area as 亩, any other number in its contract's unit.
 *
 * @param conversion  from the unit in the header to the stored one
 * @param code        `not_money` or `not_number`
 * @param underscores  as of {@link convert}
 * @param unit        the unit that the cells are in, which a cell may repeat behind its number
 * @param own         units that a cell may name for itself, and what they come to; with any other behind it, it is not read
 * @see               the exports' contract, «Money columns»
 */
export function amountReader(conversion: Conversion, code: "not_money" | "not_number", underscores = true, unit?: string, own: Readonly<Record<string, Conversion>> = {}): CellReader {
  const type = "decimal(18, 6)";
  const plain = (norm: Sql) => plainNumber(unit === undefined ? norm : `regexp_replace(${norm}, ${literal(`^(.*[0-9.)]) *${unit}$`)}, '\\1')`);
  const names = Object.keys(own).filter((name) => name !== unit);
  const owned = `^(.*[0-9.)]) *(${names.join("|")})$`;
  const ownParts = (norm: Sql) => `regexp_extract(translate(${norm}, '圆圓萬億仟佰', '元元万亿千百'), '${owned}', ['number', 'unit'])`;
  const convertOwn = (one: Sql) => `case ${one}.unit ${names.map((name) => `when ${literal(name)} then ${convert("own_number", own[name]!, type)}`).join(" ")} end`;
  const readOwn = (norm: Sql) => (names.length === 0 ? "null" : given(ownParts(norm), "with_unit", (one) => given(plainNumber(`${one}.number`), "own_number", () => convertOwn(one))));
  const isOwn = (norm: Sql) => (names.length === 0 ? "false" : `${plainNumber(`${ownParts(norm)}.number`)} is not null`);
  return {
    quick: (cell) => convert(cell, conversion, type, underscores),
    read: (norm) => `coalesce(${convert(plain(norm), conversion, type)}, ${readOwn(norm)})`,
    reason: (norm) => reasonOr(norm, `case when ${plain(norm)} is null and not (${isOwn(norm)}) then '${code}' else 'too_large' end`),
    expected: "1,234.56",
    blanks: blankTexts,
  };
}
