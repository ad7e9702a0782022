import fc from "fast-check";
import { Decimal } from "../money.ts";
import { type DataSet, type Day, type District, emptyDistrict } from "../rows.ts";
import { Draw } from "./draw.ts";
import { addCapitalEvents, addLoans, addPayments, addProjects, addRecognitions, addSizeEvents, addSubsidies } from "./events.ts";
import { addDistrictTaxes, addMonthlyRows } from "./monthly-rows.ts";
import { addDishonesty, addExhibitions, addStandards, addTalent, addYearlyRows } from "./other-lists.ts";

/** The months that a build speaks of, and what its districts share. */
export interface Setting {
  /** first day of the dispatch month */
  readonly asOfMonth: Day;
  /** a month of 全区税收 is missing */
  readonly districtTaxHole: boolean;
}

/** The rows that belong to no enterprise: the district's tax and the rates. */
export function sharedRows(setting: Setting): District {
  const district = emptyDistrict();
  addDistrictTaxes(setting.asOfMonth, district, setting.districtTaxHole);
  // loans begin in the days before the first rate on file, too
  district.rates.push(
    ...["2021-01-20 0.0385", "2021-12-20 0.038", "2022-01-20 0.037", "2022-08-22 0.0365", "2023-06-20 0.0355"].map((text) => {
      const [effective_on, rate] = text.split(" ") as [string, string];
      return { effective_on, lpr_1y_rate: new Decimal(rate) };
    }),
  );
  return district;
}

/** Rows of 1 to 6 enterprises, adversarial in every data set, numbered from `first` on. */
export function randomEnterprises(setting: Setting, first: number): fc.Arbitrary<District> {
  return fc.gen().map((value) => {
    const draw = new Draw(value, setting.asOfMonth);
    const district = emptyDistrict();
    const count = 1 + draw.int(6);
    for (let index = 0; index < count; index += 1) addEnterprise(draw, `9137040600${String(first + index).padStart(7, "0")}X`, district);
    return district;
  });
}

/** All rows of several districts as one: they have no enterprise in common. */
export function merged(districts: readonly District[]): District {
  const all = emptyDistrict();
  for (const district of districts) {
    for (const dataSet of Object.keys(all) as DataSet[]) (all[dataSet] as unknown[]).push(...district[dataSet]);
  }
  return all;
}

function addEnterprise(draw: Draw, id: string, to: District): void {
  // an enterprise on a list that the registry does not know
  if (!draw.chance(4)) {
    const sector = draw.pick(["工业", "工业", "工业", "服务业", "批零", "其他"] as const);
    to.enterprises.push({
      enterprise_id: id,
      enterprise_name: `示例${id}`,
      town: "山城街道",
      industry_code: draw.chance(88) ? draw.pick(["C3011", "3011", null, "C2614", "0610"]) : draw.pick(["D4411", "4620", "D45", "44"]),
      industry_name: null,
      sector,
      is_manufacturing: draw.maybe(92, () => sector === "工业" && draw.chance(92)),
      is_strategic_emerging: null,
      size_class: sector === "工业" ? draw.pick(["规上", "规上", "规下"]) : draw.pick(["限上", "限下"]),
      is_small_micro: draw.chance(70),
      size_type: draw.maybe(50, () => draw.pick(["大型", "中型", "小型", "微型"] as const)),
      founded_on: draw.pick(["2001-05-01", "2013-09-30", "2013-10-01", "2019-12-31", "2020-01-01", "2018-12-30", "2010-03-03", "2015-06-01", "2016-01-01"]),
      operating_status: draw.chance(84) ? "存续" : draw.pick(["停产", "注销"]),
    });
    addMonthlyRows(draw, id, to);
    addYearlyRows(draw, id, to);
  }
  addRecognitions(draw, id, to);
  addCapitalEvents(draw, id, to);
  addSizeEvents(draw, id, to);
  addProjects(draw, id, to);
  addLoans(draw, id, to);
  addSubsidies(draw, id, to);
  addExhibitions(draw, id, to);
  addStandards(draw, id, to);
  addTalent(draw, id, to);
  addPayments(draw, id, to);
  addDishonesty(draw, id, to);
}
