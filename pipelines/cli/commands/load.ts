import { defaultDatabase } from "../../warehouse/database.ts";
import { loadExports } from "../../intake/load/load.ts";
import { exitCodeOf } from "../../intake/load/report.ts";
import { printReport } from "../../intake/load/print.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";

export const command: CliCommand = {
  name: "load",
  summary: commandList.load,
  declare(command, text) {
    command
      .requiredOption("--exports <DIR>", text({ zh: "存放报表的文件夹（只读，不会改动）", en: "folder that holds the exports (never written to)" }))
      .option("--database <FILE>", text({ zh: "数据库文件", en: "database file" }), defaultDatabase);
  },
  async run(options, context) {
    const progress = context.interactive && !context.json;
    const report = await loadExports({
      exports: String(options.exports),
      database: String(options.database ?? defaultDatabase),
      now: context.now,
      lang: context.lang,
      onProgress: progress ? ({ done, total, file }) => process.stderr.write(`\r\u001b[K${done}/${total} ${file}`) : undefined,
    });
    if (progress) process.stderr.write("\r\u001b[K");
    if (context.json) context.out(JSON.stringify(report, null, 2));
    else printReport(report, context.lang, context);
    return exitCodeOf(report);
  },
};
