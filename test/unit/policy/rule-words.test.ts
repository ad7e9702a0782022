import { describe, expect, it } from "vitest";
import { facts } from "../../../pipelines/policy/facts.ts";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { clauseRules } from "../../../pipelines/policy/rule-words.ts";

const policy = loadPolicy();
const rules = (id: string, version = policy) => clauseRules(version, version.clauses.find((one) => one.id === id)!);
const of = (id: string, rule: string, version = policy) => rules(id, version).filter((one) => one.rule === rule).map(({ words }) => words);

describe("a clause's rules in words", () => {
  it.each<[string, string, string[]]>([
    ["6.3", "amount", ["工业总产值达到 50,000 万元，比上年增长超过 10%：10 万元", "工业总产值达到 10,000 万元、低于 50,000 万元，比上年增长超过 15%：8 万元", "工业总产值达到 5,000 万元、低于 10,000 万元，比上年增长超过 20%：5 万元"]],
    ["6.1", "amount", ["地方税收超过 10,000 万元：30 万元", "地方税收超过 5,000 万元：20 万元", "地方税收超过 2,000 万元：10 万元"]],
    ["6.4", "amount", ["首次工业总产值超过 500,000 万元：30 万元", "首次工业总产值超过 200,000 万元：20 万元", "首次工业总产值超过 100,000 万元：10 万元"]],
    ["7.1", "amount", ["国家级 50 万元，省级 20 万元，市级 10 万元"]],
    ["14.1", "amount", ["国家级最高 20 万元，省级最高 20 万元，市级最高 20 万元，区级最高 10 万元"]],
    ["15.6", "amount", ["一等 20 万元，二等 15 万元，三等 10 万元"]],
    ["8.1", "condition", ["制造业", "总投资超过 100,000 万元", "已核准或备案", "在本区实施"]],
    ["8.1", "cap", ["单个项目最高 1,000 万元：单个项目各年度合计不超过上限"]],
    ["8.1", "choice", ["同一技改项目只享受设备补助或贷款贴息一项（本条为设备补助）"]],
    ["8.2", "amount", ["贷款本金按一年期贷款市场报价利率的 50%贴息，期限不超过 36 个月"]],
    ["4.10", "condition", ["总部迁入本区，或者募资投入本区比例达到 75%"]],
    ["4.8", "group", ["首发上市与借壳上市只奖一次（4.8、4.9、4.10，第4条第1句）：取金额最高的，只给一次，不分年度"]],
    ["18.1", "amount", ["认定节能量超过 1,000 吨标准煤 的部分每吨标准煤 500 元"]],
    ["6.9", "once", ["新获得的才奖，复核换证不奖"]],
    ["6.1", "body", ["区工信局牵头，区财政局、区税务局、区科技局、区商务和投资促进局、开发区管委会、各镇街配合"]],
    ["6.1", "key_phrase", ["第6条：“税收过亿元企业奖励30万元”"]],
  ])("%s %s", (id, rule, words) => expect(of(id, rule)).toEqual(words));

  it("has, for every clause, its phrase, amount, once-rule, gates, funding and body, and a unit behind every threshold", () => {
    for (const one of policy.clauses) {
      const found = clauseRules(policy, one);
      for (const rule of ["key_phrase", "amount", "once", "gate", "funding", "body"]) expect(found.map((each) => each.rule), one.id).toContain(rule);
      for (const { words } of found) {
        expect(words, one.id).not.toMatch(/undefined|null|NaN|\[object|[a-z]{4,}/);
        // a threshold names what it is a threshold of, and its unit: numbers without one are counts of patents and loans
        expect(words, one.id).not.toMatch(/(^|，)(超过|达到|不超过) /);
      }
      for (const name of Object.keys(facts)) expect(found.map(({ words }) => words).join(), one.id).not.toContain(name);
    }
  });

  it("says what an alternative reading changes", () => {
    expect(of("6.6", "group", loadPolicy("title-by-level"))[0]).toContain("取级别最高的");
    expect(of("12.1", "group", loadPolicy("incubation-apart"))).toEqual([]);
    expect(of("8.1", "funding", loadPolicy("transformation-outside-cap"))).toEqual(["从企业新增税收地方留成列支，不受当年新增留成限制"]);
    expect(of("6.1", "gate", loadPolicy("official-d-only")).join()).toContain("本版本只认官方结果");
  });
});
