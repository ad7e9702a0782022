import { type Attributes, attribute } from "../xlsx/xml.ts";

/** Number styles of an OpenDocument spreadsheet as the formats that Excel's files have; only what changes the figure that is shown. */
export class OdsFormats {
  private readonly byData = new Map<string, string>();
  private readonly cellToData = new Map<string, string>();
  private readonly hiddenTables = new Set<string>();
  private data: { name: string; format: string; isDate: boolean } | undefined;
  private style = "";
  private inText = false;

  /** The format of a cell's style; General where it has none. */
  of(cellStyle: string | undefined): string {
    return this.byData.get(this.cellToData.get(cellStyle ?? "") ?? "") ?? "General";
  }

  isHidden(tableStyle: string | undefined): boolean {
    return this.hiddenTables.has(tableStyle ?? "");
  }

  open(name: string, attributes: Attributes): void {
    if (/^(number|currency|percentage|date|time|boolean|text)-style$/.test(name)) this.data = { name: attribute(attributes, "name") ?? "", format: "", isDate: name.startsWith("date") || name.startsWith("time") };
    else if (name === "style") {
      this.style = attribute(attributes, "name") ?? "";
      const own = attribute(attributes, "data-style-name");
      const parent = this.cellToData.get(attribute(attributes, "parent-style-name") ?? "");
      if (own ?? parent) this.cellToData.set(this.style, (own ?? parent)!);
    } else if (name === "table-properties" && attribute(attributes, "display") === "false") this.hiddenTables.add(this.style);
    else if (this.data && name === "number") this.data.format += numberFormat(attributes);
    else if (name === "text" || name === "currency-symbol") this.inText = this.data !== undefined;
  }

  text(piece: string): void {
    if (this.inText && this.data) this.data.format += piece === "%" ? "%" : `"${piece.replaceAll('"', "")}"`;
  }

  close(name: string): void {
    if (name === "text" || name === "currency-symbol") this.inText = false;
    if (!this.data || !/-style$/.test(name)) return;
    // days have a value of their own; some programs keep them as numbers that are shown as days
    this.byData.set(this.data.name, this.data.isDate ? "yyyy-mm-dd" : this.data.format || "General");
    this.data = undefined;
  }
}

function numberFormat(attributes: Attributes): string {
  const places = attribute(attributes, "decimal-places");
  const digits = Math.min(Number(attribute(attributes, "min-integer-digits") ?? 1) || 1, 20);
  const factor = Number(attribute(attributes, "display-factor") ?? 1);
  if (places === undefined && digits === 1 && factor === 1) return "General";
  const grouped = attribute(attributes, "grouping") === "true";
  const decimals = Math.min(Number(places ?? 0) || 0, 20);
  const thousands = factor > 1 ? ",".repeat(Math.max(1, Math.round(Math.log10(factor) / 3))) : "";
  return `${grouped ? "#,##0" : "0".repeat(digits)}${decimals > 0 ? `.${"0".repeat(decimals)}` : ""}${thousands}`;
}
