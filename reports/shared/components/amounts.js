/**
 * How an award's own amount comes about, in words: the same on the page and on the command line.
 * A row is one of mart.award_amount; decimals are text. All amounts of a sentence are in 元.
 */
import { fraction, grouped, shifted, times, rounded, trimmed, yuan } from './decimals.js';
import { isNone, isTrue } from './short.js';

const says = {
  cny: { zh: ' 元', en: ' CNY' },
  tce: { zh: ' 吨标准煤', en: ' tce' },
  fixed: { zh: '定额', en: 'a fixed amount' },
  rung: { zh: '达到的最高一档', en: 'the highest rung reached' },
  of_it: { zh: '按 ', en: '' },
  part: { zh: ' 计', en: ' of the amount' },
  per_unit: { zh: '每单位 ', en: 'per unit ' },
  principal: { zh: '本金 ', en: 'principal ' },
  days: { zh: ' 天 ÷ 365', en: ' days / 365' },
  approved: { zh: '核定金额', en: 'the approved amount' },
  at_cap: { zh: '未核定，按上限估列', en: 'not approved yet, carried at the cap' },
  unknown: { zh: '缺数据，这是最多可能的金额', en: 'something is missing: the most that it can be' },
  cap: { zh: '上限 ', en: 'cap ' },
  half: { zh: '同年的节点合为一行：本节点 ', en: 'nodes of one year are one line: this one ' },
  sum: { zh: '，合计 ', en: ', together ' },
};

/** 万元 as 元. */
const inYuan = (wan) => yuan(rounded(times(fraction(wan), fraction('10000')), 2));

/** The arithmetic of a line's own amount, such as `128,000,000.00 × 15% = 19,200,000.00 元；上限 10,000,000.00 元`; '' for a fixed amount. */
export function amountNote(row, lang = 'zh') {
  const parts = [
    isTrue(row.is_known) ? arithmetic(row, lang) : says.unknown[lang],
    isNone(row.cap_cny) || isTrue(row.is_estimated_at_cap) ? '' : says.cap[lang] + yuan(row.cap_cny) + says.cny[lang],
    Number(row.claims_in_line) > 1 ? says.half[lang] + yuan(row.gross_cny) + says.cny[lang] + says.sum[lang] + yuan(row.line_cny) + says.cny[lang] : '',
  ];
  return parts.filter((part) => part !== '').join(lang === 'zh' ? '；' : '; ');
}

function arithmetic({ kind, base, base_unit: unit, base_over: over, rate, days, gross_cny: gross, is_estimated_at_cap: isEstimated }, lang) {
  if (kind === 'upto') return says[isTrue(isEstimated) ? 'at_cap' : 'approved'][lang];
  const percent = isNone(rate) ? '' : `${grouped(shifted(rate, 2))}%`;
  if (kind === 'ladder') return says.rung[lang];
  if (kind === 'event') return percent === '' || percent === '100%' ? says.fixed[lang] : says.of_it[lang] + percent + says.part[lang];
  if (isNone(base) || isNone(rate)) return '';
  const result = ` = ${yuan(gross)}${says.cny[lang]}`;
  if (kind === 'interest') return `${says.principal[lang]}${inYuan(base)} × ${percent} × ${days}${says.days[lang]}${result}`;
  if (kind !== 'percent') return '';
  const isMoney = unit === 'wan';
  const figure = (text) => (isMoney ? inYuan(text) : grouped(trimmed(String(text))) + (says[unit]?.[lang] ?? ''));
  const counted = isNone(over) || fraction(over).over === 0n ? figure(base) : `(${figure(base)} − ${figure(over)})`;
  return `${counted} × ${isMoney ? percent : says.per_unit[lang] + inYuan(rate) + says.cny[lang]}${result}`;
}
