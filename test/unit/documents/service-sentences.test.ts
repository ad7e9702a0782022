/** Sentences about requests, the bodies that handle them, and the mean of project approvals. */
import { describe, expect, test } from "vitest";
import { textOf } from "../../../pipelines/documents/facts.ts";
import { leadTally } from "../../../pipelines/documents/leads.ts";
import { promisesSection, requestsSection } from "../../../pipelines/documents/service.ts";
import { paragraphs, reader } from "./mart-reader.ts";

describe("the month's requests", () => {
  const said = async (...rows: string[]) =>
    paragraphs(
      (
        await requestsSection(
          await reader(
            "create table mart.dispatch (as_of_month date, as_of_on date)",
            "insert into mart.dispatch values ('2021-06-01', '2021-06-30')",
            "create table mart.service_promise (promise varchar, town varchar, responsible varchar, is_body_assumed boolean, state varchar, due_on date, closed_on date, working_days integer)",
            ...rows.map((row) => `insert into mart.service_promise values ('request_general', '甲镇', ${row})`),
          ),
        )
      ).blocks,
    );
  test.each([
    ["none due", [], ["本月没有到期的企业诉求，没有逾期仍未办结的诉求。"]],
    ["all kept", ["'甲局', true, 'kept', '2021-06-10', '2021-06-09', 1"], ["本月到期的企业诉求1件，全部按时办结；没有逾期仍未办结的诉求。"]],
    ["none kept", ["'甲局', false, 'late', '2021-06-10', null, 9"], ["本月到期的企业诉求1件，没有按时办结的，逾期1件；逾期仍未办结的诉求共1件。", "逾期诉求涉及甲镇1件（最长已用9个工作日）。", "逾期诉求按承办部门：甲局1件。"]],
  ] as const)("%s", async (_, rows, expected) => {
    expect(await said(...rows)).toEqual(expected);
  });
  test("a late one without a body stands under the sender, and that is said; one kept without says nothing", async () => {
    const late = (body: string, assumed: boolean) => `'${body}', ${assumed}, 'late', '2021-06-10', null, 9`;
    expect((await said(late("乙局", false), late("报送办", true), late("乙局", false)))[2]).toBe("逾期诉求按承办部门：乙局2件、报送办1件。没有填承办部门的按报送部门计。");
    expect((await said(late("乙局", false), "'乙局', true, 'kept', '2021-06-10', '2021-06-09', 1"))[2]).toBe("逾期诉求按承办部门：乙局1件。");
  });
});

describe("the quarter's promises", () => {
  const said = async (bodies: readonly string[], means: readonly string[]) =>
    paragraphs(
      await promisesSection(
        await reader(
          "create table mart.service_promise_summary as select '2021Q2' as quarter, 1 as promise_order, '用水接入' as label_zh, 9 as items, 2 as kept, 7 as late, 0 as still_open, 0 as not_judged",
          "create table mart.service_late_body (quarter varchar, body varchar, late integer, assumed integer, late_assumed integer)",
          ...bodies.map((row) => `insert into mart.service_late_body values ('2021Q2', ${row})`),
          "create table mart.service_mean (quarter varchar, promise_order integer, finished integer, counted integer, mean_working_days decimal(9, 2), base_working_days integer, cut decimal(9, 6), limit_working_days decimal(9, 2), base_source varchar, state varchar)",
          ...means.map((row) => `insert into mart.service_mean values ('2021Q2', 1, ${row})`),
        ),
        "2021Q2",
      ),
    ).slice(1);

  test("names five bodies of the late cases; what is not late needs no body", async () => {
    expect(await said(["'甲局', 3, 0, 0", "'乙局', 1, 5, 0", "'甲局', 1, 0, 0", "'丙局', 0, 4, 0"], [])).toEqual(["超期的诉求和办件按承办部门：甲局4件、乙局1件。"]);
    expect(await said(["'1局', 6, 2, 1", "'2局', 5, 0, 0", "'3局', 4, 0, 0", "'4局', 3, 0, 0", "'5局', 2, 0, 0", "'6局', 1, 1, 1"], [])).toEqual(["超期的诉求和办件按承办部门：1局6件、2局5件、3局4件、4局3件、5局2件等。没有填承办部门的按报送部门计。"]);
    expect(await said([], [])).toEqual([]);
  });

  test.each([
    ["at the limit", "2, 2, 18, 20, 0.1, 18, '基数为假定', 'kept'", "本季度办结项目审批2件，平均用时18.00个工作日，达到比基数20个工作日压减10.0%（18.00个工作日）的要求（基数为假定）。"],
    ["over it, with another cut and base, one without a calendar", "3, 2, 25.51, 30, 0.15, 25.5, '区里公布', 'late'", "本季度办结项目审批3件（其中2件能计算用时），平均用时25.51个工作日，没有达到比基数30个工作日压减15.0%（25.50个工作日）的要求（区里公布）。"],
    ["none finished", "0, 0, null, 20, 0.1, 18, '基数为假定', 'unknown'", "本季度受理的项目审批没有办结的，平均用时不能判断。"],
    ["finished where no calendar is", "1, 0, null, 20, 0.1, 18, '基数为假定', 'unknown'", "本季度办结项目审批1件，用时不能计算。"],
  ])("project approval: %s", async (_, row, expected) => {
    expect(await said([], [row])).toEqual([expected]);
  });
});

test("the tally of leading bodies keeps what is not known apart from zero", async () => {
  const [table] = await leadTally(
    await reader(
      "create table mart.lead_tally (body varchar, body_order integer, item_order integer, label_zh varchar, target integer, achieved integer, this_year integer)",
      "insert into mart.lead_tally values ('丁中心', 2, 1, '上市和挂牌', null, 3, 0), ('甲中心', 1, 1, '龙头', 2, null, null)",
    ),
  );
  expect(table?.kind === "table" && table.rows.map((row) => row.map((piece) => textOf([piece])))).toEqual([["甲中心", "龙头", "2", "—", "—"], ["丁中心", "上市和挂牌", "—", "3", "0"]]);
});
