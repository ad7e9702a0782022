import type { Decimal } from "decimal.js";

/** Dates are `2021-04-26`, months `2021-04-01`, money 万元, rates fractions: the raw tables' columns as values of TypeScript. */
export type Day = string;
type Amount = Decimal;
type Maybe<T> = T | null;

export interface EnterpriseRow {
  enterprise_id: string;
  enterprise_name: string;
  town: string;
  industry_code: Maybe<string>;
  industry_name: Maybe<string>;
  sector: "工业" | "服务业" | "批零" | "其他";
  is_manufacturing: Maybe<boolean>;
  is_strategic_emerging: Maybe<boolean>;
  size_class: "规上" | "规下" | "限上" | "限下";
  is_small_micro: boolean;
  size_type: Maybe<"大型" | "中型" | "小型" | "微型">;
  founded_on: Day;
  operating_status: "存续" | "停产" | "注销";
}
export interface ProductionRow {
  month: Day;
  enterprise_id: string;
  output_wan: Amount;
  revenue_wan: Amount;
  profit_wan: Maybe<Amount>;
  value_added_wan: Maybe<Amount>;
  online_retail_wan: Maybe<Amount>;
  assets_wan: Maybe<Amount>;
  output_ytd_wan: Maybe<Amount>;
}
export interface TaxRow {
  month: Day;
  enterprise_id: string;
  total_tax_wan: Amount;
  local_tax_wan: Amount;
  turnover_tax_wan: Amount;
  retention_wan: Amount;
}
export interface DistrictTaxRow {
  month: Day;
  tax_revenue_wan: Amount;
}
export interface LandRow {
  year: number;
  enterprise_id: string;
  parcel_no: string;
  area_mu: Amount;
  tenure: "自有" | "租赁";
  storeys: Maybe<number>;
  intensity_met: Maybe<boolean>;
  infrastructure_fee_wan: Maybe<Amount>;
}
export interface EnergyRow {
  month: Day;
  enterprise_id: string;
  electricity_10mwh: Maybe<Amount>;
  energy_tce: Amount;
}
export interface EnergySavingRow {
  year: number;
  enterprise_id: string;
  saving_tce: Amount;
  is_key_energy_user: boolean;
}
export interface EmissionRow {
  year: number;
  enterprise_id: string;
  cod_t: Maybe<Amount>;
  ammonia_t: Maybe<Amount>;
  so2_t: Maybe<Amount>;
  nox_t: Maybe<Amount>;
}
export interface EmploymentRow {
  month: Day;
  enterprise_id: string;
  insured_employees: number;
}
export interface ResearchRow {
  year: number;
  enterprise_id: string;
  research_wan: Amount;
}
export interface RecognitionRow {
  recognition_no: string;
  enterprise_id: Maybe<string>;
  recipient: string;
  recipient_type: "企业" | "单位" | "个人";
  title: string;
  level: "国际" | "国家" | "省" | "市" | "区";
  grade: Maybe<string>;
  recognised_on: Day;
  authority: Maybe<string>;
  approved_wan: Maybe<Amount>;
  first_or_renewal: Maybe<"首次" | "复核">;
}
export interface CapitalEventRow {
  event_no: string;
  enterprise_id: string;
  event: string;
  happened_on: Day;
  funds_raised_wan: Maybe<Amount>;
  headquarters_moved_in: Maybe<boolean>;
  invested_here_rate: Maybe<Amount>;
  approved_wan: Maybe<Amount>;
}
export interface SizeEventRow {
  enterprise_id: string;
  event: "新增规上工业" | "新增限上服务业" | "新增限上批零";
  happened_on: Day;
}
export interface ProjectRow {
  project_no: string;
  year: number;
  enterprise_id: string;
  project_name: string;
  project_type: "重大技术改造" | "技术改造" | "智能化改造" | "工业机器人";
  total_investment_wan: Amount;
  equipment_ex_tax_wan: Maybe<Amount>;
  robot_unit_price_wan: Maybe<Amount>;
  average_principal_wan: Maybe<Amount>;
  loan_from: Maybe<Day>;
  loan_until: Maybe<Day>;
  chosen_policy: Maybe<"设备补助" | "贷款贴息">;
  is_filed: boolean;
  is_in_district: boolean;
}
export interface StartupLoanRow {
  loan_no: string;
  enterprise_id: Maybe<string>;
  borrower: string;
  loan_type: "小微" | "个人";
  amount_wan: Amount;
  issued_on: Day;
  due_on: Day;
  annual_rate: Amount;
  nth_time: number;
}
export interface StartupSubsidyRow {
  application_no: string;
  enterprise_id: string;
  founder: string;
  applied_on: Day;
  is_first_licence: boolean;
  insured_months: number;
  approved_wan: Maybe<Amount>;
  person_no: Maybe<string>;
}
export interface ExhibitionRow {
  exhibition_no: string;
  enterprise_id: string;
  exhibition_name: string;
  held_on: Day;
  stand_fee_wan: Amount;
  fitting_fee_wan: Maybe<Amount>;
  is_municipal_or_above: boolean;
}
export interface StandardRow {
  standard_no: string;
  enterprise_id: string;
  standard_type: "国际标准" | "国家标准" | "行业标准" | "省地方标准" | "团体标准";
  role: "主持" | "参与";
  node: "立项" | "发布";
  reached_on: Day;
  exceeds_standards: Maybe<boolean>;
}
export interface IntellectualPropertyRow {
  year: number;
  enterprise_id: string;
  invention_patents: Maybe<number>;
  ip_pledge_financing_wan: Maybe<Amount>;
  is_repaid: Maybe<boolean>;
}
export interface TalentRow {
  talent_no: string;
  enterprise_id: string;
  category: "国家级人才" | "外籍高端人才" | "外籍专业人才";
  hired_on: Day;
  remuneration_wan: Maybe<Amount>;
}
export interface DishonestyRow {
  enterprise_id: string;
  listed_on: Day;
  removed_on: Maybe<Day>;
  cause: Maybe<string>;
}
export interface OfficialRatingRow {
  year: number;
  enterprise_id: string;
  grade: "A" | "B" | "C" | "D";
}
export interface PaymentRow {
  payment_no: string;
  enterprise_id: string;
  award_year: number;
  clause_id: string;
  amount_wan: Amount;
  paid_on: Day;
}
export interface RateRow {
  effective_on: Day;
  lpr_1y_rate: Amount;
}

