/**
 * What was asked of an award and what the enterprise has, in words: the same on the page and on the command line.
 * A row is one of mart.award_condition; decimals are text, null is not known.
 */
import { compared, fraction, divided, grouped, minus, rounded, roundedBeside, roundedUp, shifted, times, trimmed } from './decimals.js';
import { isFirstTimePast, isNone, isTrue, shortBy } from './short.js';

const units = {
  zh: { wan: ' 万元', tce: ' 吨标准煤', months: ' 个月', storeys: ' 层', count: '', points: ' 个百分点' },
  en: { wan: ' ×10,000 CNY', tce: ' tce', months: ' months', storeys: ' storeys', count: '', points: ' percentage points' },
};

/** what a count counts */
const counters = {
  zh: { invention_patents: ' 件', loan_number: ' 次' },
  en: { invention_patents: ' patents', loan_number: '' },
};

const says = {
  unknown: { zh: '不知道', en: 'not known' },
  none: { zh: '缺', en: 'missing' },
  uncountable: { zh: '不能算', en: 'cannot be computed' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  first: { zh: '首次', en: ' for the first time' },
  not_before: { zh: '不早于 ', en: ' not before ' },
  over: { zh: '超过 ', en: ' over ' },
  from: { zh: '达到 ', en: ' at least ' },
  at_most: { zh: '不超过 ', en: ' at most ' },
  below: { zh: '低于 ', en: ' below ' },
  is: { zh: '为 ', en: ' is ' },
  growth_over: { zh: '增幅超过 ', en: ' growth over ' },
  growth_from: { zh: '增幅达到 ', en: ' growth at least ' },
  under: { zh: '、不到 ', en: ', under ' },
  and_growth: { zh: '，增幅超过 ', en: ', growth over ' },
  pays: { zh: '，奖 ', en: ', pays ' },
  this_year: { zh: '当年', en: 'this year' },
  last_year: { zh: '，上年', en: ', last year' },
  growth: { zh: '，增幅 ', en: ', growth ' },
  best: { zh: '（以前最高 ', en: ' (best before ' },
  closing: { zh: '）', en: ')' },
  tax_growth: { zh: '税收增幅不低于全区', en: "tax growth not below the district's" },
  rating_d: { zh: '亩产效益评价不是D类', en: 'not rated D' },
  dishonest: { zh: '不在失信名单', en: 'not on the dishonesty list' },
  unrated: { zh: '未评价', en: 'unrated' },
  official: { zh: '年官方评价', en: ' official' },
  computed: { zh: '年测算评价', en: ' computed' },
  own: { zh: '企业 ', en: 'enterprise ' },
  district: { zh: '；全区 ', en: '; district ' },
  outside: { zh: '不在评价范围', en: 'outside the evaluation' },
  listed: { zh: '列入', en: ' listed' },
  removed: { zh: '移出', en: ' removed' },
  not_removed: { zh: '尚未移出', en: 'not removed yet' },
  event_date: { zh: '事项当天在名单上', en: "on the list on the event's day" },
  as_of: { zh: '调度月末在名单上', en: 'on the list at the end of the as-of month' },
  paid_before: { zh: '列入前已足额兑付，不受影响', en: 'paid in full before the listing, left alone' },
  not_listed: { zh: '事项当天和调度月末都不在名单上', en: "not on the list, neither on the event's day nor at the end of the as-of month" },
  attested: { zh: '以在案事项为准', en: 'as the event on file says' },
  equal: { zh: '恰好相等，须超过', en: 'exactly equal, must be over' },
  short: { zh: '差 ', en: 'short by ' },
  excess: { zh: '超出 ', en: 'too much by ' },
  above: { zh: '高于本档的范围', en: "above this rung's range" },
  grows_out: { zh: '增幅不够；增幅够了就高于本档的范围', en: "too little growth, and with it the figure would be above this rung's range" },
  past: { zh: '以前年度已经达到，不是首次', en: 'reached in an earlier year, not the first time' },
  profit: { zh: '利润 ', en: 'profit ' },
};

const percent = (text) => `${grouped(shifted(text, 2))}%`;
/** A figure with its unit: `1,200.5 万元`; `fact` says what a count counts. */
function amount(text, unit, lang, fact = '') {
  if (unit === 'rate') return percent(text);
  if (unit === 'date') return String(text).replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');
  if (unit === 'bool') return says[trimmed(String(text)) === '0' ? 'no' : 'yes'][lang];
  return grouped(trimmed(String(text))) + (counters[lang][fact] ?? units[lang][unit] ?? '');
}

/** This over last year's minus 1, or the difference of two ratios; null where it cannot be computed. */
function growthOf({ value, last_value: last, divisor, last_divisor: lastDivisor, measure }) {
  if (isNone(value) || isNone(last)) return null;
  const [over, lastOver] = [fraction(divisor ?? '1'), fraction(lastDivisor ?? '1')];
  if (over.over <= 0n || lastOver.over <= 0n) return null;
  const [now, before] = [divided(fraction(value), over), divided(fraction(last), lastOver)];
  if (measure === 'points') return minus(now, before);
  return before.over <= 0n ? null : minus(divided(now, before), fraction('1'));
}

/** A growth as a percentage (or percentage points), with as many places as show on which side of what is asked it lies. */
function growthText(growth, asked, measure, lang) {
  if (growth === null) return says.uncountable[lang];
  const hundred = fraction('100');
  const text = grouped(roundedBeside(times(growth, hundred), asked && times(asked, hundred)));
  return text + (measure === 'points' ? units[lang].points : '%');
}

/** What is asked, such as `工业总产值达到 5,000 万元、不到 10,000 万元，增幅超过 20%，奖 5 万元`. `label` names the fact. */
export function asked(row, label, lang = 'zh') {
  const { kind, fact, unit, comparison, measure, threshold, below, growth_over: growthOver, amount_cny: pays } = row;
  if (kind === 'gate') return says[fact][lang];
  if (kind === 'attested') return row.says;
  if (unit === 'bool') return label;
  if (unit === 'date') return label + says.not_before[lang] + amount(threshold, unit, lang);
  if (comparison.startsWith('growth')) return label + says[comparison][lang] + (measure === 'points' ? shifted(threshold, 2) + units[lang].points : percent(threshold));
  return [
    label,
    isTrue(row.is_first_time) ? says.first[lang] : '',
    says[comparison][lang],
    amount(threshold, unit, lang, fact),
    isNone(below) ? '' : says.under[lang] + amount(below, unit, lang, fact),
    isNone(growthOver) ? '' : says.and_growth[lang] + percent(growthOver),
    isNone(pays) ? '' : says.pays[lang] + amount(shifted(pays, -4), 'wan', lang),
  ].join('');
}

/** What the enterprise has, such as `当年 7,200 万元，上年 6,000 万元，增幅 20%`. */
export function has(row, label, lang = 'zh') {
  const { kind, fact, unit, value, last_value: last, divisor, comparison, measure, threshold, growth_over: growthOver } = row;
  if (kind === 'gate') return fact === 'tax_growth' ? taxGrowth(row, lang) : fact === 'rating_d' ? rating(row, lang) : listing(row, lang);
  if (kind === 'attested') return attested(row, label, lang);
  if (isNone(value) && isNone(last)) return says.unknown[lang];
  const growing = comparison.startsWith('growth') ? fraction(threshold) : isNone(growthOver) ? null : fraction(growthOver);
  if (!isNone(divisor)) {
    const ratio = isNone(value) || fraction(divisor).over <= 0n ? says.uncountable[lang] : `${grouped(rounded(times(divided(fraction(value), fraction(divisor)), fraction('100')), 2))}%`;
    return `${says.this_year[lang]} ${ratio}${says.growth[lang]}${growthText(growthOf(row), growing, measure, lang)}`;
  }
  if (growing) return `${twoYears(value, last, unit, lang, fact)}${says.growth[lang]}${growthText(growthOf(row), growing, measure, lang)}`;
  if (isNone(value)) return says.unknown[lang];
  return amount(value, unit, lang, fact) + (isTrue(row.is_first_time) && !isNone(row.best_before) ? says.best[lang] + amount(row.best_before, unit, lang, fact) + says.closing[lang] : '');
}

/** Why it failed: by how much it is missed, or why more would not help; '' where it did not fail or there is nothing to say. */
export function lack(row, lang = 'zh') {
  const { state, unit, fact } = row;
  if (state !== 'failed') return '';
  const short = shortBy(row);
  if (short === null) return beyond(row, lang);
  if (short.by.over === 0n) return says.equal[lang];
  if (!isNone(row.divisor)) return says.short[lang] + says.profit[lang] + amount(roundedUp(short.by), 'wan', lang);
  const text = unit === 'rate' ? rounded(times(short.by, fraction('100')), 12) + units[lang].points : amount(roundedUp(short.by), unit, lang, fact);
  return says[short.isTooMuch ? 'excess' : 'short'][lang] + text;
}

function beyond(row, lang) {
  const { kind, below, value, threshold } = row;
  if (!isNone(below) && !isNone(value) && compared(fraction(value), fraction(below)) >= 0) return says.above[lang];
  if (isFirstTimePast(row)) return says.past[lang];
  return kind === 'rung' && !isNone(below) && !isNone(value) && compared(fraction(value), fraction(threshold)) >= 0 ? says.grows_out[lang] : '';
}

function twoYears(value, last, unit, lang, fact) {
  const figure = (text) => (isNone(text) ? ` ${says.none[lang]}` : ` ${amount(text, unit, lang, fact)}`);
  return says.this_year[lang] + figure(value) + says.last_year[lang] + figure(last);
}

function taxGrowth(row, lang) {
  // the district stands in `threshold` and `last_divisor`
  const own = growthOf({ value: row.value, last_value: row.last_value });
  const district = growthOf({ value: row.threshold, last_value: row.last_divisor });
  const figures = (value, last) => (lang === 'zh' ? '（' : ' (') + twoYears(value, last, 'wan', lang) + says.closing[lang];
  return says.own[lang] + growthOr(own, district, lang) + figures(row.value, row.last_value) + says.district[lang] + growthOr(district, own, lang) + figures(row.threshold, row.last_divisor);
}

const growthOr = (growth, beside, lang) => (growth === null ? (lang === 'zh' ? '增幅' : 'growth ') : '') + growthText(growth, beside, 'relative', lang);

function rating({ grade, grade_source: source, rating_year: year }, lang) {
  if (!grade) return says[source === 'outside' ? 'outside' : 'unrated'][lang];
  return lang === 'zh' ? `${grade}，${year}${says[source].zh}` : `${grade}, ${year}${says[source].en}`;
}

/** `2022-03-01列入，2022-06-01移出；事项当天在名单上` */
function listing({ listed_on: listed, removed_on: removed, dishonest_test: test }, lang) {
  if (isNone(listed)) return says.not_listed[lang];
  const end = isNone(removed) ? says.not_removed[lang] : removed + says.removed[lang];
  return `${listed}${says.listed[lang]}${lang === 'zh' ? '，' : ', '}${end}${lang === 'zh' ? '；' : '; '}${says[test][lang]}`;
}

/** The bureau's word, and beside it the figures of three years, where the clause names one. */
function attested(row, label, lang) {
  if (!row.fact) return says.attested[lang];
  const years = [[-2, row.earlier_value], [-1, row.last_value], [0, row.value]].map(([back, value]) => {
    const year = Number(row.award_year) + back;
    return `${lang === 'zh' ? `${year}年` : `${year}:`} ${isNone(value) ? says.none[lang] : amount(value, row.unit, lang)}`;
  });
  return `${says.attested[lang]}${lang === 'zh' ? '；' : '; '}${label} ${years.join(lang === 'zh' ? '，' : ', ')}`;
}
