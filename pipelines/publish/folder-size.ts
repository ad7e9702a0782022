import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** How much stands in a folder. Two equal answers for a folder that is only ever put in its place whole mean that nothing of it was lost. */
export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
}

/** @param but  a file, by its path in the folder, that is not counted */
export function folderSize(dir: string, but = ""): FolderSize {
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.relative(dir, file) === but) continue;
    files += 1;
    bytes += statSync(file).size;
  }
  return { files, bytes };
}
