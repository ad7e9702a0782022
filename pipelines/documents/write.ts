import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { D521Error, exitCodes } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import type { Message } from "../messages.ts";
import { annexBytes } from "./annex.ts";
import type { DocumentText } from "./blocks.ts";
import type { FactReader } from "./facts.ts";
import { documentMessages } from "./messages.ts";
import { wordBytes } from "./word.ts";

/** The operating system's refusals that a user can mend, in plain words. */
const refusals: Readonly<Record<string, Message>> = {
  EEXIST: documentMessages.out_no_folder,
  ENOTDIR: documentMessages.out_no_folder,
  EACCES: documentMessages.out_denied,
  EPERM: documentMessages.out_denied,
  EROFS: documentMessages.out_denied,
  ENOSPC: documentMessages.out_full,
};

/**
 * Writes a document and its annexes: all made first, then written beside their places and renamed.
 *
 * @param name  such as `521调度简报_2021-09`
 * @returns the files, the document first
 * @throws D521Error `not_writable` (3)
 */
export async function writeDocument(text: DocumentText, reader: FactReader, name: string, out: string, at: Date): Promise<string[]> {
  const period = name.slice(name.indexOf("_"));
  const files = [{ file: path.join(out, `${name}.docx`), bytes: await wordBytes(text, at) }];
  for (const [index, annex] of text.annexes.entries()) files.push({ file: path.join(out, `附件${index + 1}_${annex.title}${period}.xlsx`), bytes: await annexBytes(annex, reader, at, text.isSynthetic) });
  const aside = (file: string) => path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    makeFolder(out);
    for (const { file, bytes } of files) writeFileSync(aside(file), bytes);
    for (const { file } of files) renameSync(aside(file), file);
  } catch (cause) {
    if (existsSync(out) && statSync(out).isDirectory()) for (const { file } of files) rmSync(aside(file), { force: true });
    throw new D521Error(exitCodes.environment, "not_writable", refusals[(cause as NodeJS.ErrnoException).code ?? ""] ?? documentMessages.not_writable, { folder: out, detail: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  return files.map(({ file }) => file);
}
