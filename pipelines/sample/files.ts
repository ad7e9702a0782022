import { type District, namedWithoutCode, sameName } from "./enterprises.ts";
import * as events from "./events.ts";
import { nurtureLibrary } from "./library.ts";
import * as monthly from "./monthly.ts";
import { recognitions } from "./recognitions.ts";
import type { Row, Rows } from "./row.ts";
import * as service from "./service.ts";
import * as yearly from "./yearly.ts";

/** One table of a file, its rows made when they are asked for. */
export interface SampleSheet {
  /** data set id: its contract says the columns */
  readonly dataset: string;
  readonly rows: () => Rows;
  /** money unit written in the headers, and converted to */
  readonly unit?: "元" | "亿元";
  /** rows that others are found by, and that no fault may be planted in */
  readonly isKept?: (row: Row) => boolean;
  /** a name that fits several enterprises, for a row without a code */
  readonly sharedName?: string;
  /** the month of all rows, which a page may say in its title and in no column */
  readonly month?: string;
  /** the rows come month by month, and a page may write the months below each other, each with its title */
  readonly isByMonth?: boolean;
  /** a page may have the months side by side: a column each, or a table each */
  readonly wide?: "columns" | "tables";
  /** rows in which an amount may be a thousandth: the month before is there to be compared with */
  readonly canSlip?: (row: Row) => boolean;
}

/** A file as a bureau sends it: one sheet named by the file, or a workbook of several, named by their data sets. */
export interface SampleFile {
  /** without ending; its folder is the bureau */
  readonly name: string;
  readonly format: "xlsx" | "gb18030" | "utf8";
  readonly sheets: readonly SampleSheet[];
}

/** Up to so many enterprises a month's report is a workbook; more, and it comes once a year as text. */
const mostMonthly = 2000;

