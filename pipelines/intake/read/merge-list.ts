import { FileFault } from "./file-fault.ts";
import { type Merge, headRows } from "./header-rows.ts";
import { mostHeaders, mostMerges } from "./limits.ts";

/** Counts the merged ranges of one workbook; each is kept in memory. */
export class MergeCount {
  private count = 0;

  constructor(private readonly most = mostMerges) {}

  /** @throws FileFault `too_many_merges` */
  add(merges: Merge[], merge: Merge): void {
    this.more(1);
    merges.push(merge);
  }

  /** @throws FileFault `too_many_merges` */
  more(count: number): void {
    this.count += count;
    if (this.count > this.most) throw new FileFault("too_many_merges", { most: this.most });
  }
}

/** Columns of a sheet's first rows that are looked at: what is far to the right of any table must not be matched with every name of every data set. */
export const lookedAt = 2 * mostHeaders;

/**
 * The merged ranges that begin in the sheet's first rows. A header is looked for from each of these rows, with every name of
 * every data set, and each time along every range.
 *
 * @throws FileFault `too_many_merges` where they are wider together than the rows are: then they overlap
 */
export function mergesInHead(merges: readonly Merge[]): Merge[] {
  const inHead = merges.filter(({ s }) => s.r < headRows);
  const width = inHead.reduce((sum, { s, e }) => sum + Math.max(1, Math.min(e.c, lookedAt - 1) - s.c + 1), 0);
  if (width > headRows * lookedAt) throw new FileFault("too_many_merges", { most: mostMerges });
  return inHead;
}
