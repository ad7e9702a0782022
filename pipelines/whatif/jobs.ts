import type { Scenario } from "../simulate/scenario.ts";
import type { Certain } from "./certain.ts";
import type { TrialClause, TrialField } from "./fields.ts";
import type { Outlook } from "./outlook.ts";
import type { BudgetAnswer, RateAnswer } from "./solve.ts";
import type { DataVersion } from "./trial.ts";

/** What the door asks of the process that trials run in; all of it was checked before. */
export type Job =
  /** what a form shows: of the visible build's month where none is named */
  | { readonly kind: "ground"; readonly month?: string; readonly policy?: string }
  | { readonly kind: "version" }
  | { readonly kind: "run"; readonly scenario: Scenario; readonly month: string }
  | { readonly kind: "budget"; readonly scenario: Scenario; readonly month: string; readonly certainty: number }
  /** `budget` in CNY; `certainty` null: as projected, without draws */
  | { readonly kind: "rate"; readonly scenario: Scenario; readonly month: string; readonly field: string; readonly budget: string; readonly certainty: number | null };

export interface Ground {
  readonly version: CurrentVersion;
  readonly months: readonly string[];
  readonly month: string;
  readonly policy: { readonly version: string; readonly label: string };
  readonly clauses: readonly TrialClause[];
  readonly fields: readonly TrialField[];
  readonly gates: readonly { readonly gate: string; readonly mode: string; readonly summary: string; readonly place: string }[];
  readonly sectors: readonly string[];
  readonly towns: readonly string[];
  readonly enterprises: readonly { readonly id: string; readonly name: string }[];
  readonly examples: readonly Scenario[];
}

/** The data that trials run on now, and the program; `is_stale`: newer data were being written, these are those before. */
export interface CurrentVersion extends DataVersion {
  readonly program: string;
  readonly is_stale: boolean;
}

export interface RunAnswer {
  readonly version: CurrentVersion;
  readonly certain: Certain;
  readonly outlook: Outlook;
}

export interface Answers {
  ground: Ground;
  version: CurrentVersion;
  run: RunAnswer;
  budget: BudgetAnswer;
  rate: RateAnswer;
}

/** What comes of a job before its end. */
export type Step =
  | { readonly step: "certain"; readonly version: CurrentVersion; readonly certain: Certain }
  | { readonly step: "drawn"; readonly done: number; readonly total: number }
  | { readonly step: "tried"; readonly done: number };

export type ToWorker = { readonly id: number; readonly job: Job } | { readonly id: number; readonly stop: true };

export type FromWorker =
  | { readonly id: number; readonly step: Step }
  | { readonly id: number; readonly answer: unknown }
  /** `sentence` may stand on a page */
  | { readonly id: number; readonly fault: { readonly code: string; readonly sentence: string } };
