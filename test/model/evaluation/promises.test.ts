import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";
import { ask, type Cells, evaluationDatabase, type EvaluationGiven } from "./evaluation-database.ts";

const card = (enterprise_id: string, town: string): Cells => ({ enterprise_id, enterprise_name: `示例${enterprise_id}`, town, sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2010-01-01", operating_status: "存续" });
const given = (rows: EvaluationGiven["rows"], more: Partial<EvaluationGiven> = {}): EvaluationGiven => ({
  asOf: "2021-12",
  wanted: ["service_promise", "service_promise_summary", "reporting_timeliness"],
  rows: { enterprises: [card("甲", "西集镇")], ...rows },
  ...more,
});
const items = (setting: EvaluationGiven) => ask(setting, "select promise, item_no, town, due_on::varchar as due_on, closed_on::varchar as closed_on, working_days, is_late, state, reason from service_promise order by item_no");

describe("working days", () => {
  const request = (received_on: string, closed_on: string | null, category = "一般咨询"): Cells => ({ request_no: "R1", enterprise_id: "甲", category, received_on, closed_on });
  it.each<[string, Cells, Cells]>([
    ["the next day, after a Thursday", request("2021-06-03", "2021-06-04"), { due_on: "2021-06-04", working_days: 1, state: "kept" }],
    ["Monday after a Friday", request("2021-06-04", "2021-06-07"), { due_on: "2021-06-07", working_days: 1, state: "kept" }],
    ["a day later is late", request("2021-06-04", "2021-06-08"), { due_on: "2021-06-07", working_days: 2, state: "late" }],
    ["a working Saturday counts", request("2021-09-17", "2021-09-18"), { due_on: "2021-09-18", working_days: 1, state: "kept" }],
    ["over the National Day week", request("2021-09-30", "2021-10-08"), { due_on: "2021-10-08", working_days: 1, state: "kept" }],
    ["five days from a day off, with a working Sunday in between", request("2021-09-19", "2021-09-27", "专业综合"), { due_on: "2021-09-27", working_days: 5, state: "kept" }],
    ["fifteen days", request("2021-06-01", null, "其他"), { due_on: "2021-06-23", state: "late" }],
    ["not due yet", request("2021-12-31", null), { due_on: "2022-01-04", working_days: 0, state: "open", is_late: false }],
    ["closed on the day", request("2021-06-05", "2021-06-05"), { working_days: 0, state: "kept" }],
    ["a year that no calendar covers", request("2020-06-01", "2020-06-02"), { due_on: null, working_days: null, is_late: null, state: "unknown", reason: "calendar_unknown" }],
    ["closed before it came", request("2021-06-04", "2021-06-01"), { state: "unknown", reason: "closed_before_received" }],
    ["over the Spring Festival of 2021, Saturday the 20th at work", request("2021-02-10", "2021-02-24", "专业综合"), { due_on: "2021-02-23", working_days: 6, state: "late" }],
    ["received on the working Sunday before the festival", request("2021-02-07", "2021-02-08"), { due_on: "2021-02-08", working_days: 1, state: "kept" }],
    ["received within the National Day week, Saturday the 9th at work", request("2021-10-05", "2021-10-14", "专业综合"), { due_on: "2021-10-13", working_days: 6, state: "late" }],
  ])("%s", async (_, row, expected) => {
    expect(await items(given({ requests: [row] }))).toMatchObject([expected]);
  });

  it.each<[string, Cells, Cells]>([
    ["closed within the known days", request("2026-12-30", "2026-12-31", "专业综合"), { due_on: null, working_days: 1, is_late: false, state: "kept", reason: null }],
    ["still open on the last known day", request("2026-12-30", null, "其他"), { due_on: null, is_late: false, state: "open", reason: "calendar_unknown" }],
  ])("due after the last year that a calendar covers: %s", async (_, row, expected) => {
    expect(await items(given({ requests: [row] }, { asOf: "2026-12" }))).toMatchObject([expected]);
  });

  it("due after the last year that a calendar covers: closed after it cannot be judged", async () => {
    expect(await items(given({ requests: [request("2026-12-31", "2027-01-05")] }, { asOf: "2027-01" }))).toMatchObject([{ state: "unknown", reason: "calendar_unknown" }]);
  });

  it("takes the holidays on file before the shipped ones, and years only they know", async () => {
    const holidays = [{ day: "2021-06-04", day_type: "休" }, { day: "2020-01-24", day_type: "休" }];
    expect(await items(given({ requests: [request("2021-06-03", "2021-06-07")], holidays }))).toMatchObject([{ due_on: "2021-06-07", state: "kept" }]);
    expect(await items(given({ requests: [request("2020-01-23", "2020-01-27")], holidays }))).toMatchObject([{ due_on: "2020-01-27", state: "kept" }]);
  });

  it("knows the year's working days as published: 250, 249, 249, 251, 248, 248", async () => {
    const rows = await ask({ ...given({}), wanted: ["int_service_calendar"] }, "select sum(is_working_day::int)::int as days from int_service_calendar group by extract(year from day) order by extract(year from day)");
    expect(rows.map((row) => row.days)).toEqual([250, 249, 249, 251, 248, 248]);
  });
});

describe("cases, visits, inspections", () => {
  it("gives registration 1, water 7 and gas 10 working days and the others none", async () => {
    const services = ["企业开办", "用水接入", "燃气接入", "项目审批"].map((event, index) => ({ case_no: `C${index}`, enterprise_id: index === 0 ? "不在册" : "甲", event, received_on: "2021-06-01", closed_on: null }));
    expect(await items(given({ services }))).toMatchObject([
      { promise: "registration", due_on: "2021-06-02", town: null, state: "late" },
      { promise: "water", due_on: "2021-06-10", town: "西集镇", state: "late" },
      { promise: "gas", due_on: "2021-06-16", state: "late" },
      { promise: "approval", due_on: null, state: "no_limit", is_late: null },
    ]);
  });

  it("asks for a visit by the named leader each quarter, and for the running one only when it is over", async () => {
    const rows = await items(
      given(
        {
          nurture_library: [{ quarter: "2021Q2", enterprise_id: "甲", tier: "小微", entered_on: "2021-06-30", leader: "示例领导甲" }],
          visits: [
            { visit_no: "V1", enterprise_id: "甲", leader: "示例领导甲", visited_on: "2021-06-30" },
            { visit_no: "V2", enterprise_id: "甲", leader: "示例领导乙", visited_on: "2021-07-01" },
          ],
        },
        { asOf: "2021-11" },
      ),
    );
    expect(rows).toMatchObject([
      { item_no: "2021Q2 甲", due_on: "2021-06-30", closed_on: "2021-06-30", state: "kept" },
      { item_no: "2021Q3 甲", state: "late", reason: "other_leader" },
      { item_no: "2021Q4 甲", state: "open", is_late: false },
    ]);
  });

  it.each([
    ["one of two leaders who came together", "示例领导甲", "示例领导乙、示例领导甲", "kept"],
    ["one of two leaders who are responsible", "示例领导甲，示例领导丙", "示例领导丙", "kept"],
    ["a name set with a space", "甲　乙", "甲乙", "kept"],
    ["a name that begins like the leader's", "示例领导甲", "示例领导甲乙", "late"],
  ])("takes a visit by %s", async (_, responsible, visitor, state) => {
    const rows = await items(given({ nurture_library: [{ quarter: "2021Q2", enterprise_id: "甲", tier: "小微", entered_on: "2021-06-30", leader: responsible }], visits: [{ visit_no: "V1", enterprise_id: "甲", leader: visitor, visited_on: "2021-06-30" }] }, { asOf: "2021-06" }));
    expect(rows).toMatchObject([{ item_no: "2021Q2 甲", state }]);
  });

  it("lets two inspections a year pass, and does not count those on request", async () => {
    const inspections = ["2021-01-01", "2021-03-01", "2021-03-01", "2021-04-01", "2022-01-01"].map((inspected_on, index) => ({ inspection_no: `I${index}`, enterprise_id: "甲", inspecting_body: "示例局", inspected_on, is_on_request: index === 1 ? true : null }));
    const rows = await items(given({ inspections }, { asOf: "2022-06" }));
    expect(rows.map((row) => `${String(row.state)} ${String(row.reason)}`)).toEqual(["kept null", "kept on_request", "kept null", "late over_limit", "kept null"]);
  });
});

describe("the body that is late", () => {
  const request = (request_no: string, handling_bureau: string | null, closed_on: string | null): Cells => ({ request_no, enterprise_id: "甲", category: "一般咨询", received_on: "2021-06-03", closed_on, handling_bureau });

  it("is the one that handles the case; where nobody is named, the bureau that sends the list, and that is said", async () => {
    const setting = given({ requests: [request("R1", "区住建局", "2021-06-04"), request("R2", "区住建局", "2021-06-07"), request("R3", null, null), request("R4", "区工信局", null)] }, { wanted: ["service_promise", "service_late_body", "service_promise_summary"] });
    expect(await ask(setting, "select item_no, responsible, is_body_assumed, state from service_promise order by item_no")).toEqual([
      { item_no: "R1", responsible: "区住建局", is_body_assumed: false, state: "kept" },
      { item_no: "R2", responsible: "区住建局", is_body_assumed: false, state: "late" },
      { item_no: "R3", responsible: "区委区政府办公室", is_body_assumed: true, state: "late" },
      { item_no: "R4", responsible: "区工信局", is_body_assumed: false, state: "late" },
    ]);
    expect(await ask(setting, "select body, items, late, late_and_open, assumed, late_assumed from service_late_body order by body")).toEqual([
      { body: "区住建局", items: 2, late: 1, late_and_open: 0, assumed: 0, late_assumed: 0 },
      { body: "区委区政府办公室", items: 1, late: 1, late_and_open: 1, assumed: 1, late_assumed: 1 },
      { body: "区工信局", items: 1, late: 1, late_and_open: 1, assumed: 0, late_assumed: 0 },
    ].sort((one, other) => (one.body < other.body ? -1 : 1)));
  });
});

describe("project approval, measured by its mean against 20 working days less a tenth", () => {
  // 2021-03-01 is a Monday, no holiday before April: 18 working days later is 2021-03-25
  const approval = (case_no: string, closed_on: string | null): Cells => ({ case_no, enterprise_id: "甲", event: "项目审批", received_on: "2021-03-01", closed_on });
  it.each<[string, Cells[], unknown[]]>([
    ["exactly 18 is kept", [approval("C1", "2021-03-25")], [["2021Q1", 1, "18.00", "kept"]]],
    ["17 and 19 make 18", [approval("C1", "2021-03-24"), approval("C2", "2021-03-26")], [["2021Q1", 2, "18.00", "kept"]]],
    ["18 and 19 are over it", [approval("C1", "2021-03-25"), approval("C2", "2021-03-26")], [["2021Q1", 2, "18.50", "late"]]],
    ["by the quarter in which it ended, and not what is open", [approval("C1", "2021-03-25"), approval("C2", "2021-04-01"), approval("C3", null)], [["2021Q1", 1, "18.00", "kept"], ["2021Q2", 1, "23.00", "late"]]],
    ["finished before it came is no measure", [approval("C1", "2021-02-25")], [["2021Q1", 1, null, "unknown"]]],
    ["nothing finished, nothing known", [approval("C1", null)], [["2021Q1", 0, null, "unknown"]]],
    ["finished a quarter later, nothing known of the first", [approval("C1", "2021-04-01")], [["2021Q1", 0, null, "unknown"], ["2021Q2", 1, "23.00", "late"]]],
    ["no case at all", [], []],
  ])("%s", async (_, services, expected) => {
    const rows = await ask(given({ services }, { wanted: ["service_mean"] }), "select quarter, finished, mean_working_days::varchar as mean, state, limit_working_days::varchar as lim from service_mean order by quarter");
    expect(rows.map((row) => [row.quarter, row.finished, row.mean, row.state])).toEqual(expected);
    for (const row of rows) expect(row.lim).toBe("18.00");
  });

  it("is over the limit by the least part of a day, and is not printed as the limit", async () => {
    const many = Array.from({ length: 200 }, (_, index) => approval(`C${index}`, "2021-03-25"));
    const rows = await ask(given({ services: [...many, approval("C200", "2021-03-26")] }, { wanted: ["service_mean"] }), "select mean_working_days::varchar as mean, state from service_mean");
    expect(rows).toEqual([{ mean: "18.01", state: "late" }]);
  });
});

describe("the year of inspections", () => {
  it.each([
    ["calendar_year", ["kept", "kept", "late", "kept", "kept", "late"]],
    // 2021-12-31 and 2022-01-01 make the first of March 2022 the third in twelve months; 2021-06-30 is twelve months before 2022-06-30
    ["rolling_12_months", ["kept", "kept", "late", "late", "late", "late"]],
  ] as const)("%s", async (inspectionWindow, states) => {
    const inspections = ["2021-06-30", "2021-09-01", "2021-12-31", "2022-01-01", "2022-03-01", "2022-06-30"].map((inspected_on, index) => ({ inspection_no: `I${index}`, enterprise_id: "甲", inspecting_body: "示例局", inspected_on, is_on_request: null }));
    const rows = await ask(given({ inspections }, { asOf: "2022-06", seeds: evaluationSeeds({ inspectionWindow }) }), "select state from service_promise order by item_no");
    expect(rows.map((row) => row.state)).toEqual(states);
  });

  it("of twelve months in a row ends the day before the same day of the next year", async () => {
    const on = (last: string) => ["2021-06-30", "2021-07-01", last].map((inspected_on, index) => ({ inspection_no: `I${index}`, enterprise_id: "甲", inspecting_body: "示例局", inspected_on, is_on_request: null }));
    const state = async (last: string) => (await ask(given({ inspections: on(last) }, { asOf: "2022-06", seeds: evaluationSeeds({ inspectionWindow: "rolling_12_months" }) }), "select state from service_promise order by item_no")).at(-1)?.state;
    expect([await state("2022-06-29"), await state("2022-06-30")]).toEqual(["late", "kept"]);
  });
});

describe("the tally of the bodies that lead", () => {
  it("counts titles and events up to the as-of month, those of its year apart", async () => {
    const recognition = (recognition_no: string, title: string, recognised_on: string): Cells => ({ recognition_no, enterprise_id: "甲", recipient: "示例甲", recipient_type: "企业", title, level: "国家", recognised_on });
    const rows = await ask(
      given(
        {
          recognitions: [recognition("R1", "科研平台", "2020-12-31"), recognition("R2", "新型研发机构", "2021-06-30"), recognition("R3", "高新技术企业", "2021-07-01"), recognition("R4", "质量奖", "2021-01-01")],
          capital_events: [{ event_no: "E1", enterprise_id: "甲", event: "股份改制", happened_on: "2021-01-01" }, { event_no: "E2", enterprise_id: "甲", event: "混改完成", happened_on: "2021-01-01" }],
        },
        { asOf: "2021-06", wanted: ["lead_tally"] },
      ),
      "select body, item, target, achieved, this_year from lead_tally order by body_order, item_order",
    );
    expect(rows).toEqual([
      { body: "区国资事务服务中心", item: "leading", target: 2, achieved: 0, this_year: null },
      { body: "区工信局", item: "backbone", target: 20, achieved: 0, this_year: null },
      { body: "区工信局", item: "small_micro", target: 100, achieved: 0, this_year: null },
      { body: "区科技局", item: "platforms", target: null, achieved: 2, this_year: 1 },
      { body: "区科技局", item: "high_tech", target: null, achieved: 0, this_year: 0 },
      { body: "区金融服务中心", item: "share_reform", target: null, achieved: 1, this_year: 1 },
      { body: "区金融服务中心", item: "listing", target: null, achieved: 0, this_year: 0 },
    ]);
  });
});

describe("reporting", () => {
  const sent = (month: string, known_at: string): Cells => ({ month, enterprise_id: "甲", total_tax_wan: "1", local_tax_wan: "1", turnover_tax_wan: "0", retention_wan: "0", known_at });
  it("is on time up to the tenth of the next month, by the first time it was known", async () => {
    const rows = await ask(
      given(
        { taxes: [sent("2021-07-01", "2021-09-02 08:00:00+08"), sent("2021-08-01", "2021-09-10 23:59:00+08"), sent("2021-08-01", "2021-10-01 08:00:00+08"), sent("2021-09-01", "2021-10-11 00:00:00+08"), sent("2021-11-01", "2021-12-01 00:00:00+08")] },
        { firstLoad: "2021-09-02 08:00:00+08", asOf: "2021-11" },
      ),
      "select strftime(month, '%Y-%m') as month, status, days_late, bureau from reporting_timeliness where dataset = 'taxes' order by 1",
    );
    expect(rows.map((row) => [row.month, row.status, row.days_late])).toEqual([
      ["2021-07", "before_first_load", null], ["2021-08", "on_time", null], ["2021-09", "late", 1], ["2021-10", "missing", null], ["2021-11", "on_time", null],
    ]);
    expect(rows[0]?.bureau).toBe("区税务局");
  });

  it("waits until a month is as good as whole: nine of ten enterprises of the two months before", async () => {
    const month = (of: string, count: number, known_at: string, from = 0) => Array.from({ length: count }, (_, index) => ({ ...sent(of, known_at), enterprise_id: `企业${from + index}` }));
    const rows = await ask(
      given(
        {
          taxes: [
            ...month("2021-05-01", 20, "2021-06-05 08:00:00+08"),
            // one enterprise short of nine in ten, and never more; then the rest of a month ten days late, and sent again
            ...month("2021-06-01", 17, "2021-07-05 08:00:00+08"),
            ...month("2021-07-01", 17, "2021-08-05 08:00:00+08"),
            ...month("2021-07-01", 1, "2021-08-20 08:00:00+08", 17),
            ...month("2021-07-01", 18, "2021-12-20 08:00:00+08"),
            ...month("2021-08-01", 17, "2021-09-10 08:00:00+08"),
            ...month("2021-11-01", 3, "2021-12-05 08:00:00+08"),
          ],
        },
        { firstLoad: "2021-06-01 08:00:00+08", asOf: "2021-11" },
      ),
      "select strftime(month, '%m') as month, status, days_late, strftime(complete_on, '%m-%d') as complete, enterprises_known::integer as known, enterprises_before::integer as before from reporting_timeliness where dataset = 'taxes' order by 1",
    );
    expect(rows.map((row) => [row.month, row.status, row.days_late, row.complete, row.known, row.before])).toEqual([
      ["05", "on_time", null, "06-05", 20, 20],
      ["06", "partial", null, null, 17, 20],
      ["07", "late", 10, "08-20", 18, 20],
      ["08", "on_time", null, "09-10", 17, 18],
      ["09", "missing", null, null, 0, null],
      ["10", "missing", null, null, 0, null],
      ["11", "partial", null, null, 3, 18],
    ]);
  });
});

it("lists late requests on the leading office's page, also those that name no enterprise of the registry", async () => {
  const requests = ["甲", "不在册", null].map((enterprise_id, index): Cells => ({ request_no: `R${index}`, enterprise_id, town: enterprise_id === null ? "桑村镇" : null, category: "一般咨询", received_on: "2021-06-01", closed_on: "2021-06-08" }));
  const { database, connection } = await evaluationDatabase(given({ requests }));
  try {
    await connection.run("create schema mart; create table mart.service_promise as from service_promise; create table mart.enterprise as select enterprise_id, enterprise_name from stg_enterprises");
    await connection.run(`create table service_item as ${readFileSync("sources/leading-office/service_item.sql", "utf8")}`);
    const sql = /```sql late\n([\s\S]*?)```/.exec(readFileSync("reports/leading-office/pages/promises.md", "utf8"))![1]!.replaceAll(/\$\{inputs\.(quarter|promise|who)\.value\}/g, "%");
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    expect(rows.map((row) => [row.item_no, row.enterprise_name, row.town])).toEqual([["R0", "示例甲", "西集镇"], ["R1", null, "镇街不明"], ["R2", null, "桑村镇"]]);
  } finally {
    database.close();
  }
});
