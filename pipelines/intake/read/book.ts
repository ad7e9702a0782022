import type { SheetRow } from "./xlsx/sheet.ts";
import type { Merge } from "./header-rows.ts";

/** A workbook open for reading, of either kind. */
export interface Book {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  readonly date1904: boolean;
  /** when it was last saved, by its own word; undefined where it says none */
  readonly savedAt: Date | undefined;
  /** the sheet's merged ranges; also finds out whether the sheet is whole */
  merges(sheet: string): Promise<readonly Merge[]>;
  /** the texts of the sheet's printed page headers and footers */
  printed(sheet: string): Promise<readonly string[]>;
  /** the sheet's rows from the top, some at a time, rows without cells left out; may be left at any row */
  rows(sheet: string): AsyncGenerator<readonly SheetRow[]>;
  close(): void;
}
