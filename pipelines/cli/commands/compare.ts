import { D521Error, exitCodes } from "../../errors.ts";
import { type Lang, sentence } from "../../messages.ts";
import { type CompareReport, comparePolicies } from "../../policy/compare.ts";
import { compareMessages } from "../../policy/compare-messages.ts";
import { policyMessages } from "../../policy/messages.ts";
import { buildMemoryLimit } from "../../warehouse/build.ts";
import { defaultDatabase, openDatabase } from "../../warehouse/database.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { cliMessages } from "../messages.ts";

export const command: CliCommand = {
  name: "compare",
  summary: commandList.compare,
  declare(command, text) {
    command.requiredOption("--policy <VERSION>", text(compareMessages.option_policy)).option("--database <FILE>", text(cliMessages.option_database), defaultDatabase);
  },
  async run(options, context) {
    const { database: file, policy } = options as unknown as { readonly database: string; readonly policy?: string };
    if (!policy) throw new D521Error(exitCodes.usage, "option_missing", policyMessages.option_missing, { option: "--policy" });
    const database = await openDatabase(file, { mustExist: true, memoryLimit: buildMemoryLimit });
    try {
      const report = await comparePolicies({ database, version: policy, now: context.now });
      if (context.json) context.out(JSON.stringify(report));
      else for (const line of reportLines(report, context.lang)) context.out(line);
      return exitCodes.done;
    } finally {
      database.close();
    }
  },
};

function reportLines(report: CompareReport, lang: Lang): string[] {
  const lines = [
    sentence(compareMessages.title, lang, { label: report.policy_label, version: report.policy_version, base: report.base_version, month: report.as_of_month }),
    sentence(compareMessages.totals, lang, { base_entitled: report.base_entitled_cny, entitled: report.entitled_cny, base_fundable: report.base_fundable_cny, fundable: report.fundable_cny }),
  ];
  if (report.over_inspected !== report.base_over_inspected) lines.push(sentence(compareMessages.inspections, lang, { base: report.base_over_inspected, other: report.over_inspected }));
  if (report.differences === 0) return [...lines, sentence(compareMessages.same, lang)];
  lines.push(sentence(compareMessages.counts, lang, { gainers: report.gainers, losers: report.losers, fundable_gainers: report.fundable_gainers, fundable_losers: report.fundable_losers, differences: report.differences }));
  for (const { clause_id: clause, summary, gainers, losers, fundable_gainers, fundable_losers, entitled_change_cny, fundable_change_cny } of report.by_clause) {
    lines.push(sentence(compareMessages.clause, lang, { clause, summary, gainers, losers, fundable_gainers, fundable_losers, entitled: signed(entitled_change_cny), fundable: signed(fundable_change_cny) }));
  }
  return [...lines, sentence(compareMessages.not_decision, lang)];
}

function signed(cny: string): string {
  return cny.startsWith("-") ? cny : `+${cny}`;
}
