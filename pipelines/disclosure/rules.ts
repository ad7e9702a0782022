/** Who may be told what: `sources/disclosure.yaml`, read and checked. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { inWords } from "../schema-words.ts";
import { audiences } from "../serve/audiences.ts";
import { disclosureMessages } from "./messages.ts";

const column = z.string().regex(/^[a-z][a-z0-9_]*$/);
const step = z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, inWords({ zh: "应为加引号的正数，如 \"0.1\"", en: "a positive number in quotes was expected, such as \"0.1\"" })).refine((text) => Number(text) > 0, inWords({ zh: "不能是零", en: "must not be zero" }));

/** What happens to a column on its way out. A column may be rounded and kept back where few are behind it. */
const ruleSchema = z
  .strictObject({
    /** to the nearest multiple */
    round: step.optional(),
    /** to so many significant digits */
    significant: z.int().min(1).max(6).optional(),
    /** the name of a band below which it falls, instead of the value */
    band: z.string().optional(),
    /** a boolean column of the same query: null where it is true */
    few: column.optional(),
  })
  .refine((rule) => Object.keys(rule).length > 0, inWords({ zh: "没有写规则", en: "there is no rule" }))
  .refine(({ round, significant, band }) => [round, significant, band].filter((one) => one !== undefined).length < 2, inWords({ zh: "取整、有效数字、分档只能用一种", en: "only one of round, significant and band may be given" }));

const extractSchema = z.strictObject({
  /** as they are */
  open: z.array(column).default([]),
  rules: z.record(column, ruleSchema).default({}),
  /** asked for the rules only; never leaves */
  hidden: z.array(column).default([]),
});

const bandSchema = z
  .strictObject({ edges: z.array(z.string().regex(/^-?\d+(\.\d+)?$/)).min(1), labels: z.array(z.string().min(1)) })
  .refine(({ edges, labels }) => labels.length === edges.length + 1, inWords({ zh: "档名应比分界多一个", en: "there must be one label more than edges" }));

const schema = z
  .strictObject({
    min_contributors: z.int().min(2),
    largest_share: step,
    bands: z.record(z.string(), bandSchema),
    extracts: z.record(z.enum(["shared", ...audiences]), z.record(column, extractSchema)),
    documents: extractSchema,
  })
  .superRefine(({ bands, extracts, documents }, context) => {
    const all = [...Object.entries(extracts).flatMap(([folder, ones]) => Object.entries(ones).map(([name, one]) => [["extracts", folder, name], one] as const)), [["documents"], documents] as const];
    for (const [where, one] of all) {
      const columns = [...one.open, ...Object.keys(one.rules), ...one.hidden];
      for (const twice of columns.filter((name, index) => columns.indexOf(name) < index)) context.addIssue({ code: "custom", message: inWords({ zh: `${twice} 有两条规则`, en: `${twice} has two rules` }).error(), path: [...where] });
      for (const [name, { band, few }] of Object.entries(one.rules)) {
        if (band !== undefined && bands[band] === undefined) context.addIssue({ code: "custom", message: inWords({ zh: `没有名为 ${band} 的分档`, en: `there is no band ${band}` }).error(), path: [...where, "rules", name] });
        if (few !== undefined && where[0] === "extracts" && !columns.includes(few)) context.addIssue({ code: "custom", message: inWords({ zh: `没有列 ${few}`, en: `there is no column ${few}` }).error(), path: [...where, "rules", name] });
      }
    }
  });

export type Rule = z.infer<typeof ruleSchema>;
export type ExtractRules = z.infer<typeof extractSchema>;
export type DisclosureRules = z.infer<typeof schema>;

/** The project's own `sources/`. */
export const sourcesDirectory = fileURLToPath(new URL("../../sources", import.meta.url));

const read = new Map<string, { readonly text: string; readonly rules: DisclosureRules }>();

/**
 * Reads `disclosure.yaml`; checked again only when the file is another.
 *
 * @param directory  the folder of the audiences' queries
 * @throws D521Error `disclosure_missing`, `disclosure_wrong` (2), naming the file and the field
 */
export function disclosureRules(directory: string = sourcesDirectory): DisclosureRules {
  const file = path.join(directory, "disclosure.yaml");
  if (!existsSync(file)) throw new D521Error(exitCodes.usage, "disclosure_missing", disclosureMessages.disclosure_missing, { file: "disclosure.yaml" });
  const wrong = (problems: string, cause?: unknown) => new D521Error(exitCodes.usage, "disclosure_wrong", disclosureMessages.disclosure_wrong, { file: "disclosure.yaml", problems }, { cause });
  const text = readFileSync(file, "utf8");
  const known = read.get(directory);
  if (known?.text === text) return known.rules;
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    throw wrong(cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause), cause);
  }
  const result = schema.safeParse(content);
  if (!result.success) throw wrong(z.prettifyError(result.error).replaceAll(/\s*\n\s*(→ at )?/g, " "));
  read.set(directory, { text, rules: result.data });
  return result.data;
}

/** Rules of one extract. @throws D521Error `no_rules` (3): what nobody has decided on does not leave */
export function rulesOf(folder: string, extract: string, directory: string = sourcesDirectory): ExtractRules {
  const found = disclosureRules(directory).extracts[folder as "shared"]?.[extract];
  if (found === undefined) throw new D521Error(exitCodes.environment, "no_rules", disclosureMessages.no_rules, { extract, audience: folder });
  return found;
}
