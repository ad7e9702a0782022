import { expect, it } from "vitest";
import { amountNote } from "../../../reports/shared/components/amounts.js";
import { asked, has, lack } from "../../../reports/shared/components/asked.js";
import { asFiled } from "../../../reports/shared/components/credit-code.js";
import { fraction, grouped, rounded, roundedBeside, shifted, yuan } from "../../../reports/shared/components/decimals.js";
import { stepNote } from "../../../reports/shared/components/steps.js";
import { words } from "../../../reports/shared/components/words.js";
import { englishCodes } from "../../../pipelines/policy/explain-messages.ts";
import { ruleKinds } from "../../../pipelines/policy/rule-words.ts";

// The words of the finance site's explanation and of `d521 explain`, from rows of the marts.

const rung = {
  kind: "rung", item_no: 3, alternative_no: 1, fact: "output", unit: "wan", dataset: "production", comparison: "from", measure: "relative", is_first_time: false,
  threshold: "5000.00000000", below: "10000.00000000", growth_over: "0.20000000", amount_cny: "50000.00",
  value: "7200", divisor: null, last_value: "6000", last_divisor: null, best_before: null, state: "failed",
};

it.each<[string, Partial<Record<keyof typeof rung, unknown>>, string, string]>([
  ["exactly equal, must be over", {}, "当年 7,200 万元，上年 6,000 万元，增幅 20%", "恰好相等，须超过"],
  ["short by growth", { value: "7100.5" }, "当年 7,100.5 万元，上年 6,000 万元，增幅 18.34%", "差 99.5 万元"],
  ["short of the rung itself", { value: "4999.99" }, "当年 4,999.99 万元，上年 6,000 万元，增幅 -16.67%", "差 2,200.01 万元"],
  ["at its upper bound", { value: "10000" }, "当年 10,000 万元，上年 6,000 万元，增幅 66.67%", "高于本档的范围"],
  ["far above its upper bound", { value: "600000.5", last_value: "700000" }, "当年 600,000.5 万元，上年 700,000 万元，增幅 -14.29%", "高于本档的范围"],
  ["growth would carry it out", { value: "9000", last_value: "8500" }, "当年 9,000 万元，上年 8,500 万元，增幅 5.88%", "增幅不够；增幅够了就高于本档的范围"],
  ["last year not on file", { last_value: null, state: "unknown" }, "当年 7,200 万元，上年 缺，增幅 不能算", ""],
])("says of a rung: %s", (_, change, what, why) => {
  const row = { ...rung, ...change };
  expect(asked(row, "工业总产值")).toBe("工业总产值达到 5,000 万元、不到 10,000 万元，增幅超过 20%，奖 5 万元");
  expect(has(row, "工业总产值")).toBe(what);
  expect(lack(row)).toBe(why);
});

const condition = { ...rung, kind: "condition", below: null, growth_over: null, amount_cny: null, best_before: null };
it.each<[string, Record<string, unknown>, string, string, string]>([
  ["a rate that may not be passed", { unit: "rate", comparison: "at_most", threshold: "0.03", value: "0.0345" }, "利率不超过 3%", "3.45%", "超出 0.45 个百分点"],
  ["a count", { fact: "invention_patents", unit: "count", comparison: "over", threshold: "10", value: "9" }, "利率超过 10 件", "9 件", "差 1 件"],
  ["a yes", { unit: "bool", comparison: "is", threshold: "1", value: "0.00000000" }, "利率", "否", ""],
  ["a date", { unit: "date", comparison: "from", threshold: "20131001.00000000", value: "20130930" }, "利率不早于 2013-10-01", "2013-09-30", ""],
  ["a first time that is past", { comparison: "over", is_first_time: true, threshold: "3000", value: "2900", best_before: "3000.01" }, "利率首次超过 3,000 万元", "2,900 万元（以前最高 3,000.01 万元）", "以前年度已经达到，不是首次"],
  ["a margin", { unit: "rate", comparison: "growth_over", threshold: "0.1", value: "1319", divisor: "12000", last_value: "1200", last_divisor: "12000" }, "利率增幅超过 10%", "当年 10.99%，增幅 9.92%", "差 利润 1 万元"],
  ["percentage points", { unit: "rate", comparison: "growth_from", measure: "points", threshold: "0.01", value: "1320", divisor: "12000", last_value: "1200", last_divisor: "12000", state: "met" }, "利率增幅达到 1 个百分点", "当年 11%，增幅 1 个百分点", ""],
])("says of a condition: %s", (_, change, what, hasIt, why) => {
  const row = { ...condition, ...change };
  expect([asked(row, "利率"), has(row, "利率"), lack(row)]).toEqual([what, hasIt, why]);
});

