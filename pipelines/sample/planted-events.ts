import { drawnDishonesty } from "./dishonesty.ts";
import type { District, Enterprise } from "./enterprises.ts";
import { indexOf, type OutsidePlace, smallestWithAll } from "./plants.ts";
import type { Cell, Row } from "./row.ts";

/**
 * Events on, under and over the thresholds of their clauses, by data set, for a district that is large enough to hold
 * them. They come on top of what chance makes, so that every clause and every gate has a case.
 */
export function plantedRows(district: District, dataset: keyof typeof planted): Row[] {
  if (district.enterprises.length < smallestWithAll) return [];
  return [...planted[dataset](district), ...(district.hasSecondYear ? (twoYears[dataset]?.(district) ?? []) : [])];
}

/** Enterprises by place: 24 to 134 are the library's small and micro ones, 160 and on are outside it. */
const at = (district: District, place: number | OutsidePlace): Enterprise => district.enterprises[typeof place === "number" ? place : indexOf(place)]!;

/** Small enterprises founded since 2013-10-01, in business and on no list: what a loan or a subsidy asks for. */
function startups(district: District): Enterprise[] {
  const listed = new Set([...drawnDishonesty(district)].map((row) => row.统一社会信用代码));
  return district.enterprises.filter((each) => each.tier === "" && !each.plant && each.isSmallMicro && each.status === "存续" && each.active[0] === 0 && each.foundedOn >= "2013-10-01" && !listed.has(each.id));
}

/** Rows under their headers: the first cell is the enterprise's place. */
function listed(district: District, numbers: { readonly column: string; readonly prefix: string } | null, headers: readonly string[], rows: readonly (readonly [number | OutsidePlace, ...Cell[]])[]): Row[] {
  return rows.map(([place, ...cells], index) => ({
    ...(numbers && { [numbers.column]: `${numbers.prefix}${String(index + 1).padStart(2, "0")}` }),
    统一社会信用代码: at(district, place).id,
    ...Object.fromEntries(headers.map((header, column) => [header, cells[column] ?? null])),
  }));
}

/** Two of the service enterprises that chance lets no size event happen to. */
function smallServices(district: District): Enterprise[] {
  return district.enterprises.filter((each) => each.industry.sector === "服务业" && each.status === "存续" && each.active[0] === 0 && !each.isAboveScale && !each.plant).slice(0, 2);
}

const standard = (enterprise: Enterprise, number: string, kind: string, role: string, node: "立项" | "发布", isAbove: Cell): Row => ({
  标准号: number,
  统一社会信用代码: enterprise.id,
  标准类型: kind,
  角色: role,
  节点: node,
  日期: node === "立项" ? "2021-02-03" : "2021-12-08",
  关键指标高于国标行标: isAbove,
});

