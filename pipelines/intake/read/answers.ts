/** Where a table's period may be said to stand. */
export const monthPlaces = ["title", "sheet", "file"] as const;

export type MonthPlace = (typeof monthPlaces)[number];

/** How sentences call them. */
export const monthPlaceNames: Readonly<Record<MonthPlace, string>> = { title: "标题", sheet: "工作表名", file: "文件名" };

/** What a person answered once for files of one shape, for what such a file leaves open; what the file says itself comes first. */
export interface Answers {
  /** the profile's name */
  readonly profile: string;
  readonly unit: string | undefined;
  /** what the file says of its unit in words that are not understood, and that `unit` is the answer to; in the form of `shapeForm` */
  readonly unitWords: ReadonlySet<string>;
  readonly month: MonthPlace | undefined;
  /** header, in the form of `shapeForm` → name of the column */
  readonly columns: ReadonlyMap<string, string>;
}
