/**
 * What a clause can ask about: every fact that the models compute, under the name that policy files use.
 * A condition, a base or a figure that is not in this table stops the load of a policy file.
 */
export type FactScope = "event" | "enterprise" | "year";

export type FactUnit = "wan" | "bool" | "date" | "rate" | "tce" | "count" | "months" | "storeys";

export interface Fact {
  /** where the fact hangs: on one event on record, on the enterprise's registry entry, or on an enterprise and year */
  readonly scope: FactScope;
  readonly unit: FactUnit;
  /** the data set whose hole makes it not known; for people: whose datum it is */
  readonly dataset: string;
  /** event facts: the event sources that carry it */
  readonly sources?: readonly string[];
  /** year facts: everyone reports it (a hole is missing), or only those on a list have it (absent is none) */
  readonly reporting?: "everyone" | "list";
  readonly zh: string;
  readonly en: string;
}

const projects = ["transformation_projects"] as const;
const loans = ["startup_loans"] as const;

export const facts: Readonly<Record<string, Fact>> = {
  // an enterprise and a calendar year
  output: { scope: "year", unit: "wan", dataset: "production", reporting: "everyone", zh: "工业总产值", en: "industrial output" },
  revenue: { scope: "year", unit: "wan", dataset: "production", reporting: "everyone", zh: "营业收入", en: "revenue" },
  profit: { scope: "year", unit: "wan", dataset: "production", reporting: "everyone", zh: "利润总额", en: "profit" },
  profit_margin: { scope: "year", unit: "rate", dataset: "production", reporting: "everyone", zh: "营业收入利润率", en: "profit margin on revenue" },
  online_retail: { scope: "year", unit: "wan", dataset: "production", reporting: "everyone", zh: "网络零售额", en: "online retail" },
  total_tax: { scope: "year", unit: "wan", dataset: "taxes", reporting: "everyone", zh: "税收合计", en: "total tax" },
  local_tax: { scope: "year", unit: "wan", dataset: "taxes", reporting: "everyone", zh: "地方税收", en: "local tax" },
  turnover_tax: { scope: "year", unit: "wan", dataset: "taxes", reporting: "everyone", zh: "流转税地方级", en: "local-level turnover tax" },
  retention: { scope: "year", unit: "wan", dataset: "taxes", reporting: "everyone", zh: "地方留成", en: "local retention" },
  invention_patents: { scope: "year", unit: "count", dataset: "intellectual_property", reporting: "list", zh: "授权发明专利数", en: "invention patents granted" },
  ip_pledge_financing: { scope: "year", unit: "wan", dataset: "intellectual_property", reporting: "list", zh: "知识产权质押融资", en: "financing pledged on intellectual property" },
  is_pledge_repaid: { scope: "year", unit: "bool", dataset: "intellectual_property", reporting: "list", zh: "质押融资已还本付息", en: "pledge financing repaid" },
  // the registry
  is_industrial: { scope: "enterprise", unit: "bool", dataset: "enterprises", zh: "工业企业", en: "industrial enterprise" },
  is_manufacturing: { scope: "enterprise", unit: "bool", dataset: "enterprises", zh: "制造业", en: "manufacturing" },
  is_small_micro: { scope: "enterprise", unit: "bool", dataset: "enterprises", zh: "小微企业", en: "small or micro enterprise" },
  is_small_medium_micro: { scope: "enterprise", unit: "bool", dataset: "enterprises", zh: "中小微企业", en: "small, medium or micro enterprise" },
  is_operating: { scope: "enterprise", unit: "bool", dataset: "enterprises", zh: "经营状态为存续", en: "in operation" },
  founded_on: { scope: "enterprise", unit: "date", dataset: "enterprises", zh: "成立日期", en: "founded on" },
  // an event on record
  is_above_scale_industrial_on_date: { scope: "event", unit: "bool", dataset: "enterprises", sources: ["capital_events"], zh: "事项日期为规上工业企业", en: "above-scale industrial on the date" },
  funds_raised: { scope: "event", unit: "wan", dataset: "capital_events", sources: ["capital_events"], zh: "募集资金", en: "funds raised" },
  is_headquarters_moved_in: { scope: "event", unit: "bool", dataset: "capital_events", sources: ["capital_events"], zh: "总部迁入本区", en: "headquarters moved in" },
  invested_here_share: { scope: "event", unit: "rate", dataset: "capital_events", sources: ["capital_events"], zh: "募资投入本区比例", en: "share of the funds invested here" },
  rate_over_lpr: { scope: "event", unit: "rate", dataset: "rates", sources: loans, zh: "贷款利率高出一年期LPR", en: "loan rate above the 1-year LPR" },
  is_not_dishonest_on_date: { scope: "event", unit: "bool", dataset: "dishonesty", sources: loans, zh: "发放日不在失信名单", en: "not on the dishonesty list on the date" },
  loan_number: { scope: "event", unit: "count", dataset: "startup_loans", sources: loans, zh: "第几次贷款", en: "number of the loan" },
  is_first_licence: { scope: "event", unit: "bool", dataset: "startup_subsidies", sources: ["startup_subsidies"], zh: "首次领取营业执照", en: "first licence" },
  insured_months: { scope: "event", unit: "months", dataset: "startup_subsidies", sources: ["startup_subsidies"], zh: "累计参保月数", en: "months of social insurance paid in all" },
  stand_and_fitting_fee: { scope: "event", unit: "wan", dataset: "exhibitions", sources: ["exhibitions"], zh: "展位费与特装费", en: "stand fee and special fitting" },
  is_municipal_or_above: { scope: "event", unit: "bool", dataset: "exhibitions", sources: ["exhibitions"], zh: "市级以上部门组织", en: "organised at municipal level or above" },
  equipment_ex_tax: { scope: "event", unit: "wan", dataset: "transformation_projects", sources: projects, zh: "设备投资（不含税）", en: "equipment before tax" },
  total_investment: { scope: "event", unit: "wan", dataset: "transformation_projects", sources: projects, zh: "总投资", en: "total investment" },
  robot_unit_price: { scope: "event", unit: "wan", dataset: "transformation_projects", sources: projects, zh: "机器人单机价", en: "robot unit price" },
  is_filed: { scope: "event", unit: "bool", dataset: "transformation_projects", sources: projects, zh: "已核准或备案", en: "approved or filed" },
  is_in_district: { scope: "event", unit: "bool", dataset: "transformation_projects", sources: projects, zh: "在本区实施", en: "carried out in the district" },
  is_not_group_standard: { scope: "event", unit: "bool", dataset: "standards", sources: ["standards"], zh: "不是团体标准", en: "not a group standard" },
  exceeds_standards: { scope: "event", unit: "bool", dataset: "standards", sources: ["standards"], zh: "关键指标高于国标行标", en: "key figures above the national and industry standards" },
  remuneration: { scope: "event", unit: "wan", dataset: "talent", sources: ["talent"], zh: "劳务报酬", en: "remuneration" },
  is_key_energy_user: { scope: "event", unit: "bool", dataset: "energy_savings", sources: ["energy_savings"], zh: "重点耗能企业", en: "key energy user" },
  saving_tce: { scope: "event", unit: "tce", dataset: "energy_savings", sources: ["energy_savings"], zh: "认定节能量", en: "recognised saving" },
  is_intensity_met: { scope: "event", unit: "bool", dataset: "land", sources: ["land"], zh: "投资强度达标", en: "investment intensity met" },
  is_own_land: { scope: "event", unit: "bool", dataset: "land", sources: ["land"], zh: "自有用地", en: "own land" },
  storeys: { scope: "event", unit: "storeys", dataset: "land", sources: ["land"], zh: "厂房层数", en: "storeys" },
  infrastructure_fee: { scope: "event", unit: "wan", dataset: "land", sources: ["land"], zh: "城市基础设施配套费", en: "infrastructure fee due" },
};