/** Which files there are: kinds of file, encodings and units mixed as in real life, and all 31 data sets. */
export function filesOf(district: District): SampleFile[] {
  const one = (folder: string, name: string, format: SampleFile["format"], dataset: string, rows: () => Rows, unit?: SampleSheet["unit"]): SampleFile => ({
    name: `${folder}/${name}_示例数据`,
    format,
    sheets: [{ dataset, rows, unit, ...special[dataset] }],
  });
  const steady = new Set(monthly.steady(district));
  const isSteady = (row: Row) => steady.has(String(row.统一社会信用代码));
  const sharedName = district.enterprises.length > sameName.places[1] ? sameName.name : undefined;
  const special: Readonly<Record<string, Partial<SampleSheet>>> = {
    // every other month can slip; the months between are sent as they are
    production: { isKept: isSteady, canSlip: (row) => isSteady(row) && /(02|04|06|08|10|12)$/.test(String(row.月份)) && row.月份 !== district.months[0] },
    taxes: { isByMonth: true },
    recognitions: { sharedName },
    startup_loans: { sharedName },
  };
  const ofMonth = (month: string, file: SampleFile): SampleFile => ({ ...file, sheets: file.sheets.map((sheet) => ({ ...sheet, month })) });
  // of a large district's year a page is longer than anybody would lay it out by hand
  const sideBySide = (wide: SampleSheet["wide"], file: SampleFile): SampleFile => (district.enterprises.length > mostMonthly ? file : { ...file, sheets: file.sheets.map((sheet) => ({ ...sheet, wide })) });
  const production = (year: number, index: number): SampleFile[] =>
    // a large district's system exports a year at once
    district.enterprises.length > mostMonthly
      ? [one("区工信局", `生产经营月报_${year}`, "gb18030", "production", () => monthly.production(district, year), index === 0 ? "元" : undefined)]
      : district.months.flatMap((month, only) =>
          month.startsWith(String(year))
            ? [ofMonth(month, one("区工信局", `生产经营月报_${month.replace("-", "")}`, only % 4 === 3 ? "gb18030" : "xlsx", "production", () => monthly.production(district, year, only), index === 0 ? "元" : undefined))]
            : [],
        );
  const everyYear = yearly.yearsOf(district).flatMap((year, index) => [
    ...production(year, index),
    one("区税务局", `税收月报_${year}`, index % 2 === 0 ? "xlsx" : "gb18030", "taxes", () => monthly.taxes(district, year), index === 1 ? "元" : undefined),
    one("山亭供电部", `能源消费月报_${year}`, "utf8", "energy", () => monthly.energy(district, year)),
    sideBySide(index % 2 === 0 ? "columns" : "tables", one("区人社局", `参保职工_${year}`, "gb18030", "employment", () => monthly.employment(district, year))),
    one("区自然资源局", `用地信息_${year}`, "xlsx", "land", () => yearly.land(district, year)),
  ]);
  const named = new Set([...namedWithoutCode, ...sameName.places].flatMap((index) => district.enterprises[index]?.id ?? []));
  return [
    {
      name: "区工信局/企业名录_示例数据",
      format: "xlsx",
      sheets: [{ dataset: "enterprises", rows: () => yearly.enterprises(district), isKept: (row) => named.has(String(row.统一社会信用代码)) }],
    },
    one("区工信局", "培育库", "xlsx", "nurture_library", () => nurtureLibrary(district)),
    ...everyYear,
    one("区财政局", "全区税收", "xlsx", "district_taxes", () => monthly.districtTaxes(district), "亿元"),
    one("区发改局", "节能量认定", "gb18030", "energy_savings", () => yearly.energySavings(district)),
    one("区生态环境分局", "污染物排放", "utf8", "emissions", () => yearly.emissions(district)),
    one("区科技局", "研发投入", "xlsx", "research", () => yearly.research(district)),
    one("区工信局", "称号认定_区工信局", "xlsx", "recognitions", () => recognitions(district, "区工信局")),
    one("区科技局", "称号认定_区科技局", "gb18030", "recognitions", () => recognitions(district, "区科技局")),
    one("区市场监管局", "称号认定_区市场监管局", "xlsx", "recognitions", () => recognitions(district, "区市场监管局"), "元"),
    one("区金融服务中心", "资本运作", "xlsx", "capital_events", () => events.capitalEvents(district)),
    one("区工信局", "升规纳统", "gb18030", "size_events", () => events.sizeEvents(district)),
    one("区工信局", "技改项目", "xlsx", "transformation_projects", () => events.projects(district)),
    one("区人社局", "创业担保贷款", "xlsx", "startup_loans", () => events.startupLoans(district), "元"),
    one("区人社局", "创业补贴申请", "gb18030", "startup_subsidies", () => events.startupSubsidies(district)),
    one("区商务和投资促进局", "展销活动", "xlsx", "exhibitions", () => events.exhibitions(district), "元"),
    {
      name: "区市场监管局/市场监管报表_示例数据",
      format: "xlsx",
      sheets: [
        { dataset: "standards", rows: () => events.standards(district) },
        { dataset: "intellectual_property", rows: () => yearly.intellectualProperty(district) },
      ],
    },
    one("区委组织部", "人才引进", "xlsx", "talent", () => events.talent(district)),
    one("区发改局", "失信名单", "utf8", "dishonesty", () => events.dishonesty(district)),
    one("区工信局", "亩均评价结果", "xlsx", "official_ratings", () => yearly.officialRatings(district)),
    {
      name: "区财政局/财政报表_示例数据",
      format: "xlsx",
      sheets: [
        { dataset: "payments", rows: () => events.payments(district) },
        { dataset: "rates", rows: () => service.rates() },
      ],
    },
    {
      name: "领导小组办公室/调度报表_示例数据",
      format: "xlsx",
      sheets: [
        { dataset: "visits", rows: () => service.visits(district) },
        { dataset: "town_targets", rows: () => service.townTargets(district) },
      ],
    },
    one("区委区政府办公室", "企业诉求", "gb18030", "requests", () => service.requests(district)),
    one("区综合行政执法局", "涉企检查", "utf8", "inspections", () => service.inspections(district)),
    one("区行政审批服务局", "审批与接入", "xlsx", "services", () => service.services(district)),
    one("国务院办公厅", "节假日安排", "utf8", "holidays", () => service.holidays()),
  ];
}
