import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Decimal } from "decimal.js";
import { YAMLParseError } from "yaml";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { retentionSharings } from "../policy/changes.ts";
import { type UnquotedId, parseWithIds } from "../policy/quoted-ids.ts";
import { inWords } from "../schema-words.ts";
import { simulateMessages } from "./messages.ts";

/** The scenarios that come with the project. */
export const scenarioDirectory = fileURLToPath(new URL("../../models/scenarios", import.meta.url));

/** The annual figures that a growth assumption can be about, in the order in which reports name them. */
export const simulatedFigures = ["output", "revenue", "profit", "online_retail", "total_tax", "local_tax", "turnover_tax", "retention"] as const;

const oneAmount = { zh: "change（比推算增减）和 growth（比上年同月增减）要写一个，也只能写一个", en: "needs `change` or `growth`, one of them" };
const oneGroup = { zh: "sector、town、industry、enterprise、district 只能写一个，要分别假设就写成几条", en: "is about a sector, a town, an industry, an enterprise or the district, one of them" };
const noFigures = { zh: "district 只有全区税收一个数，不能再写 figures", en: "district is about one figure, the district's tax; leave out `figures`" };
/** A number, or one in percent as it is written in a report: `10%`, `-2.5％`. */
const number = (limited: z.ZodNumber) => z.preprocess(fraction, limited);
function fraction(value: unknown): unknown {
  const percentage = /^\s*([+-]?\d+(?:\.\d+)?)\s*[%％]\s*$/.exec(typeof value === "string" ? value : "");
  return percentage ? new Decimal(percentage[1]!).div(100).toNumber() : value;
}
/** Whatever a policy's field holds, its percentages as numbers. */
function inFractions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inFractions);
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inFractions(one)]));
  return fraction(value);
}
const share = number(z.number().min(-1).max(10));
const mode = z.enum(["on", "warn", "off"]);
const ratingMode = z.enum(["on", "official_only", "warn", "off"]);

const growth = z
  .strictObject({
    sector: z.string().min(1).optional(),
    town: z.string().min(1).optional(),
    /** two or more figures of GB/T 4754: `30` */
    industry: z.string().regex(/^\d{2,4}$/, inWords({ zh: "应为行业代码的前两到四位数字，加引号，如 \"30\"", en: "must be the first two to four figures of the industry's code, in quotes" })).optional(),
    enterprise: z.string().min(1).optional(),
    /** the district's own tax, against which the tax gate measures; without a group, an assumption is about everyone and the district too */
    district: z.literal(true).optional(),
    /** only these figures; all where absent */
    figures: z.array(z.enum(simulatedFigures)).min(1).optional(),
    /** the months to come, against the projection: -0.1 is a tenth less */
    change: share.optional(),
    /** the months to come, against the same months of last year, in place of the growth so far */
    growth: share.optional(),
  })
  .superRefine((one, context) => {
    if ((one.change === undefined) === (one.growth === undefined)) context.addIssue(inWords(oneAmount).error());
    if ([one.sector, one.town, one.industry, one.enterprise, one.district].filter((value) => value !== undefined).length > 1) context.addIssue(inWords(oneGroup).error());
    if (one.district && one.figures) context.addIssue(inWords(noFigures).error());
  });

const uncertainty = z.union([
  z.literal("none"),
  z.strictObject({
    /** times the spread that history shows */
    times: number(z.number().positive().max(10)).default(1),
    /** the spread of a month's growth (standard deviation of its logarithm) in place of history's */
    monthly_spread: number(z.number().positive().max(2)).optional(),
    /** how much of it all enterprises of the district have in common; from the data where absent */
    common_share: number(z.number().min(0).max(0.99)).optional(),
  }),
], inWords({ zh: "应为 none（不计不确定性），或者 times、monthly_spread、common_share 这几个字段", en: "must be none, or the fields times, monthly_spread, common_share" }));