/** A data set of events that clauses can pay for: how a clause selects among its rows, and what an amount may depend on. */
export interface EventSource {
  /** the policy file's word, and the export's column that it is compared with; null where every row is meant */
  readonly selector: { readonly word: "title" | "event" | "loan" | "project" | "role" | "category"; readonly column: string } | null;
  readonly amountBy: readonly ("level" | "grade" | "recipient" | "type" | "category")[];
  /** one event pays in several parts, by this column */
  readonly splitColumn?: string;
}

export const eventSources: Readonly<Record<string, EventSource>> = {
  recognitions: { selector: { word: "title", column: "title" }, amountBy: ["level", "grade", "recipient"] },
  capital_events: { selector: { word: "event", column: "event" }, amountBy: [] },
  size_events: { selector: { word: "event", column: "event" }, amountBy: [] },
  startup_loans: { selector: { word: "loan", column: "loan_type" }, amountBy: [] },
  startup_subsidies: { selector: null, amountBy: [] },
  transformation_projects: { selector: { word: "project", column: "project_type" }, amountBy: [] },
  exhibitions: { selector: null, amountBy: [] },
  standards: { selector: { word: "role", column: "role" }, amountBy: ["type"], splitColumn: "node" },
  talent: { selector: { word: "category", column: "category" }, amountBy: ["category"] },
  energy_savings: { selector: null, amountBy: [] },
  land: { selector: null, amountBy: [] },
};

/** Levels of a recognition: the policy files' word by the export's. */
export const levels = { 国际: "international", 国家: "national", 省: "provincial", 市: "municipal", 区: "district" } as const;
export const levelNames = Object.values(levels);

/** The export column whose values an amount may be keyed by; grades are free text. */
export const amountColumns = { level: "level", grade: "grade", recipient: "recipient_type", type: "standard_type", category: "category" } as const;
