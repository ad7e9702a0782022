import {
  AlignmentType, BorderStyle, Document, DocumentGridType, Footer, HeightRule, ImageRun, LineRuleType, Packer, PageNumber, Paragraph, type ParagraphChild,
  ShadingType, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlign, WidthType,
} from "docx";
import type { Block, Column, DocumentText } from "./blocks.ts";
import { type Piece, textOf } from "./facts.ts";
import { fonts, fontTable, isKeptWhole, layout } from "./layout.ts";
import { sameBytes } from "./same-bytes.ts";

const red = "C00000";

type Font = (typeof fonts)[keyof typeof fonts];

function run(text: string, options: { font?: Font; size?: number; color?: string; bold?: boolean } = {}): TextRun {
  const { font = fonts.body, size = layout.body, color, bold } = options;
  return new TextRun({ text: cleaned(text), font: { ascii: "Times New Roman", hAnsi: "Times New Roman", eastAsia: font, cs: "Times New Roman" }, size, ...(size === layout.body && { characterSpacing: layout.tighter }), ...(color && { color }), ...(bold && { bold }) });
}

/** Characters that XML cannot hold become a visible mark: a name from a spreadsheet may carry any. */
function cleaned(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "�").replaceAll(/[\r\n\t]+/g, " ");
}

const exact = { line: layout.linePitch, lineRule: LineRuleType.EXACT, before: 0, after: 0 } as const;

function line(children: ParagraphChild[], options: { align?: (typeof AlignmentType)[keyof typeof AlignmentType]; indent?: boolean; keepNext?: boolean; right?: number; left?: number; hanging?: number } = {}): Paragraph {
  const { align = AlignmentType.BOTH, indent = false, keepNext = false, right, left, hanging } = options;
  return new Paragraph({
    children,
    alignment: align,
    keepNext,
    widowControl: true,
    spacing: exact,
    // two characters, however wide the grid makes them
    indent: { ...(indent && { firstLineChars: 200, firstLine: 640 }), ...(right && { right }), ...(left && { left }), ...(hanging && { hanging }) },
  });
}

/** The last paragraph stays with what follows: a page that holds the signature alone is against the standard. */
function blockParts(block: Block, index: number, blocks: readonly Block[]): (Paragraph | Table)[] {
  switch (block.kind) {
    case "heading":
      return [line([run(block.text, { font: block.level === 1 ? fonts.first : fonts.second })], { indent: true, keepNext: true, align: AlignmentType.LEFT })];
    case "paragraph":
      return [line([...(block.lead === undefined ? [] : [run(block.lead, { font: fonts.second })]), run(textOf(block.pieces))], { indent: true, keepNext: index === blocks.length - 1 })];
    case "picture":
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          keepNext: true,
          spacing: { before: 60, after: 0, line: 240, lineRule: LineRuleType.AUTO },
          children: [new ImageRun({ type: "png", data: block.png, transformation: { width: pixels(block.widthMm), height: pixels(block.heightMm) }, altText: { name: block.caption, title: block.caption, description: block.caption } })],
        }),
        caption(block.caption, false),
      ];
    case "table":
      return [caption(block.caption, true), tableOf(block.columns, block.rows), new Paragraph({ children: [], spacing: { line: 160, lineRule: LineRuleType.EXACT, before: 0, after: 0 } })];
  }
}

/** docx counts pictures in pixels of 1/96 inch. */
function pixels(mm: number): number {
  return Math.round((mm / 25.4) * 96);
}

function caption(text: string, above: boolean): Paragraph {
  return new Paragraph({ children: [run(text, { font: fonts.first, size: 24 })], alignment: AlignmentType.CENTER, keepNext: above, spacing: { before: above ? 100 : 20, after: above ? 60 : 100, line: 320, lineRule: LineRuleType.EXACT } });
}

function tableOf(columns: readonly Column[], rows: readonly (readonly Piece[])[]): Table {
  const shares = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => Math.floor((layout.typeAreaWidth * width) / shares));
  const thick = { style: BorderStyle.SINGLE, size: 12, color: "000000" };
  const thin = { style: BorderStyle.SINGLE, size: 4, color: "000000" };
  const cell = (text: string, index: number, head: boolean, last: boolean) =>
    new TableCell({
      width: { size: widths[index]!, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 30, bottom: 30, left: 50, right: 50 },
      ...(head && { shading: { type: ShadingType.CLEAR, fill: "F2F2F2", color: "auto" } }),
      children: [
        new Paragraph({
          alignment: head ? AlignmentType.CENTER : { left: AlignmentType.LEFT, right: AlignmentType.RIGHT, center: AlignmentType.CENTER }[columns[index]!.align ?? "center"],
          keepNext: !last,
          spacing: { line: 290, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
          children: [run(text, { font: head ? fonts.first : fonts.body, size: columns.length > 9 ? 18 : layout.table })],
        }),
      ],
    });
  const row = (cells: TableCell[], head: boolean) => new TableRow({ children: cells, tableHeader: head, cantSplit: true, height: { value: 380, rule: HeightRule.ATLEAST } });
  const kept = isKeptWhole(rows);
  return new Table({
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    borders: { top: thick, bottom: thick, left: thin, right: thin, insideHorizontal: thin, insideVertical: thin },
    rows: [
      row(columns.map(({ title }, index) => cell(title, index, true, false)), true),
      ...rows.map((cells, at) => row(cells.map((piece, index) => cell(textOf([piece]), index, false, kept ? at === rows.length - 1 : at > 0 && at !== rows.length - 2)), false)),
    ],
  });
}

