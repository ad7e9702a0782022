import { createHash } from "node:crypto";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DispatchFacts } from "./dispatch-facts.ts";
import { type FolderSize, folderSize } from "./folder-size.ts";

/** In a site's folder, beside its pages, so that both change in one step; a name that no server sends. */
export const publicationFile = ".publication.json";

interface Publication extends FolderSize {
  /** what the site was made from */
  readonly publication: string;
}

/** Names what a site is made from: its bundle, its extract, what its frame says. Two publications of one name are the same, byte for byte. */
export function publicationName(bundleKey: string, extractHash: string, facts: DispatchFacts): string {
  return createHash("sha256").update(JSON.stringify([bundleKey, extractHash, facts])).digest("hex").slice(0, 16);
}

/** Notes in a site that stands aside, as the last thing, what it was made from. */
export function notePublication(site: string, publication: string): void {
  writeFileSync(path.join(site, publicationFile), JSON.stringify({ publication, ...folderSize(site, publicationFile) } satisfies Publication));
}

/** Whether a site was made from just that and has lost nothing since. */
export function isPublished(site: string, publication: string): boolean {
  try {
    const noted = JSON.parse(readFileSync(path.join(site, publicationFile), "utf8")) as Publication;
    const { files, bytes } = folderSize(site, publicationFile);
    return noted.publication === publication && noted.files === files && noted.bytes === bytes && existsSync(path.join(site, "index.html"));
  } catch {
    return false;
  }
}

/** A site that stays as it is counts as published now. */
export function renewPublication(site: string, now: Date): void {
  utimesSync(path.join(site, publicationFile), now, now);
}
