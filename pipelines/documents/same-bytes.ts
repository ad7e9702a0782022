import XLSX from "@e965/xlsx";

interface Entry {
  name: string;
  content: Uint8Array;
  mt?: Date;
}
interface Container {
  FullPaths: string[];
  FileIndex: Entry[];
}

/**
 * The same package with the marks of its making taken out: times of the archive's entries, times of creation and change in
 * `docProps/core.xml`, running numbers of pictures. The same content then gives the same bytes.
 *
 * @param at  the time that is written instead
 * @param replaced  entries that are written with another content
 */
export function sameBytes(bytes: Buffer, at: Date, replaced: Readonly<Record<string, string>> = {}): Buffer {
  const found = XLSX.CFB.read(bytes, { type: "buffer" }) as unknown as Container;
  const made = XLSX.CFB.utils.cfb_new();
  const stamp = at.toISOString().replace(/\.\d+Z$/, "Z");
  const entries = found.FullPaths.map((path, index) => ({ path: path.replace(/^Root Entry\//, ""), file: found.FileIndex[index]! }))
    .filter(({ path, file }) => path !== "" && !path.endsWith("/") && !path.startsWith("\u0001") && file.content !== undefined && file.content.length > 0)
    .sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  for (const { path, file } of entries) {
    let content = Buffer.from(replaced[path] ?? file.content);
    if (path.endsWith("core.xml")) content = Buffer.from(content.toString("utf8").replaceAll(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${stamp}`));
    if (path === "word/document.xml") {
      let number = 0;
      content = Buffer.from(content.toString("utf8").replaceAll(/(<wp:docPr id=")\d+"/g, () => `<wp:docPr id="${(number += 1)}"`));
    }
    XLSX.CFB.utils.cfb_add(made, path, content);
  }
  return XLSX.CFB.write(made, { type: "buffer", fileType: "zip", compression: true }) as Buffer;
}

/** The list of contents stands first in an office package. */
function rank(path: string): number {
  return path === "[Content_Types].xml" ? 0 : path.startsWith("_rels/") ? 1 : 2;
}