const planted = {
  capital_events: (district: District) =>
    listed(district, { column: "事项编号", prefix: "示例事项边界" }, ["事项", "日期", "募集资金", "总部迁入", "募资投入本区比例", "核定金额"], [
      [2, "境外首发上市", "2021-05-11", 10_000],
      [3, "境外首发上市", "2021-05-12", 10_000.01],
      [4, "借壳上市", "2021-06-08", 20_000, "否", "75%"],
      [5, "借壳上市", "2021-06-09", 20_000, "否", "74.99%"],
      [6, "借壳上市", "2021-06-10", 20_000, "是", "10%"],
      // two listings of one year: one counts
      [7, "境内首发上市", "2021-03-02", 42_000],
      [7, "境外首发上市", "2021-11-02", 18_000],
      [8, "股份改制", "2021-04-20", null, null, null, 25],
      [9, "股份改制", "2021-04-21"],
      [30, "股份改制", "2021-04-22", null, null, null, 12],
      [10, "新三板挂牌", "2021-09-09"],
      [11, "混改完成", "2021-10-10"],
      [11, "股权分配完成", "2021-10-11"],
      // before the document took effect
      [12, "新三板挂牌", "2020-09-09"],
    ]),

  size_events: (district: District) => [
    ...smallServices(district).map((enterprise, index) => ({ 统一社会信用代码: enterprise.id, 事项: "新增限上服务业", 日期: `2021-0${index + 4}-30` })),
    ...listed(district, null, ["事项", "日期"], [
      ["secondYearOn", "新增规上工业", "2020-06-30"],
      ["secondYearUnder", "新增规上工业", "2020-06-30"],
      ["tinyRetention", "新增规上工业", "2021-06-30"],
      ["retailOn", "新增限上批零", "2021-06-30"],
      ["gradeD", "新增规上工业", "2021-06-30"],
    ]),
  ],

  land: (district: District) =>
    listed(district, null, ["年度", "宗地号", "用地面积", "用地方式", "厂房层数", "投资强度达标", "城市基础设施配套费"], [
      // one parcel in two years' files: relieved once
      ["secondYearOn", 2020, "示例新宗地1", 12.5, "自有", 2, "是", 36],
      ["secondYearOn", 2021, "示例新宗地1", 12.5, "自有", 2, "是", 36],
      ["secondYearUnder", 2021, "示例新宗地2", 12.5, "自有", 2, "否", 36],
      ["outputMissing", 2021, "示例新宗地3", 12.5, "自有", 3, "是", 48],
      ["outputMissing", 2021, "示例新宗地8", 12.5, "租赁", 3, "是", 48],
      ["lastYearMissing", 2021, "示例新宗地4", 12.5, "自有", 1, "是", 48],
      // own land only; tax growth is not asked
      ["taxMissing", 2021, "示例新宗地5", 12.5, "租赁", 2, "是", 30],
      ["noTax", 2021, "示例新宗地6", 12.5, "自有", 2, "是", 30],
      ["gradeD", 2021, "示例新宗地7", 12.5, "自有", 2, "是", 30],
    ]),

  energy_savings: (district: District) =>
    listed(district, null, ["年度", "认定节能量", "是否重点耗能企业"], [
      ["tinyRetention", 2021, 999.99, "是"],
      ["gradeDThenB", 2021, 1000, "是"],
      ["cleanThatDay", 2021, 1000.01, "是"],
      ["secondYearOn", 2021, 1400, "是"],
      ["secondYearUnder", 2021, 1400.5, "是"],
      ["outputMissing", 2021, 1500, "否"],
    ]),

  intellectual_property: (district: District) =>
    listed(district, null, ["年度", "授权发明专利数", "质押融资金额", "已还本付息"], [
      ["tinyRetention", 2021, 5],
      ["fallingRetention", 2021, 6],
      ["cleanThatDay", 2021, 10],
      ["secondYearOn", 2021, 11],
      // paid for once: 6 last year, 11 this year
      ["secondYearUnder", 2020, 6],
      ["secondYearUnder", 2021, 11],
      ["gradeDThenB", 2021, 0, 500, "是"],
      ["outputMissing", 2021, 0, 500.01, "是"],
      ["lastYearMissing", 2021, null, 1000, "是"],
      ["retailOn", 2021, null, 1000.01, "是"],
      ["retailUnder", 2021, null, 1000.01, "否"],
    ]),

  official_ratings: (district: District) =>
    listed(district, null, ["年度", "评价等级"], [
      ["gradeD", 2021, "D"],
      ["gradeDThenB", 2020, "D"],
      ["gradeDThenB", 2021, "B"],
      ["gradeDTwice", 2020, "D"],
      ["gradeDTwice", 2021, "D"],
      ["oldGradeD", 2019, "D"],
      // others that a clause is planted on must not fall to a computed D
      ...[2, 3, 4, 6, 7, 8, 10, 11, 12, 14, 15, 17].map((place): [number, number, string] => [place, 2021, "B"]),
      ...(["tinyRetention", "fallingRetention", "cleanThatDay", "outputMissing", "lastYearMissing", "taxMissing", "secondYearOn", "secondYearUnder", "noTax", "retailOn", "dishonest", "dishonestThatDay", "renewedTitle", "calledNew", "calledRenewal", "listedLater", "paidBeforeListing"] as const).map((place): [OutsidePlace, number, string] => [place, 2021, "B"]),
    ]),

  dishonesty: (district: District) =>
    listed(district, null, ["列入日期", "移出日期", "事由"], [
      ["dishonest", "2021-03-01", null, "示例事由"],
      ["cleanThatDay", "2020-05-01", "2021-06-15", "示例事由"],
      ["dishonestThatDay", "2020-05-01", "2021-06-15", "示例事由"],
      ["listedLater", "2021-06-01", "2021-09-01", "示例事由"],
      ["paidBeforeListing", "2021-11-01", null, "示例事由"],
    ]),

  startup_loans: (district: District) => {
    const [one, two, three, four] = startups(district);
    const dishonest = at(district, "dishonest");
    const rows: readonly (readonly [Enterprise | undefined, "小微" | "个人", number, string, string, string, number])[] = [
      // 3.85% + 0.50 points is the highest rate
      [one, "小微", 300, "2021-03-01", "2023-03-01", "4.35%", 1],
      [two, "小微", 300, "2021-03-01", "2023-03-01", "4.36%", 1],
      [three, "小微", 300.01, "2021-03-01", "2023-03-02", "4.35%", 3],
      [four, "小微", 200, "2021-03-01", "2022-03-01", "4.2%", 4],
      // the day before it was listed, and that day
      [dishonest, "小微", 100, "2021-02-28", "2022-02-28", "4.2%", 1],
      [dishonest, "小微", 100, "2021-03-01", "2022-03-01", "4.2%", 2],
      [undefined, "个人", 20, "2021-03-01", "2024-03-01", "4.35%", 1],
      [undefined, "个人", 20.01, "2021-03-01", "2025-03-01", "4.05%", 2],
      // issued before 2021; and a rate under the two points
      [undefined, "个人", 20, "2020-07-01", "2023-07-01", "4.35%", 1],
      [at(district, "secondYearUnder"), "小微", 300, "2021-01-01", "2022-01-01", "1.5%", 1],
    ];
    return rows.map(([enterprise, kind, amount, from, until, rate, time], index) => ({
      贷款编号: `示例贷款边界${index + 1}`,
      统一社会信用代码: enterprise?.id ?? null,
      借款人: enterprise?.name ?? `示例创业者边界${index + 1}`,
      贷款类型: kind,
      金额: amount,
      发放日: from,
      到期日: until,
      年利率: rate,
      第几次: time,
    }));
  },

  startup_subsidies: (district: District) => {
    const cases = [
      ["示例创业者甲", "示例人员01", "2021-05-06", "是", 12, null],
      ["示例创业者乙", null, "2021-05-07", "是", 11, null],
      ["示例创业者丙", null, "2021-05-08", "否", 12, null],
      // once per founder, who is known by a number
      ["示例创业者甲", "示例人员01", "2021-08-06", "是", 14, null],
      // by a name alone two enterprises' founders are not one; approved above the least amount
      ["示例创业者丁", null, "2021-05-09", "是", 12, 2],
      ["示例创业者丁", null, "2021-08-09", "是", 12, 1.2],
    ] as const;
    const founded = startups(district).slice(4);
    return cases.flatMap(([founder, number, on, isFirst, months, approved], index) => {
      const enterprise = founded[index];
      return enterprise ? [{ 申请编号: `示例申请边界${index + 1}`, 统一社会信用代码: enterprise.id, 创业人员: founder, 申请日期: on, 首次营业执照: isFirst, 连续参保月数: months, 核定金额: approved, 人员编号: number }] : [];
    });
  },

  exhibitions: (district: District) =>
    listed(district, { column: "展会编号", prefix: "示例展会边界" }, ["展会名称", "日期", "展位费", "特装费", "市级以上组织"], [
      [172, "示例装备博览会", "2021-04-18", 4, 6, "是"],
      [173, "示例装备博览会", "2021-04-18", 4, 6.01, "是"],
      [174, "示例食品博览会", "2021-05-18", 8, null, "是"],
      // two of one year share the cap
      [174, "示例食品博览会（秋季）", "2021-10-18", 4, 2, "是"],
      [175, "示例乡镇展销会", "2021-05-20", 2, null, "否"],
      // large; neither small nor known to be medium; medium
      [4, "示例装备博览会", "2021-04-18", 4, 6, "是"],
      [9, "示例装备博览会", "2021-04-18", 4, 6, "是"],
      [10, "示例装备博览会", "2021-04-18", 4, 6, "是"],
    ]),

  standards: (district: District) => [
    ...(["国际标准", "国家标准", "行业标准", "省地方标准", "团体标准"] as const).flatMap((kind, index) =>
      (["主持", "参与"] as const).flatMap((role, each) =>
        (["立项", "发布"] as const).map((node) => standard(at(district, 8 + index), `示例标准边界${index + 1}-${each + 1}`, kind, role, node, kind === "团体标准" ? "是" : null)),
      ),
    ),
    // a group standard that is not above the others, and one of which nobody says
    standard(at(district, 10), "示例标准边界6-1", "团体标准", "主持", "立项", "否"),
    standard(at(district, 11), "示例标准边界7-1", "团体标准", "主持", "立项", null),
  ],

  talent: (district: District) =>
    listed(district, { column: "引进编号", prefix: "示例引进边界" }, ["类别", "日期", "劳务报酬"], [
      [8, "国家级人才", "2021-03-09", 60],
      [8, "外籍高端人才", "2021-03-10"],
      [9, "外籍专业人才", "2021-03-11"],
    ]),

  transformation_projects: (district: District) =>
    listed(
      district,
      { column: "项目编号", prefix: "示例项目边界" },
      ["年度", "项目名称", "项目类型", "总投资", "设备投资不含税", "机器人单机价", "年均贷款余额", "贷款起始日", "贷款终止日", "选择政策", "已核准备案", "在本区实施"],
      [
        [0, 2021, "示例高端装备基地项目", "重大技术改造", 100_000.01, 8000, null, 60_000, "2020-07-01", "2023-06-30", "设备补助", "是", "是"],
        [1, 2021, "示例新材料基地项目", "重大技术改造", 150_000, 3000, null, 90_000, "2021-04-01", "2024-03-31", "贷款贴息", "是", "是"],
        [1, 2021, "示例恰十亿项目", "重大技术改造", 100_000, 3000, null, null, null, null, null, "是", "是"],
        [2, 2021, "示例未选政策项目", "技术改造", 6000, 2400, null, 4000, "2021-01-01", "2022-12-31", null, "是", "是"],
        [3, 2021, "示例恰五百万项目", "技术改造", 500, 300, null, null, null, null, "设备补助", "是", "是"],
        [4, 2021, "示例不足五百万项目", "技术改造", 499.99, 300, null, null, null, null, "设备补助", "是", "是"],
        [6, 2021, "示例未备案项目", "技术改造", 2000, 900, null, null, null, null, "设备补助", "否", "是"],
        [7, 2021, "示例区外项目", "技术改造", 2000, 900, null, null, null, null, "设备补助", "是", "否"],
        [8, 2021, "示例贷款大项目", "技术改造", 20_000, 1200, null, 15_000, "2021-01-01", "2022-01-01", "贷款贴息", "是", "是"],
        // more than the year's turnover tax
        ["tinyRetention", 2021, "示例超流转税项目", "技术改造", 3000, 2000, null, null, null, null, "设备补助", "是", "是"],
        [10, 2021, "示例智能工厂项目", "智能化改造", 2600, 1400, null, null, null, null, null, "是", "是"],
        [11, 2021, "示例机器人项目（恰四十万）", "工业机器人", 700, 520, 40, null, null, null, null, "是", "是"],
        [12, 2021, "示例机器人项目（不足四十万）", "工业机器人", 700, 520, 39.99, null, null, null, null, "是", "是"],
      ],
    ),

  payments: (district: District) =>
    listed(district, { column: "兑付编号", prefix: "示例兑付边界" }, ["奖励年度", "条款", "金额", "兑付日期"], [
      // paid in an earlier award year: never again
      [26, 2020, "15.8", 2, "2020-12-20"],
      // paid in full, in part, and too much
      [3, 2021, "6.1", 10, "2021-12-22"],
      [2, 2021, "6.1", 12, "2021-12-22"],
      [14, 2021, "6.3", 6, "2021-12-22"],
      ["secondYearOn", 2020, "4.1", 5, "2020-12-20"],
      // in full, before it was listed
      ["paidBeforeListing", 2021, "6.6", 30, "2021-09-20"],
    ]),
} satisfies Record<string, (district: District) => Row[]>;