it("words a gate so that what failed reads as failed", () => {
  const gate = { ...condition, kind: "gate", fact: "rating_d", state: "failed", grade: "D", grade_source: "official", rating_year: 2021 };
  expect([asked(gate, ""), has(gate, "")]).toEqual(["亩产效益评价不是D类", "D，2021年官方评价"]);
  expect(has({ ...gate, state: "met", grade: "", grade_source: "", rating_year: null }, "")).toBe("未评价");
  const tax = { ...gate, fact: "tax_growth", value: "1100", last_value: "1000", threshold: "120000.00000001", last_divisor: "109090.90909" };
  expect(has(tax, "")).toBe("企业 10%（当年 1,100 万元，上年 1,000 万元）；全区 10.0000000009%（当年 120,000.00000001 万元，上年 109,090.90909 万元）");
  expect(has({ ...tax, last_value: "0" }, "")).toBe("企业 增幅不能算（当年 1,100 万元，上年 0 万元）；全区 10%（当年 120,000.00000001 万元，上年 109,090.90909 万元）");
});

it.each<[string, Record<string, unknown>, string]>([
  ["listed and removed again, on the event's day", { listed_on: "2022-03-01", removed_on: "2022-06-01", dishonest_test: "event_date" }, "2022-03-01列入，2022-06-01移出；事项当天在名单上"],
  ["listed still", { listed_on: "2022-03-01", removed_on: null, dishonest_test: "as_of" }, "2022-03-01列入，尚未移出；调度月末在名单上"],
  ["paid before", { listed_on: "2022-01-01", removed_on: null, dishonest_test: "paid_before", state: "met" }, "2022-01-01列入，尚未移出；列入前已足额兑付，不受影响"],
  ["never listed", { listed_on: null, removed_on: null, dishonest_test: null, state: "met" }, "事项当天和调度月末都不在名单上"],
])("tells the listing and its test: %s", (_, listing, words) => {
  expect(has({ ...condition, kind: "gate", fact: "dishonest", state: "failed", ...listing }, "")).toBe(words);
});

it("lists what the event on file attests, with the figures that stand beside it", () => {
  const attested = { ...condition, kind: "attested", fact: "", says: "工程如期完工", state: "met" };
  expect([asked(attested, ""), has(attested, "")]).toEqual(["工程如期完工", "以在案事项为准"]);
  const growing = { ...attested, fact: "output", unit: "wan", says: "产值、缴税逐年增加", award_year: 2021, earlier_value: null, last_value: "11000", value: "12500.5" };
  expect(has(growing, "工业总产值")).toBe("以在案事项为准；工业总产值 2019年 缺，2020年 11,000 万元，2021年 12,500.5 万元");
});

