import { YAMLParseError, parse, stringify } from "yaml";
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

/** A profile's file holds some lines. */
const mostKilobytes = 64;
const text = z.string().min(1).max(400);

const schema = z.strictObject({
  /** id of the data set that such files are */
  dataset: text,
  /** which files: {@link Shape} */
  named: z.string().max(100),
  sender: z.string().max(400),
  headers: z.array(text).min(2).max(400),
  /** the one sheet that is read, figures as # */
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
export function parseProfile(name: string, file: string, content: string): Profile {
  if (content.length > mostKilobytes << 10) throw unreadable(file, sentence(profileMessages.too_big, "zh", { most: mostKilobytes }));
  let found: unknown;
  try {
    found = parse(content, { maxAliasCount: 0 });
  } catch (cause) {
    const line = cause instanceof YAMLParseError ? cause.linePos?.[0].line : undefined;
    throw unreadable(file, `YAML${line === undefined ? "" : `，第 ${line} 行`}：${(cause as Error).message.split("\n")[0]!.slice(0, 200)}`);
  }
  const result = schema.safeParse(found);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const field = issue.path.map(String).join(".") || (issue.code === "unrecognized_keys" ? issue.keys.join("、") : "");
    throw wrong(file, field, { zh: "{detail}", en: "{detail}" }, { detail: issue.message });
  }
  try {
    checkProfile(result.data, loadContracts());
  } catch (fault) {
    if (!(fault instanceof FieldFault)) throw fault;
    throw wrong(file, fault.field, fault.text, fault.params);
  }
  return { ...result.data, name };
}

function unreadable(file: string, detail: string): D521Error {
  return new D521Error(exitCodes.usage, "profile_wrong", profileMessages.unreadable, { file, detail });
}

function wrong(file: string, field: string, text: Message, params: Params): D521Error {
  const both = { zh: sentence(text, "zh", params), en: sentence(text, "en", params) };
  const message = { zh: profileMessages.field_wrong.zh.replace("{detail}", () => escaped(both.zh)), en: profileMessages.field_wrong.en.replace("{detail}", () => escaped(both.en)) };
  return new D521Error(exitCodes.usage, "profile_wrong", message, { file, field });
}

/** Braces of a quoted text are no parameters. */
function escaped(detail: string): string {
  return detail.replaceAll("{", "｛").replaceAll("}", "｝");
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

/** Its answers in a few words: 单位元，所属期看文件名. */
export function answersText(profile: Profile, lang: Lang): string {
  const contract: Contract = loadContracts().get(profile.dataset)!;
  const say = (message: Message, params: Params) => sentence(message, lang, params);
  const said = [
    ...(profile.named === "" ? [say(profileMessages.answer_dataset, { value: contract.name })] : []),
    ...(profile.sheet === undefined ? [] : [say(profileMessages.answer_sheet, { value: profile.sheet })]),
    ...(profile.unit === undefined ? [] : [say(profileMessages.answer_unit, { value: profile.unit })]),
    ...(profile.month === undefined ? [] : [say(profileMessages.answer_month, { value: lang === "zh" ? monthPlaceNames[profile.month] : profile.month })]),
    ...Object.entries(profile.columns ?? {}).map(([header, column]) => say(profileMessages.answer_column, { header, column })),
  ];
  return said.join(lang === "zh" ? "，" : ", ");
}
