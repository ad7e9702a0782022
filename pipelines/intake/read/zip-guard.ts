import yauzl from "yauzl";
import { FileFault } from "./file-fault.ts";

/** What a workbook may unpack to before it is refused. A sheet of 200,000 rows by 12 columns is about 100 MB of XML. */
export interface ZipLimits {
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** unpacked / packed size that only a bomb has; looked at in entries over `ratioFromBytes` */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

export const zipLimits: ZipLimits = { entries: 5_000, entryBytes: 400 << 20, totalBytes: 800 << 20, ratio: 150, ratioFromBytes: 4 << 20 };

/**
 * Unpacks a zip file to nowhere, counting: the sizes that its directory states may be lies. Gives the names inside.
 *
 * @throws FileFault `truncated`, `password`, `zip_bomb`
 */
export async function guardZip(file: Buffer, limits: ZipLimits = zipLimits): Promise<ReadonlySet<string>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    // names are only compared with known ones, never used as paths
    yauzl.fromBuffer(file, { lazyEntries: true, decodeStrings: true }, (error, opened) => (error ? reject(new FileFault("truncated")) : resolve(opened)));
  });
  if (zip.entryCount > limits.entries) throw new FileFault("zip_bomb", { detail: `${zip.entryCount} 个部件` });
  const names = new Set<string>();
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on("error", () => reject(new FileFault("truncated")));
    zip.on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) => {
      names.add(entry.fileName);
      if (entry.isEncrypted()) return reject(new FileFault("password"));
      const bomb = (bytes: number) =>
        bytes > limits.entryBytes || total + bytes > limits.totalBytes || (bytes > limits.ratioFromBytes && bytes > limits.ratio * entry.compressedSize);
      const refuse = (bytes: number) => reject(new FileFault("zip_bomb", { detail: `${entry.compressedSize} → ${bytes}` }));
      if (bomb(entry.uncompressedSize)) return refuse(entry.uncompressedSize);
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(new FileFault("truncated"));
        let bytes = 0;
        stream.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (!bomb(bytes)) return;
          stream.destroy();
          refuse(bytes);
        });
        stream.on("error", () => reject(new FileFault("truncated")));
        stream.on("end", () => {
          total += bytes;
          zip.readEntry();
        });
      });
    });
    zip.readEntry();
  });
  return names;
}
