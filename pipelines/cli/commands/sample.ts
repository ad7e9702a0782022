import { exitCodes } from "../../errors.ts";
import { sentence } from "../../messages.ts";
import { sampleMessages } from "../../sample/messages.ts";
import { manifestName, sampleDefaults, writeSample } from "../../sample/sample.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { integerOption, rateOption } from "../options.ts";
import { startProgress } from "../progress.ts";

interface Options {
  readonly out: string;
  readonly seed: number;
  readonly enterprises: number;
  readonly months: number;
  readonly secondYear?: boolean;
  readonly districts: number;
  readonly mess: number;
}

export const command: CliCommand = {
  name: "sample",
  summary: commandList.sample,
  declare(command, text) {
    command
      .requiredOption("--out <DIR>", text(sampleMessages.option_out))
      .option("--seed <N>", text(sampleMessages.option_seed), integerOption("--seed", { min: 0 }), sampleDefaults.seed)
      .option("--enterprises <N>", text(sampleMessages.option_enterprises), integerOption("--enterprises", { min: 1, max: 200_000 }), sampleDefaults.enterprises)
      .option("--months <N>", text(sampleMessages.option_months), integerOption("--months", { min: 1, max: 120 }), sampleDefaults.months)
      .option("--second-year", text(sampleMessages.option_second_year))
      .option("--districts <N>", text(sampleMessages.option_districts), integerOption("--districts", { min: 1, max: 1000 }), sampleDefaults.districts)
      .option("--mess <RATE>", text(sampleMessages.option_mess), rateOption("--mess"), sampleDefaults.mess);
  },
  async run(given, context) {
    const options = given as unknown as Options;
    const progress = startProgress(context, sentence(sampleMessages.progress, context.lang), 0);
    try {
      const report = await writeSample({ ...options, onProgress: ({ done, total, file }) => progress.at(done, `${done}/${total} ${file}`) });
      progress.end();
      const { files, rows, planted, out } = report;
      if (context.json) context.out(JSON.stringify(report));
      else {
        context.out(sentence(sampleMessages.done, context.lang, { out, files: new Set(files.map(({ file }) => file)).size, rows }));
        const all = planted.loaded + planted.superseded + planted.quarantined;
        if (all > 0) context.out(sentence(sampleMessages.planted, context.lang, { all, ...planted, manifest: manifestName }));
      }
      return exitCodes.done;
    } finally {
      progress.end();
    }
  },
};
