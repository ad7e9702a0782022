import path from "node:path";
import { D521Error, exitCodes } from "../../errors.ts";
import { sentence } from "../../messages.ts";
import { publishMessages } from "../../publish/messages.ts";
import { publishSites } from "../../publish/publish.ts";
import { readBasePath } from "../../serve/base-path.ts";
import { audiences, audienceTitles, isAudience } from "../../serve/audiences.ts";
import { defaultDatabase } from "../../warehouse/database.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { cliMessages } from "../messages.ts";
import { startProgress } from "../progress.ts";

const known = audiences.join(", ");

export const command: CliCommand = {
  name: "publish",
  summary: commandList.publish!,
  declare(command, text) {
    command
      .option("--audience <NAME>", text(publishMessages.option_audience).replace("{known}", known))
      .option("--out <DIR>", text(publishMessages.option_out), path.join("var", "sites"))
      .option("--base-path <PATH>", text(publishMessages.option_base_path), readBasePath, "")
      .option("--database <FILE>", text(cliMessages.option_database), defaultDatabase);
  },
  async run(options, context) {
    const { audience, out, database, basePath } = options as { audience?: string; out: string; database: string; basePath: string };
    if (audience !== undefined && !isAudience(audience)) {
      throw new D521Error(exitCodes.usage, "unknown_audience", publishMessages.unknown_audience, { audience, known });
    }
    const progress = startProgress(context, sentence(publishMessages.progress, context.lang), 0);
    try {
      const sites = await publishSites({
        database,
        out,
        basePath,
        audiences: audience === undefined ? audiences : [audience],
        onProgress: ({ done, total, text, title }) => progress.at(done, `${done}/${total} ${sentence(text, context.lang, { title: title[context.lang] })}`),
      });
      progress.end();
      if (context.json) context.out(JSON.stringify({ sites }));
      else {
        for (const { audience, folder, milliseconds, dataBytes, kept } of sites) {
          const params = { title: audienceTitles[audience][context.lang], folder: path.relative(process.cwd(), folder), seconds: Math.round(milliseconds / 1000), data: Math.ceil(dataBytes / 1024) };
          context.out(sentence(kept ? publishMessages.stayed : publishMessages.published, context.lang, params));
        }
      }
      return exitCodes.done;
    } finally {
      progress.end();
    }
  },
};
