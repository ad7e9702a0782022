/**
 * A second reading of how the targets are foreseen, written from models/evaluation/targets.yaml and not from the SQL: arrays and loops,
 * one month after the other.
 */
export interface Month {
  readonly achieved: number;
  readonly library: number;
}

export interface Foreseen {
  readonly method: string;
  readonly at: (horizon: number) => { readonly forecast: number; readonly low: number; readonly high: number };
}

const paceMonths = 12;
const damping = 0.85;
const shortestHistory = 6;
const fewestOrigins = 3;
const rangeShare = 0.8;

type Method = (known: readonly Month[], horizon: number) => number | undefined;

const pace = (known: readonly Month[]): number | undefined => {
  const back = Math.min(paceMonths, known.length - 1);
  return back === 0 ? undefined : (known.at(-1)!.achieved - known.at(-1 - back)!.achieved) / back;
};

const methods: Readonly<Record<string, Method>> = {
  no_change: (known) => known.at(-1)!.achieved,
  recent_pace: (known, horizon) => {
    const gain = pace(known);
    return gain === undefined ? undefined : known.at(-1)!.achieved + gain * horizon;
  },
  damped_trend: (known, horizon) => {
    let gain = pace(known);
    if (gain === undefined) return undefined;
    let reached = known.at(-1)!.achieved;
    for (let month = 0; month < horizon; month += 1) {
      gain *= damping;
      reached += gain;
    }
    return reached;
  },
  seasonal: (known, horizon) => {
    if (known.length < 13) return undefined;
    const year = known.slice(-12);
    const gain = known.at(-1)!.achieved - known.at(-13)!.achieved;
    return year[(horizon - 1) % 12]!.achieved + gain * Math.ceil(horizon / 12);
  },
};

const whole = (value: number, { library, achieved }: Month) => Math.floor(Math.min(Math.max(value, 0), Math.max(library, achieved)) + 1e-6);

/** The method that would have missed least, with its forecasts, from the months on file: the first is the first with a library. */
export function foresee(months: readonly Month[]): Foreseen {
  const present = months.at(-1)!;
  const trials = (method: Method) =>
    months.flatMap((origin, from) =>
      months.slice(from + 1).flatMap((later, index) => {
        const value = method(months.slice(0, from + 1), index + 1);
        if (value === undefined) return [];
        return [{ from, miss: Math.abs(whole(value, origin) - later.achieved), still: Math.abs(origin.achieved - later.achieved), aMonth: Math.abs(whole(value, origin) - later.achieved) / Math.sqrt(index + 1) }];
      }),
    );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  let chosen = "no_change";
  let least = 1;
  for (const [name, method] of Object.entries(methods)) {
    const made = trials(method);
    if (name === "no_change" || months.length < shortestHistory || new Set(made.map(({ from }) => from)).size < fewestOrigins) continue;
    const still = sum(made.map((trial) => trial.still));
    const ratio = still > 0 ? sum(made.map(({ miss }) => miss)) / still : sum(made.map(({ miss }) => miss)) === 0 ? 1 : Infinity;
    if (ratio < least - 1e-9) [chosen, least] = [name, ratio];
  }
  const misses = trials(methods[chosen]!).map(({ aMonth }) => aMonth).sort((one, other) => one - other);
  const range = months.length < shortestHistory ? 0 : misses[Math.ceil(rangeShare * misses.length - 1e-9) - 1]!;
  return {
    method: chosen,
    at(horizon) {
      const forecast = whole(methods[chosen]!(months, horizon)!, present);
      const wide = range * Math.sqrt(horizon);
      return { forecast, low: Math.floor(Math.max(forecast - wide, 0) + 1e-9), high: Math.min(Math.max(Math.ceil(forecast + wide - 1e-9), 0), Math.max(present.library, present.achieved)) };
    },
  };
}
