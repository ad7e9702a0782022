import { FileFault } from "../file-fault.ts";
import { mostSheets } from "../limits.ts";
import { type XlsxPackage, targetOf } from "./package.ts";
import { attribute, readXml, unescapeText } from "./xml.ts";

export interface XlsxSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string;
}

/** What a workbook says of itself before any sheet is read. */
export interface XlsxOutline {
  /** worksheets in their order; chart sheets hold no data */
  readonly sheets: readonly XlsxSheet[];
  readonly date1904: boolean;
  /** what the formulas' results are is to be worked out when it is opened: the stored ones may be left from before */
  readonly recalculates: boolean;
  /** when it was last saved, by its own word */
  readonly savedAt: Date | undefined;
  /** parts; absent in a workbook without texts or styles */
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
}

/** Where a part says that another is. */
export interface Relation {
  readonly id: string;
  /** the last word of its type: `worksheet`; the rest differs between the two editions of the standard */
  readonly type: string;
  readonly part: string;
}

/** @throws FileFault `not_a_workbook`, `truncated`, `too_many_sheets`, `zip_bomb` */
export async function readOutline(container: XlsxPackage): Promise<XlsxOutline> {
  const root = container.has("_rels/.rels") ? await readRelations(container, "_rels/.rels", "") : [];
  const workbook = root.find(({ type }) => type === "officeDocument")?.part ?? "xl/workbook.xml";
  if (!container.has(workbook) || !/\.xml$/i.test(workbook)) throw new FileFault("not_a_workbook", { detail: "zip" });
  const relations = await readRelations(container, workbook.replace(/([^/]*)$/, "_rels/$1.rels"), workbook);
  const sheets: XlsxSheet[] = [];
  let date1904 = false;
  let recalculates = false;
  let isWorkbook = false;
  await readXml(container.held(workbook), {
    open(name, attributes) {
      isWorkbook ||= name === "workbook";
      if (name === "workbookPr") date1904 = /^(1|true|on)$/.test(attributes["date1904"] ?? "");
      if (name === "calcPr") recalculates = /^(1|true|on)$/.test(attributes["fullCalcOnLoad"] ?? "") || /^(0|false|off)$/.test(attributes["calcCompleted"] ?? "");
      if (name !== "sheet") return;
      if (sheets.length >= mostSheets) throw new FileFault("too_many_sheets", { sheets: sheets.length + 1, most: mostSheets });
      const id = attribute(attributes, "id");
      const relation = relations.find((one) => one.id === id);
      // no program writes a sheet twice under two names
      if (sheets.some(({ part }) => part === relation?.part)) throw new FileFault("zip_bomb", { detail: relation!.part });
      if (relation?.type === "worksheet") sheets.push({ name: unescapeText(attributes["name"] ?? ""), hidden: /hidden$/i.test(attributes["state"] ?? ""), part: relation.part });
    },
  });
  if (!isWorkbook) throw new FileFault("not_a_workbook", { detail: "zip" });
  const partOf = (wanted: string) => relations.find(({ type, part }) => type === wanted && container.has(part))?.part;
  const properties = root.find(({ type }) => type === "core-properties")?.part;
  return { sheets, date1904, recalculates, savedAt: properties && container.has(properties) ? await readSavedAt(container, properties) : undefined, sharedStrings: partOf("sharedStrings"), styles: partOf("styles") };
}

/** `dcterms:modified` of the properties; none where they are damaged or say no time. */
async function readSavedAt(container: XlsxPackage, part: string): Promise<Date | undefined> {
  let inside = false;
  let text = "";
  try {
    await readXml(container.held(part), {
      open: (name) => void (inside = name === "modified"),
      text: (piece) => void (text += inside ? piece : ""),
      close: () => void (inside = false),
    });
  } catch (error) {
    if (error instanceof FileFault) return undefined;
    throw error;
  }
  const time = new Date(text.trim());
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** What the part `from` says of others, as `part` lists it. */
export async function readRelations(container: XlsxPackage, part: string, from: string): Promise<Relation[]> {
  const relations: Relation[] = [];
  if (!container.has(part)) return relations;
  await readXml(container.held(part), {
    open(name, { Id = "", Type = "", Target = "", TargetMode = "" }) {
      if (name === "Relationship" && TargetMode !== "External") relations.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), part: targetOf(from, Target) });
    },
  });
  return relations;
}
