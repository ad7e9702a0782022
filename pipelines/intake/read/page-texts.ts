/** The codes of a page's header: parts, fonts, colours, sizes, page numbers, days, names. */
const pageCodes = /&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z])/gi;

/** A printed page's header or footer as Excel writes it, «&L填报单位：甲&R单位：元» → its parts without the codes. */
export function pageTexts(text: string): string[] {
  return text.split(/&[LCR](?![a-z])|[\r\n]+/i).map((part) => part.replaceAll("&&", "\0").replace(pageCodes, "").replaceAll("\0", "&").trim()).filter((part) => part !== "");
}
