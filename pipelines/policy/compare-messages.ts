/** Words of `d521 compare`. */
export const compareMessages = {
  option_policy: { zh: "要与当前版本并排的政策版本，即 models/policy 下的文件夹名", en: "the policy version to set beside the present one: a folder of models/policy" },
  no_build: { zh: "数据库里还没有计算结果，请先运行 d521 build。", en: "The database holds no results yet; run d521 build first." },
  progress: { zh: "并排计算", en: "Comparing" },
  title: { zh: "{label}（{version}）与当前版本 {base} 并排，截至 {month}：", en: "{label} ({version}) beside the present {base}, as of {month}:" },
  totals: { zh: "应奖 {base_entitled} → {entitled} 元，可兑现 {base_fundable} → {fundable} 元。", en: "Entitled {base_entitled} → {entitled} CNY, fundable {base_fundable} → {fundable} CNY." },
  counts: {
    zh: "应奖：{gainers} 家增加，{losers} 家减少；可兑现：{fundable_gainers} 家增加，{fundable_losers} 家减少；共 {differences} 处不同。",
    en: "Entitled: {gainers} enterprises gain, {losers} lose; fundable: {fundable_gainers} gain, {fundable_losers} lose; {differences} differences in all.",
  },
  clause: {
    zh: "  {clause} {summary}：应奖 {entitled} 元（增 {gainers} 家，减 {losers} 家），可兑现 {fundable} 元（增 {fundable_gainers} 家，减 {fundable_losers} 家）",
    en: "  {clause} {summary}: entitled {entitled} CNY ({gainers} gain, {losers} lose), fundable {fundable} CNY ({fundable_gainers} gain, {fundable_losers} lose)",
  },
  same: { zh: "两个版本算出来完全一样。", en: "Both versions come to the same." },
  inspections: { zh: "超过次数的检查：{base} → {other} 次。", en: "Inspections over the limit: {base} → {other}." },
  not_decision: { zh: "以上是计算结果，不是兑付决定。", en: "A computation, not a decision." },
} as const;
