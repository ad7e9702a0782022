import { loadContracts } from "../intake/contracts.ts";
import { type Lang, type Message, type Params, sentence } from "../messages.ts";
import type { ExplainedClaim, ExplainedClause, ExplainedCondition, Explanation, ExplainRow } from "./explain.ts";
import { explainMessages, explainWords } from "./explain-messages.ts";
import type { SourceRow } from "./explain-sources.ts";
import { facts } from "./facts.ts";
import { Decimal } from "decimal.js";

/** The explanation as lines for a reader, in one language. Control characters of the data are taken out, so that a name cannot move the cursor. */
export function explainLines(explanation: Explanation, lang: Lang): string[] {
  const say = (message: Message, params: Params = {}) => sentence(message, lang, params);
  const { enterprise, year, asOfMonth, policyVersion } = explanation;
  const lines = [say(explainMessages.title, { name: enterprise.name ?? enterprise.id, id: enterprise.id, year, month: asOfMonth, version: policyVersion })];
  if (explanation.isSynthetic) lines.push(say(explainMessages.synthetic));
  lines.push(say(explainMessages.computed));
  if (explanation.open) lines.push(say(explainMessages.open_year));
  for (const clause of explanation.clauses) lines.push("", ...clauseLines(clause, lang));
  if (explanation.gates.length > 0 || explanation.retention) {
    lines.push("", say(explainMessages.gates), ...explanation.gates.map((gate) => gateLine(gate, lang)));
    if (explanation.retention) lines.push(retentionLine(explanation.retention, lang));
    lines.push(...sourceLines(explanation.sources, lang));
  }
  return lines.map((line) => line.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, " "));
}

function clauseLines({ clause, claims }: ExplainedClause, lang: Lang): string[] {
  const say = (message: Message, params: Params = {}) => sentence(message, lang, params);
  const lines = [say(explainMessages.clause, { clause: String(clause.clause_id), place: String(clause.place), summary: String(clause.summary) })];
  if (clause.reading !== null) lines.push(say(explainMessages.reading, { reading: String(clause.reading) }));
  if (claims.length === 0) lines.push(say(explainMessages.no_claim));
  for (const claim of claims) lines.push(...claimLines(claim, clause, lang));
  return lines;
}

function claimLines(claim: ExplainedClaim, clause: ExplainRow, lang: Lang): string[] {
  const say = (message: Message, params: Params = {}) => sentence(message, lang, params);
  const lines = [claim.subject === "" ? say(explainMessages.annual, { day: claim.effectiveOn }) : say(explainMessages.subject, { subject: claim.subject, day: claim.effectiveOn })];
  for (const condition of claim.conditions) lines.push(conditionLine(condition, lang));
  for (const rung of claim.rungs) lines.push(rungLine(rung, String(clause.figure), lang));
  const { amount, line } = claim;
  if (amount && BigInt(String(amount.gross_fen)) > 0n) {
    const detail = [
      amount.base === null ? "" : say(explainMessages.amount_base, { base: plain(amount.base) }),
      amount.rate === null || new Decimal(String(amount.rate)).equals(1) ? "" : say(explainMessages.amount_rate, { rate: percent(amount.rate) }),
      amount.days === null ? "" : say(explainMessages.amount_days, { days: plain(amount.days) }),
      amount.cap_fen === null ? "" : say(explainMessages.amount_cap, { cap: cny(amount.cap_fen) }),
    ].join("");
    lines.push(say(explainMessages.amount, { gross: cny(amount.gross_fen), detail }));
  } else if (!amount) lines.push(say(explainMessages.no_amount));
  for (const step of claim.steps) {
    const limit = step.limit_cny === null ? "" : say(step.step === "paid" ? explainMessages.step_paid : explainMessages.step_limit, { limit: plain(step.limit_cny) });
    lines.push(say(explainMessages.step, { no: String(step.step_no), step: word(step.step, lang), before: plain(step.before_cny), after: plain(step.after_cny), limit, status: word(step.status, lang) }));
  }
  if (line) {
    const reasons = line.reasons.map((code) => reasonText(code, lang)).join(lang === "zh" ? "、" : ", ");
    lines.push(
      say(explainMessages.result, {
        status: word(line.status, lang),
        entitled: plain(line.entitled_cny), fundable: plain(line.fundable_cny), shortfall: plain(line.shortfall_cny), paid: plain(line.paid_cny), outstanding: plain(line.outstanding_cny),
        reasons: reasons === "" ? "" : say(explainMessages.reasons, { reasons }),
      }),
    );
  } else if (amount) lines.push(say(claim.state === "failed" || claim.rungs.length > 0 ? explainMessages.no_line : explainMessages.nothing));
  lines.push(...sourceLines(claim.sources, lang));
  return lines;
}

