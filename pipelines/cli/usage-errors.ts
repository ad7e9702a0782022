import { CommanderError } from "commander";
import { D521Error, exitCodes } from "../errors.ts";
import type { Message, Params } from "../messages.ts";
import { cliMessages } from "./messages.ts";

interface Rule {
  readonly code: string;
  readonly pattern: RegExp;
  readonly message: Message;
  /** names of the pattern's groups, in order */
  readonly names: readonly string[];
}

/**
 * What commander says of a wrong command line, by its code, and our sentence for it. commander has no other way to
 * say these in another language; a test walks the codes in its source, so that a new one cannot pass unnoticed.
 */
const rules: readonly Rule[] = [
  { code: "commander.unknownOption", pattern: /unknown option '(.*?)'/s, message: cliMessages.unknown_option, names: ["option"] },
  { code: "commander.unknownCommand", pattern: /unknown command '(.*?)'/s, message: cliMessages.unknown_command, names: ["command"] },
  { code: "commander.optionMissingArgument", pattern: /option '(.*?)' argument missing/s, message: cliMessages.option_value_missing, names: ["option"] },
  { code: "commander.missingMandatoryOptionValue", pattern: /required option '(.*?)' not specified/s, message: cliMessages.option_missing, names: ["option"] },
  { code: "commander.missingArgument", pattern: /missing required argument '(.*?)'/s, message: cliMessages.argument_missing, names: ["argument"] },
  { code: "commander.excessArguments", pattern: /Expected (\d+) arguments? but got (\d+)/s, message: cliMessages.too_many_arguments, names: ["expected", "received"] },
  {
    code: "commander.invalidArgument",
    pattern: /option '(.*?)' argument '(.*)' is invalid\. Allowed choices are (.*)\./s,
    message: cliMessages.option_not_allowed,
    names: ["option", "value", "allowed"],
  },
  {
    code: "commander.invalidArgument",
    pattern: /value '(.*)' is invalid for argument '(.*?)'\. Allowed choices are (.*)\./s,
    message: cliMessages.argument_not_allowed,
    names: ["value", "argument", "allowed"],
  },
  {
    code: "commander.conflictingOption",
    pattern: /option '(.*?)' cannot be used with option '(.*?)'/s,
    message: cliMessages.options_conflict,
    names: ["option", "other"],
  },
];

/** commander's complaint about the command line as our error: exit code 2 and one sentence in the reader's language. */
export function usageError(error: CommanderError): D521Error {
  const { message, params } = translate(error);
  const suggestion = /Did you mean (?:one of )?(.*?)\?/s.exec(error.message)?.[1];
  const code = error.code.replace(/^commander\./, "usage_").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (suggestion === undefined) return new D521Error(exitCodes.usage, code, message, params);
  const hint = cliMessages.did_you_mean;
  const both = { zh: message.zh + hint.zh, en: `${message.en} ${hint.en}` };
  return new D521Error(exitCodes.usage, code, both, { ...params, suggestion });
}

function translate(error: CommanderError): { message: Message; params: Params } {
  for (const rule of rules) {
    const found = rule.code === error.code ? rule.pattern.exec(error.message) : null;
    if (found) return { message: rule.message, params: Object.fromEntries(rule.names.map((name, at) => [name, found[at + 1] ?? ""])) };
  }
  return { message: cliMessages.usage_other, params: { detail: error.message.replace(/^error: /, "").split("\n")[0] ?? "" } };
}

/** The codes of commander that {@link usageError} has a sentence for; for the test that compares them with commander's. */
export const translatedCodes: ReadonlySet<string> = new Set(rules.map((rule) => rule.code));
