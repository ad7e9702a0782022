import { SaxesParser } from "saxes";
import { FileFault } from "../file-fault.ts";
import { deepestXml, longestXmlPiece } from "../limits.ts";

export type Attributes = Readonly<Record<string, string>>;

/** What hears of a part's elements; names come without their prefix, which every program chooses for itself. */
export interface XmlListener {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Feeds a part's bytes to a listener as they come. Entities that the part declares itself are an error, so they cannot
 * swell; how deep its elements lie and how long a piece of it is are bounded, as the parser keeps both in memory.
 */
export class XmlReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: false });
  private decoder: InstanceType<typeof TextDecoder> | undefined;
  private depth = 0;
  /** characters since the last piece that was done with */
  private pending = 0;

  constructor(listener: XmlListener) {
    this.parser.on("opentag", (tag) => {
      this.pending = 0;
      // an element without inside is closed at once
      if (!tag.isSelfClosing && ++this.depth > deepestXml) throw new FileFault("too_deep", { most: deepestXml });
      listener.open?.(localName(tag.name), tag.attributes);
    });
    this.parser.on("closetag", (tag) => {
      if (!tag.isSelfClosing) this.depth--;
      listener.close?.(localName(tag.name));
    });
    if (listener.text) {
      this.parser.on("text", (piece) => listener.text!(piece));
      this.parser.on("cdata", (piece) => listener.text!(piece));
    }
  }

  /** @throws FileFault `truncated` where the part is no well-formed XML, `too_deep`, `cell_too_long`; whatever the listener throws */
  write(chunk: Buffer): void {
    this.decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : chunk[0] === 0xfe && chunk[1] === 0xff ? "utf-16be" : "utf-8", { fatal: true });
    this.guarded(() => this.writeText(this.decoder!.decode(chunk, { stream: true })));
  }

  /** As {@link write}, of text that is decoded already. */
  writeText(text: string): void {
    this.guarded(() => {
      this.pending += text.length;
      this.parser.write(text);
      if (this.pending > longestXmlPiece) throw new FileFault("zip_bomb", { detail: `> ${longestXmlPiece}` });
    });
  }

  /** @throws FileFault `truncated` where the part ends too early */
  end(): void {
    this.guarded(() => this.parser.write(this.decoder?.decode() ?? "").close());
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw error instanceof FileFault ? error : new FileFault("truncated");
    }
  }
}

/** Reads a whole part. */
export async function readXml(chunks: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  const reader = new XmlReader(listener);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}

export function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** An attribute by its local name, whatever its prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  for (const key of Object.keys(attributes)) if (localName(key) === name) return attributes[key];
  return undefined;
}

/** `_x000D_` stands for a character that XML cannot hold, `_x005F_` for the line that would begin such a mark (ST_Xstring). */
export function unescapeText(text: string): string {
  return text.includes("_x") ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))) : text;
}
