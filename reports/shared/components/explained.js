/** Rows of the explanation with their words, for a table: `via="asked"` and the like. */
import { amountNote } from './amounts.js';
import { asked, has, lack } from './asked.js';
import { stepNote } from './steps.js';

export const explained = {
  /** rows of award_condition */
  asked: (row) => ({
    ...row,
    subject: withNode(row),
    item: row.kind === 'attested' ? '' : `${row.item_no}${row.kind === 'condition' && row.alternative_no > 1 ? '（或）' : ''}`,
    asked: asked(row, row.label),
    has: has(row, row.label),
    lack: lack(row),
  }),
  /** rows of award_step, whose texts are the exact amounts */
  step: (row) => ({
    ...row,
    note: stepNote({ ...row, before_cny: row.before_text, after_cny: row.after_text, limit_cny: row.limit_text, claimed_together_cny: row.claimed_together_text, project_cap_cny: row.project_cap_text, beaten_by_cny: row.beaten_by_text }),
  }),
  /** rows of award_amount */
  amount: (row) => ({ ...row, subject: withNode(row), gross: Number(row.gross_cny), note: amountNote(row) }),
};

const withNode = ({ subject, node }) => subject + (node ? `（${node}）` : '');
