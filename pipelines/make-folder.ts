import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those above it that are missing; one that is there already stays as it is. `mkdirSync` with `recursive` does the
 * same, but never returns where the system lets nobody make one (below `/proc`; tried on Node 20 and 22).
 *
 * @throws the system's refusal, naming the folder that it refused: `EACCES`, `EROFS`, `EEXIST` or `ENOTDIR` where a file stands in its place
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  // what is there is a folder, or the refusal says that it is none
  if (missing.length === 0) return void mkdirSync(folder, { recursive: true });
  for (const each of missing) makeOne(each);
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // the folder above is there, so that nothing is missing: below /proc nobody may make one
    if (code === "ENOENT") throw Object.assign(new Error(`EACCES: mkdir '${folder}'`, { cause: error }), { code: "EACCES", path: folder });
    // another process may have made it meanwhile
    if (code !== "EEXIST" || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
