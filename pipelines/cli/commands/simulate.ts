import { Decimal } from "decimal.js";
import { D521Error, exitCodes } from "../../errors.ts";
import { type Lang, sentence } from "../../messages.ts";
import { policyMessages } from "../../policy/messages.ts";
import { simulateMessages } from "../../simulate/messages.ts";
import { readScenario } from "../../simulate/scenario.ts";
import { type SimulateReport, simulate } from "../../simulate/simulate.ts";
import { buildMemoryLimit } from "../../warehouse/build.ts";
import { defaultDatabase, openDatabase } from "../../warehouse/database.ts";
import { warehouseMessages } from "../../warehouse/messages.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { cliMessages } from "../messages.ts";
import { integerOption, monthOption } from "../options.ts";
import { startProgress } from "../progress.ts";
import { textWidth } from "../text-width.ts";

interface SimulateCommandOptions {
  readonly database: string;
  readonly scenario?: string;
  readonly draws: number;
  readonly seed: number;
  readonly asOf?: string;
}

export const command: CliCommand = {
  name: "simulate",
  summary: commandList.simulate!,
  declare(command, text) {
    command
      .requiredOption("--scenario <FILE>", text(simulateMessages.option_scenario))
      .option("--draws <N>", text(simulateMessages.option_draws), integerOption("--draws", { min: 1, max: 1_000_000 }), 1000)
      .option("--seed <N>", text(simulateMessages.option_seed), integerOption("--seed", { min: 0, max: 2 ** 31 }), 521)
      .option("--as-of <YYYY-MM>", text(simulateMessages.option_as_of), monthOption("--as-of"))
      .option("--database <FILE>", text(cliMessages.option_database), defaultDatabase);
  },
  async run(options, context) {
    const { database: file, scenario: scenarioFile, draws, seed, asOf } = options as unknown as SimulateCommandOptions;
    if (!scenarioFile) throw new D521Error(exitCodes.usage, "option_missing", policyMessages.option_missing, { option: "--scenario" });
    const scenario = readScenario(scenarioFile);
    const database = await openDatabase(file, { mustExist: true, memoryLimit: buildMemoryLimit });
    const started = context.now().getTime();
    const progress = startProgress(context, sentence(simulateMessages.progress, context.lang), draws);
    try {
      const report = await simulate({ database, scenario, draws, seed, asOf, now: context.now, onProgress: (drawn) => progress.at(drawn) });
      progress.end();
      if (report.data_to !== null && report.as_of_month > report.data_to) context.err(sentence(warehouseMessages.month_beyond_data, context.lang, { newest: report.data_to, month: report.as_of_month }));
      const years = Object.keys(scenario.budget_wan);
      if (report.budget_cny === null && years.length > 0) context.err(sentence(simulateMessages.no_budget, context.lang, { year: report.award_year, years: years.join(", ") }));
      const refusal = report.not_compiled;
      if (refusal) context.err(sentence(simulateMessages.not_compiled, context.lang, { reason: sentence(simulateMessages[`refused_${refusal.reason}`], context.lang, { what: refusal.what }) }));
      for (const { code, field, value } of report.warnings) context.err(sentence(simulateMessages[`warn_${code}`], context.lang, { field, value: percent(value) }));
      if (context.json) context.out(JSON.stringify(report));
      else for (const line of reportLines(report, context.lang, (context.now().getTime() - started) / 1000)) context.out(line);
      return exitCodes.done;
    } finally {
      progress.end();
      database.close();
    }
  },
};

/** Columns with a space between them, the first to the left. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => textWidth(row[column]!))));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell + " ".repeat(widths[0]! - textWidth(cell)) : " ".repeat(widths[column]! - textWidth(cell)) + cell)).join("  "));
}

/** What the sums are made of, and what is in none of them. */
function partLines({ parts, undetermined, history, is_closed, draws }: SimulateReport, lang: Lang): string[] {
  const say = (message: keyof typeof simulateMessages, values = {}) => sentence(simulateMessages[message], lang, values);
  const lines: string[] = [];
  if (parts.some(({ part }) => part === "arrivals")) {
    const level = (part: string, percentile: string) => wan(parts.find((one) => one.part === part && one.percentile === percentile)!.entitled_cny);
    lines.push(...aligned([say("parts_head").split("\t"), ...(["on_file", "arrivals"] as const).map((part) => [say(`part_${part}`), ...["expected", "P5", "P50", "P95"].map((one) => level(part, one))])]), "");
    lines.push(say("arrivals", { years: Math.max(...history.map(({ years }) => years)) }));
  }
  const short = history.filter(({ state }) => state === "short");
  if (!is_closed && draws === 1 && history.length === 0) lines.push(say("not_drawn"));
  else if (short.length > 0) lines.push(short.length === history.length ? say("only_on_file") : say("short_history", { names: short.map(({ name }) => name).join(lang === "zh" ? "、" : ", ") }));
  const { lines: count, without_amount: without, gross_cny: gross } = undetermined;
  if (count === 0) return lines;
  if (gross === null) return [...lines, say("undetermined_unknown", { lines: count })];
  return [...lines, say(without > 0 ? "undetermined_partly" : "undetermined", { lines: count, without, gross: wan(gross) })];
}

/** The answer as it is printed. */
export function reportLines(report: SimulateReport, lang: Lang, seconds: number): string[] {
  const { scenario, award_year: year, draws, seed, distribution, drivers } = report;
  const lines = [sentence(simulateMessages.done, lang, { scenario, month: report.as_of_month, year, draws, seed, seconds: seconds.toFixed(1) }), report.assumption];
  if (report.is_closed) lines.push(sentence(simulateMessages.closed, lang, { year }));
  else lines.push(sentence(simulateMessages.spread, lang, { spread: percent(report.spread_rate), share: percent(report.common_share_rate) }));
  // nothing determined and something open is not nothing
  const amount = (cny: string | null) => (cny === null || (report.undetermined.lines > 0 && Number(cny) === 0) ? sentence(simulateMessages.unknown, lang) : wan(cny));
  const rows = distribution.map((row) => [row.percentile === "expected" ? sentence(simulateMessages.expected, lang) : row.percentile, amount(row.entitled_cny), amount(row.fundable_cny), row.retention_cny === null ? sentence(simulateMessages.unknown, lang) : wan(row.retention_cny)]);
  lines.push("", ...aligned([sentence(simulateMessages.table_head, lang).split("\t"), ...rows]), "", ...partLines(report, lang));
  if (report.budget_cny !== null && report.probability_over_budget_rate !== null) {
    lines.push(sentence(simulateMessages.budget, lang, { budget: wan(report.budget_cny), probability: percent(report.probability_over_budget_rate) }));
  }
  if (drivers.length > 0) lines.push(sentence(simulateMessages.drivers, lang));
  for (const kind of ["clause", "enterprise"] as const) {
    for (const driver of drivers.filter((one) => one.kind === kind).slice(0, 5)) lines.push(sentence(simulateMessages.driver, lang, { name: kind === "clause" ? `${driver.id} ${driver.name}` : driver.name, excess: wan(driver.tail_excess_cny), mean: wan(driver.mean_cny) }));
  }
  return [...lines, sentence(simulateMessages.not_decision, lang)];
}

function wan(cny: string): string {
  return new Decimal(cny).div(10_000).toFixed(2).replace(/\B(?=(\d{3})+(?=\.))/g, ",");
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)}%`;
}
