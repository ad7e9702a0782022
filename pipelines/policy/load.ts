import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import type { InspectionWindow } from "../evaluation/promises.ts";
import { said } from "../schema-words.ts";
import { checkPolicy } from "./check.ts";
import { type PolicyChanges, type RetentionRule, documentRetention, layered, noChanges, withFields, withRules } from "./changes.ts";
import { policyMessages } from "./messages.ts";
import { parseWithIds } from "./quoted-ids.ts";
import { amendmentSchema, articleSchema, commonSchema, type Clause, type PolicyCommon } from "./schema.ts";

/** Where the versions lie, one folder each. */
export const policyDirectory = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "models", "policy");

/** The version that a build uses when none is named. */
export const defaultPolicyVersion = "2021-04-26";

export interface PolicyClause {
  readonly id: string;
  readonly article: number;
  /** by number, 6.9 before 6.10: article x 1000 + number within it */
  readonly order: number;
  readonly file: string;
  readonly clause: Clause;
  /** the body that leads its article, and those beside it */
  readonly lead: string;
  readonly with: readonly string[];
}

export interface Policy extends PolicyCommon {
  readonly directory: string;
  /** of an amendment: why it could be read so */
  readonly reason?: string;
  /** of an amendment: another reading of the year of inspections */
  readonly inspectionWindow?: InspectionWindow;
  /** how far the new retention goes */
  readonly retention: RetentionRule;
  /** in the clauses' numeric order */
  readonly clauses: readonly PolicyClause[];
}

/** What is wrong with a policy file, and exactly where. */
export interface PolicyFault {
  readonly file: string;
  readonly clause: string;
  readonly field: string;
  readonly problem: string;
}

/**
 * Reads and checks one policy version whole: all faults are collected, and one is enough to refuse it.
 *
 * @param version    folder name under `directory`, such as `2021-04-26`
 * @param directory  holds the versions; the project's own by default
 * @param changes    a what-if's other fields; they are checked with the files, as if they stood there
 * @throws D521Error `policy_missing`, `policy_unreadable`, `policy_wrong` (with file, clause and field of every fault)
 */
export function loadPolicy(version: string = defaultPolicyVersion, directory: string = policyDirectory, changes: PolicyChanges = noChanges): Policy {
  const folder = path.join(directory, version);
  if (!/^[\w.-]+$/.test(version) || /^\.+$/.test(version) || !existsSync(path.join(folder, "common.yaml"))) {
    const versions = existsSync(directory) ? readdirSync(directory).filter((name) => existsSync(path.join(directory, name, "common.yaml"))).sort() : [];
    throw new D521Error(exitCodes.usage, "policy_missing", policyMessages.policy_missing, { version, directory, versions: versions.join(", ") || "-" });
  }
  const faults: PolicyFault[] = [];
  const content = readYaml(path.join(folder, "common.yaml"), faults);
  if (isAmendment(content)) return loadAmendment(version, directory, folder, content, changes, faults);
  const common = check(commonSchema, withRules(content, changes), "common.yaml", faults);
  const clauses: PolicyClause[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (file === "common.yaml" || !/\.ya?ml$/.test(file)) continue;
    if (!/^article-\d{2,}\.yaml$/.test(file)) {
      faults.push({ file, clause: "", field: "", problem: said("政策文件要叫 article-06.yaml 或 common.yaml", "a policy file is named article-06.yaml or common.yaml") });
      continue;
    }
    const article = check(articleSchema, withFields(readYaml(path.join(folder, file), faults), changes.clauses), file, faults);
    if (!article) continue;
    if (Number(/\d+/.exec(file)?.[0]) !== article.article) faults.push({ file, clause: "", field: "article", problem: said(`写的是 ${article.article}，与文件名不符`, `says ${article.article}, the file's name another`) });
    for (const [id, clause] of Object.entries(article.clauses)) {
      const [first, second] = id.split(".").map(Number);
      if (first !== article.article) faults.push({ file, clause: id, field: "", problem: said(`写在了第 ${article.article} 条的文件里`, `stands in the file of article ${article.article}`) });
      clauses.push({ id, article: first ?? 0, order: (first ?? 0) * 1000 + (second ?? 0), file, clause, lead: article.lead, with: article.with });
    }
  }
  clauses.sort((one, other) => one.order - other.order);
  if (common && faults.length === 0) {
    if (common.version !== version) faults.push({ file: "common.yaml", clause: "", field: "version", problem: said(`写的是 ${common.version}，文件夹是 ${version}`, `is ${common.version}, the folder is ${version}`) });
    faults.push(...checkPolicy(common, clauses));
  }
  if (!common || faults.length > 0) throw wrong(faults);
  const { share = documentRetention.share, sharing = documentRetention.sharing } = changes.retention ?? {};
  return { ...common, directory: folder, clauses, retention: { share, sharing } };
}

