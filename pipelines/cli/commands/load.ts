import { existsSync } from "node:fs";
import path from "node:path";
import { defaultDatabase } from "../../warehouse/database.ts";
import { loadExports } from "../../intake/load/load.ts";
import { exitCodeOf } from "../../intake/load/report.ts";
import { profilesBeside } from "../../intake/profiles/store.ts";
import { isInside } from "../../intake/returns/write.ts";
import { sentence } from "../../messages.ts";
import { printReport } from "../../intake/load/print.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { type Progress, startProgress } from "../progress.ts";

export const command: CliCommand = {
  name: "load",
  summary: commandList.load,
  declare(command, text) {
    command
      .requiredOption("--exports <DIR>", text({ zh: "存放报表的文件夹（只读，不会改动）", en: "folder that holds the exports (never written to)" }))
      .option("--database <FILE>", text({ zh: "数据库文件", en: "database file" }), defaultDatabase)
      .option("--returns <DIR>", text({ zh: "退回表（各部门待更正的行）写到哪个文件夹；不写则为数据库旁的 returns", en: "folder for the workbooks of rows to be corrected; `returns` beside the database where absent" }));
  },
  async run(options, context) {
    let progress: Progress | undefined;
    const database = String(options.database ?? defaultDatabase);
    const report = await loadExports({
      exports: String(options.exports),
      database,
      returns: options.returns === undefined ? returnsBeside(database, String(options.exports)) : String(options.returns),
      profiles: profilesBeside(database),
      now: context.now,
      lang: context.lang,
      onProgress: ({ done, total, file }) => (progress ??= startProgress(context, sentence({ zh: "读入", en: "Loading" }, context.lang), total)).at(done, file),
    }).finally(() => progress?.end());
    if (context.json) context.out(JSON.stringify(report, null, 2));
    else printReport(report, context.lang, context);
    return exitCodeOf(report);
  },
};

/** `returns` beside the database; none where that is inside the exports folder, which is never written to. */
function returnsBeside(database: string, exports: string): string | undefined {
  const folder = path.join(path.dirname(path.resolve(database)), "returns");
  return existsSync(exports) && isInside(folder, exports) ? undefined : folder;
}
