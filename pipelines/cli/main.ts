import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { type ExitCode, exitCodes } from "../errors.ts";
import type { Lang, Message } from "../messages.ts";
import type { CliCommand } from "./command.ts";
import { type CommandName, commandList, loadCommand } from "./command-list.ts";
import type { Context } from "./context.ts";
import { reportFailure } from "./failure.ts";
import { helpIn } from "./help.ts";
import { cliMessages } from "./messages.ts";

/** What the program touches of the outside; a test gives its own. */
export type Outside = Omit<Context, "lang" | "json">;

const thisProcess: Outside = {
  interactive: Boolean(process.stderr.isTTY) && process.env.TERM !== "dumb",
  now: () => new Date(),
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
};

/**
 * Runs one command line and returns its exit code; never throws. Only the file of the command that is named is read.
 *
 * @param argv  the words after `d521`
 */
export async function main(argv: readonly string[], outside: Outside = thisProcess): Promise<ExitCode> {
  const words = argv[0] === "help" ? [...argv.slice(1, 2), "--help"] : [...argv];
  const lang = languageOf(words);
  const context: Context = { ...outside, lang, json: words.includes("--json") };
  if (outside === thisProcess) watchProcess(context);
  const program = createProgram(lang, outside);
  let code: ExitCode = exitCodes.done;
  try {
    const name = commandNamed(words);
    for (const listed of Object.keys(commandList) as CommandName[]) {
      const command = program.command(listed).summary(commandList[listed][lang]);
      if (listed === name) {
        addCommand(command, await loadCommand(listed), lang, async (run, options) => {
          // loaded with a command, not with the program: --help needs no zod
          (await import("../schema-words.ts")).saySchemasIn(lang);
          code = await run(options, { ...context, json: Boolean(program.opts().json) });
        });
      }
    }
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (failure) {
    const asked = failure instanceof CommanderError ? failure.code : "";
    // no command was named: the list of them is the answer
    if (asked === "commander.help") program.outputHelp();
    return asked.startsWith("commander.help") || asked === "commander.version" ? exitCodes.done : reportFailure(failure, context);
  }
}

/** commander, but a word that no option is called is said before what is missing: it may be the missing one, misspelt. */
class Words extends Command {
  override createCommand(name?: string): Command {
    return new Words(name);
  }

  override parseOptions(args: string[]): ReturnType<Command["parseOptions"]> {
    const parsed = super.parseOptions(args);
    const asksForHelp = parsed.unknown.some((word) => word === "-h" || word === "--help");
    if (this.commands.length === 0 && parsed.unknown.length > 0 && !asksForHelp) for (const option of this.options) option.makeOptionMandatory(false);
    return parsed;
  }
}

function createProgram(lang: Lang, outside: Outside): Command {
  return new Words("d521")
    .description(cliMessages.program[lang])
    .version(version(), "-V, --version", cliMessages.option_version[lang])
    .helpOption("-h, --help", cliMessages.option_help[lang])
    .helpCommand(false)
    .addOption(new Option("--lang <LANG>", cliMessages.option_lang[lang]).choices(["zh", "en"]).default("zh"))
    .option("--json", cliMessages.option_json[lang])
    .configureHelp(helpIn(lang))
    .configureOutput({
      writeOut: (text) => outside.out(text.trimEnd()),
      // commander's own words for an error are not shown: reportFailure says them
      writeErr: () => undefined,
    })
    .exitOverride();
}

type Run = (run: CliCommand["run"], options: Record<string, unknown>) => Promise<void>;

/** Gives commander's command the options of ours; an argument `<action>` comes to `run` as the option `action`. */
function addCommand(command: Command, ours: CliCommand, lang: Lang, run: Run): void {
  command.description(ours.summary[lang]).helpOption("-h, --help", cliMessages.option_help[lang]);
  ours.declare(command, (message: Message) => message[lang]);
  command.action(async () => {
    const named = command.registeredArguments.map((argument, at) => [argument.name(), command.processedArgs[at] as unknown]);
    await run(ours.run.bind(ours), { ...command.opts(), ...Object.fromEntries(named) });
  });
}

/** The language must be known before the command line is read, since help is written while it is read. */
function languageOf(words: readonly string[]): Lang {
  const at = words.lastIndexOf("--lang");
  return words.includes("--lang=en") || (at >= 0 && words[at + 1] === "en") ? "en" : "zh";
}

/** The first word that is neither an option nor the value of `--lang`. */
function commandNamed(words: readonly string[]): string | undefined {
  return words.find((word, at) => !word.startsWith("-") && words[at - 1] !== "--lang");
}

function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** What happens beside the running command: a pipe that closes early is no error, an error that nobody caught is a defect. */
function watchProcess(context: Context): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(exitCodes.done);
      throw error;
    });
  }
  // Node's own answer would be a bare trace and 1, which here means errors in the data
  process.on("uncaughtException", (error) => process.exit(reportFailure(error, context)));
}