function wrong(faults: readonly PolicyFault[]): D521Error {
  const problems = faults.map((fault) => [fault.file, fault.clause, fault.field].filter(Boolean).join(" › ") + `: ${fault.problem}`).join("\n");
  return new D521Error(exitCodes.usage, "policy_wrong", policyMessages.policy_wrong, { count: faults.length, problems });
}

function isAmendment(content: unknown): boolean {
  return typeof content === "object" && content !== null && "amends" in content;
}

/** The version that it amends, with the changes laid over its files before they are checked; a what-if's changes lie over those. */
function loadAmendment(version: string, directory: string, folder: string, content: unknown, changes: PolicyChanges, faults: PolicyFault[]): Policy {
  const amendment = check(amendmentSchema, content, "common.yaml", faults);
  if (!amendment || faults.length > 0) throw wrong(faults);
  const fault = (field: string, problem: string, clause = "") => faults.push({ file: "common.yaml", clause, field, problem });
  if (amendment.version !== version) fault("version", said(`写的是 ${amendment.version}，文件夹是 ${version}`, `is ${amendment.version}, the folder is ${version}`));
  for (const file of readdirSync(folder)) if (file !== "common.yaml" && /\.ya?ml$/.test(file)) fault("amends", said(`修订稿只有一个文件，${file} 不会被读取`, `an amendment is one file; ${file} would not be read`));
  const amended = path.join(directory, amendment.amends, "common.yaml");
  if (amendment.amends === version || (existsSync(amended) && isAmendment(readYaml(amended, [])))) fault("amends", said(`${amendment.amends} 本身就是修订稿`, `${amendment.amends} is itself an amendment`));
  if (faults.length > 0) throw wrong(faults);
  const base = loadPolicy(amendment.amends, directory);
  for (const [id, fields] of Object.entries(amendment.clauses)) {
    const clause = base.clauses.find((one) => one.id === id)?.clause;
    if (!clause) fault("clauses", said(`${amendment.amends} 里没有条款 ${id}`, `there is no clause ${id} in ${amendment.amends}`), id);
    else if ("kind" in fields) fault("kind", said("修订稿只能改条款的数和条件，不能改种类", "an amendment changes a clause's numbers and conditions, not its kind"), id);
  }
  if (faults.length > 0) throw wrong(faults);
  const policy = loadPolicy(amendment.amends, directory, layered(amendment, changes));
  return { ...policy, version, label: amendment.label, directory: folder, ...(amendment.reason !== undefined && { reason: amendment.reason }), ...(amendment.inspection_window && { inspectionWindow: amendment.inspection_window }) };
}

/** The files as they were parsed last: a what-if reads them again for every change. */
const parsed = new Map<string, ReturnType<typeof parseWithIds> & { readonly text: string }>();

/** A file's content; a clause id without quotation marks is a fault of its own, whatever else is wrong. */
function readYaml(file: string, faults: PolicyFault[]): unknown {
  try {
    const text = readFileSync(file, "utf8");
    const known = parsed.get(file);
    const { content, unquoted } = known?.text === text ? known : parseWithIds(text);
    // whoever changes a field makes a file of his own of it; a clause without its quotation marks is rare and said anew
    if (unquoted.length === 0) parsed.set(file, { text, content, unquoted });
    for (const { written, problem } of unquoted) faults.push({ file: path.basename(file), clause: written, field: "", problem });
    return content;
  } catch (cause) {
    throw new D521Error(exitCodes.usage, "policy_unreadable", policyMessages.policy_unreadable, { file, detail: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

function check<T extends z.ZodType>(schema: T, value: unknown, file: string, faults: PolicyFault[]): z.infer<T> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const [head, clause, ...rest] = issue.path.map(String);
    const inClause = head === "clauses" && clause !== undefined;
    faults.push({ file, clause: inClause ? clause : "", field: (inClause ? rest : issue.path.map(String)).join("."), problem: explainIssue(issue) });
  }
  return undefined;
}

/** zod says of a union only that nothing fitted; the reader needs what was wrong with the nearest form. */
function explainIssue(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue.message;
  const nearest = [...issue.errors].sort((one, other) => depth(other) - depth(one))[0] ?? [];
  return nearest.map((one) => [one.path.join("."), one.message].filter(Boolean).join(": ")).join("; ") || issue.message;
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length)) - issues.length / 100;
}
