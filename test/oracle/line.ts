import { met } from "./readings.ts";
import { clauseTraits } from "./clauses.ts";
import { eventsFrom } from "./facts.ts";
import { cnyOfWan, Decimal, type Money, zero } from "./money.ts";
import type { Day } from "./rows.ts";
import type { Truth } from "./truth.ts";

export type Status = "payable" | "superseded" | "gated" | "capped_out" | "undetermined";

/** A line on its way through the waterfall; amounts are CNY. */
export interface Line {
  readonly year: number;
  /** credit code, or the recipient's name where there is none */
  readonly owner: string;
  readonly clause: string;
  readonly subject: string;
  /** the event's date; null for an annual figure */
  readonly on: Day | null;
  readonly basis: "accrued" | "projected";
  gross: Money;
  /** what is left of gross after the steps so far */
  entitled: Money;
  status: Status;
  readonly reasons: Set<string>;
  /** besides the owner, who may have this only once (a founder, 5.3) */
  readonly alsoOnceFor?: string;
  /** the title was on record before (R6) */
  readonly renewal?: boolean;
  /** what is left of the project's cap limits it (CNY, R1) */
  readonly projectCap?: Money;
  /** its own amount is not on file: gross is what is at stake */
  readonly isAmountUnknown: boolean;
  /** project of an `8-project` line and the policy chosen for it */
  readonly project?: { readonly policy: "设备补助" | "贷款贴息"; readonly chosen: "设备补助" | "贷款贴息" | null };
}

/** What an article says of one possible line, before any limit but its own cap. Money is 万元. */
export interface Claim {
  readonly year: number;
  readonly owner: string;
  readonly clause: string;
  /** '' for annual figures */
  readonly subject?: string;
  readonly on?: Day | null;
  /** rests on figures that are projected while the year is open */
  readonly projected?: boolean;
  /** own amount before its cap; undefined where a datum is missing */
  readonly own: Money | number | undefined;
  /** the most that the missing data leave open; used where `own` is undefined */
  readonly atStake?: Money | number;
  /** cap of this one line */
  readonly cap?: Money | number;
  /** cap of the project over all its years */
  readonly projectCap?: number;
  readonly renewal?: boolean;
  /** kind `upto` without an approved amount: `own` is the cap */
  readonly estimated?: boolean;
  readonly condition: Truth;
  readonly alsoOnceFor?: string;
  readonly project?: Line["project"];
}

/** The line of a claim; none where a condition fails or the amount is zero. */
export function lineOf(claim: Claim): Line[] {
  if (clauseTraits[claim.clause] === undefined) throw new Error(`there is no clause ${claim.clause}`);
  const { condition } = claim;
  if (condition === "failed") return [];
  const unknownAmount = claim.own === undefined;
  // R10
  if (claim.on !== undefined && claim.on !== null && claim.on < eventsFrom && met(claim.clause.startsWith("5.") && claim.clause !== "5.3" ? "R10 an earlier loan" : "R10 an earlier event")) return [];
  if (unknownAmount && condition === "met") throw new Error(`${claim.clause}: an unknown amount without a missing data set`);
  const gross = cnyOfWan(claim.own ?? claim.atStake ?? 0);
  if (!unknownAmount && gross.lessThanOrEqualTo(0)) return [];
  const line: Line = {
    year: claim.year,
    owner: claim.owner,
    clause: claim.clause,
    subject: claim.subject ?? "",
    on: claim.on ?? null,
    basis: claim.projected ? "projected" : "accrued",
    gross,
    entitled: gross,
    status: "payable",
    reasons: new Set(),
    alsoOnceFor: claim.alsoOnceFor,
    project: claim.project,
    renewal: claim.renewal,
    isAmountUnknown: unknownAmount,
    ...(claim.projectCap !== undefined && { projectCap: cnyOfWan(claim.projectCap) }),
  };
  if (claim.estimated) line.reasons.add("estimated_at_cap");
  if (condition !== "met") undetermine(line, condition.missing);
  else if (claim.cap !== undefined) capLine(line, cnyOfWan(claim.cap), "cap");
  return [line];
}

/** Holds a payable line to `limit` CNY; a line of which nothing is left is capped out. */
export function capLine(line: Line, limit: Money, reason: string): void {
  const held = Decimal.max(0, limit);
  if (line.status !== "payable" || line.entitled.lessThanOrEqualTo(held)) return;
  line.entitled = held;
  line.reasons.add(reason);
  if (held.isZero()) line.status = "capped_out";
}

export function undetermine(line: Line, missing: readonly string[]): void {
  line.status = "undetermined";
  line.entitled = zero;
  for (const dataSet of missing) line.reasons.add(`missing:${dataSet}`);
}

export function supersede(line: Line, reason: "choice" | "group" | "already_awarded" | "renewal"): void {
  line.status = "superseded";
  line.entitled = zero;
  line.reasons.add(reason);
}
