/**
 * The codes of the result tables in the words of the readers. Tables name a list with `words: 'status'`; a code that is
 * not in its list shows as it is, and a test compares the lists with the models.
 */
const datasets = {
  enterprises: '企业名录',
  nurture_library: '培育库',
  production: '生产经营月报',
  taxes: '税收月报',
  district_taxes: '全区税收',
  land: '用地信息',
  energy: '能源消费月报',
  energy_savings: '节能量认定',
  emissions: '污染物排放',
  employment: '参保职工',
  research: '研发投入',
  recognitions: '称号认定',
  capital_events: '资本运作',
  size_events: '升规纳统',
  transformation_projects: '技改项目',
  startup_loans: '创业担保贷款',
  startup_subsidies: '创业补贴申请',
  exhibitions: '展销活动',
  standards: '标准制定',
  intellectual_property: '知识产权',
  talent: '人才引进',
  dishonesty: '失信名单',
  official_ratings: '亩均评价结果',
  payments: '奖补兑付',
  rates: '贷款市场报价利率',
  visits: '帮包走访',
  requests: '企业诉求',
  inspections: '涉企检查',
  services: '审批与接入',
  town_targets: '镇街目标',
  holidays: '节假日安排',
};

export const words = {
  dataset: datasets,
  status: { payable: '可兑现', payable_part: '部分可兑现', payable_none: '留成不够，暂不可兑', superseded: '不重复奖励', gated: '门槛未过', capped_out: '上限用尽', undetermined: '待定（缺数据）' },
  basis: { accrued: '应计', projected: '预计' },
  redemption: { direct: '免申即享', apply: '待补数据', discretionary: '一事一议' },
  funding: { retention: '新增留成', budget: '区级预算', fee_relief: '费用减免' },
  kind: { event: '事项', ladder: '分档', percent: '按比例', interest: '贴息', upto: '限额内核定' },
  reason: {
    tax_growth: '税收增幅低于全区',
    rating_d: '亩均评价为D',
    dishonest: '在失信名单',
    group: '同组取最高',
    cap: '达到上限',
    turnover_tax_cap: '流转税限额',
    retention_cap: '新增留成不够',
    already_awarded: '以前已奖',
    choice: '项目择一',
    renewal: '复核，不是新获得',
    estimated_at_cap: '未核定，按上限估列',
    unrated: '未评价',
  },
  step: {
    own_amount: '条款本身的金额',
    line_cap: '条款上限',
    project_choice: '项目择一',
    turnover_tax_cap: '流转税限额',
    once: '以前是否已奖',
    group: '同组取最高',
    gates: '门槛',
    retention_cap: '新增留成限额',
    paid: '扣除已兑付',
  },
  stage: {
    gross: '条款金额',
    undetermined: '待定（缺数据）',
    determined: '可以判断的金额',
    line_cap: '条款上限',
    project_choice: '项目择一',
    turnover_tax_cap: '流转税限额',
    once: '以前已奖',
    group: '同组取最高',
    tax_growth: '税收增幅门槛',
    rating_d: '亩均评价为D',
    dishonest: '失信名单',
    entitled: '应奖',
    retention_cap: '新增留成不够',
    fundable: '可兑现',
    paid: '已兑付',
    outstanding: '待兑付',
  },
  gate: { tax_growth: '税收增幅', rating_d: '亩均评价', dishonest: '失信', retention_cap: '新增留成限额', turnover_tax_cap: '流转税限额' },
  asked_kind: { attested: '条件', condition: '条件', rung: '分档', gate: '门槛' },
  asked_state: { met: '成立', failed: '不成立', unknown: '不知道' },
  unmatched: { amount_slip: '金额过大，疑为单位写错', unknown_clause: '没有这一条款', year_not_computed: '不在计算年度', unknown_enterprise: '企业不在名录', nothing_owed: '这一年度没有这一条的奖补' },
  mode: { on: '执行', off: '不执行', warn: '只提示', official_only: '只看官方评价' },
  rule: {
    key_phrase: '原文',
    amount: '金额',
    condition: '条件',
    cap: '上限',
    once: '次数',
    group: '同组',
    choice: '择一',
    turnover_tax_cap: '流转税限额',
    gate: '门槛',
    funding: '资金',
    body: '承办部门',
    reading: '本条的读法',
  },
  target_status: { done: '已完成', on_track: '到期可达', at_risk: '到期有风险', behind: '到期难达' },
  schedule: { ahead: '现在超前', even: '现在持平', late: '现在落后' },
  forecast_method: { no_change: '维持现状', recent_pace: '近期速度', damped_trend: '近期速度逐月递减', seasonal: '上年同月加全年增量' },
  tier: { leading: '龙头', backbone: '骨干', small_micro: '小微', outside: '不在库' },
  suggestion: { enter: '建议入库', keep: '不变', promote: '建议升级', demote: '建议降级', leave: '建议出库' },
  move: { entered: '入库', left: '出库', moved: '升降级' },
  member_state: { met: '计入', not_met: '未达到', unknown: '缺数据' },
  member_reason: {
    assets_over: '资产超过门槛',
    output_up: '产值高于入库前一年',
    revenue_up: '收入增长达标',
    became_above_scale: '升规纳统',
    growth_short: '增长不够',
    assets_not_over: '资产没有超过门槛',
  },
  timeliness: { on_time: '及时', late: '迟报', partial: '没有报齐', missing: '未报', not_due: '未到期', before_first_load: '启用前到期，无法认定' },
  promise_reason: { no_limit: '没有承诺时限', calendar_unknown: '节假日安排没有这一年', closed_before_received: '办结早于受理，日期有误' },
  promise_state: { kept: '已兑现', late: '超期', open: '未到期', no_limit: '无时限', unknown: '不能判断' },
  mean_state: { kept: '达到', late: '没有达到', unknown: '不能判断' },
  town_reason: {
    few_enterprises: '不足3家，不公布',
    no_target: '没有下达目标',
    not_judged: '不能判断',
    none_due: '没有到期的',
    no_library_enterprise: '没有在库企业',
    no_industrial_enterprise: '没有工业企业',
  },
  standing: { strong: '强', middle: '中', weak: '弱' },
  award_state: { touched: '已触及', waiting_data: '待补数据' },
  grade_source: { official: '官方结果', computed: '测算' },
  indicator_basis: { scored: '按值计分', average: '缺数据，取平均', missing: '缺数据，计零', no_base: '没有基准，计零' },
  yes_no: { true: '是', false: '否' },
};

function one(list, code) {
  const [head, rest] = code.split(/:(.*)/s);
  if (head === 'missing' && rest) return `缺${datasets[rest] ?? rest}`;
  return words[list]?.[code] ?? code;
}

/**
 * A code, or codes with commas between them, in words.
 *
 * @param {string} list a key of `words`
 * @param {unknown} codes
 */
export function inWords(list, codes) {
  if (codes === null || codes === undefined || codes === '') return '';
  return String(codes)
    .split(',')
    .map((code) => one(list, code))
    .join('、');
}
