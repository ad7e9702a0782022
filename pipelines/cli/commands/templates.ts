import { exitCodes } from "../../errors.ts";
import { sentence } from "../../messages.ts";
import { templateMessages as messages } from "../../templates/messages.ts";
import { defaultTemplatesDir, writeTemplates } from "../../templates/templates.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";

export const command: CliCommand = {
  name: "templates",
  summary: commandList.templates,
  declare(command, text) {
    command.option("--out <DIR>", text(messages.option_out), defaultTemplatesDir);
  },
  async run(options, { json, lang, out, err }) {
    const report = writeTemplates(String(options.out));
    for (const file of report.kept) err(sentence(messages.kept, lang, { file }));
    if (json) out(JSON.stringify(report));
    else out(sentence(messages.done, lang, { count: report.written.length, out: report.out }));
    return exitCodes.done;
  },
};