function conditionLine(one: ExplainedCondition, lang: Lang): string {
  const say = (message: Message, params: Params = {}) => sentence(message, lang, params);
  const isGrowth = one.comparison.startsWith("growth");
  const value = one.value === null && !isGrowth ? say(explainMessages.unknown) : isGrowth
    ? say(explainMessages.growth_value, { growth: one.growth === null ? say(explainMessages.unknown) : percent(one.growth), value: shown(one.value, one.unit, lang), last: shown(one.lastValue, one.unit, lang) })
    : shown(one.value, one.unit, lang);
  const short = one.state === "unknown" ? say(explainMessages.missing, { dataset: datasetName(one.dataset, lang) }) : lackingText(one.shortBy, one.unit, lang);
  return say(explainMessages.condition, {
    no: one.alternative > 1 ? `${one.no}${lang === "zh" ? "（或）" : " (or)"}` : String(one.no),
    fact: factName(one.fact, lang) + (one.firstTime ? say(explainMessages.first_time, { best: shown(one.bestBefore, one.unit, lang) }) : ""),
    comparison: word(one.comparison, lang),
    threshold: isGrowth ? percent(one.threshold) : shown(one.threshold, one.unit, lang),
    value,
    state: word(one.state, lang),
    short,
  });
}

function rungLine(rung: ExplainRow, figure: string, lang: Lang): string {
  const unit = facts[figure]?.unit ?? "wan";
  const short = rung.state === "failed" ? rungShortBy(micro(rung.value), micro(rung.last_value), rung) : null;
  return sentence(explainMessages.rung, lang, {
    rung: String(rung.rung),
    figure: factName(figure, lang),
    comparison: word(rung.compare, lang),
    threshold: shown(String(rung.threshold), unit, lang),
    growth: rung.growth_over === null ? "" : sentence(explainMessages.rung_growth, lang, { growth: percent(rung.growth_over) }),
    amount: cny(rung.amount_fen),
    value:
      rung.growth_over === null
        ? shown(micro(rung.value), unit, lang)
        : sentence(explainMessages.growth_value, lang, { growth: growth(micro(rung.value), micro(rung.last_value), lang), value: shown(micro(rung.value), unit, lang), last: shown(micro(rung.last_value), unit, lang) }),
    state: word(rung.state, lang) + (rung.is_first_time === true ? sentence(explainMessages.first_time, lang, { best: shown(micro(rung.best_before), unit, lang) }) : ""),
    short: lackingText(short, unit, lang),
  });
}

function lackingText(amount: string | null, unit: string, lang: Lang): string {
  if (amount === null) return "";
  return new Decimal(amount).isZero() ? sentence(explainMessages.equal, lang) : sentence(explainMessages.short, lang, { amount: shown(amount, unit, lang) });
}

/** What the figure lacks to the rung: to its threshold, or to last year's figure grown as asked, whichever is more. */
function rungShortBy(value: string | null, last: string | null, rung: ExplainRow): string | null {
  if (value === null) return null;
  const grown = rung.growth_over === null || last === null ? new Decimal(0) : new Decimal(last).times(new Decimal(String(rung.growth_over)).plus(1));
  const lacking = Decimal.max(grown, String(rung.threshold)).minus(value);
  return lacking.gte(0) ? lacking.toString() : null;
}

function growth(value: string | null, last: string | null, lang: Lang): string {
  return value === null || last === null || new Decimal(last).lte(0) ? sentence(explainMessages.unknown, lang) : percent(new Decimal(value).div(last).minus(1).toString());
}

/** A figure kept in millionths of its unit (of 万元: fen), in the unit itself. */
function micro(value: ExplainRow[string] | undefined): string | null {
  return value === null || value === undefined ? null : new Decimal(String(value)).div(1_000_000).toString();
}

/** The growth and the two figures that it comes from, which alone stand where last year's is none and no growth can be said. */
function growthAndFigures(value: string | null, last: string | null, lang: Lang): string {
  const figure = (amount: string | null) => (amount === null ? sentence(explainMessages.unknown, lang) : shown(amount, "wan", lang));
  const figures = { value: figure(value), last: figure(last) };
  if (value === null || last === null || new Decimal(last).lte(0)) return sentence(explainMessages.figures_only, lang, figures);
  return sentence(explainMessages.growth_value, lang, { ...figures, growth: growth(value, last, lang) });
}

