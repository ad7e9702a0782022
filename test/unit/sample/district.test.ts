import { beforeAll, describe, expect, test } from "vitest";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { type District, makeDistrict } from "../../../pipelines/sample/enterprises.ts";
import { type MonthFigures, monthFigures } from "../../../pipelines/sample/figures.ts";
import { filesOf } from "../../../pipelines/sample/files.ts";
import { districtTaxes } from "../../../pipelines/sample/monthly.ts";
import { districtTaxGrowth, indexOf, plantAt } from "../../../pipelines/sample/plants.ts";
import type { Row } from "../../../pipelines/sample/row.ts";
import { titles } from "../../../pipelines/sample/titles.ts";

let district: District;
beforeAll(() => void (district = makeDistrict(521, 0, 300, 30)));

/** All rows of a data set, over its files. */
function rowsOf(dataset: string): Row[] {
  return filesOf(district).flatMap((file) => file.sheets.filter((sheet) => sheet.dataset === dataset).flatMap((sheet) => [...sheet.rows()]));
}

const cents = (value: number) => Math.round(value * 100);

function yearSum(index: number, figure: keyof MonthFigures, year: number): number {
  const enterprise = district.enterprises[index]!;
  return district.months.reduce((sum, month, at) => sum + (month.startsWith(String(year)) ? cents(monthFigures(district, enterprise, at)?.[figure] ?? 0) : 0), 0) / 100;
}

describe("a made-up district", () => {
  test("keys are unique, and each data set's rows fill the required columns with values of the contract", () => {
    for (const contract of loadContracts().values()) {
      const rows = rowsOf(contract.id);
      expect(rows.length, contract.id).toBeGreaterThan(0);
      const keys = contract.key.map((name) => contract.columns.find((column) => column.name === name)!.zh);
      expect(new Set(rows.map((row) => keys.map((key) => row[key]).join("|"))).size, contract.id).toBe(rows.length);
      for (const column of contract.columns) {
        if (column.required) expect(rows.filter((row) => row[column.zh] === null || row[column.zh] === undefined || row[column.zh] === ""), `${contract.id} ${column.zh}`).toEqual([]);
        if (column.values) expect(rows.filter((row) => row[column.zh] != null && !column.values!.includes(String(row[column.zh]))), `${contract.id} ${column.zh}`).toEqual([]);
      }
      const known = new Set(contract.columns.map(({ zh }) => zh));
      expect([...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => !known.has(key)), contract.id).toEqual([]);
    }
  });

  test("figures hang together: taxes within taxes, the year to date the sum of its months", () => {
    for (const row of rowsOf("taxes")) {
      const [total, local, turnover, retention] = [row.税收合计, row.地方税收, row.流转税地方级, row.地方留成].map(Number) as [number, number, number, number];
      expect(local).toBeLessThanOrEqual(total);
      expect(retention).toBeLessThanOrEqual(local + 0.005);
      expect(turnover).toBeLessThanOrEqual(local + 0.005);
    }
    const sums = new Map<string, number>();
    for (const row of rowsOf("production").sort((one, other) => (String(one.月份) < String(other.月份) ? -1 : 1))) {
      const key = `${String(row.月份).slice(0, 4)} ${String(row.统一社会信用代码)}`;
      sums.set(key, (sums.get(key) ?? 0) + cents(Number(row.工业总产值)));
      if (row.工业总产值本年累计 !== null) expect(cents(Number(row.工业总产值本年累计))).toBe(sums.get(key));
    }
  });

  test("sizes are those of a district: few large enterprises, some dozens above scale, many small", () => {
    const assets = district.enterprises.map((enterprise) => monthFigures(district, enterprise, district.months.length - 1)?.assets ?? 0);
    expect(assets.filter((each) => each > 400_000).length).toBeGreaterThanOrEqual(2);
    expect(assets.filter((each) => each > 400_000).length).toBeLessThanOrEqual(5);
    const above = district.enterprises.filter(({ isAboveScale }) => isAboveScale).length;
    expect(above).toBeGreaterThan(35);
    expect(above).toBeLessThan(90);
    const tier = (name: string) => rowsOf("nurture_library").filter((row) => row.季度 === "2021Q2" && row.梯队 === name);
    expect(tier("龙头")).toHaveLength(2);
    expect(tier("骨干")).toHaveLength(22);
    expect(tier("小微").length).toBeGreaterThan(75);
    expect(district.enterprises.some(({ status }) => status !== "存续")).toBe(true);
    expect(district.enterprises.some(({ active }) => active[0] > 0)).toBe(true);
  });

  test("planted enterprises come to their sums, to the cent", () => {
    let checked = 0;
    for (const enterprise of district.enterprises) {
      for (const [figure, years] of Object.entries(enterprise.plant?.sums ?? {})) {
        if (figure === "assets") continue;
        for (const [year, sum] of Object.entries(years)) {
          expect(yearSum(enterprise.index, figure as keyof MonthFigures, Number(year)), `${enterprise.plant!.about} ${figure} ${year}`).toBe(sum);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(50);
    expect(monthFigures(district, district.enterprises[1]!, 29)!.assets).toBe(500_000);
  });

  test("the district's taxes grow by the rate that an enterprise is planted on, and hold the enterprises' own", () => {
    const rows = [...districtTaxes(district)];
    const sum = (year: number) => rows.filter((row) => String(row.月份).startsWith(String(year))).reduce((total, row) => total + cents(Number(row.税收收入)), 0);
    expect(sum(2021) * 100).toBe(sum(2020) * (100 + districtTaxGrowth * 100));
    const own = district.enterprises.reduce((total, { index }) => total + cents(yearSum(index, "totalTax", 2021)), 0);
    expect(own).toBeLessThan(sum(2021));
    expect(yearSum(22, "totalTax", 2021) * 100).toBe(yearSum(22, "totalTax", 2020) * 108);
  });

  test("every title of the contract is given in 2021 at every level and grade listed", () => {
    const given = rowsOf("recognitions").filter((row) => String(row.认定日期).startsWith("2021"));
    const column = loadContracts().get("recognitions")!.columns.find(({ name }) => name === "title")!;
    expect(new Set(given.map((row) => row.称号))).toEqual(new Set(column.values));
    for (const { title, levels, grades } of titles) {
      const at = new Set(given.filter((row) => row.称号 === title).map((row) => row.级别));
      expect(levels.filter((level) => !at.has(level)), title).toEqual([]);
      if (grades) expect(new Set(given.filter((row) => row.称号 === title).map((row) => row.等次))).toEqual(new Set(grades));
    }
  });

  test("asked twice, the same month has the same figures; a missing month has no row", () => {
    const place = indexOf("outputMissing");
    expect(monthFigures(district, district.enterprises[place]!, 7)).toEqual(monthFigures(makeDistrict(521, 0, 300, 30), district.enterprises[place]!, 7));
    const { id } = district.enterprises[place]!;
    expect(rowsOf("production").filter((row) => row.统一社会信用代码 === id).map((row) => row.月份)).not.toContain("2021-08");
    expect(rowsOf("taxes").filter((row) => row.统一社会信用代码 === id)).toHaveLength(30);
    expect(plantAt(place, 100)).toBeUndefined();
  });
});
