import type { Conversion } from "../cells/amount.ts";
import { conversionOf, isCount, plainUnit } from "../cells/units.ts";
import type { Column } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { type UnitsSaid, unitsInBrackets, unitsNamed, unitsSaid } from "./unit-mentions.ts";

/** A place outside the headers that says a unit: a line, a name, a note. */
export interface UnitMention extends UnitsSaid {
  /** for people: «第 2 行「单位：元」» */
  readonly place: string;
}

/** A column with what its header says. */
export interface HeadedColumn {
  readonly column: Column;
  readonly header: string;
  /** the texts in its header's brackets */
  readonly remarks: readonly string[];
}

export interface ColumnUnit {
  readonly conversion: Conversion | undefined;
  /** the unit that the header or another place names; undefined where none does */
  readonly unit: string | undefined;
}

/** «第 2 行「单位：元」», for a sentence. */
export function rowPlace(row: number, text: string): string {
  return `第 ${row} 行「${text.trim().replace(/\s+/g, " ").slice(0, 60)}」`;
}

/**
 * What the rows say of units, the lowest first; a unit may stand in the cell beside «单位：».
 *
 * @param firstRow  the first row's number, as people count
 */
export function mentionsIn(rows: readonly (readonly string[])[], firstRow: number): UnitMention[] {
  return rows.flatMap((row, at) => mentionsInCells(row, firstRow + at)).reverse();
}

export function mentionsInCells(row: readonly string[], number: number): UnitMention[] {
  const mentions: UnitMention[] = [];
  const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== "");
  for (let index = 0; index < cells.length; index++) {
    let text = cells[index]!;
    if (/(单\s*位|币\s*种)\s*[:：为]?$/.test(text) && index + 1 < cells.length) {
      const said = unitsSaid(cells[index + 1]!);
      if (said) text = `${text.replace(/[:：为]$/, "")}：${cells[++index]!}`;
    }
    const said = unitsSaid(text);
    if (said) mentions.push({ ...said, place: rowPlace(number, text) });
  }
  return mentions;
}

/** What a file's or sheet's name says of units. */
export function mentionsInName(kind: "文件名" | "工作表名", name: string): UnitMention[] {
  const said = unitsNamed(name);
  return said ? [{ ...said, place: `${kind}「${name}」` }] : [];
}

/** Of a place, what stands there: «单位：见说明». */
export function unitWords(place: string): string {
  return /「(.*)」/s.exec(place)?.[1] ?? place;
}

/** True for what the file's or the sheet's name says, its printed pages or another sheet, and no place of the table. */
export function isNameMention({ place }: UnitMention): boolean {
  return /^(文件名|工作表名?|打印的页眉或页脚)「/.test(place);
}

/** A column of measures, whose figures are another thing in another unit. */
function isMeasured(column: Column): boolean {
  return column.type === "money" || column.type === "mu" || (column.type === "number" && column.unit !== undefined);
}

/**
 * The unit of each column: the one in its header; where that names none, the one that other places say, which must agree.
 *
 * @param mentions  the nearest first
 * @throws FileFault `unknown_unit`, `units_disagree`, `unit_unclear`, `unit_misfit`
 */
export function unitsOf(columns: readonly HeadedColumn[], mentions: readonly UnitMention[]): ColumnUnit[] {
  const clear = mentions.filter((mention) => mention.units !== undefined);
  const open: HeadedColumn[] = [];
  const units = columns.map((one): ColumnUnit => {
    const own = unitInHeader(one);
    if (own) return own;
    if (isMeasured(one.column)) open.push(one);
    return unitBeside(one, clear);
  });
  if (open.length === 0) return units;
  const unclear = mentions.find((mention) => mention.units === undefined && (!mention.isHint || clear.length === 0));
  if (unclear) throw new FileFault("unit_unclear", { place: unclear.place, expected: open[0]!.column.unit! });
  const misfit = clear.find((mention) => !mention.units!.some((unit) => columns.some(({ column }) => fits(column, unit))));
  if (misfit) throw new FileFault("unit_misfit", { place: misfit.place, header: open[0]!.header, expected: open[0]!.column.unit! });
  return units;
}

function unitInHeader({ column, header, remarks }: HeadedColumn): ColumnUnit | undefined {
  let unknown: string | undefined;
  for (const remark of remarks.flatMap((one) => (conversionOf(column, one) === "unknown" ? unitsInBrackets(one) : [one]))) {
    const conversion = conversionOf(column, remark);
    if (conversion === "unknown") unknown ??= plainUnit(remark);
    else if (conversion) return { conversion, unit: plainUnit(remark) };
  }
  if (unknown !== undefined) throw new FileFault("unknown_unit", { header, unit: unknown, expected: column.unit ?? "%" });
  return undefined;
}

function unitBeside({ column, header }: HeadedColumn, mentions: readonly UnitMention[]): ColumnUnit {
  let found: (ColumnUnit & { readonly place: string }) | undefined;
  for (const { units, place } of mentions) {
    for (const unit of units!) {
      const conversion = conversionOf(column, unit);
      if (!conversion || conversion === "unknown") continue;
      if (found && JSON.stringify(found.conversion) !== JSON.stringify(conversion)) {
        throw new FileFault("units_disagree", { header, first: found.place, second: place });
      }
      found ??= { conversion, unit, place };
    }
  }
  return { conversion: found?.conversion, unit: found?.unit };
}

function fits(column: Column, unit: string): boolean {
  const conversion = conversionOf(column, unit);
  if (conversion && conversion !== "unknown") return true;
  return isCount(unit) && (column.type === "int" || (column.type === "number" && column.unit === undefined));
}