function gateLine(gate: ExplainRow, lang: Lang): string {
  const common = { summary: String(gate.summary), place: String(gate.place), state: word(gate.state, lang) };
  if (gate.gate !== "tax_growth") return sentence(explainMessages.gate_rating, lang, { ...common, grade: gate.grade === null ? sentence(explainMessages.unrated, lang) : `${gate.grade} (${gate.rating_year})` });
  const pair = (now: ExplainRow[string] | undefined, last: ExplainRow[string] | undefined) => growthAndFigures(micro(now), micro(last), lang);
  return sentence(explainMessages.gate_tax_growth, lang, { ...common, own: pair(gate.this_tax, gate.last_tax), district: pair(gate.district_this_tax, gate.district_last_tax) });
}

function retentionLine(row: ExplainRow, lang: Lang): string {
  const or = (value: ExplainRow[string] | undefined) => (value === null || value === undefined ? sentence(explainMessages.unknown, lang) : plain(value));
  return sentence(explainMessages.retention, lang, { retention: or(row.new_retention_cny), this: or(row.retention_this_year_cny), last: or(row.retention_last_year_cny), entitled: or(row.entitled_cny), fundable: or(row.fundable_cny) });
}

/** Rows of one data set, file and sheet on one line: `第2、14行`. */
function sourceLines(sources: readonly SourceRow[], lang: Lang): string[] {
  const places = new Map<string, SourceRow[]>();
  for (const source of sources) {
    const key = JSON.stringify([source.dataset, source.file, source.sheet]);
    places.set(key, [...(places.get(key) ?? []), source]);
  }
  return [...places.values()].map((rows) => {
    const first = rows[0]!;
    const about = rows.length === 1 ? first.about : `${first.about}…${rows.at(-1)?.about ?? ""}`;
    return sentence(explainMessages.source, lang, { dataset: datasetName(first.dataset, lang), about, file: first.file, sheet: first.sheet === "" ? "" : `「${first.sheet}」`, rows: ranges(rows.map((row) => row.row)).join(lang === "zh" ? "、" : ", ") });
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

function shown(value: string | null, unit: string, lang: Lang): string {
  if (value === null) return sentence(explainMessages.unknown, lang);
  if (unit === "bool") return word(new Decimal(value).isZero() ? "no" : "yes", lang);
  if (unit === "rate") return percent(value);
  if (unit === "date") return plain(value).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  const units = { wan: { zh: " 万元", en: " ×10,000 CNY" }, tce: { zh: " 吨标准煤", en: " tce" }, months: { zh: " 个月", en: " months" }, storeys: { zh: " 层", en: " storeys" }, count: { zh: "", en: "" } } as const;
  return plain(value) + (unit in units ? units[unit as keyof typeof units][lang] : "");
}

/** Four places are enough, unless they would make a number look round that is not: 10.0000000021% is over 10%. */
function percent(value: ExplainRow[string] | undefined): string {
  const exact = new Decimal(String(value ?? 0)).times(100);
  const short = exact.toDecimalPlaces(4);
  return `${(short.equals(exact) || !short.equals(exact.toDecimalPlaces(2)) ? short : exact.toDecimalPlaces(12)).toString()}%`;
}

function plain(value: ExplainRow[string] | undefined): string {
  const text = String(value ?? "");
  return text.includes(".") && !/\.\d\d$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

function cny(fen: ExplainRow[string] | undefined): string {
  return new Decimal(String(fen ?? 0)).div(100).toFixed(2);
}

function word(code: ExplainRow[string] | undefined, lang: Lang): string {
  const known = explainWords[String(code) as keyof typeof explainWords];
  return known ? known[lang] : String(code);
}

function reasonText(code: string, lang: Lang): string {
  return code.startsWith("missing:") ? sentence(explainMessages.missing, lang, { dataset: datasetName(code.slice(8), lang) }).replace(/^[，, ]+/, "") : word(code, lang);
}

function factName(fact: string, lang: Lang): string {
  return facts[fact]?.[lang] ?? fact;
}

function datasetName(dataset: string, lang: Lang): string {
  return lang === "zh" ? (contracts().get(dataset)?.name ?? dataset) : dataset;
}

let loaded: ReturnType<typeof loadContracts> | undefined;

function contracts(): ReturnType<typeof loadContracts> {
  loaded ??= loadContracts();
  return loaded;
}
