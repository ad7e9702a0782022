/**
 * What the wide row cannot say, by a reason from a closed set. A simulation that hears of one takes the claims' own path, which
 * can say everything that the models can; a wrong number is never an answer.
 */
export type RefusalReason =
  /** a word of the policy that the compiler does not know: `what` is the word */
  | "unknown_word"
  /** a clause that moves with the figures pays several claims in one line */
  | "several_claims"
  /** a clause that moves shares a cap over an enterprise's lines of a year */
  | "shared_cap"
  /** a clause that moves pays a person once, whichever enterprise reports */
  | "once_per_person"
  /** a growth in points of what is no ratio */
  | "points_of_amount"
  /** figures or rates that 64 bits may not hold */
  | "too_large"
  /** more lines side by side than a row should have */
  | "too_wide";

export interface Refusal {
  readonly reason: RefusalReason;
  /** the clause, or the word, at fault; empty where it is the district's figures */
  readonly what: string;
}

/** Stops a compilation; `compile` answers with its refusal. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(`${refusal.reason}: ${refusal.what}`);
  }
}
