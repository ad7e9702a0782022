import { z } from "zod";
import { inspectionWindows } from "../evaluation/promises.ts";
import { inWords, said } from "../schema-words.ts";

/**
 * The form of the policy files. Every object is strict: a key that is not here is an error, so that a misspelt
 * `gruop:` never goes unnoticed. What spans several clauses is checked in `check.ts`.
 */
const day = z.string().refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDayOfCalendar(text), inWords({ zh: "应为日历上有的一天，如 2021-04-26", en: "must be a day of the calendar such as 2021-04-26" }));
const words = z.string().trim().min(1);

/** Values by the day they begin to apply, in ascending order; null ends a value. */
function dated<T extends z.ZodType>(value: T) {
  return z.record(day, value.nullable()).superRefine((values, context) => {
    const days = Object.keys(values);
    if (days.length === 0) context.addIssue(said("至少要有一个「日期: 值」", "needs at least one dated value"));
    if (days.some((one, index) => index > 0 && one <= (days[index - 1] ?? ""))) context.addIssue(said("日期要从早到晚排，每天只写一次", "days must ascend, each once"));
  });
}

const wan = z.number().positive().max(1_000_000);
const fraction = z.number().positive().max(1);

const condition = z
  .strictObject({
    fact: words,
    over: dated(z.number()).optional(),
    from: dated(z.number()).optional(),
    at_most: dated(z.number()).optional(),
    below: dated(z.number()).optional(),
    is: dated(z.number()).optional(),
    not_before: dated(day).optional(),
    growth_over: dated(z.number().min(-1).max(100)).optional(),
    growth_from: dated(z.number().min(-1).max(100)).optional(),
    /** growth as a quotient (relative) or as a difference of ratios (points) */
    measure: z.enum(["relative", "points"]).optional(),
    /** no earlier year on record meets the comparison */
    first_time: z.boolean().optional(),
  })
  .superRefine((one, context) => {
    const given = operators.filter((operator) => one[operator] !== undefined);
    if (given.length > 1) context.addIssue(said(`写了 ${given.join("、")}，一个条件只能有一种比较`, `has ${given.join(" and ")}; one comparison a condition`));
    if (one.first_time && !one.from && !one.over) context.addIssue(said("写了 first_time 就要写 from 或 over", "first_time needs `from` or `over`"));
    if (one.measure && !one.growth_from && !one.growth_over) context.addIssue(said("写了 measure 就要写 growth_over 或 growth_from", "measure needs `growth_over` or `growth_from`"));
  });

/** The comparisons that a condition can make; a condition without one asks that a yes-or-no fact is yes. */
export const operators = ["over", "from", "at_most", "below", "is", "not_before", "growth_over", "growth_from"] as const;

export type Operator = (typeof operators)[number];

const conditions = z.array(z.union([z.strictObject({ any: z.array(condition).min(2) }), condition])).default([]);

/** A condition that no export has a column for: who put the event on file attests it. `figures` are shown beside it, of three years. */
const attested = z.union([words, z.strictObject({ says: words, level: words.optional(), figures: z.array(words).min(1) })]);

/** How often a clause pays; the words are in common.yaml. */
export const onceRules = ["each", "year", "lifetime", "lifetime_per_rung", "lifetime_per_subject", "new"] as const;

const gateName = z.enum(["tax_growth", "rating_d", "dishonest"]);

const common = {
  /** what the clause pays, in our own words */
  summary: words,
  /** article and sentence of the document */
  place: z.string().regex(/第\d+条/, inWords({ zh: "要写明第几条，如 第6条第1句", en: "must name the article, such as 第6条第1句" })),
  /** a few words of the article that carry the clause, as they stand there */
  key_phrase: z.string().trim().min(1).max(30),
  /** what was decided where the text is unclear */
  reading: words.optional(),
  conditions,
  /** conditions that the event on file attests by itself */
  attested: z.array(attested).default([]),
  once: z.enum(onceRules),
  /** the person named in the event may have it once as well */
  once_per_person: z.boolean().default(false),
  group: words.optional(),
  /** clauses of one choice exclude each other for one subject; `choice_name` is what the export calls this one */
  choice: words.optional(),
  choice_name: words.optional(),
  turnover_tax_cap: z.boolean().default(false),
  /** with funding `retention`: within the cap of the new local retention */
  retention_cap: z.boolean().default(true),
  /** an event of before `events_from` counts too */
  before_events_from: z.boolean().default(false),
  funding: z.enum(["retention", "budget", "fee_relief"]),
  /** the gates that its lines pass: all, none, or those named */
  gates: z.union([z.enum(["common", "none"]), z.array(gateName).min(1)]).default("common"),
  redemption: z.enum(["direct", "apply", "discretionary"]).optional(),
};

