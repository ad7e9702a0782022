import type { Book } from "../book.ts";
import { MergeCount } from "../merge-list.ts";
import { type BehindRows, readBehindRows } from "./merges.ts";
import { type XlsxOutline, type XlsxSheet, readOutline } from "./outline.ts";
import { XlsxPackage } from "./package.ts";
import { type CellContext, type SheetRow, readSheetRows } from "./sheet.ts";
import { noStyles, readStyles } from "./styles.ts";
import { readSharedStrings } from "./texts.ts";

/** An .xlsx workbook, read as a stream: of a sheet only a chunk is in memory, and of the book its shared texts. */
export class XlsxBook implements Book {
  private readonly behind = new Map<string, Promise<BehindRows>>();
  private readonly mergeCount = new MergeCount();
  private context: Promise<CellContext> | undefined;

  private constructor(
    private readonly container: XlsxPackage,
    private readonly outline: XlsxOutline,
  ) {}

  /** @throws FileFault `truncated`, `password`, `zip_bomb`, `not_a_workbook`, `too_many_sheets` */
  static async open(container: XlsxPackage): Promise<XlsxBook> {
    return new XlsxBook(container, await readOutline(container));
  }

  get sheets(): readonly XlsxSheet[] {
    return this.outline.sheets;
  }

  get date1904(): boolean {
    return this.outline.date1904;
  }

  get savedAt(): Date | undefined {
    return this.outline.savedAt;
  }

  async merges(sheet: string) {
    return (await this.behindRows(sheet)).merges;
  }

  async printed(sheet: string) {
    return (await this.behindRows(sheet)).printed;
  }

  private behindRows(sheet: string): Promise<BehindRows> {
    const part = this.partOf(sheet);
    const known = this.behind.get(part) ?? readBehindRows(this.container.stream(part), this.mergeCount);
    this.behind.set(part, known);
    return known;
  }

  async *rows(sheet: string): AsyncGenerator<readonly SheetRow[]> {
    this.context ??= this.readContext();
    yield* readSheetRows(this.container.stream(this.partOf(sheet)), await this.context);
  }

  close(): void {
    this.container.close();
  }

  private partOf(name: string): string {
    return this.outline.sheets.find((sheet) => sheet.name === name)!.part;
  }

  private async readContext(): Promise<CellContext> {
    const { sharedStrings, styles, date1904, recalculates } = this.outline;
    return {
      texts: sharedStrings ? await readSharedStrings(this.container.held(sharedStrings)) : [],
      ...(styles ? await readStyles(this.container.held(styles)) : noStyles),
      date1904,
      recalculates,
    };
  }
}
