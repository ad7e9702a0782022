const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = crcTable[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/**
 * A zip whose files are stored, not compressed: every reader of .xlsx takes it.
 *
 * @param {Record<string, string>} files text by path
 * @returns {Blob} a workbook
 */
export function zip(files) {
  const encoder = new TextEncoder();
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const path = encoder.encode(name);
    const bytes = encoder.encode(content);
    // version 2.0, UTF-8 names, stored, 1 January 2000
    const common = [20, 0x0800, 0, 0, 0x2821];
    const sizes = [crc32(bytes), bytes.length, bytes.length];
    const local = record(30, (view) => {
      view.setUint32(0, 0x04034b50, true);
      common.forEach((value, index) => view.setUint16(4 + index * 2, value, true));
      sizes.forEach((value, index) => view.setUint32(14 + index * 4, value, true));
      view.setUint16(26, path.length, true);
    });
    parts.push(local, path, bytes);
    const central = record(46, (view) => {
      view.setUint32(0, 0x02014b50, true);
      view.setUint16(4, 20, true);
      common.forEach((value, index) => view.setUint16(6 + index * 2, value, true));
      sizes.forEach((value, index) => view.setUint32(16 + index * 4, value, true));
      view.setUint16(28, path.length, true);
      view.setUint32(42, offset, true);
    });
    directory.push(central, path);
    offset += local.length + path.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(22, (view) => {
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, directory.length / 2, true);
    view.setUint16(10, directory.length / 2, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
  return new Blob([...parts, ...directory, end], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
}

function record(length, fill) {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
}
