import { stringify } from "yaml";
import { z } from "zod";
import { D521Error, exitCodes } from "../../errors.ts";
import { type Lang, type Message, type Params, sentence } from "../../messages.ts";
import { conversionOf } from "../cells/units.ts";
import { type Contract, type Contracts, loadContracts } from "../contracts.ts";
import { type Answers, monthPlaceNames, monthPlaces } from "../read/answers.ts";
import { HeaderNames, shapeForm } from "../read/header-names.ts";
import { isPeriod } from "../read/stated-period.ts";
import { profileMessages } from "./messages.ts";
import { fingerprint } from "./shape.ts";
import { YamlFault, readYaml } from "./yaml-text.ts";

/** In place of a sheet's name: all are read. No sheet can be called so. */
export const everySheet = "*";

/** A profile's file holds some lines. */
export const mostKilobytes = 64;
const text = z.string().min(1).max(400);

const schema = z.strictObject({
  /** id of the data set that such files are */
  dataset: text,
  /** which files: {@link Shape} */
  named: z.string().max(100),
  sender: z.string().max(400),
  headers: z.array(text).min(2).max(400),
  /** the one sheet that is read, figures as #; `*` for all of them */
  sheet: text.optional(),
  /** of the figures, where the file says none or says it in one of `unit_words` */
  unit: text.optional(),
  unit_words: z.array(text).max(50).optional(),
  /** where the period stands; never a period */
  month: z.enum(monthPlaces).optional(),
  /** header → column of the data set, by its Chinese name */
  columns: z.record(text, text).optional(),
});

/** The choices that were made once for the files of one shape. */
export interface Profile extends z.infer<typeof schema> {
  /** its file's name without the ending: `taxes-3fa9c1b2d4e5` */
  readonly name: string;
}

/** A fault of one field, said before the file's name is known. */
class FieldFault extends Error {
  constructor(
    readonly field: string,
    readonly text: Message,
    readonly params: Params,
  ) {
    super(sentence(text, "en", params));
  }
}

/**
 * Reads a profile as a person may have edited it.
 *
 * @throws D521Error `profile_wrong` (usage) naming file and field
 */
export function parseProfile(name: string, file: string, content: Uint8Array): Profile {
  if (content.length > mostKilobytes << 10) throw unreadable(file, profileMessages.too_big, { most: mostKilobytes });
  let found: unknown;
  try {
    found = readYaml(content);
  } catch (fault) {
    if (!(fault instanceof YamlFault)) throw fault;
    throw unreadable(file, fault.text, fault.params);
  }
  return checked(found, name, (fault) => profileWrong(file, fault.field, fault.text, fault.params));
}

/**
 * The profile that answers make.
 *
 * @throws D521Error `answer_wrong` (usage) naming the answer
 */
export function madeProfile(name: string, made: Omit<Profile, "name">): Profile {
  return checked(made, name, ({ field, text, params }) => answerWrong(field, text, params));
}

export function answerWrong(field: string, text: Message, params: Params): D521Error {
  return new D521Error(exitCodes.usage, "answer_wrong", around(profileMessages.answer_wrong, text, params), { field });
}

/** @param wrong  the error for what is wrong with a field */
function checked(found: unknown, name: string, wrong: (fault: FieldFault) => D521Error): Profile {
  const contracts = loadContracts();
  const result = schema.safeParse(found);
  try {
    if (!result.success) {
      const issue = result.error.issues[0]!;
      const field = issue.path.map(String).join(".") || (issue.code === "unrecognized_keys" ? issue.keys.join("、") : "");
      throw new FieldFault(field, { zh: "{detail}", en: "{detail}" }, { detail: issue.message });
    }
    const idOf = (dataset: string) => [...contracts.values()].find((contract) => contract.name === dataset)?.id ?? dataset;
    const profile = { ...result.data, dataset: idOf(result.data.dataset), named: idOf(result.data.named) };
    checkProfile(profile, contracts);
    return { ...profile, name };
  } catch (fault) {
    if (!(fault instanceof FieldFault)) throw fault;
    throw wrong(fault);
  }
}

function unreadable(file: string, text: Message, params: Params): D521Error {
  return new D521Error(exitCodes.usage, "profile_wrong", around(profileMessages.unreadable, text, params), { file });
}

/** The error for a profile's file, of which a field ('' for the whole) is wrong. */
export function profileWrong(file: string, field: string, text: Message, params: Params = {}): D521Error {
  return new D521Error(exitCodes.usage, "profile_wrong", around(field === "" ? profileMessages.whole_wrong : profileMessages.field_wrong, text, params), { file, field });
}

