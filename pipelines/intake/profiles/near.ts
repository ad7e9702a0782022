import { conversionOf } from "../cells/units.ts";
import type { Contract } from "../contracts.ts";
import { monthPlaceNames } from "../read/answers.ts";
import { FileFault } from "../read/file-fault.ts";
import { shapeForm } from "../read/header-names.ts";
import { isPeriod, statedPeriod } from "../read/stated-period.ts";
import type { Table } from "../read/table.ts";
import { type Profile, everySheet } from "./profile.ts";
import type { Shape } from "./shape.ts";
import type { Profiles } from "./store.ts";

/**
 * Refuses a table without a profile that the profile of other files of its data set would have read otherwise: a bureau's
 * folder has a new name, a column came along, two columns changed places. What was answered for the one is no answer for
 * the other, and to read it as if nobody had ever asked may be ten thousand times too much.
 *
 * @param shape  of the table's file or sheet
 * @throws FileFault `near_unit`, `near_column`, `near_month`
 */
export function refuseNear(table: Table, contract: Contract, shape: Shape, profiles: Profiles): void {
  const dataset = contract.name;
  for (const profile of profiles.ofDataset(contract.id)) {
    const { unit } = profile;
    if (unit !== undefined && table.columns.some((one) => one.unit === undefined && isOtherUnit(one.column, unit))) throw new FileFault("near_unit", { profile: profile.name, dataset, unit });
    for (const [header, column] of Object.entries(profile.columns ?? {})) {
      if (table.columns.some((one) => one.column.zh === column)) continue;
      const same = table.unknownHeaders.find((one) => shapeForm(one) === shapeForm(header));
      if (same !== undefined) throw new FileFault("near_column", { profile: profile.name, dataset, header: same, column });
    }
    const { stated } = table.columns.find(({ stated }) => stated !== undefined) ?? {};
    if (stated && profile.month !== undefined && isAlike(profile, shape) && !saysSame(table, contract, profile.month, stated.text)) {
      throw new FileFault("near_month", { profile: profile.name, place: stated.place, period: stated.text, wanted: monthPlaceNames[profile.month] });
    }
  }
}

/**
 * Refuses several sheets of one data set where of files like theirs one sheet alone is read.
 *
 * @param sheets  those without a profile
 * @throws FileFault `near_sheet`
 */
export function refuseNearSheets(sheets: readonly { readonly name: string; readonly shape: Shape }[], contract: Contract, profiles: Profiles): void {
  if (sheets.length < 2) return;
  for (const profile of profiles.ofDataset(contract.id)) {
    const { sheet } = profile;
    if (sheet === undefined || sheet === everySheet || !sheets.some(({ shape }) => isAlike(profile, shape)) || sheets.every(({ name }) => shapeForm(name) === shapeForm(sheet))) continue;
    throw new FileFault("near_sheet", { profile: profile.name, dataset: contract.name, sheet, sheets: sheets.map(({ name }) => `「${name}」`).join("、") });
  }
}

/** Of the same sender, or headed alike in whatever order. */
function isAlike({ sender, headers }: Profile, shape: Shape): boolean {
  return (sender !== "" && sender === shape.sender) || formsOf(headers) === formsOf(shape.headers);
}

function formsOf(headers: readonly string[]): string {
  return JSON.stringify(headers.map(shapeForm).sort());
}

function isOtherUnit(column: Contract["columns"][number], unit: string): boolean {
  const conversion = conversionOf(column, unit);
  return conversion !== null && conversion !== "unknown" && column.unit !== undefined && JSON.stringify(conversion) !== JSON.stringify(conversionOf(column, column.unit));
}

function saysSame({ titles, called }: Table, contract: Contract, place: NonNullable<Profile["month"]>, text: string): boolean {
  const { type } = contract.columns.find((column) => isPeriod(column.type))!;
  if (!isPeriod(type)) return true;
  const places = { titles: place === "title" ? titles : [], sheet: place === "sheet" ? called.sheet : "", file: place === "file" ? called.file : "" };
  try {
    return statedPeriod(type, places)?.text === text;
  } catch {
    return false;
  }
}
