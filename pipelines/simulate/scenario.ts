import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { simulateMessages } from "./messages.ts";

/** The scenarios that come with the project. */
export const scenarioDirectory = fileURLToPath(new URL("../../models/scenarios", import.meta.url));

/** The annual figures that a growth assumption can be about, in the order in which reports name them. */
export const simulatedFigures = ["output", "revenue", "profit", "online_retail", "total_tax", "local_tax", "turnover_tax", "retention"] as const;

const share = z.number().min(-1).max(10);
const mode = z.enum(["on", "warn", "off"]);

const growth = z
  .strictObject({
    sector: z.string().min(1).optional(),
    town: z.string().min(1).optional(),
    /** two or more figures of GB/T 4754: `30` */
    industry: z.string().regex(/^\d{2,4}$/, "must be the first two to four figures of the industry's code").optional(),
    enterprise: z.string().min(1).optional(),
    /** only these figures; all where absent */
    figures: z.array(z.enum(simulatedFigures)).min(1).optional(),
    /** the months to come, against the projection: -0.1 is a tenth less */
    change: share.optional(),
    /** the months to come, against the same months of last year, in place of the growth so far */
    growth: share.optional(),
  })
  .superRefine((one, context) => {
    if ((one.change === undefined) === (one.growth === undefined)) context.addIssue("needs `change` or `growth`, one of them");
    if ([one.sector, one.town, one.industry, one.enterprise].filter((value) => value !== undefined).length > 1) context.addIssue("is about a sector, a town, an industry or an enterprise, one of them");
  });

const uncertainty = z.union([
  z.literal("none"),
  z.strictObject({
    /** times the spread that history shows */
    times: z.number().positive().max(10).default(1),
    /** the spread of a month's growth (standard deviation of its logarithm) in place of history's */
    monthly_spread: z.number().positive().max(2).optional(),
    /** how much of it all enterprises of the district have in common; from the data where absent */
    common_share: z.number().min(0).max(0.99).optional(),
  }),
]);

const schema = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u, "must be up to 40 letters, figures, _ or -"),
  /** one sentence: what is assumed */
  assumption: z.string().trim().min(1).max(300),
  as_of: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "must be a month such as 2021-09").optional(),
  /** 万元 by award year */
  budget_wan: z.record(z.string().regex(/^20\d\d$/, "must be a year"), z.number().positive().max(100_000_000)).default({}),
  policy: z
    .strictObject({
      version: z.string().min(1).optional(),
      /** fields of the policy files, by clause: they replace those of the same name */
      clauses: z.record(z.string().regex(/^\d+\.\d+$/, "must be a clause such as 6.3"), z.record(z.string(), z.unknown())).default({}),
      gates: z.strictObject({ tax_growth: mode.optional(), rating_d: mode.optional(), dishonest: mode.optional(), retention_cap: mode.optional(), turnover_tax_cap: mode.optional() }).default({}),
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
 * @throws D521Error `scenario_missing`, `scenario_unreadable`, `scenario_wrong` (2) naming the file and every field at fault
 */
export function readScenario(file: string): Scenario {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new D521Error(exitCodes.usage, "scenario_missing", simulateMessages.scenario_missing, { file }, { cause });
    throw new D521Error(exitCodes.usage, "scenario_unreadable", simulateMessages.scenario_unreadable, { file, detail: firstLine(cause) }, { cause });
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${path.basename(file)} › ${issue.path.join(".") || "-"}: ${issue.message}`).join("\n");
  throw new D521Error(exitCodes.usage, "scenario_wrong", simulateMessages.scenario_wrong, { count: result.error.issues.length, problems });
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]!;
}