/** A sentence with `{detail}` said; braces and control characters of what a person wrote are no parameters and no commands. */
function around(message: Message, text: Message, params: Params): Message {
  const said = (lang: Lang) => message[lang].replace("{detail}", () => plainLine(sentence(text, lang, params)).replaceAll("{", "｛").replaceAll("}", "｝").replace(/[。.]$/, ""));
  return { zh: said("zh"), en: said("en") };
}

/** What a data set's contract has to say of a profile: it may have changed since. */
function checkProfile(profile: z.infer<typeof schema>, contracts: Contracts): void {
  const contract = contracts.get(profile.dataset);
  if (!contract) throw new FieldFault("dataset", profileMessages.no_such_dataset, { value: profile.dataset });
  const dataset = contract.name;
  if (profile.named !== "" && profile.named !== profile.dataset) throw new FieldFault("named", profileMessages.named_other, { named: contracts.get(profile.named)?.name ?? profile.named, dataset });
  if (profile.unit !== undefined && !contract.columns.some((column) => isConverted(conversionOf(column, profile.unit!)))) throw new FieldFault("unit", profileMessages.no_unit, { unit: profile.unit, dataset });
  if (profile.month !== undefined && !contract.columns.some(({ type }) => isPeriod(type))) throw new FieldFault("month", profileMessages.no_period, { dataset });
  const names = new HeaderNames(contract);
  const taken = new Set<string>();
  for (const [header, wanted] of Object.entries(profile.columns ?? {})) {
    const column = contract.columns.find(({ zh }) => zh === wanted);
    if (!column) throw new FieldFault(`columns.${header}`, profileMessages.no_column, { dataset, column: wanted });
    const own = names.match([header])?.column;
    if (own && own !== column) throw new FieldFault(`columns.${header}`, profileMessages.known_header, { header, column: own.zh, other: wanted });
    if (taken.has(wanted)) throw new FieldFault(`columns.${header}`, profileMessages.twice, { column: wanted });
    taken.add(wanted);
  }
}

function isConverted(conversion: ReturnType<typeof conversionOf>): boolean {
  return conversion !== undefined && conversion !== null && conversion !== "unknown";
}

/** As it stands in its file; a person may edit it. */
export function profileText({ name: _, ...profile }: Profile): string {
  const head = "# 同一部门、同样表头的文件按这里的回答读入；可以手改，改后下次读入生效。文件自己写明的，总以文件为准。\n";
  return head + stringify(profile, { lineWidth: 0 });
}

export function nameOf(profile: Omit<Profile, "name">): string {
  return `${profile.dataset}-${fingerprint(profile)}`;
}

/** What the readers are told of it. */
export function answersOf(profile: Profile): Answers {
  const contract = loadContracts().get(profile.dataset)!;
  return {
    profile: profile.name,
    unit: profile.unit,
    unitWords: new Set((profile.unit_words ?? []).map(shapeForm)),
    month: profile.month,
    columns: new Map(Object.entries(profile.columns ?? {}).map(([header, zh]) => [shapeForm(header), contract.columns.find((column) => column.zh === zh)!.name])),
  };
}

/** A text of a profile on one line, without what would act on a terminal. */
export function plainLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "�");
}

/** Its answers in a few words: 单位元，所属期看文件名. */
export function answersText(profile: Profile, lang: Lang): string {
  const contract: Contract = loadContracts().get(profile.dataset)!;
  const say = (message: Message, params: Params) => sentence(message, lang, params);
  const said = [
    ...(profile.named === "" ? [say(profileMessages.answer_dataset, { value: contract.name })] : []),
    ...(profile.sheet === undefined ? [] : [profile.sheet === everySheet ? say(profileMessages.answer_sheets, {}) : say(profileMessages.answer_sheet, { value: profile.sheet })]),
    ...(profile.unit === undefined ? [] : [say(profileMessages.answer_unit, { value: profile.unit })]),
    ...(profile.month === undefined ? [] : [say(profileMessages.answer_month, { value: lang === "zh" ? monthPlaceNames[profile.month] : profile.month })]),
    ...Object.entries(profile.columns ?? {}).map(([header, column]) => say(profileMessages.answer_column, { header, column })),
  ];
  if (said.length === 0) said.push(say(profileMessages.answer_none, {}));
  return plainLine(said.join(lang === "zh" ? "，" : ", "));
}
