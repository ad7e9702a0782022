import { D521Error, exitCodes } from "../../errors.ts";
import { explainAwards, explainSearchPath } from "../../policy/explain.ts";
import { explainMessages } from "../../policy/explain-messages.ts";
import { explainLines } from "../../policy/explain-text.ts";
import { policyMessages } from "../../policy/messages.ts";
import { defaultDatabase, openDatabase } from "../../warehouse/database.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { cliMessages } from "../messages.ts";
import { integerOption } from "../options.ts";

interface ExplainOptions {
  readonly database: string;
  readonly enterprise?: string;
  readonly year?: number;
  readonly clause?: string;
}

export const command: CliCommand = {
  name: "explain",
  summary: commandList.explain,
  declare(command, text) {
    command
      .requiredOption("--enterprise <ID>", text(explainMessages.summary_option_enterprise))
      .requiredOption("--year <YYYY>", text(explainMessages.option_year), integerOption("--year", { min: 2000, max: 2100 }))
      .option("--clause <ID>", text(explainMessages.option_clause))
      .option("--database <FILE>", text(cliMessages.option_database), defaultDatabase);
  },
  async run(options, context) {
    const { database: file, enterprise, year, clause } = options as unknown as ExplainOptions;
    for (const [option, value] of [["--enterprise", enterprise], ["--year", year]] as const) {
      if (value === undefined || value === "") throw new D521Error(exitCodes.usage, "option_missing", policyMessages.option_missing, { option });
    }
    const database = await openDatabase(file, { readOnly: true });
    try {
      const connection = await database.connect();
      const schemas = (await connection.runAndReadAll("select count(*) from information_schema.schemata where schema_name = 'mart'")).getRows()[0];
      if (Number(schemas?.[0]) === 0) throw new D521Error(exitCodes.environment, "no_build", policyMessages.no_build, { database: file });
      await connection.run(`set search_path = '${explainSearchPath}'`);
      const explanation = await explainAwards(connection, { enterprise: enterprise ?? "", year: year ?? 0, clause }, file);
      if (context.json) context.out(JSON.stringify(explanation));
      else for (const line of explainLines(explanation, context.lang)) context.out(line);
      return exitCodes.done;
    } finally {
      database.close();
    }
  },
};