const projectColumns = ["项目编号", "年度", "项目名称", "项目类型", "总投资", "设备投资不含税", "年均贷款余额", "贷款起始日", "贷款终止日", "选择政策", "已核准备案", "在本区实施"];

/** What one award year grants or takes away, and the next one reads. */
const twoYears: Partial<Record<keyof typeof planted, (district: District) => Row[]>> = {
  capital_events: (district) =>
    // listed in 2021 already: one listing is paid for
    listed(district, { column: "事项编号", prefix: "示例事项次年" }, ["事项", "日期", "募集资金"], [[3, "境内首发上市", "2022-04-06", 42_000]]),

  transformation_projects: (district) =>
    listed(district, null, projectColumns, [
      // what a grade took away in the first year uses up none of the project's cap
      ["gradeD", "示例跨年项目1", 2021, "示例先被取消项目", "重大技术改造", 150_000, 10_000, null, null, null, "设备补助", "是", "是"],
      ["gradeD", "示例跨年项目1", 2022, "示例先被取消项目", "重大技术改造", 150_000, 10_000, null, null, null, "设备补助", "是", "是"],
      // what the turnover tax left of the first year's uses up the cap, not what was asked for
      [7, "示例跨年项目2", 2021, "示例跨年封顶项目", "重大技术改造", 150_000, 7000, null, null, null, "设备补助", "是", "是"],
      [7, "示例跨年项目2", 2022, "示例跨年封顶项目", "重大技术改造", 150_000, 7000, null, null, null, "设备补助", "是", "是"],
      // another policy in the second year
      [8, "示例跨年项目3", 2021, "示例改选政策项目", "技术改造", 6000, 2000, null, null, null, "设备补助", "是", "是"],
      [8, "示例跨年项目3", 2022, "示例改选政策项目", "技术改造", 6000, null, 5000, "2022-01-01", "2022-12-31", "贷款贴息", "是", "是"],
      // no choice on file, and a turnover tax that leaves little of the equipment's subsidy
      ["secondYearOn", "示例跨年项目4", 2022, "示例择优项目", "技术改造", 20_000, 3000, 6000, "2022-01-01", "2022-12-31", null, "是", "是"],
    ]),

  official_ratings: (district) => listed(district, null, ["年度", "评价等级"], (["gradeD", "secondYearOn", 3, 7, 8] as const).map((place): [number | OutsidePlace, number, string] => [place, 2022, "B"])),
};