const step = {
  award_year: 2021, step: "retention_cap", before_cny: "467800.00", after_cny: "118131.31", limit_cny: "500000.00", status: "payable", claimed_together_cny: "1980000.00", project_cap_cny: null,
  beaten_by_source: null, beaten_by_clause_id: null, beaten_by_subject: null, beaten_by_year: null, beaten_by_cny: null,
};
it.each<[string, Record<string, unknown>, string]>([
  ["a share", {}, "467,800.00 × 500,000.00 ÷ 1,980,000.00 = 118,131.31 元（到分，尾差按最大余数分配）；按比例分摊是本项目的读法"],
  ["an exact share", { before_cny: "990000.00", after_cny: "250000.00" }, "990,000.00 × 500,000.00 ÷ 1,980,000.00 = 250,000.00 元；按比例分摊是本项目的读法"],
  ["a limit that is enough", { claimed_together_cny: "500000.00" }, "限额 500,000.00 元，同享限额的共 500,000.00 元，没有超过"],
  ["a limit of one line", { before_cny: "1980000.00", after_cny: "500000.00" }, "限额 500,000.00 元"],
  ["gates that failed", { step: "gates", status: "gated", limit_cny: null, claimed_together_cny: null, stopped_by: "tax_growth,dishonest" }, "不成立：税收增幅低于全区、在失信名单"],
  ["a gate that is open", { step: "gates", status: "undetermined", limit_cny: null, claimed_together_cny: null, stopped_by: "missing:district_taxes" }, "还不能判断：缺全区税收"],
  ["a limit that is not known", { limit_cny: null }, "新增地方留成不知道，暂不能兑现"],
  ["a project's cap", { step: "line_cap", limit_cny: "9040000.00", claimed_together_cny: null, project_cap_cny: "10000000.00" }, "项目各年度合计上限 10,000,000.00 元，以前年度已用 960,000.00 元，还剩 9,040,000.00 元"],
  ["a cap", { step: "line_cap", limit_cny: "100000.00", claimed_together_cny: null }, "上限 100,000.00 元"],
  ["what a group lost to", { step: "group", beaten_by_source: "line", beaten_by_clause_id: "6.5", beaten_by_subject: "R-1", beaten_by_year: 2021, beaten_by_cny: "500000.00" }, "同组只取最高的，取的是条款 6.5「R-1」，2021 年度，500,000.00 元"],
  ["a winner that is gated itself", { step: "group", beaten_by_source: "line", beaten_by_clause_id: "6.5", beaten_by_subject: "R-1", beaten_by_year: 2021, beaten_by_cny: "500000.00", beaten_by_status: "gated" }, "同组只取最高的，取的是条款 6.5「R-1」，2021 年度，500,000.00 元，那一笔本身门槛未过"],
  ["a winner that is open", { step: "project_choice", beaten_by_source: "line", beaten_by_clause_id: "8.1", beaten_by_subject: "P1", beaten_by_year: 2021, beaten_by_cny: "0.00", beaten_by_status: "undetermined" }, "一个项目只享受一项，取的是条款 8.1「P1」，2021 年度，那一笔本身待定（缺数据）"],
  ["what the project enjoyed before", { step: "project_choice", beaten_by_source: "line", beaten_by_clause_id: "8.1", beaten_by_subject: "P1", beaten_by_year: 2020, beaten_by_cny: "5000000.00" }, "项目以前年度已享受另一项：条款 8.1「P1」，2020 年度，5,000,000.00 元"],
  ["a policy without a line", { step: "project_choice", beaten_by_source: "file" }, "一个项目只享受一项，项目选择的是另一项（另一项没有奖补行）"],
  ["a renewal", { step: "once", beaten_by_source: "record", beaten_by_clause_id: "6.10", beaten_by_subject: "R1", beaten_by_year: 2021, renewal_of_on: "2021-11-30" }, "不是新获得，以前已有同一称号：「R1」，2021-11-30"],
  ["a renewal by the export's word", { step: "once", beaten_by_source: "record", beaten_by_clause_id: "6.10", renewal_of_on: null }, "在案注明是复核，不是新获得"],
  ["an earlier line that had lost and was paid all the same", { step: "once", beaten_by_source: "line", beaten_by_clause_id: "18.3", beaten_by_subject: "G1", beaten_by_year: 2020, beaten_by_cny: "300000.00", beaten_by_status: "superseded" }, "以前已奖：条款 18.3「G1」，2020 年度，300,000.00 元（兑付记录），那一笔本身不重复奖励"],
  ["a payment on file", { step: "once", beaten_by_source: "payment", beaten_by_clause_id: "15.8", beaten_by_subject: "", beaten_by_year: 2020, beaten_by_cny: "20000.00" }, "以前已奖：条款 15.8，2020 年度，20,000.00 元（兑付记录）"],
])("says of a step: %s", (_, change, note) => {
  expect(stepNote({ ...step, ...change })).toBe(note);
});