const schema = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u, inWords({ zh: "只能用汉字、字母、数字、_ 和 -，最多 40 个字，不能有空格", en: "must be up to 40 letters, figures, _ or -" })),
  /** one sentence: what is assumed */
  assumption: z.string().trim().min(1).max(300),
  as_of: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, inWords({ zh: "应为年月，如 2021-09", en: "must be a month such as 2021-09" })).optional(),
  /** 万元 by award year; 0 is a budget too */
  budget_wan: z.record(z.string().regex(/^20\d\d$/, inWords({ zh: "应为四位年份，如 2021", en: "must be a year such as 2021" })), z.number().min(0).max(100_000_000)).default({}),
  policy: z
    .strictObject({
      version: z.string().min(1).optional(),
      /** fields of the policy files, by clause: they replace those of the same name */
      clauses: z.record(z.string().regex(/^\d+\.\d+$/, inWords({ zh: "应为加引号的条款号，如 \"6.3\"", en: "must be a clause such as \"6.3\", in quotes" })), z.record(z.string(), z.unknown().transform(inFractions))).default({}),
      gates: z.strictObject({ tax_growth: mode.optional(), rating_d: ratingMode.optional(), dishonest: mode.optional(), retention_cap: mode.optional(), turnover_tax_cap: mode.optional() }).default({}),
      /** of the new local retention so much may be spent, and how lines share it where it is short: what the document does not say otherwise than by a what-if */
      retention: z.strictObject({ share: number(z.number().min(0).max(1)).optional(), sharing: z.enum(retentionSharings).optional() }).optional(),
    })
    .default({ clauses: {}, gates: {} }),
  growth: z.array(growth).default([]),
  uncertainty: uncertainty.default({ times: 1 }),
});

/** What is assumed for the rest of the year, and for the policy. */
export type Scenario = z.infer<typeof schema>;
export type GrowthAssumption = Scenario["growth"][number];

/**
 * Reads and checks a scenario file.
 *
 * @throws D521Error `scenario_missing`, `scenario_not_yaml`, `scenario_unreadable`, `scenario_wrong` (2) naming the file and every field at fault
 */
export function readScenario(file: string): Scenario {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new D521Error(exitCodes.usage, "scenario_missing", simulateMessages.scenario_missing, { file }, { cause });
    throw new D521Error(exitCodes.usage, "scenario_unreadable", simulateMessages.scenario_unreadable, { file, detail: firstLine(cause) }, { cause });
  }
  return parseScenario(text, file);
}

/**
 * Checks the text of a scenario file.
 *
 * @param file  what it is called, for the sentences
 * @throws D521Error as {@link readScenario} does
 */
export function parseScenario(text: string, file: string): Scenario {
  let content: unknown;
  let unquoted: readonly UnquotedId[];
  try {
    ({ content, unquoted } = parseWithIds(text));
  } catch (cause) {
    if (cause instanceof YAMLParseError) throw new D521Error(exitCodes.usage, "scenario_not_yaml", simulateMessages.scenario_not_yaml, { file, line: cause.linePos?.[0].line ?? 1, detail: firstLine(cause) }, { cause });
    throw new D521Error(exitCodes.usage, "scenario_unreadable", simulateMessages.scenario_unreadable, { file, detail: firstLine(cause) }, { cause });
  }
  return checkScenario(content, path.basename(file), unquoted);
}

/**
 * Checks a scenario's content, wherever it comes from.
 *
 * @param file  what stands before each field at fault; nothing where absent
 * @throws D521Error `scenario_wrong` (2) naming every field at fault
 */
export function checkScenario(content: unknown, file = "", unquoted: readonly UnquotedId[] = []): Scenario {
  const result = schema.safeParse(content);
  if (result.success && unquoted.length === 0) return result.data;
  const head = file === "" ? "" : `${file} › `;
  const problems = [
    ...unquoted.map(({ written, problem }) => `${head}${written}: ${problem}`),
    ...(result.error?.issues ?? []).map((issue) => `${head}${issue.path.join(".") || "-"}: ${issue.message}`),
  ];
  throw new D521Error(exitCodes.usage, "scenario_wrong", simulateMessages.scenario_wrong, { count: problems.length, problems: problems.join("\n") });
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]!;
}
