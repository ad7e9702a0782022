import type { Piece } from "./facts.ts";

/** A column of a table; widths are shares of the type area's 156 mm. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: "left" | "right" | "center";
}

/** What goes first where pages are short: 1 repeats what an annex lists, 2 and 3 what a table or an annex also shows. */
export type GivesWay = 1 | 2 | 3;

/** One part of a document, in reading order. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2; readonly text: string }
  /** `lead` is a heading in the line, in the type of the second level */
  | { readonly kind: "paragraph"; readonly pieces: readonly Piece[]; readonly lead?: string; readonly givesWay?: GivesWay }
  | { readonly kind: "table"; readonly caption: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly Piece[])[] }
  | { readonly kind: "picture"; readonly caption: string; readonly png: Buffer; readonly widthMm: number; readonly heightMm: number; readonly givesWay?: GivesWay };

/** A sheet of an annex; every value keeps its type, names and texts stay text. `words` names the sites' list that puts a code, or codes with commas, in words. */
export interface AnnexSheet {
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly column: string; readonly width: number; readonly format?: string; readonly words?: string }[];
  /** a query over `mart.`, in the order of printing */
  readonly sql: string;
}

export interface Annex {
  readonly title: string;
  readonly sheets: readonly AnnexSheet[];
}

/** A whole document before it is set. */
export interface DocumentText {
  readonly masthead: string;
  readonly issue: readonly Piece[];
  readonly office: string;
  /** its lines, broken where the sense allows */
  readonly title: readonly (readonly Piece[])[];
  /** whom it is addressed to, above the text; a dispatch goes to whoever reads it */
  readonly addressees?: string;
  readonly blocks: readonly Block[];
  readonly annexes: readonly Annex[];
  /** the day on which the data were known */
  readonly dated: readonly Piece[];
  readonly isSynthetic: boolean;
  /** office and date at the end; a dispatch has them in its head only */
  readonly isSigned: boolean;
  readonly notes: readonly (readonly Piece[])[];
}
