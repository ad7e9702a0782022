import { addDays, addMonths, later, monthEnd } from "../calendar.ts";
import { clauseTraits } from "../clauses.ts";
import { Decimal } from "../money.ts";
import type { District, ProjectRow, RecognitionRow } from "../rows.ts";
import type { Draw } from "./draw.ts";

type Level = RecognitionRow["level"];

/** Every title with the levels (or grades) that a clause names. */
const titles: Readonly<Record<string, { levels?: readonly Level[]; grades?: readonly string[] }>> = {
  专精特新小巨人: { levels: ["国家"] }, 瞪羚企业: { levels: ["省"] }, 隐形冠军: { levels: ["省"] }, 专精特新: { levels: ["省", "市"] }, 高新技术企业: { levels: ["国家"] },
  工业互联网平台: { levels: ["国家", "省", "市"] }, 试点示范: { levels: ["国家", "省", "市"] }, 两化融合贯标试点: { levels: ["国家", "省"] }, 智能制造试点示范: { levels: ["国家", "省", "市"] },
  科研平台: { levels: ["国家", "省", "市"] }, 中小企业公共示范平台: { levels: ["国家", "省"] }, 制造业创新中心: { levels: ["国家", "省"] }, 新型研发机构: { levels: ["国家", "省", "市"] },
  重大科技项目: { levels: ["国家", "省"] }, 高校院所落户项目: { levels: ["国家", "省"] }, 墨子创新奖: {}, 创新创业共同体: { levels: ["省"] }, 科技企业孵化器: { levels: ["国家", "省"] },
  众创空间: { levels: ["国家", "省"] }, 人才工程: { levels: ["国家", "省", "市"] }, 引才工作站: { levels: ["国家", "省"] }, 优秀企业家: { levels: ["区", "市", "省", "国家"] },
  高端品牌培育企业: { levels: ["省"] }, 优质品牌: { levels: ["省"] }, 质量奖: { levels: ["国家", "省", "市"] }, 地理标志: { levels: ["国家"] }, 马德里商标: { levels: ["国际"] },
  中国专利奖: { grades: ["一等", "二等", "三等"] }, 山东省专利奖: { grades: ["一等", "二等", "三等"] }, 知识产权贯标: {}, 国家知识产权示范企业: {}, 国家知识产权优势企业: {},
  质量管理体系认证: {}, 标准化示范单位: { levels: ["国家", "省"] }, 标准化良好行为: { grades: ["5A", "4A", "3A"] }, 清洁生产审核: { levels: ["省"] }, 绿色工厂: { levels: ["国家"] },
  绿色供应链: { levels: ["国家"] }, 绿色设计产品: { levels: ["国家"] },
};
const levels: readonly Level[] = ["国际", "国家", "省", "市", "区"];
/** titles that share a group, drawn together so that groups have something to choose from */
const groups = [["专精特新小巨人", "瞪羚企业", "隐形冠军", "专精特新", "高新技术企业"], ["科研平台", "中小企业公共示范平台", "制造业创新中心", "新型研发机构"], ["创新创业共同体", "科技企业孵化器", "众创空间"], ["优秀企业家"]];

export function addRecognitions(draw: Draw, id: string, to: District): void {
  const group = draw.maybe(25, () => draw.pick(groups));
  const again = draw.maybe(20, () => draw.pick(Object.keys(titles)));
  const day = draw.day();
  // one title over the years: renewals and steps up
  const mayRenew = again !== null && draw.chance(60);
  for (let index = draw.int(7); index > 0; index -= 1) {
    const title = again ?? draw.pick(group ?? Object.keys(titles));
    const named = titles[title]!;
    const person = draw.chance(6);
    to.recognitions.push({
      recognition_no: `R${id}-${index}`,
      enterprise_id: person ? null : id,
      recipient: person ? `示例${id}之人` : `示例${id}`,
      recipient_type: draw.pick(["企业", "单位", "个人"]),
      title,
      level: named.levels && draw.chance(85) ? draw.pick(named.levels) : draw.pick(levels),
      grade: draw.chance(85) ? (named.grades ? draw.pick(named.grades) : null) : draw.pick(["优秀", "一等", null]),
      recognised_on: mayRenew ? addDays(addMonths("2019-06-30", 12 * draw.int(6)), draw.pick([0, 0, 1])) : draw.chance(40) ? day : draw.day(),
      authority: null,
      first_or_renewal: draw.maybe(12, () => draw.pick(["首次", "复核"] as const)),
      approved_wan: draw.maybe(60, () => draw.pick([draw.near([5, 10, 20, 50, 100, 200, 500, 1000]), draw.amount(300)])),
    });
  }
}

