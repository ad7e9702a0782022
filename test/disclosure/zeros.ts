/**
 * What a reader of the leading-group office's site might do to find out who pays no tax: no tax is no points, equal points are put in some order,
 * and an order of codes shows. A zero is a secret as any other figure, whoever shares it; only a town's zero of at least three is told.
 */
import type { Claim, Row, Told } from "./told.ts";

/** so unlikely by chance that the reader believes it */
const unlikely = 1 / 1000;

const code = (row: Row) => String(row.enterprise_id);
const none = (how: string) => (row: Row): Claim => ({ how, secret: `tax ${String(row.rating_year)} ${code(row)}`, estimate: 0 });

/** The rows of each list and year. */
function lists(rows: readonly Row[]): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${String(row.rating_year)} ${String(row.size_class)}`;
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()];
}

/** How likely it is that the one lot's codes are all before the other's. */
function chance(one: number, other: number): number {
  let ways = 1;
  for (let index = 1; index <= one; index += 1) ways *= (other + index) / index;
  return 1 / ways;
}

export function zeroTaxes({ rating = [], rating_indicator = [] }: Told): Claim[] {
  return [...lists(rating).flatMap(ofRanks), ...lists(rating_indicator.filter(({ indicator, standing }) => indicator === "tax_per_mu" && typeof standing === "number")).flatMap(ofStandings)];
}

/** Runs of rising codes where ranks differ; where they are shared, lots whose codes are all before those of the next. */
function ofRanks(list: readonly Row[]): Claim[] {
  const ranked = list.filter(({ size_rank }) => typeof size_rank === "number").sort((one, other) => Number(one.size_rank) - Number(other.size_rank));
  const lots: Row[][] = [];
  for (const row of ranked) (lots.at(-1)?.[0]?.size_rank === row.size_rank ? lots.at(-1)! : lots[lots.push([]) - 1]!).push(row);
  const claims: Claim[] = [];
  let run: Row[] = [];
  let likely = 1;
  const close = () => {
    // the first of a run may be there by chance
    if (likely < unlikely) claims.push(...run.slice(1).map(none("a run of codes")));
    [run, likely] = [[], 1];
  };
  for (const lot of lots) {
    const before = run.at(-1);
    if (before !== undefined && lot.every((row) => code(row) > code(before)) ) likely *= chance(run.length, lot.length);
    else close();
    run.push(...lot.sort((one, other) => code(one).localeCompare(code(other))));
  }
  close();
  return claims;
}

/** Tenths of a list: one that nobody is in, or one with too many, is one of equals. By the rule the last three are one. */
function ofStandings(list: readonly Row[]): Claim[] {
  const last = list.length - Math.floor(list.length * 0.7);
  const standings = [...new Set(list.map(({ standing }) => Number(standing)))].sort((one, other) => one - other);
  return standings.flatMap((standing) => {
    const lot = list.filter((row) => Number(row.standing) === standing);
    const expected = standing === 100 ? last : Math.ceil(list.length / 10);
    return lot.length > expected + 1 || (standing === standings.at(-1) && standing < 100) ? lot.map(none("a tenth of equals")) : [];
  });
}
