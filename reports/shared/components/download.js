import site from '$lib/site.json';
import { addBasePath } from '@evidence-dev/sdk/utils/svelte';

/** What the page has been narrowed to, as it would print it: 镇街：西集镇 */
const choices = () => [...document.querySelectorAll('article .pick > span')].map((one) => one.textContent.trim()).filter((text) => text.includes('：'));

/**
 * Makes a workbook of a table in the reader's browser and saves it. A second sheet says which dispatch it is of, when its data were known, what was
 * chosen, what columns add up to (not below the rows, where it would be sorted and summed with them), and that synthetic data are synthetic.
 *
 * @param {{ title: string, columns: { title: string, fmt?: string, cell: (row: any) => unknown }[], rows: any[], totals?: string[], choices?: [string, string][] }} table
 *   `choices` say what was sought and how it is sorted
 * @param {{ month: string, known_at: string, policy_label: string, is_synthetic: boolean }} dispatch what the page says of its dispatch
 */
export async function saveWorkbook({ title, columns, rows, totals = [], choices: more = [] }, dispatch) {
  const { makeWorkbook } = await import('./xlsx.js');
  const { month, known_at, policy_label, is_synthetic } = dispatch;
  const chosen = choices();
  const notes = [
    ['表名', title],
    ['看板', site.title],
    ['调度月份', month],
    ['数据时点', known_at],
    ['政策版本', policy_label],
    ...(chosen.length > 0 ? [['所选范围', chosen.join('；')]] : []),
    ...more,
    ['行数', `${rows.length} 行`],
    ...(totals.length > 0 ? [['合计', totals.join('；')]] : []),
    ...(is_synthetic ? [['示例数据', '企业、金额均为虚构']] : []),
    ['说明', site.footer],
  ];
  const mark = `${is_synthetic ? '示例数据　' : ''}调度月份 ${month}`;
  const blob = makeWorkbook({ title, columns, rows, notes, mark });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${is_synthetic ? '示例数据_' : ''}${title}_${month}.xlsx`;
  link.click();
  // for the door's log; of no consequence where the site is opened some other way
  navigator.sendBeacon?.(addBasePath('/downloaded'), new URLSearchParams({ table: title, page: location.pathname }));
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
