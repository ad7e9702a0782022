import type { StagedTables } from "../load/stage.ts";

/** A loaded table with quarantined rows. */
export interface Rejected {
  readonly tables: StagedTables;
  /** of the ledger */
  readonly fileId: number;
  readonly isGathered: boolean;
  readonly isSynthetic: boolean;
  /** the sender's file: below the exports folder, and where it is */
  readonly file: { readonly name: string; readonly path: string };
}

/** A sheet that was read, and the bureau whose data set it is: it does not go back to another. */
export interface SheetOwner {
  readonly file: string;
  readonly sheet: string;
  readonly bureau: string;
}
