import { plainUnit } from "../cells/units.ts";
import type { Answers, MonthPlace } from "./answers.ts";
import { FileFault } from "./file-fault.ts";
import { shapeForm } from "./header-names.ts";
import type { PeriodPlaces } from "./stated-period.ts";
import { type UnitMention, unitWords } from "./table-units.ts";

/**
 * What the table says of units, with what a person said of words that are not understood, or of a table that says nothing.
 *
 * @throws FileFault `unit_unclear` for words that nobody answered for
 */
export function answered(mentions: readonly UnitMention[], answers: Answers | undefined): UnitMention[] {
  if (answers?.unit === undefined) return [...mentions];
  const open = mentions.filter(({ units, place }) => units !== undefined || !answers.unitWords.has(shapeForm(unitWords(place))));
  const unclear = open.find(({ units }) => units === undefined);
  if (unclear && !open.some(({ units, place }) => units !== undefined && place !== profilePlace(answers))) throw new FileFault("unit_unclear", { place: unclear.place, expected: answers.unit });
  // last: where the table says another unit, both are named
  return [...open.filter((one) => one.place !== profilePlace(answers)), { units: [plainUnit(answers.unit)], place: profilePlace(answers) }];
}

function profilePlace({ profile, unit }: Answers): string {
  return `配置「${profile}」的「${unit}」`;
}

/** The places as far as the period is to be read from them: only from the one that a person named; the others may say the year. */
export function whereMonthStands(around: PeriodPlaces, answers: Answers | undefined): PeriodPlaces {
  if (!answers?.month) return around;
  const years = (text: string) => [...new Set(text.match(/(?:19|20)\d\d(?=年)/g))].map((one) => `${one}年`).join(" ");
  const read = (place: MonthPlace, text: string) => (answers.month === place ? text : years(text));
  return { ...around, titles: around.titles.map((title) => read("title", title)), sheet: read("sheet", around.sheet), file: read("file", around.file) };
}
