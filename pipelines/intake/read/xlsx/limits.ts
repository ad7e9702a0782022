/** What a workbook may be before it is refused. */
export interface XlsxLimits {
  /** parts in the container */
  readonly parts: number;
  /** unpacked bytes of all parts together */
  readonly totalBytes: number;
  /** unpacked bytes of a part that is held in memory: the shared texts, the styles */
  readonly heldBytes: number;
  /** unpacked / packed size that only a bomb has; blank formatted cells reach 110. Looked at from `ratioFromBytes` */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

/** A sheet of 1,000,000 rows by 12 columns is about 600 MB of XML, and its different texts about 100 MB. */
export const xlsxLimits: XlsxLimits = { parts: 5_000, totalBytes: 6 * 2 ** 30, heldBytes: 400 << 20, ratio: 400, ratioFromBytes: 16 << 20 };

/** A binary workbook is unpacked and read whole. */
export const xlsbLimits: XlsxLimits = { ...xlsxLimits, totalBytes: 300 << 20 };
