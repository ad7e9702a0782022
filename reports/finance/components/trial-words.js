import { valueOf } from './trial-fields.js';

/** Words and numbers of a trial, as the page and the workbook show them. A number that is shown is the written one with its point moved. */
export const shownOf = (field, value) => Number((value * 10 ** field.places).toPrecision(12));
export const writtenOf = (field, shown) => Number((shown / 10 ** field.places).toPrecision(12));

/** 元 as 万元, a number for showing only. */
export const wan = (cny) => (cny === null || cny === undefined ? null : Number(cny) / 10000);

export const plain = (value) => value.toLocaleString('zh-CN', { maximumFractionDigits: 8 });
export const amount = (value) => (value === null || value === undefined ? '—' : value.toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
export const signed = (value) => (value === null || value === undefined ? '—' : `${value > 0 ? '+' : value < 0 ? '−' : ''}${amount(Math.abs(value))}`);
export const percent = (rate) => (rate === null || rate === undefined ? '—' : `${(rate * 100).toFixed(1)}%`);

export const gateNames = { tax_growth: '税收增幅门槛', rating_d: '亩均评价门槛', dishonest: '失信门槛', retention_cap: '新增留成限额', turnover_tax_cap: '流转税限额' };
export const modeNames = { on: '执行', warn: '只提示', off: '不执行', official_only: '只看官方评价' };
export const sharingNames = { pro_rata: '按比例分摊', in_order: '按条款先后，先到先得' };

const figureNames = { output: '产值', revenue: '营业收入', profit: '利润', online_retail: '网络零售额', total_tax: '税收', local_tax: '地方税收', turnover_tax: '流转税', retention: '地方留成' };

export function growthWords(one, enterprises = []) {
	const who = one.enterprise ? (enterprises.find(({ id }) => id === one.enterprise)?.name ?? one.enterprise) : one.sector ? `${one.sector}企业` : one.town ? `${one.town}企业` : one.industry ? `行业 ${one.industry}` : one.district ? '全区税收' : '所有企业和全区税收';
	const number = one.change ?? one.growth;
	const figures = one.figures ? `（${one.figures.map((name) => figureNames[name] ?? name).join('、')}）` : '';
	return `${who}${figures}余下月份比${one.change === undefined ? '上年同月' : '目前的推算'}${number < 0 ? '少' : '多'}${plain(Math.abs(Math.round(number * 1e6) / 1e4))}%`;
}

/** The numbers of a scenario that are not the document's: `{ clause, label, unit, before, now }`. */
export function changedFields(scenario, ground) {
	const clauses = new Map(ground.clauses.map((clause) => [clause.id, clause]));
	return ground.fields.flatMap((field) => {
		const now = valueOf(scenario, clauses.get(field.clause), field);
		return now === undefined || now === field.value ? [] : [{ field, clause: field.clause, label: field.label, unit: field.unit, before: shownOf(field, field.value), now: shownOf(field, now) }];
	});
}

/** Everything that a scenario assumes otherwise than the present policy and projection, a phrase each. */
export function assumptions(scenario, ground) {
	const { gates = {}, retention } = scenario.policy ?? {};
	const words = changedFields(scenario, ground).map(({ clause, label, unit, before, now }) => `${clause} ${label} ${plain(before)}${unit}改为${plain(now)}${unit}`);
	for (const { gate, mode } of ground.gates) if (gates[gate] !== undefined && gates[gate] !== mode) words.push(`${gateNames[gate]}${modeNames[gates[gate]]}`);
	if (retention?.share !== undefined && retention.share !== 1) words.push(`新增留成只用${plain(retention.share * 100)}%`);
	if (retention?.sharing === 'in_order') words.push(`新增留成不够时${sharingNames.in_order}`);
	for (const one of scenario.growth ?? []) words.push(growthWords(one, ground.enterprises));
	const { uncertainty } = scenario;
	if (uncertainty === 'none') words.push('不计不确定性');
	else if (uncertainty) {
		if ((uncertainty.times ?? 1) !== 1) words.push(`月度波动按历史的${plain(uncertainty.times)}倍`);
		if (uncertainty.monthly_spread !== undefined) words.push(`月度波动定为${percent(uncertainty.monthly_spread)}`);
		if (uncertainty.common_share !== undefined) words.push(`波动中全区共同部分占${percent(uncertainty.common_share)}`);
	}
	return words;
}

/** In so large a part of the draws the budget does not suffice; `totals` are CNY texts, `budget` is 万元. */
export function overBudget(totals, budget) {
	if (!totals?.length || budget === undefined || budget === null) return null;
	// fen, whole: a float decides nothing
	const most = BigInt(Math.round(budget * 1e6));
	return totals.filter((cny) => BigInt(cny.replace('.', '')) > most).length / totals.length;
}
