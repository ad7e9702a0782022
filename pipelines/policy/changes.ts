/** Other numbers for a what-if, laid over a version's files before they are checked. */
export interface PolicyChanges {
  /** by clause, then by field of its file; a bare value stands for one that applies from the version's first day */
  readonly clauses: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** by gate or limit: `on`, `warn`, `off`; the rating's also `official_only` */
  readonly gates: Readonly<Record<string, string | undefined>>;
  /** of a what-if alone: see {@link RetentionRule} */
  readonly retention?: { readonly [Field in keyof RetentionRule]?: RetentionRule[Field] | undefined } | undefined;
  /** fields of the common file, laid over it field by field; null drops one */
  readonly rules?: Readonly<Record<string, unknown>>;
}

/** How lines share a new retention that does not suffice: all in proportion, or the earlier clause first. */
export const retentionSharings = ["pro_rata", "in_order"] as const;

/**
 * What of its new local retention an enterprise's awards may take. The document lets all of it be taken and says nothing of sharing, and every
 * explanation is written for that; other values are a what-if's.
 */
export interface RetentionRule {
  /** from 0 to 1 */
  readonly share: number;
  readonly sharing: (typeof retentionSharings)[number];
}

export const documentRetention: RetentionRule = { share: 1, sharing: "pro_rata" };

export const noChanges: PolicyChanges = { clauses: {}, gates: {}, rules: {} };

/** Changes over changes: the later ones win, field by field. */
export function layered(first: PolicyChanges, then: PolicyChanges): PolicyChanges {
  const ids = new Set([...Object.keys(first.clauses), ...Object.keys(then.clauses)]);
  return { clauses: Object.fromEntries([...ids].map((id) => [id, { ...first.clauses[id], ...then.clauses[id] }])), gates: { ...first.gates, ...then.gates }, ...(then.retention && { retention: then.retention }), rules: then.rules && Object.keys(then.rules).length > 0 ? (overlaid(first.rules ?? {}, then.rules) as Fields) : (first.rules ?? {}) };
}

type Fields = Record<string, unknown>;

/** An article's file with the changed fields of its clauses; a field that is null is gone. */
export function withFields(file: unknown, changes: PolicyChanges["clauses"]): unknown {
  const clauses = isFields(file) && isFields(file["clauses"]) ? file["clauses"] : undefined;
  if (!clauses || Object.keys(changes).length === 0) return file;
  const changed = Object.entries(clauses).map(([id, clause]) => {
    const fields = changes[id];
    return [id, fields && isFields(clause) ? withoutNulls({ ...clause, ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === null ? null : datedLike(clause[name], value)])) }) : clause];
  });
  return { ...(file as Fields), clauses: Object.fromEntries(changed) as Fields };
}

/** The common file with the changed rules, and modes of gates and limits. */
export function withRules(original: unknown, { gates, rules = {} }: PolicyChanges): unknown {
  if (!isFields(original)) return original;
  const file = overlaid(original, rules) as Fields;
  const changed: Fields = { ...file, ...(isFields(file["gates"]) && { gates: { ...file["gates"] } }) };
  for (const [gate, mode] of Object.entries(gates)) {
    if (mode === undefined) continue;
    const rules = isFields(changed["gates"]) && gate in changed["gates"] ? changed["gates"] : changed;
    if (isFields(rules[gate])) rules[gate] = { ...(rules[gate] as Fields), mode };
  }
  return changed;
}

/** One value over another: fields over fields, anything else in its place; null drops a field. Lists of declarations grow. */
function overlaid(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return [...before, ...after];
  if (!isFields(before) || !isFields(after)) return after;
  return withoutNulls({ ...before, ...Object.fromEntries(Object.entries(after).map(([name, value]) => [name, overlaid(before[name], value)])) });
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** A value that was dated stays dated: a bare new one applies from the first of its days. */
function datedLike(before: unknown, value: unknown): unknown {
  const days = isFields(before) ? Object.keys(before) : [];
  const wasDated = days.length > 0 && days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day));
  const isDated = isFields(value) && Object.keys(value).every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day));
  return wasDated && !isDated ? { [days[0]!]: value } : value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
