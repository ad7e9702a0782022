import path from "node:path";
import type { Readable, TransformOptions } from "node:stream";
import { type ZlibOptions, crc32, createInflateRaw } from "node:zlib";
import yauzl from "yauzl";
import { FileFault } from "../file-fault.ts";
import { type XlsxLimits, xlsxLimits } from "./limits.ts";

/**
 * The container of an .xlsx file: its parts by name, each read as a stream. Nothing is unpacked to disk, names are only
 * compared with known ones and never used as paths.
 */
export class XlsxPackage {
  private constructor(
    private readonly zip: yauzl.ZipFile,
    private readonly entries: ReadonlyMap<string, yauzl.Entry>,
    private readonly limits: XlsxLimits,
  ) {}

  /**
   * Reads the container's directory. The sizes that it states are believed here and checked when a part is read.
   *
   * @throws FileFault `truncated`, `password`, `zip_bomb`
   */
  static async open(file: string, limits: XlsxLimits = xlsxLimits): Promise<XlsxPackage> {
    const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
      yauzl.open(file, { lazyEntries: true, autoClose: false, decodeStrings: false }, (error, opened) => {
        if (!error) resolve(opened);
        else reject((error as NodeJS.ErrnoException).code ? error : new FileFault("truncated"));
      });
    });
    try {
      if (zip.entryCount > limits.parts) throw new FileFault("zip_bomb", { detail: `${zip.entryCount} 个部件` });
      return new XlsxPackage(zip, await readDirectory(zip, limits), limits);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.entries.has(partKey(name));
  }

  /**
   * A part's bytes.
   *
   * @throws FileFault `truncated` for a part that is missing, cut off or altered (its checksum differs), `zip_bomb` for one larger than it says
   */
  async *stream(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(partKey(name));
    if (!entry) throw new FileFault("truncated");
    const packed = await new Promise<Readable>((resolve, reject) => {
      const options = { decompress: entry.compressionMethod === 8 ? false : null, decrypt: null, start: null, end: null };
      this.zip.openReadStream(entry, options, (error, opened) => (error ? reject(new FileFault("truncated")) : resolve(opened)));
    });
    // large steps, and some of them ahead: unpacking goes on beside the parser
    const source = entry.compressionMethod === 8 ? packed.pipe(createInflateRaw(ahead)) : packed;
    packed.on("error", (error) => source.destroy(error));
    let checksum = 0;
    let bytes = 0;
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > entry.uncompressedSize) throw new FileFault("zip_bomb", { detail: `> ${entry.uncompressedSize}` });
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof FileFault ? error : new FileFault("truncated");
    } finally {
      source.destroy();
      packed.destroy();
    }
    // inflating notices few changed bytes, and a changed byte is a changed amount
    if (bytes !== entry.uncompressedSize || checksum !== entry.crc32) throw new FileFault("truncated");
  }

  /** A part that will be held in memory, as of {@link stream}; refused where it is too large for that. */
  held(name: string): AsyncGenerator<Buffer> {
    const size = this.entries.get(partKey(name))?.uncompressedSize ?? 0;
    if (size > this.limits.heldBytes) throw new FileFault("zip_bomb", { detail: `${name} → ${size}` });
    return this.stream(name);
  }

  /**
   * Reads all parts to their ends.
   *
   * @param read  goes through a part, named in small letters; it must not stop before the end
   * @throws FileFault as of {@link stream}, and whatever `read` throws
   */
  async check(read: (name: string, chunks: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
    for (const name of this.entries.keys()) if (!name.endsWith("/")) await read(name, this.stream(name));
  }

  /** True where what the parts come to is more than these limits allow. */
  isOver(limits: XlsxLimits): boolean {
    return [...this.entries.values()].reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0) > limits.totalBytes;
  }

  close(): void {
    this.zip.close();
  }
}

/** Zlib's options go on to its stream, which the types do not know. */
const ahead: ZlibOptions & TransformOptions = { chunkSize: 256 << 10, readableHighWaterMark: 1 << 20 };

function readDirectory(zip: yauzl.ZipFile, limits: XlsxLimits): Promise<ReadonlyMap<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  let total = 0;
  return new Promise((resolve, reject) => {
    zip.on("error", () => reject(new FileFault("truncated")));
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: yauzl.Entry) => {
      total += entry.uncompressedSize;
      const swollen = entry.uncompressedSize > limits.ratioFromBytes && entry.uncompressedSize > limits.ratio * entry.compressedSize;
      if (entry.isEncrypted()) return reject(new FileFault("password"));
      if (swollen || total > limits.totalBytes) return reject(new FileFault("zip_bomb", { detail: `${entry.compressedSize} → ${entry.uncompressedSize}` }));
      entries.set(partKey((entry.fileName as unknown as Buffer).toString("utf8")), entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

/** Part names are compared without regard to case (ECMA-376 part 2); some programs write them with a slash before or the wrong way round. */
function partKey(name: string): string {
  return name.replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase();
}

/** The part that a relationship of the part `from` points to. */
export function targetOf(from: string, target: string): string {
  return path.posix.normalize(target.startsWith("/") ? target : path.posix.join(path.posix.dirname(from), target));
}
