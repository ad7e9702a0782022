import { amountNote } from "../../reports/shared/components/amounts.js";
import { asked, has, lack } from "../../reports/shared/components/asked.js";
import { yuan } from "../../reports/shared/components/decimals.js";
import { stepNote } from "../../reports/shared/components/steps.js";
import { inWords } from "../../reports/shared/components/words.js";
import { type Lang, type Message, type Params, sentence } from "../messages.ts";
import type { ExplainedClaim, ExplainedClause, Explanation, ExplainRow } from "./explain.ts";
import { englishCodes, explainMessages } from "./explain-messages.ts";
import type { SourceRow } from "./explain-sources.ts";
import { facts } from "./facts.ts";

type Say = (message: Message, params?: Params) => string;

/** The explanation as lines for a reader, in one language. Control characters of the data are taken out, so that a name cannot move the cursor. */
export function explainLines(explanation: Explanation, lang: Lang): string[] {
  const say: Say = (message, params = {}) => sentence(message, lang, params);
  const { enterprise, year, asOfMonth, policyVersion } = explanation;
  const lines = [say(explainMessages.title, { name: enterprise.name ?? enterprise.id, id: enterprise.id, year, month: asOfMonth, version: policyVersion })];
  if (explanation.isSynthetic) lines.push(say(explainMessages.synthetic));
  lines.push(say(explainMessages.computed));
  if (explanation.open) lines.push(say(explainMessages.open_year));
  for (const clause of explanation.clauses) lines.push("", ...clauseLines(clause, lang, say));
  lines.push("", say(explainMessages.rules), ...explanation.rules.map((rule) => ruleLine(rule, lang, say)));
  if (explanation.retention) lines.push(retentionLine(explanation.retention, say));
  lines.push(...sourceLines(explanation.sources, lang, say));
  return lines.map((line) => line.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, " "));
}

function clauseLines({ clause, rules, claims }: ExplainedClause, lang: Lang, say: Say): string[] {
  const lines = [say(explainMessages.clause, { clause: String(clause.clause_id), place: String(clause.place), summary: String(clause.summary) })];
  if (clause.reading !== null) lines.push(say(explainMessages.reading, { reading: String(clause.reading) }));
  for (const { words, reading } of rules) lines.push(say(explainMessages.clause_rule, { words: String(words), reading: reading === null ? "" : say(explainMessages.clause_rule_reading, { reading: String(reading) }) }));
  if (claims.length === 0) lines.push(say(explainMessages.no_claim));
  claims.forEach((claim, index) => {
    // the nodes of a standard that fall into one year are one line: what became of it is said once, below the last of them
    const isLast = !claims.slice(index + 1).some((later) => later.subject === claim.subject && later.amount !== null);
    lines.push(...claimLines(claim, isLast, lang, say));
  });
  return lines;
}

function claimLines(claim: ExplainedClaim, isLastOfLine: boolean, lang: Lang, say: Say): string[] {
  const { subject, node, effectiveOn: day, amount, line } = claim;
  const isPart = line !== null && amount !== null;
  const lines = [subject === "" ? say(explainMessages.annual, { day }) : say(explainMessages.subject, { subject: subject + (node === "" ? "" : `（${node}）`), day })];
  for (const row of claim.asked) if (row.kind !== "gate" || (isPart && isLastOfLine)) lines.push(askedLine(row, lang, say));
  if (!isPart) return [...lines, noLine(claim, say), ...sourceLines(claim.sources, lang, say)];
  const note = amountNote(amount, lang);
  lines.push(say(explainMessages.amount, { gross: yuan(amount.gross_cny), note: note === "" ? "" : say(explainMessages.note, { note }) }));
  if (isLastOfLine) lines.push(...claim.steps.map((step) => stepLine(step, lang, say)), resultLine(line, lang, say));
  else lines.push(say(explainMessages.part));
  return [...lines, ...sourceLines(claim.sources, lang, say)];
}

function askedLine(row: ExplainRow, lang: Lang, say: Say): string {
  const label = facts[String(row.fact)]?.[lang] ?? String(row.fact);
  const missing = row.state === "unknown" ? say(explainMessages.missing, { dataset: datasetName(String(row.dataset), lang) }) : "";
  const why = [lack(row, lang), missing].filter((text) => text !== "").map((text) => say(explainMessages.lack, { lack: text }));
  const isOr = row.kind === "condition" && Number(row.alternative_no) > 1;
  const mode = row.gate_mode === "" || row.gate_mode === "on" ? "" : say(explainMessages.mode, { mode: word("mode", row.gate_mode, lang) });
  return say(explainMessages[row.kind as "attested" | "condition" | "rung" | "gate"], {
    no: isOr ? say(explainMessages.alternative, { no: String(row.item_no) }) : String(row.item_no),
    asked: asked(row, label, lang),
    has: has(row, label, lang),
    state: word("asked_state", row.state, lang),
    lack: why.join(""),
    mode,
  });
}

