/**
 * What a reader has sought and sorted in a table. It stands in the address, as the page's choices do, so that a link carries
 * it; the page of the list stays with the page's entry in the browser's history, for the way back from an enterprise's card.
 */
const seek = (name) => `find-${name}`;
const sort = (name) => `sort-${name}`;

/**
 * @param {string} name the table's
 * @param {(id: string) => boolean} known whether it has a column of that id
 * @returns {{ sought: string, sorted: { id: string, up: boolean }, page: number }}
 */
export function recall(name, known) {
	if (typeof location === 'undefined') return { sought: '', sorted: { id: '', up: false }, page: 0 };
	const asked = new URL(location.href).searchParams;
	const [, id = '', way = ''] = /^(\w+)\.(up|down)$/.exec(asked.get(sort(name)) ?? '') ?? [];
	return { sought: asked.get(seek(name)) ?? '', sorted: known(id) ? { id, up: way === 'up' } : { id: '', up: false }, page: history.state?.tables?.[name] ?? 0 };
}

/** @param {string} name @param {{ sought: string, sorted: { id: string, up: boolean }, page: number }} state */
export function remember(name, { sought, sorted, page }) {
	const address = new URL(location.href);
	const put = (key, value) => (value === '' ? address.searchParams.delete(key) : address.searchParams.set(key, value));
	put(seek(name), sought.trim());
	put(sort(name), sorted.id === '' ? '' : `${sorted.id}.${sorted.up ? 'up' : 'down'}`);
	history.replaceState({ ...history.state, tables: { ...history.state?.tables, [name]: page } }, '', address);
}
