import type { Messages } from "../messages.ts";

export const simulateMessages = {
  option_scenario: { zh: "情景文件（YAML），示例在 models/scenarios", en: "scenario file (YAML); examples in models/scenarios" },
  option_draws: { zh: "抽样次数", en: "number of draws" },
  option_seed: { zh: "随机种子：同一个种子，结果完全相同", en: "random seed: the same seed gives the same answer" },
  option_as_of: { zh: "按哪个月的数据往后推算（默认：情景文件写的月份，没写则为数据库当前的调度月）", en: "month whose data the projection starts from (default: the scenario's, else the database's dispatch month)" },
  progress: { zh: "模拟", en: "simulating" },
  scenario_missing: { zh: "找不到情景文件 {file}；示例在 models/scenarios。", en: "There is no scenario file {file}; examples are in models/scenarios." },
  scenario_unreadable: { zh: "情景文件 {file} 读不出来：{detail}", en: "The scenario file {file} cannot be read: {detail}" },
  scenario_wrong: { zh: "情景文件有 {count} 处不对，没有运行：\n{problems}", en: "The scenario file has {count} faults and was not run:\n{problems}" },
  unknown_clause: { zh: "情景文件改的条款 {clause} 不在政策版本 {version} 里。", en: "The scenario changes clause {clause}, which policy version {version} does not have." },
  nobody: { zh: "情景文件的增长假设「{what}」没有对上任何企业。", en: "The scenario's growth assumption {what} matches no enterprise." },
  no_build: { zh: "数据库还没有计算过，请先运行 d521 build。", en: "The database has no build yet; run d521 build first." },
  done: { zh: "情景「{scenario}」：截至 {month} 的数据，{year} 奖励年度，{draws} 次抽样，种子 {seed}（{seconds} 秒）", en: "Scenario {scenario}: data as of {month}, award year {year}, {draws} draws, seed {seed} ({seconds} s)" },
  closed: { zh: "{year} 年已经结束，没有不确定的数，各分位相同。", en: "{year} is over: nothing is uncertain, and all percentiles are equal." },
  spread: { zh: "月度增速的离散度（中位数）{spread}，其中全区共同部分占 {share}", en: "Spread of monthly growth (median) {spread}, of which common to the district {share}" },
  table_head: { zh: "分位\t应兑（万元）\t可兑（万元）\t新增地方留成（万元）", en: "percentile\tentitled (10,000 CNY)\tfundable (10,000 CNY)\tnew retention (10,000 CNY)" },
  expected: { zh: "期望", en: "expected" },
  budget: { zh: "预算 {budget} 万元：可兑金额超出的概率 {probability}", en: "Budget {budget} (10,000 CNY): probability that the fundable amount exceeds it {probability}" },
  drivers: { zh: "最坏的一成情形里多出来的钱，主要来自：", en: "What the worst tenth of the draws adds comes mainly from:" },
  driver: { zh: "  {name}：多 {excess} 万元（平均 {mean} 万元）", en: "  {name}: {excess} more (10,000 CNY; mean {mean})" },
  not_decision: { zh: "以上是按所选政策版本和假设推算的结果，不是兑付决定。", en: "These are projections under the chosen policy version and assumptions, not decisions." },
} as const satisfies Messages;
