import { config, core, locales } from "zod";
import type { Lang, Message } from "./messages.ts";

/**
 * What a zod schema finds wrong in a file that a person wrote, in that person's words. zod's own Chinese names programmers'
 * types (record, string) and leaves a schema's own sentences in the one language that they were written in.
 */
let spoken: Lang = "zh";

/** From now on every schema of this process speaks this language. */
export function saySchemasIn(lang: Lang): void {
  spoken = lang;
  config(lang === "zh" ? { localeError: plainChinese } : locales.en());
}

/** A schema's own sentence, said when the fault is found: `z.string().regex(month, inWords({ zh: …, en: … }))`. */
export function inWords(message: Message): { readonly error: () => string } {
  return { error: () => message[spoken] };
}

/** One of two sentences about what a person wrote, in the language that schemas speak: for what is checked after them. */
export function said(zh: string, en: string): string {
  return spoken === "zh" ? zh : en;
}

const kinds: Readonly<Record<string, string>> = {
  string: "文字", number: "数字", int: "整数", boolean: "true 或 false", object: "一组「字段: 值」", record: "一组「名称: 值」", array: "列表（每项以 - 开头，或写成 [ ]）", null: "空", date: "日期", undefined: "空",
};
const fallback = locales.zhCN().localeError;

function plainChinese(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "没有写，这一项必须有";
      return `应为${kinds[issue.expected] ?? issue.expected}，写的是${shown(issue.input)}`;
    case "invalid_value":
      return `只能写 ${issue.values.map(String).join("、")}${issue.values.length > 1 ? " 之一" : ""}，写的是${shown(issue.input)}`;
    case "unrecognized_keys":
      return `没有名为${issue.keys.map((key) => `「${key}」`).join("、")}的字段，请核对拼写`;
    case "too_small":
      return limit(issue.origin, issue.minimum, { number: issue.inclusive ? "不能小于" : "须大于", size: "至少要有" }, issue.input);
    case "too_big":
      return limit(issue.origin, issue.maximum, { number: issue.inclusive ? "不能大于" : "须小于", size: "最多只能有" }, issue.input);
    case "invalid_key":
      return issue.issues.map(({ message }) => message).join("；");
    default: {
      const said = fallback?.(issue);
      return typeof said === "string" ? said : (said?.message ?? "写法不对");
    }
  }
}

function limit(origin: string, bound: unknown, words: { readonly number: string; readonly size: string }, input: unknown): string {
  if (origin === "string") return Number(bound) === 1 && words.size.startsWith("至少") ? "不能为空" : `${words.size} ${String(bound)} 个字`;
  if (origin === "array") return `${words.size} ${String(bound)} 项`;
  return `${words.number} ${String(bound)}，写的是${shown(input)}`;
}

/** What was written, short; a nested value only by its kind. */
function shown(input: unknown): string {
  if (input === null) return "空";
  if (Array.isArray(input)) return "列表";
  if (typeof input === "object") return "一组字段";
  const text = String(input);
  return `「${text.length > 40 ? `${text.slice(0, 40)}…` : text}」`;
}
