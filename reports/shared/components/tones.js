/** How a state looks: a colour that colour-blind readers can tell apart, and a sign for those who see none. */
const good = { colour: '#00694f', ground: '#e2f3ed', sign: '●' };
const fair = { colour: '#0f4c81', ground: '#e4eef7', sign: '◐' };
const careful = { colour: '#7a4100', ground: '#fff1d6', sign: '▲' };
const bad = { colour: '#9b2c00', ground: '#fde7dd', sign: '■' };
const plain = { colour: '#4a5663', ground: '#edf0f3', sign: '–' };

export const tones = {
  target_status: { done: good, on_track: fair, at_risk: careful, behind: bad },
  schedule: { ahead: good, even: fair, late: bad },
  status: { payable: good, payable_part: careful, payable_none: bad, superseded: plain, gated: bad, capped_out: plain, undetermined: careful },
  standing: { strong: good, middle: plain, weak: careful },
  award_state: { touched: fair, waiting_data: careful },
  grade: { A: good, B: fair, C: careful, D: bad },
  timeliness: { on_time: good, late: careful, partial: careful, missing: bad, not_due: plain, before_first_load: plain },
  promise_state: { kept: good, late: bad, open: plain, no_limit: plain, unknown: careful },
  suggestion: { enter: good, promote: good, keep: plain, demote: careful, leave: bad },
  move: { entered: good, moved: fair, left: bad },
  asked_state: { met: good, failed: bad, unknown: careful },
  member_state: { met: good, not_met: plain, unknown: careful },
};

export const toneOf = (list, code) => tones[list]?.[code] ?? plain;
