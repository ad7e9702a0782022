/**
 * An amount that several lines share under one limit: pro rata, to the fen, by largest remainder, ties to the lower place. The models do
 * it at the turnover tax and at the retention; the same here, side by side in one row. Amounts are whole fen, 0 where there is no line.
 */
export interface Share {
  /** names its columns apart from another share's */
  readonly name: string;
  readonly lines: readonly {
    /** column of the amount */
    readonly amount: string;
    /** column of the line's place among the enterprise's, by clause and subject */
    readonly place: string;
    /** column that the share is to be named */
    readonly as: string;
  }[];
  /** column of the limit, not below 0 */
  readonly limit: string;
}

/** Below it the product of two amounts fits 64 bits; above it the slower wide numbers work. */
const narrow = 3_000_000_000;
/** Places are below it. */
const places = 256;

/** Columns to add to a row, step after step: each step reads those before it. */
export function shareSteps({ name, lines, limit }: Share): string[][] {
  const claimed = `${name}_claimed`;
  const isShort = `${name}_is_short`;
  const left = `${name}_left`;
  const cut = `${name}_cut`;
  const of = (index: number, what: string) => `${name}_${what}${index}`;
  const product = (amount: string, operator: "//" | "%") =>
    `case when not ${isShort} then 0 when ${claimed} < ${narrow} then (${amount} * ${limit}) ${operator} ${claimed} else cast((cast(${amount} as hugeint) * ${limit}) ${operator} ${claimed} as bigint) end`;
  const sum = (terms: readonly string[]) => (terms.length === 0 ? "0" : terms.join(" + "));
  return [
    [`${sum(lines.map(({ amount }) => amount))} as ${claimed}`],
    [`(${claimed} > ${limit}) as ${isShort}`],
    lines.flatMap(({ amount }, index) => [`${product(amount, "//")} as ${of(index, "floor")}`, `${product(amount, "%")} as ${of(index, "rest")}`]),
    [
      `case when ${isShort} then ${limit} - (${sum(lines.map((_, index) => of(index, "floor")))}) else 0 end as ${left}`,
      // one number a line that orders them: the larger remainder first, then the lower place
      ...lines.map(({ place }, index) => `${of(index, "rest")} * ${places} + (${places - 1} - ${place}) as ${of(index, "key")}`),
    ],
    [`case when ${left} > 0 then list_reverse_sort([${lines.map((_, index) => of(index, "key")).join(", ")}])[${left}] end as ${cut}`],
    lines.map(({ amount, as }, index) => `case when ${isShort} then ${of(index, "floor")} + case when ${of(index, "key")} >= ${cut} then 1 else 0 end else ${amount} end as ${as}`),
  ];
}

/** The same limit where the lines take it one after the other, the lower place first, until nothing is left. */
export function orderSteps({ lines, limit }: Share): string[][] {
  return [
    lines.map(({ amount, place, as }) => {
      const before = lines.filter((other) => other.place !== place).map((other) => `case when ${other.place} < ${place} then ${other.amount} else 0 end`);
      return `greatest(least(${amount}, ${limit} - (${before.length === 0 ? "0" : before.join(" + ")})), 0) as ${as}`;
    }),
  ];
}
