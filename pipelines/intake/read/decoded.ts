import { createReadStream } from "node:fs";
import type { Encoding } from "./encoding.ts";
import { FileFault } from "./file-fault.ts";

/**
 * A text file's characters, some at a time.
 *
 * @throws FileFault `unknown_encoding` for bytes that are no text of this encoding
 */
export async function* decodedText(path: string, encoding: Encoding, step = 1 << 20): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: step }) as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError) throw new FileFault("unknown_encoding");
    throw cause;
  }
}
