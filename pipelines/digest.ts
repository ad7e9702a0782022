import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * One sha256 of files and folders: their names below each place, and their contents; what a place itself is
 * called does not count. Places that are not there are empty. Two equal digests mean that the same was read.
 *
 * @param skip  names of folders that are left out wherever they stand
 */
export async function digestOf(places: readonly string[], skip: ReadonlySet<string> = new Set(["node_modules"])): Promise<string> {
  const hash = createHash("sha256");
  for (const [number, place] of places.entries()) {
    for (const file of filesBelow(place, skip)) {
      hash.update(`${number}/${path.relative(place, file).split(path.sep).join("/")}\0${statSync(file).size}\0`);
      for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    }
  }
  return hash.digest("hex");
}

function filesBelow(place: string, skip: ReadonlySet<string>): string[] {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => !(entry.isDirectory() && skip.has(entry.name)))
    .flatMap((entry) => filesBelow(path.join(place, entry.name), skip))
    .sort();
}
