import { FileFault } from "../file-fault.ts";
import { MergeCount } from "../merge-list.ts";
import { mostHeldCells, mostLinkedCells, sheetColumns, sheetRows } from "../limits.ts";

/** Array formulas are gone through for each cell; more steps than this take minutes. */
const mostArraySteps = 1_000_000_000;

/**
 * Counts what a workbook of binary records would come to in memory, before it is read whole: a few bytes may say that a
 * link lies over every cell of a sheet.
 *
 * `xls` and `xlsb` throw a FileFault: `too_big`, `zip_bomb`, `too_many_merges`, `too_many_rows`, `too_many_columns`.
 */
export class RecordLimits {
  private cells = 0;
  private linked = 0;
  private arrays = 0;
  private readonly merges = new MergeCount();

  constructor(private readonly most: { readonly cells: number; readonly linked: number } = { cells: mostHeldCells, linked: mostLinkedCells }) {}

  /** Looks at the records of an .xls: two bytes of kind, two of length. */
  xls(records: Buffer): void {
    for (let at = 0; at + 4 <= records.length; ) {
      const kind = records.readUInt16LE(at);
      const length = records.readUInt16LE(at + 2);
      const inside = records.subarray(at + 4, at + 4 + length);
      if (xlsCells.has(kind)) this.add(1);
      // several cells of a row in one: first column, the cells, last column
      else if (kind === 0xbd || kind === 0xbe) this.add(Math.floor((length - 6) / (kind === 0xbd ? 6 : 2)));
      // how many texts the cells share, and how many ranges are merged
      else if (kind === 0xfc && inside.length >= 8) this.add(inside.readUInt32LE(4));
      else if (kind === 0xe5 && inside.length >= 2) this.merges.more(inside.readUInt16LE(0));
      else if (kind === 0x221) this.addArray();
      else if ((kind === 0x1b8 || kind === 0x800) && inside.length >= (kind === 0x800 ? 10 : 8)) {
        const from = kind === 0x800 ? 2 : 0;
        this.addLink(inside.readUInt16LE(from), inside.readUInt16LE(from + 2), inside.readUInt16LE(from + 4), inside.readUInt16LE(from + 6));
      }
      at += 4 + length;
    }
  }

  /** Looks at the records of one sheet of an .xlsb: kind and length in groups of seven bits. */
  async xlsb(chunks: AsyncIterable<Buffer>): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    let skip = 0;
    for await (const chunk of chunks) {
      if (skip >= chunk.length) {
        skip -= chunk.length;
        continue;
      }
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk.subarray(skip);
      let at = 0;
      // a record's kind, its length and as much of it as is looked at
      for (let head = headOf(bytes, at); head && head.from + Math.min(head.length, 16) <= bytes.length; head = headOf(bytes, at)) {
        this.lookAt(head.kind, bytes.subarray(head.from, head.from + Math.min(head.length, 16)));
        at = head.from + head.length;
      }
      skip = Math.max(0, at - bytes.length);
      rest = Buffer.from(bytes.subarray(at));
    }
  }

  private lookAt(kind: number, inside: Buffer): void {
    if (kind === 0 && inside.length >= 4 && inside.readUInt32LE(0) >= sheetRows) throw new FileFault("too_many_rows", { rows: sheetRows });
    if (kind >= 1 && kind <= 18 || kind === 0x3e) {
      const isShort = kind >= 12 && kind <= 18;
      if (!isShort && inside.length >= 4 && inside.readUInt32LE(0) >= sheetColumns) throw new FileFault("zip_bomb", { detail: `> ${sheetColumns} 列` });
      this.add(1);
    } else if (kind === sharedText) this.add(1);
    else if (kind === mergedRange) this.merges.more(1);
    else if (kind === 0x1aa) this.addArray();
    else if (kind === 0x1ee && inside.length >= 16) this.addLink(inside.readUInt32LE(0), inside.readUInt32LE(4), inside.readUInt32LE(8), inside.readUInt32LE(12));
  }

  private add(cells: number): void {
    this.cells += Math.max(0, cells);
    if (this.cells > this.most.cells) throw new FileFault("too_big", { detail: `${this.most.cells} 个单元格以上` });
    this.check();
  }

  private addArray(): void {
    this.arrays++;
    this.check();
  }

  private addLink(firstRow: number, lastRow: number, firstColumn: number, lastColumn: number): void {
    this.linked += Math.max(0, lastRow - firstRow + 1) * Math.max(0, lastColumn - firstColumn + 1);
    if (this.linked > this.most.linked) throw new FileFault("zip_bomb", { detail: `${this.most.linked} 个以上带链接的单元格` });
  }

  private check(): void {
    if (this.arrays * this.cells > mostArraySteps) throw new FileFault("zip_bomb", { detail: `${this.arrays} 个数组公式` });
  }
}

/** Kinds of record of an .xlsb. */
const [sharedText, mergedRange] = [19, 176];

/** BLANK, NUMBER, LABEL, BOOLERR, FORMULA, LABELSST, RSTRING, RK and the older ones' kinds of them. */
const xlsCells = new Set([0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x201, 0x203, 0x204, 0x205, 0x206, 0x406, 0xd6, 0xfd, 0x27e]);

/** Where a record of an .xlsb begins and how long it is; undefined where that is cut off. */
export function headOf(bytes: Buffer, at: number): { kind: number; from: number; length: number } | undefined {
  let from = at;
  let kind = bytes[from++];
  if (kind === undefined) return undefined;
  if (kind & 0x80) {
    const more = bytes[from++];
    if (more === undefined) return undefined;
    kind = (kind & 0x7f) + ((more & 0x7f) << 7);
  }
  let length = 0;
  for (let group = 0; group < 4; group++) {
    const bits = bytes[from++];
    if (bits === undefined) return undefined;
    length += (bits & 0x7f) << (7 * group);
    if (!(bits & 0x80)) break;
  }
  return { kind, from, length };
}