const capitalEvents = ["混改完成", "股权分配完成", "股份改制", "境内首发上市", "境外首发上市", "借壳上市", "新三板挂牌"];

export function addCapitalEvents(draw: Draw, id: string, to: District): void {
  if (!draw.chance(50)) return;
  const again = draw.maybe(30, () => draw.pick(capitalEvents));
  for (let index = draw.int(3) + 1; index > 0; index -= 1) {
    to.capital_events.push({
      event_no: `C${id}-${index}`,
      enterprise_id: id,
      event: again ?? draw.pick(capitalEvents),
      happened_on: draw.day(),
      funds_raised_wan: draw.maybe(80, () => draw.near([10_000, 30_000])),
      headquarters_moved_in: draw.maybe(70, () => draw.chance(40)),
      invested_here_rate: draw.maybe(70, () => new Decimal(draw.pick(["0.75", "0.74999999", "0.75000001", "0.2", "1"]))),
      approved_wan: draw.maybe(60, () => draw.near([5, 20])),
    });
  }
}

export function addSizeEvents(draw: Draw, id: string, to: District): void {
  for (const event of ["新增规上工业", "新增限上服务业", "新增限上批零"] as const) {
    if (draw.chance(event === "新增规上工业" ? 40 : 12)) to.size_events.push({ enterprise_id: id, event, happened_on: draw.day() });
  }
}

export function addProjects(draw: Draw, id: string, to: District): void {
  if (!draw.chance(65)) return;
  for (let index = draw.int(2) + 1; index > 0; index -= 1) {
    const project_type = draw.pick(["重大技术改造", "重大技术改造", "技术改造", "智能化改造", "工业机器人"] as const);
    const total = project_type === "重大技术改造" ? draw.near([100_000, 150_000, 200_000]) : draw.near([500, 3000]);
    const large = project_type === "重大技术改造";
    const loan_from = draw.maybe(92, () => (draw.chance(50) ? draw.pick(["2021-01-20", "2021-02-01", "2020-12-31", "2021-01-01"]) : draw.day()));
    const loan_until = loan_from === null ? null : draw.maybe(60, () => later(loan_from, draw.day()));
    const chosen = draw.chance(50);
    for (let year = 2020; year <= Number(draw.asOfMonth.slice(0, 4)) + 1; year += 1) {
      if (draw.chance(20)) continue;
      // a project may change its mind from year to year
      const row: ProjectRow = {
        project_no: `P${id}-${index}`,
        year,
        enterprise_id: id,
        project_name: "示例技改",
        project_type,
        total_investment_wan: total,
        equipment_ex_tax_wan: draw.maybe(85, () => (draw.chance(15) ? new Decimal(0) : draw.near(large ? [1000, 6666, 7000, 20_000] : [100, 333, 1300, 4000]))),
        robot_unit_price_wan: draw.maybe(70, () => draw.near([40, 40, 60])),
        average_principal_wan: draw.maybe(72, () => draw.near(large ? [3000, 30_000, 110_000] : [100, 1000, 9000, 12_000])),
        loan_from,
        loan_until,
        chosen_policy: chosen ? draw.pick(["设备补助", "贷款贴息"]) : null,
        is_filed: draw.chance(93),
        is_in_district: draw.chance(93),
      };
      to.transformation_projects.push(row);
    }
  }
}