function noLine({ line, isPriced, state, asked: rows }: ExplainedClaim, say: Say): string {
  if (line !== null) return say(explainMessages.no_part);
  if (state === "failed") return say(explainMessages.no_line);
  if (!isPriced) return say(explainMessages.no_amount);
  return say(rows.some((row) => row.kind === "rung") ? explainMessages.no_rung : explainMessages.nothing);
}

function stepLine(step: ExplainRow, lang: Lang, say: Say): string {
  const note = stepNote(step, lang);
  return say(explainMessages.step, {
    no: String(step.step_no),
    step: word("step", step.step, lang),
    before: yuan(step.before_cny),
    after: yuan(step.after_cny),
    note: note === "" ? "" : say(explainMessages.step_note, { note }),
    status: word("status", step.status, lang),
  });
}

function resultLine(line: NonNullable<ExplainedClaim["line"]>, lang: Lang, say: Say): string {
  const reasons = line.reasons.map((code) => reasonText(code, lang)).join(lang === "zh" ? "、" : ", ");
  return say(explainMessages.result, {
    status: word("status", line.status, lang),
    entitled: yuan(line.entitled_cny),
    fundable: yuan(line.fundable_cny),
    shortfall: yuan(line.shortfall_cny),
    paid: yuan(line.paid_cny),
    outstanding: yuan(line.outstanding_cny),
    reasons: reasons === "" ? "" : say(explainMessages.reasons, { reasons }),
  });
}

function ruleLine({ summary, place, mode, reading }: ExplainRow, lang: Lang, say: Say): string {
  return say(explainMessages.rule, { summary: String(summary), place: String(place), mode: word("mode", mode, lang), reading: reading === null ? "" : say(explainMessages.rule_reading, { reading: String(reading) }) });
}

function retentionLine(row: ExplainRow, say: Say): string {
  const cny = (value: ExplainRow[string] | undefined) => (value === null || value === undefined ? say(explainMessages.unknown) : say(explainMessages.cny, { amount: yuan(value) }));
  return say(explainMessages.retention, { retention: cny(row.new_retention_cny), this: cny(row.retention_this_year_cny), last: cny(row.retention_last_year_cny), entitled: cny(row.entitled_cny), fundable: cny(row.fundable_cny) });
}

/** Rows of one data set, file and sheet on one line: `第2、14行`. */
function sourceLines(sources: readonly SourceRow[], lang: Lang, say: Say): string[] {
  const places = new Map<string, SourceRow[]>();
  for (const source of sources) {
    const key = JSON.stringify([source.dataset, source.file, source.sheet, source.isDifferenced]);
    places.set(key, [...(places.get(key) ?? []), source]);
  }
  return [...places.values()].map((rows) => {
    const first = rows[0]!;
    const about = rows.length === 1 ? first.about : `${first.about}…${rows.at(-1)?.about ?? ""}`;
    return say(explainMessages.source, { dataset: datasetName(first.dataset, lang), about, file: first.file, sheet: first.sheet === "" ? "" : `「${first.sheet}」`, rows: ranges(rows.map((row) => row.row)).join(lang === "zh" ? "、" : ", ") }) + (first.isDifferenced ? say(explainMessages.source_differenced) : "");
  });
}

/** Row numbers with runs drawn together: 2, 3, 4, 9 → 2–4, 9. */
function ranges(numbers: readonly number[]): string[] {
  const found: [number, number][] = [];
  for (const number of [...new Set(numbers)].sort((one, other) => one - other)) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
}

function word(list: string, code: ExplainRow[string] | undefined, lang: Lang): string {
  return lang === "zh" ? inWords(list, code) : (englishCodes[list]?.[String(code)] ?? String(code));
}

function reasonText(code: string, lang: Lang): string {
  return code.startsWith("missing:") && lang === "en" ? sentence(explainMessages.missing, lang, { dataset: code.slice(8) }) : word("reason", code, lang);
}

function datasetName(dataset: string, lang: Lang): string {
  return lang === "zh" ? inWords("dataset", dataset) : dataset;
}
