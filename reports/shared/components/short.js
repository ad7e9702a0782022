/**
 * By how much a condition, a rung or the tax gate is missed. A row is one of mart.award_condition; decimals are text, null is not known.
 *
 * @typedef {import('./decimals.js').Fraction} Fraction
 */
import { compared, divided, fraction, minus, plus, times } from './decimals.js';

export const isNone = (value) => value === null || value === undefined;
/** a page's queries carry yes and no as text */
export const isTrue = (value) => value === true || value === 'true';

const one = fraction('1');

/**
 * What this year's figure lacks to what is asked, in the figure's unit (of a ratio: its numerator); `isTooMuch` where it has too much instead.
 * Null where more of it would not help: a yes or no, a first time that is past, a rung that the figure is above or would grow out of.
 *
 * @returns {{ by: Fraction, isTooMuch: boolean } | null}
 */
export function shortBy(row) {
  if (row.state !== 'failed' || isNone(row.value) || ['bool', 'date'].includes(row.unit) || isFirstTimePast(row)) return null;
  const value = fraction(row.value);
  if (row.kind === 'condition' && ['at_most', 'below'].includes(row.comparison)) return { by: minus(value, fraction(row.threshold)), isTooMuch: true };
  const needed = neededFor(row);
  return needed === null || compared(needed, value) < 0 ? null : { by: minus(needed, value), isTooMuch: false };
}

/** A first time that is past does not come again. */
export function isFirstTimePast({ is_first_time: isFirst, best_before: best, threshold, comparison }) {
  return isTrue(isFirst) && !isNone(best) && compared(fraction(best), fraction(threshold)) >= (comparison === 'over' ? 1 : 0);
}

/** @returns {Fraction | null} */
function neededFor({ kind, fact, comparison, measure, threshold, below, growth_over: growthOver, divisor, last_value: last, last_divisor: lastDivisor }) {
  if (kind === 'gate') return fact === 'tax_growth' && isAbove(last) && isAbove(lastDivisor) && !isNone(threshold) ? times(fraction(last), divided(fraction(threshold), fraction(lastDivisor))) : null;
  if (kind === 'rung') {
    if (!isNone(growthOver) && !isAbove(last)) return null;
    const grown = isNone(growthOver) ? fraction(threshold) : times(fraction(last), plus(one, fraction(growthOver)));
    const needed = compared(grown, fraction(threshold)) < 0 ? fraction(threshold) : grown;
    return !isNone(below) && compared(needed, fraction(below)) >= 0 ? null : needed;
  }
  if (!comparison.startsWith('growth')) return fraction(threshold);
  const [over, lastOver] = [divisor ?? '1', lastDivisor ?? '1'];
  if (isNone(last) || !isAbove(over) || !isAbove(lastOver) || (measure !== 'points' && !isAbove(last))) return null;
  const before = divided(fraction(last), fraction(lastOver));
  return times(fraction(over), measure === 'points' ? plus(before, fraction(threshold)) : times(before, plus(one, fraction(threshold))));
}

const isAbove = (text) => !isNone(text) && fraction(text).over > 0n;