export function addLoans(draw: Draw, id: string, to: District): void {
  if (!draw.chance(25)) return;
  for (let index = draw.int(2) + 1; index > 0; index -= 1) {
    const issued_on = draw.day();
    to.startup_loans.push({
      loan_no: `L${id}-${index}`,
      enterprise_id: draw.chance(75) ? id : null,
      borrower: draw.chance(75) ? `示例${id}` : `示例${id}之人`,
      loan_type: draw.pick(["小微", "个人"]),
      amount_wan: draw.near([20, 300, 15, 250]),
      issued_on,
      due_on: draw.pick([addMonths(issued_on, 12), addMonths(issued_on, 24), addMonths(issued_on, 36), addDays(addMonths(issued_on, 24), 1), addMonths(issued_on, 40)]),
      annual_rate: new Decimal(draw.pick(["0.0435", "0.0435", "0.04350001", "0.0385", "0.042", "0.06", "0.015", "0.02", "0.02000001"])),
      nth_time: draw.pick([1, 2, 3, 4]),
    });
  }
}

export function addSubsidies(draw: Draw, id: string, to: District): void {
  if (!draw.chance(25)) return;
  for (let index = draw.int(3) + 1; index > 0; index -= 1) {
    to.startup_subsidies.push({
      application_no: `S${id}-${index}`,
      enterprise_id: id,
      founder: draw.chance(80) ? `示例创业者${id}-${draw.int(3)}` : `示例创业者${draw.int(6)}`,
      applied_on: draw.day(),
      is_first_licence: draw.chance(85),
      insured_months: draw.pick([11, 12, 12, 13, 36]),
      approved_wan: draw.maybe(30, () => draw.near(["1.5", "2"])),
      person_no: draw.maybe(50, () => `N${draw.chance(20) ? id : ""}${draw.int(3)}`),
    });
  }
}

/** What finance has paid, in time or too late, for lines that exist or do not. */
export function addPayments(draw: Draw, id: string, to: District): void {
  const own = to.recognitions.some((row) => row.enterprise_id === id);
  // clauses of which the enterprise has several lines a year
  const several = [...(to.exhibitions.some((row) => row.enterprise_id === id) ? ["6.11"] : []), ...(to.talent.some((row) => row.enterprise_id === id) ? ["13.4", "13.2"] : [])];
  for (let index = draw.int(own ? 4 : 3); index > 0; index -= 1) {
    to.payments.push({
      payment_no: `Z${id}-${index}`,
      enterprise_id: id,
      award_year: 2020 + draw.int(Number(draw.asOfMonth.slice(0, 4)) - 2019),
      clause_id: several.length > 0 && draw.chance(50) ? draw.pick(several) : draw.chance(60) ? draw.pick(["6.1", "6.3", "6.4", "4.1", "4.5", "4.2", "6.11", "15.11", "8.3", "10.1"]) : draw.pick(Object.keys(clauseTraits)),
      amount_wan: draw.pick([draw.near([5, 10, 20, 30]), draw.amount(40).plus("0.01")]),
      paid_on: draw.day(),
    });
  }
  // what a listing soon after leaves alone
  for (const row of to.recognitions) {
    if (row.enterprise_id !== id || !draw.chance(15)) continue;
    const clause = { 瞪羚企业: ["6.6", 30], 质量奖: ["15.3", 30], 绿色工厂: ["18.3", 30], 知识产权贯标: ["15.8", 2], 国家知识产权优势企业: ["15.10", 5] }[row.title];
    if (clause === undefined) continue;
    const paid_on = addDays(row.recognised_on, 30 + draw.int(60));
    if (paid_on > monthEnd(draw.asOfMonth)) continue;
    to.payments.push({ payment_no: `Z${id}-${row.recognition_no}`, enterprise_id: id, award_year: Number(row.recognised_on.slice(0, 4)), clause_id: String(clause[0]), amount_wan: new Decimal(clause[1]!).minus(draw.pick(["0", "0", "0.01"])), paid_on });
  }
}