function head(text: DocumentText): Paragraph[] {
  const rule = { style: BorderStyle.SINGLE, size: 18, color: red, space: 4 };
  return [
    new Paragraph({ children: [run(text.masthead, { font: fonts.title, size: 72, color: red })], alignment: AlignmentType.CENTER, spacing: { before: 0, after: 80, line: 900, lineRule: LineRuleType.EXACT } }),
    line([run(textOf(text.issue)), ...(text.isSynthetic ? [run("　示例数据", { font: fonts.first })] : [])], { align: AlignmentType.CENTER }),
    new Paragraph({
      border: { bottom: rule },
      tabStops: [{ type: "right", position: layout.typeAreaWidth }],
      spacing: { ...exact, after: 300 },
      children: [run(text.office), new TextRun({ text: "\t" }), run(textOf(text.dated))],
    }),
    ...text.title.map((pieces, index) => new Paragraph({ children: [run(textOf(pieces), { font: fonts.title, size: layout.title })], alignment: AlignmentType.CENTER, spacing: { before: 0, after: index === text.title.length - 1 ? 240 : 0, line: 640, lineRule: LineRuleType.EXACT } })),
    ...(text.addressees === undefined ? [] : [line([run(text.addressees)], { align: AlignmentType.LEFT, keepNext: true })]),
  ];
}

function tail(text: DocumentText): Paragraph[] {
  const several = text.annexes.length > 1;
  const annexes = text.annexes.map(({ title }, index) =>
    line([run(`${index === 0 ? "附件：" : ""}${several ? `${index + 1}．` : ""}${title}`)], { align: AlignmentType.LEFT, left: index === 0 ? 640 : 1600, keepNext: text.isSigned || index < text.annexes.length - 1 }),
  );
  return [
    ...text.notes.map((pieces, index) => new Paragraph({ keepNext: true, children: [run(`${index === 0 ? "注：" : ""}${textOf(pieces)}`, { font: fonts.second, size: 24 })], alignment: AlignmentType.BOTH, spacing: { before: index === 0 ? 120 : 0, after: 0, line: 360, lineRule: LineRuleType.EXACT }, indent: { firstLine: 480 } })),
    line([], { keepNext: true }),
    ...annexes,
    ...(text.isSigned ? signature(text) : []),
  ];
}

function signature(text: DocumentText): Paragraph[] {
  return [
    line([], { keepNext: true }),
    // the date ends four characters from the edge
    line([run(text.office)], { align: AlignmentType.RIGHT, right: 640, keepNext: true }),
    line([run(textOf(text.dated))], { align: AlignmentType.RIGHT, right: 1280 }),
  ];
}

function footer(outer: (typeof AlignmentType)[keyof typeof AlignmentType]): Footer {
  const number = new TextRun({ children: ["— ", PageNumber.CURRENT, " —"], font: { ascii: fonts.number, hAnsi: fonts.number, eastAsia: fonts.number }, size: layout.pageNumber });
  // one character from the outer edge
  const indent = outer === AlignmentType.RIGHT ? { right: 280 } : { left: 280 };
  return new Footer({ children: [new Paragraph({ children: [number], alignment: outer, indent })] });
}

/** Sets a document in the layout of GB/T 9704-2012; the same text and time give the same bytes. */
export async function wordBytes(text: DocumentText, at: Date): Promise<Buffer> {
  const document = new Document({
    creator: text.office,
    title: text.title.map(textOf).join(""),
    description: text.isSynthetic ? "示例数据" : "",
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: { ascii: "Times New Roman", hAnsi: "Times New Roman", eastAsia: fonts.body }, size: layout.body, language: { value: "en-US", eastAsia: "zh-CN" } } } } },
    sections: [
      {
        properties: {
          page: { size: layout.page, margin: { ...layout.margin, header: 851, footer: 1417 } },
          // lines keep their pitch by themselves; a grid would make each row of a table two lines high
          grid: { type: DocumentGridType.DEFAULT, linePitch: layout.linePitch },
        },
        footers: { default: footer(AlignmentType.RIGHT), even: footer(AlignmentType.LEFT) },
        children: [...head(text), ...text.blocks.flatMap(blockParts), ...tail(text)],
      },
    ],
  });
  return sameBytes(await Packer.toBuffer(document), at, { "word/fontTable.xml": fontTable });
}
