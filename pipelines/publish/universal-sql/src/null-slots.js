/** Arrow's type of one bit a value. */
const bool = 6;

/**
 * Zeroes what stands in a result's memory where there is no value. The engine leaves there what was there before: two results
 * of the same rows would be different files, and a published file would hold remains of something else.
 *
 * @param {import("apache-arrow").Table} table changed in place
 */
export function clearNullSlots(table) {
  for (const batch of table.batches) for (const column of batch.data.children) clear(column);
}

function clear(data) {
  for (const child of data.children) clear(child);
  const { values, valueOffsets, nullCount, length } = data;
  // a text that is not there takes no bytes
  if (nullCount === 0 || !ArrayBuffer.isView(values) || (valueOffsets && valueOffsets.length > 0)) return;
  for (let row = 0; row < length; row += 1) {
    if (data.getValid(row)) continue;
    if (data.typeId === bool) {
      const bit = data.offset + row;
      values[bit >> 3] &= ~(1 << (bit & 7));
    } else values.fill(0, row * data.stride, (row + 1) * data.stride);
  }
}
