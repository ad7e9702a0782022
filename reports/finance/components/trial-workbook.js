import { assumptions, changedFields, overBudget, percent, wan } from './trial-words.js';

const money = '#,##0.00';
const beside = [
	{ title: '可兑现（万元）', fmt: money, cell: (row) => wan(row.fundable_cny) },
	{ title: '现行政策可兑现（万元）', fmt: money, cell: (row) => wan(row.present_fundable_cny) },
	{ title: '可兑现相差（万元）', fmt: money, cell: (row) => wan(row.fundable_change_cny) },
	{ title: '应奖（万元）', fmt: money, cell: (row) => wan(row.entitled_cny) },
	{ title: '现行政策应奖（万元）', fmt: money, cell: (row) => wan(row.present_entitled_cny) },
	{ title: '应奖相差（万元）', fmt: money, cell: (row) => wan(row.change_cny) },
];
const text = (id, title) => ({ title, cell: (row) => row[id] });
const count = (id, title) => ({ title, fmt: '#,##0', cell: (row) => row[id] });

/** The sheets of a trial: what it comes to by clause, town and enterprise, its range, what was changed; and on 说明 what it stands on. */
export async function trialWorkbook({ scenario, month, ground, version, certain, outlook }) {
	const { makeWorkbook } = await import('$lib/xlsx.js');
	const year = certain.award_year;
	const budget = scenario.budget_wan?.[year];
	const words = assumptions(scenario, ground);
	const levels = outlook.distribution.map((row) => ({ ...row, present: outlook.present.find(({ percentile }) => percentile === row.percentile) }));
	const notes = [
		['性质', '试算，不是兑付决定'],
		['名称', scenario.name],
		['假设', scenario.assumption],
		['奖励年度', `${year} 年`],
		['数据截至', month],
		['数据时点', version.known_at.slice(0, 16)],
		['计算编号', String(version.build_id)],
		['现行政策版本', version.policy_version],
		['试算所用政策版本', scenario.policy?.version ?? version.policy_version],
		['程序版本', version.program],
		['抽样', outlook.is_closed ? '没有抽样：没有不确定的数' : `${outlook.draws} 次，种子 ${outlook.seed}`],
		['预算（万元）', budget === undefined ? '没有填' : String(budget)],
		['超出预算的概率', budget === undefined ? '没有填预算' : percent(overBudget(outlook.totals, budget))],
		['新增地方留成（万元）', String(wan(certain.totals.retention_cny))],
		['改动', words.length === 0 ? '没有改动，与现行政策相同' : words.join('；')],
		['对照', '现行政策、同一份数据、目前的推算'],
		...(version.is_synthetic ? [['示例数据', '企业、金额均为虚构']] : []),
	];
	const mark = `${version.is_synthetic ? '示例数据　' : ''}试算，不是兑付决定`;
	const changed = changedFields(scenario, ground);
	return makeWorkbook({
		title: '按条款', mark, notes,
		columns: [text('clause_id', '条款'), text('summary', '内容'), ...beside, count('gainers', '增加（家）'), count('losers', '减少（家）')],
		rows: certain.by_clause,
		more: [
			{ title: '按镇街', mark, columns: [text('town', '镇街'), ...beside, count('gainers', '增加（家）'), count('losers', '减少（家）')], rows: certain.by_town },
			{ title: '变动的企业', mark, columns: [text('name', '企业'), text('enterprise_id', '统一社会信用代码'), text('town', '镇街'), ...beside, text('clauses', '变动的条款')], rows: certain.enterprises },
			{ title: '分布', mark, columns: [{ title: '分位', cell: ({ percentile }) => (percentile === 'expected' ? '期望' : percentile) }, { title: '可兑现（万元）', fmt: money, cell: (row) => wan(row.fundable_cny) }, { title: '现行政策可兑现（万元）', fmt: money, cell: (row) => wan(row.present?.fundable_cny) }, { title: '应奖（万元）', fmt: money, cell: (row) => wan(row.entitled_cny) }, { title: '新增地方留成（万元）', fmt: money, cell: (row) => wan(row.retention_cny) }], rows: levels },
			{ title: '推高金额的', mark, columns: [{ title: '类别', cell: ({ kind }) => (kind === 'clause' ? '条款' : '企业') }, text('id', '条款或代码'), text('name', '名称'), { title: '最贵一成的平均（万元）', fmt: money, cell: (row) => wan(row.tail_mean_cny) }, { title: '平均（万元）', fmt: money, cell: (row) => wan(row.mean_cny) }, { title: '多出（万元）', fmt: money, cell: (row) => wan(row.tail_excess_cny) }], rows: outlook.drivers },
			{ title: '改过的数', mark, columns: [text('clause', '条款'), text('label', '哪一项'), { title: '文件的数', fmt: '#,##0.########', cell: ({ before }) => before }, { title: '试算的数', fmt: '#,##0.########', cell: ({ now }) => now }, text('unit', '单位')], rows: changed },
		],
	});
}

/** Saves what was made in the browser as a file. */
export function saveAs(blob, name) {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
