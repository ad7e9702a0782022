import path from "node:path";
import { examineAll, exitCodeOf, findingLines, verdict } from "../../doctor/doctor.ts";
import { doctorMessages } from "../../doctor/messages.ts";
import { sentence } from "../../messages.ts";
import { defaultAccounts } from "../../serve/accounts.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { cliMessages } from "../messages.ts";

// these are written out, not imported from warehouse/ and serve/: doctor must start where DuckDB or fastify is missing
const defaultDatabase = path.join("var", "d521.duckdb");
const defaultSites = path.join("var", "sites");

export const command: CliCommand = {
  name: "doctor",
  summary: commandList.doctor,
  declare(command, text) {
    command
      .option("--database <FILE>", text(cliMessages.option_database), defaultDatabase)
      .option("--sites <DIR>", text(doctorMessages.option_sites), defaultSites)
      .option("--accounts <FILE>", text(doctorMessages.option_accounts), defaultAccounts);
  },
  async run(given, { lang, json, out }) {
    const options = given as { database: string; sites: string; accounts: string };
    const findings = await examineAll({ ...options, databaseExpected: options.database !== defaultDatabase }, lang);
    const exitCode = exitCodeOf(findings);
    if (json) {
      const written = findings.map(({ check, state, text, params, advice, adviceParams }) => ({
        check,
        state,
        message: sentence(text, lang, params),
        ...(advice ? { advice: sentence(advice, lang, adviceParams ?? {}) } : {}),
      }));
      out(JSON.stringify({ exit_code: exitCode, verdict: verdict(findings, lang), findings: written }));
    } else {
      for (const finding of findings) for (const line of findingLines(finding, lang)) out(line);
      out(verdict(findings, lang));
    }
    return exitCode;
  },
};