const selectors = {
  source: words,
  title: words.optional(),
  event: words.optional(),
  loan: words.optional(),
  project: words.optional(),
  role: words.optional(),
  category: words.optional(),
  level: words.optional(),
  /** standards: only these types */
  types: z.array(words).min(1).optional(),
};

const byKey = dated(z.record(words, wan));

const event = z.strictObject({
  kind: z.literal("event"),
  ...common,
  ...selectors,
  /** with `source: annual_figures`: the figure that the clause is about */
  figure: words.optional(),
  /** the award year comes this many years after the event */
  years_later: z.number().int().min(0).max(5).default(0),
  amount: dated(wan).optional(),
  by_level: byKey.optional(),
  by_grade: byKey.optional(),
  by_recipient: byKey.optional(),
  by_type: byKey.optional(),
  by_category: byKey.optional(),
  split: dated(z.record(words, fraction)).optional(),
  /** the amount is the least: an approved one on file that is more counts */
  amount_is_minimum: z.boolean().default(false),
  /** amounts are a share of another clause's */
  share_of: words.optional(),
  share: dated(fraction).optional(),
});

const upto = z.strictObject({
  kind: z.literal("upto"),
  ...common,
  ...selectors,
  cap: dated(wan).optional(),
  by_level_cap: byKey.optional(),
});

const capPer = z.enum(["line", "project", "enterprise_year"]).default("line");

const percent = z.strictObject({
  kind: z.literal("percent"),
  ...common,
  ...selectors,
  figure: words.optional(),
  base: words.optional(),
  /** only what the base has over this is counted */
  base_over: dated(z.number().nonnegative()).optional(),
  rate: dated(fraction).optional(),
  rate_cny_per_unit: dated(z.number().positive()).optional(),
  cap: dated(wan).optional(),
  cap_per: capPer,
});

const interest = z.strictObject({
  kind: z.literal("interest"),
  ...common,
  ...selectors,
  /** percentage points a year */
  rate_points: dated(z.number().positive().max(100)).optional(),
  /** times the 1-year LPR */
  rate_of_lpr: dated(fraction).optional(),
  cap_principal: dated(wan).optional(),
  max_months: dated(z.number().int().positive().max(600)).optional(),
  cap: dated(wan).optional(),
  cap_per: capPer,
});

const rung = z
  .strictObject({
    threshold: z.number().nonnegative(),
    below: z.number().positive().optional(),
    growth_over: z.number().min(-1).max(100).optional(),
    amount: wan,
  })
  .superRefine((one, context) => {
    if (one.below !== undefined && one.below <= one.threshold) context.addIssue(said(`below ${one.below} 没有大于本档的 threshold ${one.threshold}`, `below ${one.below} is not above its threshold ${one.threshold}`));
  });

const rungs = z.array(rung).min(1).superRefine((list, context) => {
  list.forEach((one, index) => {
    const higher = list[index - 1];
    if (!higher) return;
    if (one.threshold >= higher.threshold) context.addIssue(said(`各档要从高到低排：${one.threshold} 排在了 ${higher.threshold} 后面`, `rungs must descend: ${one.threshold} stands below ${higher.threshold}`));
    if (one.amount > higher.amount) context.addIssue(said(`低档比高档奖得多：${one.threshold} 奖 ${one.amount}，${higher.threshold} 奖 ${higher.amount}`, `a lower rung pays more: ${one.amount} at ${one.threshold}, ${higher.amount} at ${higher.threshold}`));
    if (one.below !== undefined && one.below > higher.threshold) context.addIssue(said(`两档重叠：below ${one.below} 超过了上一档的 ${higher.threshold}`, `rungs overlap: below ${one.below} reaches over ${higher.threshold}`));
  });
});

