/**
 * What a reader has sought and sorted in a table, kept with the page's entry in the browser's history: the way back from
 * an enterprise's card finds the list as it was left.
 *
 * @param {string} name the table's
 * @returns {{ sought?: string, sorted?: { id: string, up: boolean }, page?: number }}
 */
export const recall = (name) => (typeof history === 'undefined' ? {} : (history.state?.tables?.[name] ?? {}));

/** @param {string} name @param {{ sought: string, sorted: { id: string, up: boolean }, page: number }} state */
export function remember(name, state) {
	history.replaceState({ ...history.state, tables: { ...history.state?.tables, [name]: state } }, '');
}
