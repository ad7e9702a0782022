/**
 * A rough size of a table row in the browser's memory, in bytes. Evidence warns with it; nothing else depends on it.
 *
 * @param {{ name: string, type: string }[]} columns DuckDB types
 * @returns {number}
 */
export function columnsToScore(columns) {
  return columns.reduce((sum, { type }) => sum + (/^(VARCHAR|UUID|JSON)/.test(type) ? 34 : 12), 0);
}
