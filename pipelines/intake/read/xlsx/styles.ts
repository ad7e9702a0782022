import XLSX from "@e965/xlsx";
import { readXml } from "./xml.ts";

/** Number formats that a Chinese Excel stores by number alone (ECMA-376 18.8.30): dates, whose text the file does not hold. */
const chineseDates: readonly number[] = [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];

/** What is read of a workbook's cell styles, by their numbers. */
export interface CellStyles {
  /** number formats */
  readonly formats: readonly string[];
  /** those that strike their text through, which people take for deleted */
  readonly struck: ReadonlySet<number>;
}

export const noStyles: CellStyles = { formats: [], struck: new Set() };

export async function readStyles(chunks: AsyncIterable<Buffer>): Promise<CellStyles> {
  const own = new Map<number, string>();
  const ids: number[] = [];
  const fonts: number[] = [];
  const struckFonts = new Set<number>();
  let font = -1;
  let inFonts = false;
  let inCellStyles = false;
  await readXml(chunks, {
    open(name, attributes) {
      if (name === "fonts") inFonts = true;
      else if (name === "font" && inFonts) font++;
      else if (name === "strike" && inFonts && !/^(0|false|off)$/.test(attributes["val"] ?? "")) struckFonts.add(font);
      else if (name === "numFmt") own.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "General");
      else if (name === "cellXfs") inCellStyles = true;
      else if (name === "xf" && inCellStyles) {
        ids.push(Number(attributes["numFmtId"] ?? 0));
        fonts.push(Number(attributes["fontId"] ?? 0));
      }
    },
    close(name) {
      if (name === "cellXfs") inCellStyles = false;
      else if (name === "fonts") inFonts = false;
    },
  });
  const builtIn = XLSX.SSF.get_table() as Readonly<Record<number, string | undefined>>;
  return {
    formats: ids.map((id) => own.get(id) ?? builtIn[id] ?? (chineseDates.includes(id) ? "yyyy-mm-dd" : "General")),
    struck: new Set(fonts.flatMap((one, style) => (struckFonts.has(one) ? [style] : []))),
  };
}
