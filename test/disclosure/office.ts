/** What a reader of the leading-group office's site might do who knows the policy, and the taxes of one enterprise (its own). */
import type { Claim, Row, Told } from "./told.ts";

export interface OfficeKnows {
  /** by list and year, an enterprise whose tax the reader knows, and that tax in 万元 */
  readonly known: ReadonlyMap<string, { readonly enterprise: string; readonly tax: number }>;
  /** clauses with one public amount, in CNY */
  readonly amounts: ReadonlyMap<string, number>;
  /** by `enterprise clause subject` what a line comes to if it is paid, in CNY: clauses of fixed amounts or by output or revenue; without lines that a public reason stops */
  readonly ifPaid: ReadonlyMap<string, number>;
}

function number(row: Row | undefined, column: string): number | undefined {
  const cell = row?.[column];
  return typeof cell === "number" ? cell : undefined;
}

/** Tax from points: tax = score ÷ weight × land × base, the base from the one tax that is known. Points from whatever gives them. */
export function taxesFromScores({ rating, rating_indicator, rating_lift, rating_rank, rating_peer }: Told, { known }: OfficeKnows): Claim[] {
  const key = (row: Row) => `${String(row.rating_year)} ${String(row.enterprise_id)}`;
  const index = (rows: readonly Row[] | undefined) => new Map((rows ?? []).map((row) => [key(row), row]));
  const land = index(rating);
  const ranks = index(rating_rank);
  const ofTax = (rating_indicator ?? []).filter((row) => row.indicator === "tax_per_mu");
  const points = new Map<string, Map<string, number>>();
  const give = (how: string, row: string, value: number | undefined) => {
    if (value !== undefined && Number.isFinite(value) && value > 0) points.set(how, (points.get(how) ?? new Map<string, number>()).set(row, value));
  };
  for (const row of ofTax) {
    give("its score", key(row), number(row, "score"));
    const others = (rating_indicator ?? []).filter((other) => key(other) === key(row) && other.indicator !== "tax_per_mu").map((other) => number(other, "score"));
    const total = number(land.get(key(row)), "score");
    if (total !== undefined && others.every((one) => one !== undefined)) give("the total less the others", key(row), others.reduce((sum: number, one) => sum - one!, total));
    const lift = (rating_lift ?? []).find((one) => key(one) === key(row) && one.indicator_order === row.indicator_order);
    const [rise, gap] = [number(lift, "needed_rise"), number(ranks.get(key(row)), "score_to_next_grade")];
    if (rise !== undefined && rise > 0 && gap !== undefined) give("the way to the next grade", key(row), gap / rise);
    const needed = number(lift, "needed_score");
    if (needed !== undefined && gap !== undefined) give("what it needs less what it lacks", key(row), needed - gap);
  }
  // a quartile of a list with one indicator is the score of whoever stands there
  for (const peer of (rating_peer ?? []).filter((row) => row.size_class === "规下" && row.indicator === "tax_per_mu")) {
    const listed = (rating ?? []).filter((row) => row.size_class === "规下" && row.rating_year === peer.rating_year && typeof row.size_rank === "number");
    for (const [column, place] of [["highest_score", 1], ["median_score", listed.length - Math.floor((listed.length + 1) / 2) + 1], ["lowest_score", listed.length]] as const) {
      const one = listed.find((row) => row.size_rank === place);
      if (one) give("a quartile", key(one), number(peer, column));
    }
  }
  const claims: Claim[] = [];
  const lists = new Map((rating ?? []).map((row) => [key(row), `${String(row.size_class)} ${String(row.rating_year)}`]));
  for (const [how, scores] of points) {
    for (const [row, score] of scores) {
      const own = known.get(lists.get(row) ?? "");
      const year = row.split(" ")[0]!;
      const ownPoints = own && (points.get("its score")?.get(`${year} ${own.enterprise}`) ?? scores.get(`${year} ${own.enterprise}`));
      const [ownLand, thisLand] = [number(land.get(`${year} ${own?.enterprise ?? ""}`), "land_mu"), number(land.get(row), "land_mu")];
      if (own && ownPoints && ownLand && thisLand && row !== `${year} ${own.enterprise}`) claims.push({ how, secret: `tax ${row}`, estimate: (score / ownPoints) * (own.tax / ownLand) * thisLand });
    }
  }
  return claims;
}

/** Without points: between whoever stands next above and below, as if taxes fell evenly down the list from the one that is known. What a rank and the land give by themselves. */
export function taxesFromRanks({ rating }: Told, { known }: OfficeKnows): Claim[] {
  return (rating ?? []).flatMap((row): Claim[] => {
    const own = known.get(`${String(row.size_class)} ${String(row.rating_year)}`);
    const self = (rating ?? []).find((other) => other.rating_year === row.rating_year && other.enterprise_id === own?.enterprise);
    const [rank, ownRank, land, ownLand] = [number(row, "size_rank"), number(self, "size_rank"), number(row, "land_mu"), number(self, "land_mu")];
    if (!own || !rank || !ownRank || !land || !ownLand || row.enterprise_id === own.enterprise) return [];
    const listed = (rating ?? []).filter((other) => other.size_class === row.size_class && other.rating_year === row.rating_year && other.size_rank !== null).length;
    const quantile = (place: number) => Math.log((listed - place + 0.5) / (place - 0.5)) / 1.7;
    return [{ how: "ranks", secret: `tax ${String(row.rating_year)} ${String(row.enterprise_id)}`, estimate: (own.tax / ownLand) * land * Math.exp(0.8 * (quantile(rank) - quantile(ownRank))) }];
  });
}

/** An award from its status and the clause's public amount; or, where all that a clause touches must be paid for its sum to come out, from the sum. */
export function awards({ enterprise_award, clause_year }: Told, { amounts, ifPaid }: OfficeKnows): Claim[] {
  const lines = (enterprise_award ?? []).filter((row) => row.basis === "accrued" && amounts.has(String(row.clause_id)));
  const secret = (row: Row) => `award ${String(row.enterprise_id)} ${String(row.clause_id)} ${String(row.subject)}`;
  const claims = lines.filter(({ status }) => status === "payable").map((row): Claim => ({ how: "status", secret: secret(row), estimate: amounts.get(String(row.clause_id))! }));
  for (const clause of clause_year ?? []) {
    const touched = lines.filter((row) => row.clause_id === clause.clause_id && row.state !== "waiting_data");
    const all = (touched.length * (amounts.get(String(clause.clause_id)) ?? 0)) / 10_000;
    const sum = number(clause, "district_wan");
    if (sum !== undefined && touched.length > 0 && Math.abs(sum / all - 1) < 0.005) claims.push(...touched.map((row): Claim => ({ how: "sum of the clause", secret: secret(row), estimate: amounts.get(String(row.clause_id))! })));
  }
  // the sum of a clause is what all come to that nothing public stops: each of them is paid
  for (const clause of clause_year ?? []) {
    const sum = number(clause, "district_wan");
    const touched = (enterprise_award ?? []).filter((row) => row.basis === "accrued" && row.clause_id === clause.clause_id && row.state !== "waiting_data");
    const parts = touched.map((row) => ({ row, cny: ifPaid.get(secret(row).slice("award ".length)) ?? 0 })).filter(({ cny }) => cny > 0);
    const all = parts.reduce((total, { cny }) => total + cny, 0) / 10_000;
    if (sum !== undefined && all > 0 && Math.abs(sum / all - 1) < 0.005) claims.push(...parts.map(({ row, cny }): Claim => ({ how: "the sum of all that nothing stops", secret: secret(row), estimate: cny })));
  }
  return claims;
}
