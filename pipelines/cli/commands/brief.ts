import path from "node:path";
import { D521Error, exitCodes } from "../../errors.ts";
import { documentMessages } from "../../documents/messages.ts";
import { sentence } from "../../messages.ts";
import { defaultDatabase } from "../../warehouse/database.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import type { Context } from "../context.ts";
import { cliMessages } from "../messages.ts";
import { monthOption } from "../options.ts";
import { startProgress } from "../progress.ts";

export const command: CliCommand = {
  name: "brief",
  summary: commandList.brief,
  declare(command, text) {
    command
      .option("--month <YYYY-MM>", text(documentMessages.option_month), monthOption("--month"))
      .option("--out <DIR>", text(documentMessages.option_out), defaultOut)
      .option("--database <FILE>", text(cliMessages.option_database), defaultDatabase);
  },
  async run(options, context) {
    const { month, out, database } = options as unknown as { readonly month?: string; readonly out: string; readonly database: string };
    if (month === undefined) throw new D521Error(exitCodes.usage, "option_missing", documentMessages.option_missing, { option: "--month", example: "--month 2021-09" });
    const { writeBrief } = await import("../../documents/documents.ts");
    return writeAndSay(context, (onBuild) => writeBrief(month, { database, out, now: context.now, onBuild }));
  },
};

/** Where documents go when `--out` names no other folder. */
export const defaultOut = path.join("var", "documents");

/** Writes a document with a bar for what is computed aside, then says which files there are. */
export async function writeAndSay(context: Context, write: (onBuild: (month: string) => void) => Promise<{ readonly files: readonly string[]; readonly month: string; readonly visible_month: string }>): Promise<0> {
  const { lang } = context;
  let progress: ReturnType<typeof startProgress> | undefined;
  try {
    const written = await write((month) => {
      progress?.end();
      progress = startProgress(context, sentence(documentMessages.building, lang, { month }), 0);
    });
    progress?.end();
    progress = undefined;
    if (context.json) context.out(JSON.stringify(written));
    else {
      if (written.month !== written.visible_month) context.out(sentence(documentMessages.aside, lang, { visible: written.visible_month, month: written.month }));
      for (const file of written.files) context.out(sentence(documentMessages.written, lang, { file }));
    }
    return exitCodes.done;
  } finally {
    progress?.end();
  }
}
