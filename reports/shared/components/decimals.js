/**
 * Exact decimals for words, kept as text (`"467800.00"`): a float would blur on which side of a threshold a figure lies.
 * Used by the pages and by the command line alike.
 *
 * @typedef {{ over: bigint, under: bigint }} Fraction  `under` is above zero
 */

/** A decimal's text as a fraction. Throws on what is no decimal. */
export function fraction(text) {
  const [whole, decimals = ''] = String(text).split('.');
  return { over: BigInt(whole + decimals), under: 10n ** BigInt(decimals.length) };
}

export const times = (one, other) => ({ over: one.over * other.over, under: one.under * other.under });
export const plus = (one, other) => ({ over: one.over * other.under + other.over * one.under, under: one.under * other.under });
export const minus = (one, other) => ({ over: one.over * other.under - other.over * one.under, under: one.under * other.under });

/** One over another that is above zero. */
export const divided = (one, other) => ({ over: one.over * other.under, under: one.under * other.over });

/** Negative, zero or positive, as one is below, at or above the other. */
export function compared(one, other) {
  const difference = minus(one, other).over;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Rounded half away from zero to some places, without idle zeros: `1.25`. */
export function rounded(value, places) {
  const size = value.over < 0n ? -value.over : value.over;
  const scaled = (size * 10n ** BigInt(places) * 2n + value.under) / (value.under * 2n);
  const digits = String(scaled).padStart(places + 1, '0');
  const text = trimmed(places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`);
  return value.over < 0n && text !== '0' ? `-${text}` : text;
}

/** To six places (of 万元: to the cent), upwards: so much is enough. */
export function roundedUp(value) {
  const scaled = value.over * 1_000_000n;
  return rounded({ over: scaled / value.under + (scaled % value.under > 0n ? 1n : 0n), under: 1_000_000n }, 6);
}

/** Two places, or as many as show on which side of `mark` the value lies. */
export function roundedBeside(value, mark) {
  for (const places of [2, 4, 6, 8, 10, 12, 14]) {
    const text = rounded(value, places);
    if (!mark || compared(fraction(text), mark) === compared(value, mark)) return text;
  }
  return rounded(value, 18);
}

/** Without zeros at the end that say nothing: `1200.500000` is `1200.5`. */
export function trimmed(text) {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Thousands separated: `467800.00` is `467,800.00`. */
export function grouped(text) {
  return String(text).replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** An amount in 元 with two places: `467,800.00`. */
export function yuan(text) {
  const [whole, decimals = ''] = String(text).split('.');
  return grouped(`${whole}.${decimals.slice(0, 2).padEnd(2, '0')}`);
}

/** The decimal with its point moved right (left where below zero), trimmed: a rate of `0.15` by 2 is `15`. */
export function shifted(text, places) {
  const value = fraction(text);
  return rounded(places < 0 ? { over: value.over, under: value.under * 10n ** BigInt(-places) } : { over: value.over * 10n ** BigInt(places), under: value.under }, 12);
}