const amount = { kind: "percent", gross_cny: "132000.00", line_cny: "132000.00", claims_in_line: 1, cap_cny: "100000.00", base: "13200.00000000", base_unit: "wan", base_over: null, rate: "0.00100000", days: null, is_known: true, is_estimated_at_cap: false };
it.each<[string, Record<string, unknown>, string]>([
  ["a rate of money", {}, "132,000,000.00 × 0.1% = 132,000.00 元；上限 100,000.00 元"],
  ["a rate by the ton", { gross_cny: "100000.00", cap_cny: null, base: "1200", base_unit: "tce", base_over: "1000", rate: "0.05" }, "(1,200 吨标准煤 − 1,000 吨标准煤) × 每单位 500.00 元 = 100,000.00 元"],
  ["interest", { kind: "interest", gross_cny: "50301.37", cap_cny: null, base: "300", rate: "0.02", days: 306 }, "本金 3,000,000.00 × 2% × 306 天 ÷ 365 = 50,301.37 元"],
  ["half of a standard", { kind: "event", gross_cny: "100000.00", line_cny: "200000.00", claims_in_line: 2, cap_cny: null, base: null, base_unit: "", rate: "0.5" }, "按 50% 计；同年的节点合为一行：本节点 100,000.00 元，合计 200,000.00 元"],
  ["a fixed amount", { kind: "event", cap_cny: null, base: null, base_unit: "", rate: "1.00000000" }, "定额"],
  ["a ladder", { kind: "ladder", cap_cny: null, base: "5000", base_unit: "", rate: null }, "达到的最高一档"],
  ["not approved yet", { kind: "upto", gross_cny: "200000.00", cap_cny: "200000.00", base: null, base_unit: "", rate: null, is_estimated_at_cap: "true" }, "未核定，按上限估列"],
])("says of an amount: %s", (_, change, note) => {
  expect(amountNote({ ...amount, ...change })).toBe(note);
});

it("finds a code as somebody typed it, and leaves a name alone", () => {
  expect(["91370406ma3abc1d2x", " 9137-0406 MA3ABC1D2X", "９１３７０４０６ＭＡ３ＡＢＣ１Ｄ２Ｘ"].map(asFiled)).toEqual(Array(3).fill("91370406MA3ABC1D2X"));
  expect(asFiled(" 王小二 shop ")).toBe("王小二 shop");
});

it("rounds and groups exact decimals", () => {
  expect([grouped("1234567.1234567"), grouped("-1234.5"), yuan("1234567.5"), shifted("0.15", 2), shifted("50000.00", -4), rounded(fraction("-0.005"), 2), rounded(fraction("2.675"), 2)]).toEqual(["1,234,567.1234567", "-1,234.5", "1,234,567.50", "15", "5", "-0.01", "2.68"]);
  expect([roundedBeside(fraction("10.000000001"), fraction("10")), roundedBeside(fraction("9.999"), fraction("10")), roundedBeside(fraction("10.004"), fraction("20"))]).toEqual(["10.000000001", "9.999", "10"]);
});

it("has a word for each kind of rule", () => {
  expect(Object.keys(words.rule).sort()).toEqual([...ruleKinds].sort());
});

it("has an English word for each code that has a Chinese one", () => {
  for (const [list, codes] of Object.entries(englishCodes)) expect(Object.keys(codes).sort()).toEqual(Object.keys(words[list as keyof typeof words]).sort());
});
