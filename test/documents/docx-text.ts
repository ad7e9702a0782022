import XLSX from "@e965/xlsx";
import { SaxesParser } from "saxes";

/** What a word processor would show of a document: its text, a line a paragraph, and how many pictures it has. */
export function documentText(bytes: Buffer): { readonly text: string; readonly pictures: number; readonly xml: string } {
  const container = XLSX.CFB.read(bytes, { type: "buffer" });
  const found = XLSX.CFB.find(container, "/word/document.xml") as { content: Uint8Array } | null;
  if (found === null) throw new Error("no word/document.xml");
  const xml = Buffer.from(found.content).toString("utf8");
  // a strict parser: a document that is not well-formed does not open
  const parser = new SaxesParser();
  let text = "";
  let pictures = 0;
  let inText = false;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name }) => {
    if (name === "w:t") inText = true;
    if (name === "w:drawing") pictures += 1;
  });
  parser.on("closetag", ({ name }) => {
    if (name === "w:t") inText = false;
    if (name === "w:p") text += "\n";
  });
  parser.on("text", (piece) => void (text += inText ? piece : ""));
  parser.write(xml).close();
  return { text, pictures, xml };
}
