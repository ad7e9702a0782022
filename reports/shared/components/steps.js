/**
 * What a step of the waterfall did to an award, in words with its arithmetic: the same on the page and on the command line.
 * A row is one of mart.award_step; amounts are 元 as text, null is not known or does not apply.
 */
import { compared, fraction, minus, rounded, times, yuan } from './decimals.js';
import { isNone } from './short.js';
import { inWords } from './words.js';

const says = {
  cny: { zh: ' 元', en: ' CNY' },
  cap: { zh: '上限 ', en: 'cap ' },
  project: { zh: '项目各年度合计上限 ', en: "the project's cap for all its years " },
  used: { zh: '，以前年度已用 ', en: ', earlier years have used ' },
  left: { zh: '，还剩 ', en: ', left ' },
  limit: { zh: '限额 ', en: 'limit ' },
  together: { zh: '，同享限额的共 ', en: ', claimed together ' },
  enough: { zh: '，没有超过', en: ', within it' },
  to_the_cent: { zh: '（到分，尾差按最大余数分配）', en: ' (to the cent, by largest remainder)' },
  our_reading: { zh: '；按比例分摊是本项目的读法', en: "; sharing pro rata is this project's reading" },
  no_turnover_tax: { zh: '当年流转税地方级收入不知道，不能判断', en: "the year's local turnover tax is not known" },
  no_retention: { zh: '新增地方留成不知道，暂不能兑现', en: 'the new local retention is not known: nothing can be funded yet' },
  paid: { zh: '已兑付 ', en: 'paid ' },
  lost_choice: { zh: '一个项目只享受一项，取的是', en: 'one project, one policy: ' },
  lost_choice_file: { zh: '一个项目只享受一项，项目选择的是另一项（另一项没有奖补行）', en: 'one project, one policy: the project chose the other, which has no line' },
  lost_group: { zh: '同组只取最高的，取的是', en: 'only the highest of its group is awarded: ' },
  lost_choice_before: { zh: '项目以前年度已享受另一项：', en: 'the project enjoyed another policy before: ' },
  lost_group_before: { zh: '同组以前年度已奖：', en: 'its group was awarded before: ' },
  lost_once: { zh: '以前已奖：', en: 'awarded before: ' },
  lost_once_year: { zh: '同一年度只奖一次，取的是', en: 'once a year, awarded is: ' },
  renewal: { zh: '不是新获得，以前已有同一称号：', en: 'not new, the title is on record before: ' },
  renewal_said: { zh: '在案注明是复核，不是新获得', en: 'the record calls it a renewal, not new' },
  lost_payment: { zh: '（兑付记录）', en: ' (payment on file)' },
  its_status: { zh: '那一笔本身', en: 'which itself is ' },
  clause: { zh: '条款 ', en: 'clause ' },
  year: { zh: ' 年度', en: '' },
  gated: { zh: '不成立：', en: 'failed: ' },
  open: { zh: '还不能判断：', en: 'not known yet: ' },
};

const money = (text, lang) => yuan(text) + says.cny[lang];

/** The arithmetic or the winner of a step; '' where the amounts before and after say all. */
export function stepNote(row, lang = 'zh') {
  const { step, status, limit_cny: limit, claimed_together_cny: together } = row;
  if (!isNone(row.beaten_by_source)) return lost(row, lang);
  if (step === 'gates') return row.stopped_by ? says[status === 'gated' ? 'gated' : 'open'][lang] + gates(row.stopped_by, lang) : '';
  if (step === 'paid') return isNone(limit) || fraction(limit).over === 0n ? '' : says.paid[lang] + money(limit, lang);
  if (['turnover_tax_cap', 'retention_cap'].includes(step) && isNone(limit)) return says[step === 'retention_cap' ? 'no_retention' : 'no_turnover_tax'][lang];
  if (isNone(limit)) return '';
  if (!isNone(row.project_cap_cny)) return ofProject(row, lang);
  if (isNone(together)) return says.cap[lang] + money(limit, lang);
  if (compared(fraction(together), fraction(row.before_cny)) === 0) return says.limit[lang] + money(limit, lang);
  if (compared(fraction(together), fraction(limit)) <= 0) return says.limit[lang] + money(limit, lang) + says.together[lang] + money(together, lang) + says.enough[lang];
  return shared(row, lang);
}

/** The gates by their codes, as the lines' reasons name them. */
function gates(codes, lang) {
  return lang === 'zh' ? inWords('reason', codes) : codes.replaceAll(',', ', ').replaceAll('_', ' ');
}

/** `467,800.00 × 500,000.00 ÷ 1,980,000.00 = 118,131.31 元`, and whose reading it is. */
function shared({ before_cny: before, after_cny: after, limit_cny: limit, claimed_together_cny: together }, lang) {
  const isExact = compared(times(fraction(before), fraction(limit)), times(fraction(after), fraction(together))) === 0;
  return `${yuan(before)} × ${yuan(limit)} ÷ ${yuan(together)} = ${money(after, lang)}${isExact ? '' : says.to_the_cent[lang]}${says.our_reading[lang]}`;
}

function ofProject({ limit_cny: left, project_cap_cny: cap }, lang) {
  const used = rounded(minus(fraction(cap), fraction(left)), 2);
  if (used === '0') return says.project[lang] + money(cap, lang);
  return says.project[lang] + money(cap, lang) + says.used[lang] + money(used, lang) + says.left[lang] + money(left, lang);
}

/** The winner or the earlier grant: clause, number, year and amount. */
function lost(row, lang) {
  const { step, beaten_by_source: source, beaten_by_clause_id: clause, beaten_by_subject: subject, beaten_by_year: year, beaten_by_cny: amount, beaten_by_status: status } = row;
  if (source === 'file') return says.lost_choice_file[lang];
  // the export alone may call it a renewal, and then there is no earlier record to name
  if (source === 'record') return isNone(row.renewal_of_on) ? says.renewal_said[lang] : `${says.renewal[lang]}${lang === 'zh' ? `「${subject}」，` : `"${subject}", `}${row.renewal_of_on}`;
  const isEarlier = Number(year) < Number(row.award_year);
  const how = step === 'once' ? (isEarlier ? 'lost_once' : 'lost_once_year') : `lost_${step === 'group' ? 'group' : 'choice'}${isEarlier ? '_before' : ''}`;
  // what an earlier year granted by a payment on file, whatever became of its own line
  const isPaid = source === 'payment' || (isEarlier && !isNone(status) && status !== 'payable');
  const what = [
    says.clause[lang] + clause,
    ...(subject ? [lang === 'zh' ? `「${subject}」` : `"${subject}"`] : []),
    `${year}${says.year[lang]}`,
    // a line that is open has no amount yet
    ...(isNone(amount) || (status === 'undetermined' && !isPaid) ? [] : [money(amount, lang) + (isPaid ? says.lost_payment[lang] : '')]),
    ...(isNone(status) || status === 'payable' ? [] : [says.its_status[lang] + (lang === 'zh' ? inWords('status', status) : status.replaceAll('_', ' '))]),
  ];
  return says[how][lang] + what.join(lang === 'zh' ? '，' : ', ').replace('，「', '「');
}