/** A district's data sets, one current row a key; the names are the data sets' ids. */
export interface District {
  enterprises: EnterpriseRow[];
  production: ProductionRow[];
  taxes: TaxRow[];
  district_taxes: DistrictTaxRow[];
  land: LandRow[];
  energy: EnergyRow[];
  energy_savings: EnergySavingRow[];
  emissions: EmissionRow[];
  employment: EmploymentRow[];
  research: ResearchRow[];
  recognitions: RecognitionRow[];
  capital_events: CapitalEventRow[];
  size_events: SizeEventRow[];
  transformation_projects: ProjectRow[];
  startup_loans: StartupLoanRow[];
  startup_subsidies: StartupSubsidyRow[];
  exhibitions: ExhibitionRow[];
  standards: StandardRow[];
  intellectual_property: IntellectualPropertyRow[];
  talent: TalentRow[];
  dishonesty: DishonestyRow[];
  official_ratings: OfficialRatingRow[];
  payments: PaymentRow[];
  rates: RateRow[];
}

export type DataSet = keyof District;

/** A district without a row, to be filled. */
export function emptyDistrict(): District {
  return {
    enterprises: [], production: [], taxes: [], district_taxes: [], land: [], energy: [], energy_savings: [], emissions: [],
    employment: [], research: [], recognitions: [], capital_events: [], size_events: [], transformation_projects: [],
    startup_loans: [], startup_subsidies: [], exhibitions: [], standards: [], intellectual_property: [], talent: [],
    dishonesty: [], official_ratings: [], payments: [], rates: [],
  };
}
