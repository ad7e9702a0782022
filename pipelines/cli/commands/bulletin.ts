import { D521Error, exitCodes } from "../../errors.ts";
import { documentMessages } from "../../documents/messages.ts";
import { defaultDatabase } from "../../warehouse/database.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { cliMessages } from "../messages.ts";
import { quarterOption } from "../options.ts";
import { defaultOut, writeAndSay } from "./brief.ts";

export const command: CliCommand = {
  name: "bulletin",
  summary: commandList.bulletin,
  declare(command, text) {
    command
      .option("--quarter <YYYYQn>", text(documentMessages.option_quarter), quarterOption("--quarter"))
      .option("--out <DIR>", text(documentMessages.option_out), defaultOut)
      .option("--database <FILE>", text(cliMessages.option_database), defaultDatabase);
  },
  async run(options, context) {
    const { quarter, out, database } = options as unknown as { readonly quarter?: string; readonly out: string; readonly database: string };
    if (quarter === undefined) throw new D521Error(exitCodes.usage, "option_missing", documentMessages.option_missing, { option: "--quarter", example: "--quarter 2021Q3" });
    const { writeBulletin } = await import("../../documents/documents.ts");
    return writeAndSay(context, (onBuild) => writeBulletin(quarter, { database, out, now: context.now, onBuild }));
  },
};