const ladder = z.strictObject({
  kind: z.literal("ladder"),
  ...common,
  figure: words,
  /** 过 is over, 以上/达到 is from */
  compare: z.enum(["over", "from"]),
  rungs: dated(rungs),
  first_time: z.boolean().default(false),
});

export const clauseSchema = z.discriminatedUnion("kind", [event, ladder, percent, interest, upto]);

const clauseId = z.string().regex(/^\d+\.\d+$/, inWords({ zh: "条款编号应如 6.1", en: "must be a clause id such as 6.1" }));

const mode = z.enum(["on", "warn", "off"]);

export const articleSchema = z.strictObject({
  article: z.number().int().positive(),
  document: words,
  /** the bodies of the article's closing bracket: the first leads */
  lead: words,
  with: z.array(words),
  clauses: z.record(clauseId, clauseSchema),
});

const rule = { summary: words, place: words, reading: words.optional() };
const gate = z.strictObject({ ...rule, mode: z.enum(["on", "warn", "off"]) });
const ratingGate = z.strictObject({ ...rule, mode: z.enum(["on", "official_only", "warn", "off"]), max_age_years: z.number().int().min(0).max(10) });
const groups = z.record(
  words,
  z.strictObject({
    ...rule,
    /** `lifetime`: pays nothing more once an earlier award year granted any of its clauses */
    scope: z.enum(["year", "lifetime"]).default("year"),
    /** which of a year's lines is kept */
    decides_by: z.enum(["amount", "level"]).default("amount"),
    /** whose lines exclude each other */
    per: z.enum(["enterprise", "recipient"]).default("enterprise"),
  }),
);

export const commonSchema = z.strictObject({
  version: words,
  label: words,
  document: words,
  first_award_year: z.number().int().min(2000).max(2100),
  events_from: z.strictObject({ ...rule, value: day }),
  gates: z.strictObject({ tax_growth: gate, rating_d: ratingGate, dishonest: gate }),
  retention_cap: gate,
  turnover_tax_cap: gate,
  groups,
  choices: z.record(words, z.strictObject(rule)),
  cap_rules: z.strictObject({ line: z.strictObject(rule), project: z.strictObject(rule), enterprise_year: z.strictObject(rule) }),
  once_rules: z.strictObject(Object.fromEntries(onceRules.map((once) => [once, z.strictObject(rule)])) as Record<(typeof onceRules)[number], z.ZodObject<typeof rule>>),
  /** 称号认定's column 首次或复核, where filled, says what is new */
  first_or_renewal_column: z.boolean(),
  stacks: z.array(z.strictObject({ clauses: z.array(words).min(2), reading: words })),
});

/** What of a version's common file an amendment may set anew, field by field; a field that is null is dropped. */
export const amendable = ["events_from", "gates", "retention_cap", "turnover_tax_cap", "groups", "choices", "stacks", "first_or_renewal_column"] as const;

/**
 * The one file of a version that changes another: fields of its clauses and of its common rules, checked with that version's
 * files, and modes of its gates and limits. A field set to null is dropped: `group: null` takes a clause out of its group.
 */
export const amendmentSchema = z.strictObject({
  version: words,
  label: words,
  /** why a careful reader could read it so */
  reason: words.optional(),
  amends: z.string().regex(/^[\w.-]+$/, inWords({ zh: "应为版本文件夹的名字", en: "must be the name of a version's folder" })),
  gates: z
    .strictObject({ tax_growth: mode, rating_d: z.enum(["on", "official_only", "warn", "off"]), dishonest: mode, retention_cap: mode, turnover_tax_cap: mode })
    .partial()
    .default({}),
  rules: z.partialRecord(z.enum(amendable), z.unknown()).default({}),
  /** what «一年» is for the inspections of an enterprise (annex 2); the file of the promises' where absent */
  inspection_window: z.enum(inspectionWindows).optional(),
  clauses: z.record(clauseId, z.record(z.string(), z.unknown())).default({}),
});

export type Clause = z.infer<typeof clauseSchema>;
export type Condition = z.infer<typeof condition>;
export type PolicyCommon = z.infer<typeof commonSchema>;
/** Values by first day; null ends the value before. */
export type Dated<T> = Readonly<Record<string, T | null>>;

/** 2021-02-30 has the form of a day and is none. */
function isDayOfCalendar(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
