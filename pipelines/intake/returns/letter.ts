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

/** In characters of the sheet's own font: together the 156 mm of an official document's lines. */
const widths = [6, 15, 12, 6, 20, 12, 8];
const columns = widths.length;
const lineWidth = widths.reduce((sum, one) => sum + one, 0) - 2;

/** Fonts and sizes of GB/T 9704-2012: the title in 二号, the text in 仿宋三号; notes, as on a form, smaller. */
const title = { name: "宋体", size: 22, bold: true };
const body = { name: "仿宋", size: 16 };
const note = { name: "仿宋", size: 12 };
const heading = { name: "黑体", size: 12 };
const listed = { name: "宋体", size: 10 };

interface LineStyle {
  readonly font: Partial<ExcelJS.Font> & { readonly size: number };
  readonly align?: "left" | "center" | "right";
}

/** Writes the letter as the workbook's first sheet: one page of A4, to be printed and signed for. */
export function writeLetter(book: ExcelJS.stream.xlsx.WorkbookWriter, letter: Letter): void {
  const sheet = book.addWorksheet(letterSheet, {
    views: [{ state: "normal", showGridLines: false, activeCell: "A1" } as unknown as ExcelJS.WorksheetView],
    // in inches: 37 mm above, 28 mm left, 26 mm right, 35 mm below
    pageSetup: { paperSize: 9, orientation: "portrait", fitToPage: true, fitToWidth: 1, fitToHeight: 0, horizontalCentered: true, margins: { left: 1.1, right: 1.02, top: 1.46, bottom: 1.38, header: 0.4, footer: 0.8 } },
    headerFooter: { oddFooter: "&C第&P页，共&N页" },
  });
  sheet.columns = widths.map((width) => ({ width, style: { numFmt: textFormat } }));
  const line = (text: string, { font, align = "left" }: LineStyle) => {
    const row = sheet.addRow([cellText(text)]);
    sheet.mergeCells(row.number, 1, row.number, columns);
    row.getCell(1).style = { numFmt: textFormat, font, alignment: { wrapText: true, vertical: "middle", horizontal: align } };
    row.height = Math.max(1, Math.ceil((textWidth(text) * font.size) / 11 / lineWidth)) * font.size * 1.7;
    row.commit();
  };
  const { sheets } = letter;
  line(titleText(letter), { font: title, align: "center" });
  line("", { font: note });
  line(`${letter.bureau}：`, { font: body });
  line(opening(letter), { font: body });
  writeSheets(sheet, sheets);
  line("　　特此函告。", { font: body });
  line("", { font: note });
  for (const text of signature(dayText(letter.day))) line(text, { font: body, align: "right" });
  line("", { font: note });
  for (const [text, font] of notes(sheets)) line(text, { font });
  sheet.commit();
}

function titleText({ sheets, isSynthetic }: Letter): string {
  const datasets = [...new Set(sheets.map(({ dataset }) => dataset))];
  const named = datasets.length <= 2 ? datasets.map((name) => `《${name}》`).join("") : `《${datasets[0]!}》等${datasets.length}张报表`;
  return `关于退回${named}部分数据的函${isSynthetic ? "（示例数据）" : ""}`;
}

function opening({ sheets, due }: Letter): string {
  const rows = sheets.reduce((sum, one) => sum + one.rows, 0);
  const until = due === undefined ? `收到之日起${returnWorkingDays}个工作日内` : `${dayText(due)}前（${returnWorkingDays}个工作日内）`;
  return `　　你单位报送的报表中有${rows}行数据未能入库，其余各行已经入库。现将这${rows}行退回，请于${until}核对改正后交回。退回的工作表如下：`;
}

function writeSheets(sheet: ExcelJS.Worksheet, sheets: readonly ListedSheet[]): void {
  const head = sheet.addRow([]);
  for (const [index, header] of manifestHeaders.entries()) headerCell(head.getCell(index + 1), header);
  head.commit();
  for (const [index, one] of sheets.entries()) {
    const row = sheet.addRow([]);
    const texts = manifestRow(one, index);
    for (const [at, text] of texts.entries()) {
      const cell = row.getCell(at + 1);
      cell.value = cellText(text);
      cell.style = { numFmt: textFormat, font: listed, border: thinBorder, alignment: { wrapText: true, vertical: "middle", horizontal: at === 0 || at === 3 || at === 6 ? "center" : "left" } };
    }
    row.height = 15 * Math.max(...texts.map((text, at) => Math.ceil((textWidth(text) + 1) / (widths[at]! - 1)))) + 3;
    row.commit();
  }
}

/** Who issues it, two characters from the right, and the day, two characters in from where that begins. */
function signature(day: string): [string, string] {
  const space = Math.max(0, Math.round((textWidth(office) - textWidth(day)) / 2) - 2);
  return [`${office}　　`, `${day}${"　".repeat(space + 2)}`];
}

function notes(sheets: readonly ListedSheet[]): [string, typeof note][] {
  const forms = new Set(sheets.map(({ form }) => form));
  const own = "「原样」的工作表就是你单位报来的表，没有标黄的行已经入库，不用改；确需改的，直接改，按更正处理。";
  const list = "「清单」只列退回的行。";
  return [
    ["附：怎么改，怎么交回", heading],
    [`　　1. 本文件打开即在第一处要改的格子。标黄的格子需要改正，同一行右边的「${reasonHeader}」写明每一处错误，「${mendHeader}」写明应当填什么。`, note],
    [`　　2. 在原格子里直接改。${forms.has("原样") ? own : ""}${forms.has("清单") ? list : ""}`, note],
    ["　　3. 确实不该报的行，把这一行里你单位的数据清空，就此销账。", note],
    [`　　4. 不要删除本页，不要改动工作表的名称、表头和「${originHeader}」一列；右边三列不用填。`, note],
    ["　　5. 没有列在上面的工作表随附备查，不再读取；里面有要更正的，请另行报送。", note],
    [`　　6. 改好后把本文件整个交回${office}，文件名不限，仍存为.xlsx。读入后自动销账；没有改对的行，会再次退回。`, note],
  ];
}

/** `2022-01-05` → 2022年1月5日 */
function dayText(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}
