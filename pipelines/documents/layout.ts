/** GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters, 三号 (16 pt); in twips and half-points. */
export const layout = {
  page: { width: 11906, height: 16838 },
  margin: { top: 2098, left: 1588, right: 1474, bottom: 1984 },
  typeAreaWidth: 8844,
  linePitch: 579,
  /** 28 characters of 16 pt less this fit 442.2 pt; in twips. A character grid would do it too, but is read differently by each program. */
  tighter: -5,
  body: 32,
  title: 44,
  pageNumber: 28,
  /** what stands in the imprint, 四号 */
  imprint: 28,
  table: 21,
} as const;

/** A short table stays in one piece; a longer one would leave too much of a page empty. */
export function isKeptWhole(rows: readonly unknown[]): boolean {
  return rows.length <= 8;
}

/** The standard's types. */
export const fonts = { body: "仿宋", title: "方正小标宋简体", first: "黑体", second: "楷体", number: "宋体" } as const;

/** What a word processor looks for where it lacks one of them: other names of the same face, then the nearest that comes with Windows or WPS. */
const instead: Readonly<Record<string, { readonly other: string; readonly family: "roman" | "swiss" | "script" | "modern" }>> = {
  [fonts.body]: { other: "仿宋_GB2312,FangSong", family: "modern" },
  [fonts.title]: { other: "方正小标宋_GBK,宋体,SimSun", family: "roman" },
  [fonts.first]: { other: "SimHei", family: "modern" },
  [fonts.second]: { other: "楷体_GB2312,KaiTi", family: "modern" },
  [fonts.number]: { other: "SimSun", family: "roman" },
};

/** `word/fontTable.xml`: charset 86 says Chinese, so that a substitute has the characters. */
export const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.entries(instead)
  .map(([name, { other, family }]) => `<w:font w:name="${name}"><w:altName w:val="${other}"/><w:charset w:val="86"/><w:family w:val="${family}"/><w:pitch w:val="default"/></w:font>`)
  .join("")}<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`;
