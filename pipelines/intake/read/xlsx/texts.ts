import { type XmlListener, readXml, unescapeText } from "./xml.ts";

/** Gathers the text of a shared or inline string: its runs one after another, without the phonetic ones. */
export class TextGatherer {
  /** characters gathered since the last `take` */
  length = 0;
  private pieces: string[] = [];
  private inText = false;
  private inPhonetic = false;

  open(name: string): void {
    if (name === "rPh") this.inPhonetic = true;
    else if (name === "t") this.inText = !this.inPhonetic;
  }

  text(piece: string): void {
    if (!this.inText) return;
    this.pieces.push(piece);
    this.length += piece.length;
  }

  close(name: string): void {
    if (name === "rPh") this.inPhonetic = false;
    else if (name === "t") this.inText = false;
  }

  /** What was gathered since the last call. */
  take(): string {
    const text = unescapeText(this.pieces.join(""));
    this.pieces = [];
    this.length = 0;
    return text;
  }
}

/** The workbook's shared texts, by their numbers. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>): Promise<readonly string[]> {
  const texts: string[] = [];
  const gatherer = new TextGatherer();
  const listener: XmlListener = {
    open: (name) => gatherer.open(name),
    text: (piece) => gatherer.text(piece),
    close(name) {
      gatherer.close(name);
      if (name === "si") texts.push(gatherer.take());
    },
  };
  await readXml(chunks, listener);
  return texts;
}
