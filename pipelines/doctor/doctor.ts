import type { ExitCode } from "../errors.ts";
import { type Lang, sentence } from "../messages.ts";
import { checkDatabase } from "./database.ts";
import type { Finding } from "./finding.ts";
import { checkDisk, checkDuckdb, checkNode, checkPackages } from "./installation.ts";
import { doctorMessages as messages } from "./messages.ts";
import { checkAccounts, checkSites } from "./sites.ts";

export interface DoctorOptions {
  readonly database: string;
  /** the user named the database, so it ought to be there */
  readonly databaseExpected: boolean;
  readonly sites: string;
  readonly accounts: string;
}

/** Checks the installation first, then what it holds; what depends on a broken part is left out. Changes nothing. */
export async function examineAll(options: DoctorOptions, lang: Lang): Promise<Finding[]> {
  const findings: Finding[] = [checkNode(), checkPackages(), checkDisk(options.database)];
  const duckdb = await checkDuckdb();
  findings.push(duckdb);
  let builtAt: Date | undefined;
  if (duckdb.state === "good") {
    const report = await checkDatabase(options.database, options.databaseExpected);
    findings.push(...report.findings);
    builtAt = report.builtAt;
  }
  return [...findings, ...checkSites(options.sites, builtAt, lang), checkAccounts(options.accounts)];
}

/** The gravest of what was found: 3 before 1 before 0. */
export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  return findings.reduce<ExitCode>((gravest, { exitCode }) => (exitCode > gravest ? exitCode : gravest), 0);
}

/** What a finding says, as a line, with what to do below it. */
export function findingLines({ state, text, params, advice, adviceParams }: Finding, lang: Lang): string[] {
  const mark = lang === "zh" ? { good: "好　", notice: "注意", bad: "坏　" }[state] : messages[state].en.padEnd(4);
  const lines = [`${mark}  ${sentence(text, lang, params)}`];
  if (advice) lines.push(`      → ${sentence(advice, lang, adviceParams ?? {})}`);
  return lines;
}

/** The last line: whether it can be used. */
export function verdict(findings: readonly Finding[], lang: Lang): string {
  const bad = findings.filter(({ state }) => state === "bad").length;
  const notices = findings.filter(({ state }) => state === "notice").length;
  if (bad > 0) return sentence(messages.some_bad, lang, { count: bad });
  if (notices > 0) return sentence(messages.some_notices, lang, { count: notices });
  return sentence(messages.all_good, lang);
}
