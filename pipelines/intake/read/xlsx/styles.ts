import XLSX from "@e965/xlsx";
import { readXml } from "./xml.ts";

/** Number formats that a Chinese Excel stores by number alone (ECMA-376 18.8.30): dates, whose text the file does not hold. */
const chineseDates: readonly number[] = [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];

/** The number format of each cell style, by the style's number. */
export async function readFormats(chunks: AsyncIterable<Buffer>): Promise<readonly string[]> {
  const own = new Map<number, string>();
  const ids: number[] = [];
  let inCellStyles = false;
  await readXml(chunks, {
    open(name, attributes) {
      if (name === "numFmt") own.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "General");
      else if (name === "cellXfs") inCellStyles = true;
      else if (name === "xf" && inCellStyles) ids.push(Number(attributes["numFmtId"] ?? 0));
    },
    close(name) {
      if (name === "cellXfs") inCellStyles = false;
    },
  });
  const builtIn = XLSX.SSF.get_table() as Readonly<Record<number, string | undefined>>;
  return ids.map((id) => own.get(id) ?? builtIn[id] ?? (chineseDates.includes(id) ? "yyyy-mm-dd" : "General"));
}
