import { existsSync } from "node:fs";
import path from "node:path";
import { exitCodes } from "../../errors.ts";
import { sentence } from "../../messages.ts";
import { type BuildReport, buildMemoryLimit, buildModels, checkSentence } from "../../warehouse/build.ts";
import { defaultDatabase, openDatabase } from "../../warehouse/database.ts";
import { warehouseMessages } from "../../warehouse/messages.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import type { Context } from "../context.ts";
import { cliMessages } from "../messages.ts";
import { monthOption, timestampOption } from "../options.ts";
import { startProgress } from "../progress.ts";

interface BuildCommandOptions {
  readonly database: string;
  readonly asOf?: string;
  readonly knownAt?: Date;
  readonly ratingProfile?: string;
  readonly budget?: string;
}

export const command: CliCommand = {
  name: "build",
  summary: commandList.build!,
  declare(command, text) {
    command
      .option("--database <FILE>", text(cliMessages.option_database), defaultDatabase)
      .option("--as-of <YYYY-MM>", text(warehouseMessages.option_as_of), monthOption("--as-of"))
      .option("--known-at <TIMESTAMP>", text(warehouseMessages.option_known_at), timestampOption("--known-at"))
      .option("--rating-profile <NAME>", text(warehouseMessages.option_rating_profile))
      .option("--budget <FILE>", text(warehouseMessages.option_budget));
  },
  async run(options, context) {
    const { database: file, asOf, knownAt, ratingProfile, budget } = options as unknown as BuildCommandOptions;
    const database = await openDatabase(file, { mustExist: true, memoryLimit: buildMemoryLimit });
    const progress = startProgress(context, sentence(warehouseMessages.progress, context.lang), 0);
    try {
      const report = await buildModels({
        database,
        asOf,
        knownAt,
        ratingProfile,
        budget: budget ?? budgetBeside(file),
        now: context.now,
        onProgress: (step) => {
          if (step.step === "model") progress.at(step.done, `${step.done}/${step.total} ${step.outcome.name}`);
        },
      });
      progress.end();
      print(report, context);
      return report.visible ? exitCodes.done : exitCodes.dataErrors;
    } finally {
      progress.end();
      database.close();
    }
  },
};

/** A district's own budget, which goes with its database and need not be named each month. */
function budgetBeside(database: string): string | undefined {
  const file = path.join(path.dirname(database), "budget.yaml");
  return existsSync(file) ? file : undefined;
}

function print(report: BuildReport, { lang, json, out, err }: Context): void {
  if (json) out(JSON.stringify(report));
  else {
    for (const { layer, built, unchanged, milliseconds } of report.layers) {
      const name = sentence(warehouseMessages[`layer_${layer}`], lang);
      out(sentence(warehouseMessages.layer, lang, { layer: name, built, unchanged, seconds: seconds(milliseconds) }));
    }
  }
  if (report.dataTo !== undefined && report.asOfMonth > report.dataTo) err(sentence(warehouseMessages.month_beyond_data, lang, { newest: report.dataTo, month: report.asOfMonth }));
  for (const check of report.failedChecks) err(checkSentence(check, lang));
  const failed = report.failedChecks.filter((check) => check.severity === "error").length;
  if (!report.visible) err(sentence(warehouseMessages.build_not_visible, lang, { month: report.asOfMonth, failed }));
  else if (!json) out(sentence(warehouseMessages.build_visible, lang, { month: report.asOfMonth, checks: report.checks, seconds: seconds(report.milliseconds) }));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
