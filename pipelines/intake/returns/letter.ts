import type ExcelJS from "exceljs";
import { textWidth } from "../../cli/text-width.ts";
import { office } from "../../office.ts";
import { returnWorkingDays } from "./due-day.ts";
import { letterSheet, mendHeader, originHeader, reasonHeader } from "./furniture.ts";
import { headerCell, thinBorder } from "./look.ts";
import { type ListedSheet, manifestHeaders, manifestRow } from "./manifest.ts";
import { cellText, textFormat } from "./safe-cell.ts";

/** What the letter of a returned workbook says. */
export interface Letter {
  readonly bureau: string;
  /** day of the load, `2022-01-05` */
  readonly day: string;
  /** the last day for the correction; undefined where the year's holidays are not known */
  readonly due: string | undefined;
  readonly isSynthetic: boolean;
  readonly sheets: readonly ListedSheet[];
}

const widths = [6, 20, 16, 8, 26, 16, 10];
const columns = widths.length;
const song = "宋体";

/** Writes the letter as the workbook's first sheet: one page of A4, to be printed and signed for. */
export function writeLetter(book: ExcelJS.stream.xlsx.WorkbookWriter, letter: Letter): void {
  const sheet = book.addWorksheet(letterSheet, {
    views: [{ state: "normal", showGridLines: false, activeCell: "A1" } as unknown as ExcelJS.WorksheetView],
    pageSetup: { paperSize: 9, orientation: "portrait", fitToPage: true, fitToWidth: 1, fitToHeight: 0, horizontalCentered: true, margins: { left: 0.9, right: 0.8, top: 1.2, bottom: 1, header: 0.4, footer: 0.4 } },
    headerFooter: { oddFooter: "&C第&P页，共&N页" },
  });
  sheet.columns = widths.map((width) => ({ width, style: { numFmt: textFormat } }));
  const { sheets } = letter;
  const datasets = [...new Set(sheets.map(({ dataset }) => dataset))];
  const rows = sheets.reduce((sum, one) => sum + one.rows, 0);
  const named = datasets.length <= 2 ? datasets.map((name) => `《${name}》`).join("") : `《${datasets[0]!}》等${datasets.length}张报表`;
  const line = (text: string, style: { size?: number; bold?: boolean; align?: "left" | "center" | "right" } = {}) => {
    const row = sheet.addRow([cellText(text)]);
    sheet.mergeCells(row.number, 1, row.number, columns);
    row.getCell(1).style = { numFmt: textFormat, font: { name: song, size: style.size ?? 12, bold: style.bold ?? false }, alignment: { wrapText: true, vertical: "middle", horizontal: style.align ?? "left" } };
    row.height = Math.max(1, Math.ceil((textWidth(text) * (style.size ?? 12)) / 11 / (widths.reduce((sum, one) => sum + one, 0) - 4))) * (style.size ?? 12) * 1.6;
    row.commit();
  };
  line(`关于退回${named}部分数据的函${letter.isSynthetic ? "（示例数据）" : ""}`, { size: 18, bold: true, align: "center" });
  line("");
  line(`${letter.bureau}：`);
  line(`　　你单位报送的报表中有 ${rows} 行数据未能入库，其余各行已经入库。现将这 ${rows} 行退回，请于${letter.due === undefined ? `收到之日起 ${returnWorkingDays} 个工作日内` : `${dayText(letter.due)}（${returnWorkingDays} 个工作日）前`}核对改正后交回。退回的工作表如下：`);
  const head = sheet.addRow([]);
  for (const [index, header] of manifestHeaders.entries()) headerCell(head.getCell(index + 1), header);
  head.commit();
  for (const [index, one] of sheets.entries()) {
    const row = sheet.addRow([]);
    const texts = manifestRow(one, index);
    for (const [at, text] of texts.entries()) {
      const cell = row.getCell(at + 1);
      cell.value = cellText(text);
      cell.style = { numFmt: textFormat, font: { name: song, size: 10 }, border: thinBorder, alignment: { wrapText: true, vertical: "middle", horizontal: at === 0 || at === 3 || at === 6 ? "center" : "left" } };
    }
    row.height = 15 * Math.max(...texts.map((text, at) => Math.ceil((textWidth(text) + 1) / (widths[at]! - 1)))) + 3;
    row.commit();
  }
  line("");
  line("一、怎么改", { bold: true });
  line(`　　1. 本文件打开即在第一处要改的格子。标黄的格子需要改正，同一行右边的「${reasonHeader}」写明每一处错误，「${mendHeader}」写明应当填什么。`);
  line("　　2. 在原格子里直接改。「原样」的工作表就是你单位报来的表，没有标黄的行已经入库，不用改；确需改的，直接改，按更正处理。「清单」只列退回的行。");
  line("　　3. 确实不该报的行，把这一行里你单位的数据清空，就此销账。");
  line(`　　4. 不要删除本页，不要改动工作表的名称、表头和「${originHeader}」一列；右边三列不用填。`);
  line("　　5. 没有列在上面的工作表随附备查，不再读取；里面有要更正的，请另行报送。");
  line("二、怎么交回", { bold: true });
  line(`　　把改好的本文件整个交回${office}，文件名不限，仍存为 .xlsx。读入后自动销账；没有改对的行，会再次退回。`);
  line("");
  line(office, { align: "right" });
  line(dayText(letter.day), { align: "right" });
  sheet.commit();
}

/** `2022-01-05` → 2022年1月5日 */
function dayText(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}
