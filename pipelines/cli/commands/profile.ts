import { rmSync } from "node:fs";
import path from "node:path";
import { Argument, Option } from "commander";
import { D521Error, exitCodes } from "../../errors.ts";
import { loadContracts } from "../../intake/contracts.ts";
import { profileMessages } from "../../intake/profiles/messages.ts";
import { type Profile, answersText, plainLine, profileText } from "../../intake/profiles/profile.ts";
import { setProfile } from "../../intake/profiles/set.ts";
import { profileFile, profilesBeside, readProfiles } from "../../intake/profiles/store.ts";
import { fileMessage } from "../../intake/load/report.ts";
import { type MonthPlace, monthPlaces } from "../../intake/read/answers.ts";
import { sentence } from "../../messages.ts";
import { defaultDatabase } from "../../warehouse/database.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import type { Context } from "../context.ts";
import { padText } from "../text-width.ts";

interface Options {
  readonly action: "list" | "show" | "set" | "forget";
  readonly name?: string;
  readonly database: string;
  readonly exports?: string;
  readonly file?: string;
  readonly sheet?: string;
  readonly dataset?: string;
  readonly unit?: string;
  readonly month?: MonthPlace;
  readonly column?: Readonly<Record<string, string>>;
}

export const command: CliCommand = {
  name: "profile",
  summary: commandList.profile,
  declare(command, text) {
    command
      .addArgument(new Argument("<action>", text(profileMessages.argument_action)).choices(["list", "show", "set", "forget"]))
      .argument("[name]", text(profileMessages.argument_name))
      .option("--exports <DIR>", text(profileMessages.option_exports))
      .option("--file <FILE>", text(profileMessages.option_file))
      .option("--sheet <SHEET>", text(profileMessages.option_sheet))
      .option("--dataset <NAME>", text(profileMessages.option_dataset))
      .option("--unit <UNIT>", text(profileMessages.option_unit))
      .addOption(new Option("--month <PLACE>", text(profileMessages.option_month)).choices([...monthPlaces]))
      .option("--column <HEADER=COLUMN>", text(profileMessages.option_column), readColumn)
      .option("--database <FILE>", text(profileMessages.option_database), defaultDatabase);
  },
  async run(given, context) {
    const options = given as unknown as Options;
    const folder = profilesBeside(options.database);
    if (options.action === "list") list(folder, context);
    else if (options.action === "set") await set(folder, options, context);
    else if (options.action === "show") show(folder, named(options), context);
    else forget(folder, named(options), context);
    return exitCodes.done;
  },
};

/** «表头=列名»; the last = parts them, as a header may hold one. */
function readColumn(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.lastIndexOf("=");
  if (at <= 0 || at === text.length - 1) throw new D521Error(exitCodes.usage, "usage_column", profileMessages.column_form, { value: text });
  return Object.fromEntries([...Object.entries(before), [text.slice(0, at).trim(), text.slice(at + 1).trim()]]);
}

function named({ name }: Options): string {
  if (name === undefined) throw new D521Error(exitCodes.usage, "name_missing", profileMessages.name_missing);
  return name;
}

function list(folder: string, context: Context): void {
  const { all } = readProfiles(folder);
  if (context.json) return context.out(JSON.stringify(all));
  if (all.length === 0) return context.out(sentence(profileMessages.none, context.lang));
  for (const profile of all) context.out(lineOf(profile, context));
}

function lineOf(profile: Profile, { lang }: Context): string {
  return sentence(profileMessages.line, lang, { name: padText(profile.name, 30), sender: padText(plainLine(profile.sender) || "—", 16), dataset: loadContracts().get(profile.dataset)!.name, answers: answersText(profile, lang) });
}

function show(folder: string, name: string, context: Context): void {
  const file = profileFile(folder, name);
  const profile = readProfiles(folder).all.find((one) => `${one.name}.yaml` === path.basename(file));
  if (profile) context.out(context.json ? JSON.stringify(profile) : profileText(profile).trimEnd());
}

async function set(folder: string, { exports, file, sheet, dataset, unit, month, column }: Options, context: Context): Promise<void> {
  if (exports === undefined || file === undefined) throw new D521Error(exitCodes.usage, "exports_needed", profileMessages.exports_needed);
  const answers = { ...(dataset !== undefined && { dataset }), ...(sheet !== undefined && { sheet }), ...(unit !== undefined && { unit }), ...(month !== undefined && { month }), ...(column !== undefined && { columns: column }) };
  const made = (await setProfile({ folder, exports, file, answers })).map(({ asks, ...one }) => ({ ...one, asks: asks ? fileMessage(asks.code, asks.params, context.lang) : null }));
  if (context.json) return context.out(JSON.stringify(made.length === 1 ? made[0] : made));
  for (const { profile, file: written, asks } of made) {
    context.out(sentence(profileMessages.saved, context.lang, { file: written, answers: answersText(profile, context.lang) }));
    if (asks !== null) context.err(sentence(profileMessages.still_asks, context.lang, { message: asks }));
  }
}

function forget(folder: string, name: string, context: Context): void {
  const file = profileFile(folder, name);
  rmSync(file);
  context.out(context.json ? JSON.stringify({ name, forgotten: true }) : sentence(profileMessages.forgotten, context.lang, { name }));
}
