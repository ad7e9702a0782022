import XLSX, { type WorkBook } from "@e965/xlsx";
import type { XlsxPackage } from "../xlsx/package.ts";

/** Parts of an .xlsb that hold no records, but for those that a workbook's relations name as sheets. */
const noRecords = /(?:^|\/)(?:vbaproject[^/]*|printersettings\d*|(?:embeddings|activex|ctrlprops|customproperty)[^/]*(?:\/[^/]*)*)\.bin$/;
const kinds = "application/vnd.ms-excel.";
const properties = "docprops/core.xml";

/**
 * The parts of an .xlsb that its reader needs, under the names that it knows them by. The reader itself goes by the
 * container's own words, which may name any part a sheet, written in records or in XML: it sees no part that was not counted.
 */
export class XlsbParts {
  private readonly held = new Map<string, Buffer>();

  /** @param sheets  the sheets' parts, in small letters, by the ids of their relations; '' for a sheet without cells */
  constructor(private readonly sheets: ReadonlyMap<string, string>) {}

  /** True for a part that is to be counted: all of records. */
  isCounted(name: string): boolean {
    return [...this.sheets.values()].includes(name) || (name.endsWith(".bin") && !noRecords.test(name));
  }

  /** Keeps a part, where it is needed, as its chunks pass. */
  async *keeping(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const isNeeded = [...this.sheets.values()].includes(name) || /^xl\/(workbook|styles|sharedstrings)\.bin$/.test(name) || name === properties;
    const kept: Buffer[] = [];
    for await (const chunk of chunks) {
      if (isNeeded) kept.push(chunk);
      yield chunk;
    }
    if (isNeeded) this.held.set(name, Buffer.concat(kept));
  }

  /** The workbook of what was kept. Throws what the library throws. */
  parse(options: object): WorkBook {
    const container = XLSX.CFB.utils.cfb_new();
    const add = (name: string, content: Buffer | string) => XLSX.CFB.utils.cfb_add(container, `/${name}`, typeof content === "string" ? Buffer.from(content) : content);
    const overrides: string[] = [];
    const addAs = (name: string, part: string, kind: string) => {
      const content = this.held.get(part);
      if (!content) return;
      add(name, content);
      overrides.push(`<Override PartName="/${name}" ContentType="${kind}"/>`);
    };
    addAs("xl/workbook.bin", "xl/workbook.bin", `${kinds}sheet.binary.macroEnabled.main`);
    addAs("xl/styles.bin", "xl/styles.bin", `${kinds}styles`);
    addAs("xl/sharedStrings.bin", "xl/sharedstrings.bin", `${kinds}sharedStrings`);
    addAs("docProps/core.xml", properties, "application/vnd.openxmlformats-package.core-properties+xml");
    const relations: string[] = [];
    for (const [index, [id, part]] of [...this.sheets].entries()) {
      const content = this.held.get(part);
      const target = `worksheets/sheet${index + 1}.bin`;
      if (content) add(`xl/${target}`, content);
      relations.push(`<Relationship Id="${escaped(id)}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="${target}"/>`);
    }
    add("xl/_rels/workbook.bin.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join("")}</Relationships>`);
    add("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${overrides.join("")}</Types>`);
    return (XLSX as unknown as { parse_zip(container: unknown, options: object): WorkBook }).parse_zip(container, options);
  }
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
