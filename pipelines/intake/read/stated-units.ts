import { isMoneyUnit, isUnit, plainUnit } from "../cells/units.ts";

const statement = /单位\s*(?:[:：]|为|是|[(（\[【])\s*([^\s)）\]】;；。]+)/g;
/** «填报单位：…» names an office, and an office may be called after a unit. */
const office = /(填报|报送|编制|制表|填表|主管|报告|上报|申报|责任|牵头|建设|参保|用人|用地|所在|本|各)$/;

/**
 * The units that a line above a table states for the whole of it: «单位：万元», «金额单位：元», «单位：平方米、元», «（元）».
 *
 * @returns units known or meant as money; none for a line that states none, such as «填报单位：元通公司»
 */
export function statedUnits(line: string): string[] {
  const text = line.normalize("NFKC").trim();
  const alone = /^[(\[【](.+)[)\]】]$/.exec(text)?.[1];
  if (alone !== undefined && isUnit(alone)) return [plainUnit(alone)];
  for (const found of text.matchAll(statement)) {
    const units = found[1]!.split(/[、,]|和|及/).map(plainUnit).filter((unit) => unit !== "");
    if (units.length > 0 && units.every(isUnit)) return units;
    if (!office.test(text.slice(0, found.index)) && units.every((unit) => isUnit(unit) || isMoneyUnit(unit))) return units;
  }
  return [];
}

/** As of {@link statedUnits}, of the rows above a table; a unit may stand in the cell beside «单位：». */
export function statedAbove(rows: readonly (readonly string[])[]): string[] {
  for (const row of rows) {
    const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== "");
    for (const [index, cell] of cells.entries()) {
      const units = statedUnits(cell);
      if (units.length > 0) return units;
      if (/单位\s*[:：]$/.test(cell)) {
        const beside = statedUnits(cell + (cells[index + 1] ?? ""));
        if (beside.length > 0) return beside;
      }
    }
  }
  return [];
}
