import { Decimal as Base } from "decimal.js";

/** Decimals of the oracle: 60 digits, half up, so that only what the contract rounds is rounded. */
export const Decimal = Base.clone({ precision: 60, rounding: Base.ROUND_HALF_UP });
export type Money = Base;

export const zero = new Decimal(0);

/** 万元 as CNY, rounded half up to 0.01. */
export function cnyOfWan(wan: Money | number): Money {
  return new Decimal(wan).times(10_000).toDecimalPlaces(2);
}

export function sum(values: readonly Money[]): Money {
  return values.reduce((total, value) => total.plus(value), zero);
}

/**
 * Shares `total` CNY over `weights` pro rata by largest remainder to 0.01 CNY.
 * Equal remainders go to the earlier position, so the caller orders by clause, then subject.
 */
export function shareProRata(total: Money, weights: readonly Money[]): Money[] {
  const all = sum(weights);
  const cents = total.times(100);
  const exact = weights.map((weight) => cents.times(weight).div(all));
  const shares = exact.map((share) => share.floor());
  const left = cents.minus(sum(shares)).toNumber();
  // remainders by cross-multiplication: cents x weight modulo the sum of weights, no rounded quotient
  const remainders = weights.map((weight, index) => ({ index, size: cents.times(weight).minus(shares[index]!.times(all)) }));
  remainders.sort((one, other) => other.size.comparedTo(one.size) || one.index - other.index);
  for (const { index } of remainders.slice(0, left)) shares[index] = shares[index]!.plus(1);
  return shares.map((share) => share.div(100));
}
