const order = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true });

/**
 * Rows by the pinyin of a column, as a Chinese list of names is looked through; the rows that came are left as they are.
 *
 * @param {Iterable<Record<string, unknown>>} rows
 * @param {string} column
 */
export function byPinyin(rows, column) {
	return Array.from(rows).sort((one, other) => order.compare(String(one[column] ?? ''), String(other[column] ?? '')));
}
