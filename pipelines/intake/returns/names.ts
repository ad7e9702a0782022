/** Who keeps a table that ships with the project: whoever it comes from, no bureau of the district answers a letter about it. */
const ownOffice = "领导小组办公室";

/** The bureau of a contract's `from`, in Chinese and without its remarks. */
export function bureauName(from: string): string {
  if (/\(ships with the project\)\s*$/.test(from)) return ownOffice;
  const plain = from.replace(/\s*\([^)]*\)\s*$/, "");
  return plain === "any bureau" ? "各有关部门" : plain.replaceAll(" and ", "、");
}

/** `退回_<bureau>_<YYYYMMDD>`; nothing in the bureau's name can be a path, a command or a formula. */
export function returnName(bureau: string, day: string): string {
  const safe = Array.from(bureau.normalize("NFC").replace(/[^\p{L}\p{N}、（）]+/gu, "_")).slice(0, 40).join("");
  return `退回_${safe === "" ? "_" : safe}_${day.replaceAll("-", "")}`;
}

const longestName = 31;

/** Gives sheets names that a workbook may have, each once whatever the letters' size. */
export class SheetNames {
  private readonly used = new Set<string>();

  /** The name itself where it may be had; else without what no name may hold, cut, and numbered. */
  take(wanted: string): string {
    const plain = wanted.replace(/[*?:\\/[\]\u0000-\u001f]/g, "_").replace(/^'+|'+$/g, "_").trim() || "表";
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? "" : ` (${number})`;
      const name = `${Array.from(plain).slice(0, longestName - suffix.length).join("")}${suffix}`.slice(0, longestName);
      // Excel keeps this one for itself
      if (this.used.has(name.toLowerCase()) || name.toLowerCase() === "history") continue;
      this.used.add(name.toLowerCase());
      return name;
    }
  }
}
