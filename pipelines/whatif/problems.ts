/** Where in a scenario something is wrong, in the words of the form: what zod and the policy's checks name is a path of field names. */
const words: Readonly<Record<string, string>> = {
  scenario: "", month: "数据截至月份", certainty: "把握", field: "要求的数", run: "结果", text: "文件", name: "名称", assumption: "假设", as_of: "数据截至月份", budget_wan: "预算（万元）", policy: "", version: "政策版本", clauses: "条款", gates: "门槛", retention: "新增留成", share: "比例", sharing: "分摊办法",
  growth: "增长假设", sector: "行业门类", town: "镇街", industry: "行业代码", enterprise: "企业", district: "全区税收", figures: "指标", change: "比推算增减", uncertainty: "不确定性", times: "离散度倍数", monthly_spread: "月度离散度", common_share: "全区共同部分",
  rate: "奖励比例", cap: "上限", amount: "奖励金额", rungs: "分档", threshold: "分档门槛", below: "分档上界", growth_over: "增幅", growth_from: "增幅", conditions: "条件", over: "须超过", from: "须达到", at_most: "不超过", is: "须为", any: "任一", rate_cny_per_unit: "每单位奖励", base_over: "只计超过的部分",
  rate_points: "贴息百分点", rate_of_lpr: "贴息比例", cap_principal: "计息本金上限", max_months: "最长月数", by_level: "按级别的金额", by_grade: "按等次的金额", by_recipient: "按对象的金额", by_type: "按类型的金额", by_category: "按类别的金额", by_level_cap: "按级别的上限", split: "分次比例",
  tax_growth: "税收增幅", rating_d: "亩均评价", dishonest: "失信", retention_cap: "新增留成限额", turnover_tax_cap: "流转税限额",
};

/** One line a fault: `条款 6.3 › 分档 › 第2项：…`. Days, files and the shell's words are left out. */
export function plainProblems(sentence: string): string {
  return sentence
    .split("\n")
    .map((line) => {
      const found = /^((?:[\w.-]+\.yaml › )?[^:：]*?): (.*)$/s.exec(line);
      if (!found) return line;
      const [, place = "", problem = ""] = found;
      const steps = place.split(" › ").flatMap((part) => (/^[\w.-]+\.yaml$/.test(part) ? [] : /^\d+\.\d+$/.test(part) ? [`条款 ${part}`] : part.split(".")));
      const said = steps.map((step) => words[step] ?? (/^\d+$/.test(step) && Number(step) < 1000 ? `第${Number(step) + 1}项` : /^\d{4}-\d{2}-\d{2}$/.test(step) || step === "-" ? "" : step)).filter((step) => step !== "");
      return said.length === 0 ? problem : `${said.join(" › ")}：${problem}`;
    })
    .join("\n");
}
