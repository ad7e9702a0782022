import type { Params } from "../../messages.ts";
import { type FileCode, fileMessages } from "../file-messages.ts";
import { sentence } from "../../messages.ts";

/** A file or sheet that cannot be read at all. Caught by the loader, which records it and goes on with the others. */
export class FileFault extends Error {
  override readonly name = "FileFault";

  constructor(
    readonly code: FileCode,
    readonly params: Params = {},
  ) {
    super(sentence(fileMessages[code], "en", params));
  }
}
