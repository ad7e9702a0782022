/**
 * A scenario's numbers, one by one: what stands in `policy.clauses`, a field of a clause's file at a time, against single numbers that a
 * form shows. Used by the page and by the solver, so that both write the same scenario.
 *
 * @typedef {{ id: string, clause: string, path: readonly (string | number)[], value: number }} Field
 * @typedef {{ id: string, fields: Readonly<Record<string, unknown>> }} Clause
 */
const day = /^\d{4}-\d{2}-\d{2}$/;
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isDated = (value) => isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => day.test(key));

/** The field's whole value in a scenario, in the shape that the policy's file has; the file's own where the scenario leaves it alone. */
function wholeOf(scenario, clause, name) {
	const documents = clause.fields[name];
	const own = scenario.policy?.clauses?.[clause.id]?.[name];
	if (own === undefined || own === null) return documents;
	// a bare value applies from the first of the file's days
	return isDated(documents) && !isDated(own) ? { [Object.keys(documents)[0]]: own } : own;
}

const at = (whole, steps) => steps.reduce((value, step) => value?.[step], whole);

/** What a scenario has for a number; undefined where its own writing of the field has no such number (a rung less). */
export function valueOf(scenario, clause, field) {
	const value = at(wholeOf(scenario, clause, String(field.path[0])), field.path.slice(1));
	return typeof value === 'number' ? value : undefined;
}

/** The scenario with one number changed; a field that then is the document's again is left out of it. */
export function withValue(scenario, clause, field, value) {
	const [name, ...steps] = field.path;
	const before = wholeOf(scenario, clause, String(name));
	const whole = structuredClone(at(before, steps.slice(0, -1)) === undefined ? clause.fields[name] : before);
	const last = at(whole, steps.slice(0, -1));
	last[steps.at(-1)] = value;
	const policy = scenario.policy ?? {};
	const { [name]: _, ...others } = policy.clauses?.[clause.id] ?? {};
	const own = JSON.stringify(whole) === JSON.stringify(clause.fields[name]) ? others : { ...others, [name]: whole };
	const { [clause.id]: __, ...clauses } = policy.clauses ?? {};
	return { ...scenario, policy: { ...policy, clauses: Object.keys(own).length === 0 ? clauses : { ...clauses, [clause.id]: own } } };
}

/** Fields of clauses that a scenario writes and no number of the form stands for: they count, though they are not shown. */
export function otherChanges(scenario, clauses) {
	const known = new Map(clauses.map((clause) => [clause.id, clause.fields]));
	return Object.entries(scenario.policy?.clauses ?? {}).flatMap(([id, fields]) => Object.keys(fields).filter((name) => !(name in (known.get(id) ?? {}))).map((name) => `${id} ${name}`));
}
