import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Decimal } from "decimal.js";
import { parse } from "yaml";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { inWords, said } from "../schema-words.ts";
import { evaluationMessages } from "./messages.ts";

/** The project's own `models/evaluation/`. */
export const evaluationDirectory = fileURLToPath(new URL("../../models/evaluation", import.meta.url));

/**
 * Reads one parameter file and checks it whole.
 *
 * @param file  path below `directory`, such as `rating/shandong-assumed.yaml`
 * @throws D521Error `evaluation_missing`, `evaluation_unreadable`, `evaluation_wrong` (2), naming the file and the field
 */
export function readParameters<T extends z.ZodType>(schema: T, file: string, directory: string = evaluationDirectory): z.infer<T> {
  const full = path.join(directory, file);
  if (!existsSync(full)) throw new D521Error(exitCodes.usage, "evaluation_missing", evaluationMessages.evaluation_missing, { file });
  let content: unknown;
  try {
    content = parse(readFileSync(full, "utf8"));
  } catch (cause) {
    const detail = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    throw new D521Error(exitCodes.usage, "evaluation_unreadable", evaluationMessages.evaluation_unreadable, { file, detail }, { cause });
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const problems = z.prettifyError(result.error).replaceAll(/\s*\n\s*(→ at )?/g, " ");
  throw new D521Error(exitCodes.usage, "evaluation_wrong", evaluationMessages.evaluation_wrong, { file, problems });
}

/** A number written as text, so that it never passes through a float: `"0.20"`. */
export const decimalText = z.string().regex(/^-?\d{1,18}(\.\d{1,10})?$/, inWords({ zh: "应为加引号的数，如 \"0.20\"", en: "a number in quotes was expected, such as \"0.20\"" }));

/** {@link decimalText} that is zero or more. */
export const positiveText = decimalText.refine((text) => !text.startsWith("-"), inWords({ zh: "不能是负数", en: "must not be negative" }));

/** A name in both languages. */
export const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** `2021-04-26`, as YAML leaves it: text. */
export const dateText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, inWords({ zh: "应为日期，如 2021-04-26", en: "a day was expected, such as 2021-04-26" }));

/** What both files of weighted indicators say of weights that do not add up to 100. */
export function weightsWrong(sum: Decimal): string {
  return said(`权重合计为 ${sum.toFixed()}，不是 100`, `the weights add up to ${sum.toFixed()}, not 100`);
}

/** … and of an indicator that is listed a second time. */
export function indicatorTwice(): string {
  return said("同一指标写了两次", "an indicator stands twice");
}
