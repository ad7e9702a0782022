import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { type Audience, isAudience } from "./audiences.ts";

/** What a request's address names: a place in one audience's site, or nothing at all. */
export interface SitePath {
  readonly audience: Audience;
  /** decoded segments below the audience; empty for its front page */
  readonly segments: readonly string[];
  /** the address ends with a slash: it names a folder's page */
  readonly folder: boolean;
}

/**
 * Reads the path of an address, strictly: it is decoded once, and anything that could mean another place to another
 * reader (a second layer of escapes, `.` and `..`, empty segments, backslashes, hidden files, control characters, a
 * colon) is refused, not cleaned.
 *
 * @param pathname  as it came on the wire, without the query; begins with `/`
 * @returns         undefined for what is refused and for what names no audience
 */
export function readSitePath(pathname: string): SitePath | undefined {
  if (!/^\/[^\\]*$/s.test(pathname) || pathname.length > 2048) return undefined;
  const [first, ...rest] = pathname.slice(1).split("/");
  // the audience is compared as it was written: escaped letters would be a second name for it
  if (!isAudience(first)) return undefined;
  const folder = rest.length === 0 || rest.at(-1) === "";
  const segments: string[] = [];
  for (const written of folder ? rest.slice(0, -1) : rest) {
    const segment = decodeOnce(written);
    if (segment === undefined || segment === "" || segment.startsWith(".") || /[\\/:%\u0000-\u001f\u007f]/.test(segment)) return undefined;
    segments.push(segment);
  }
  return { audience: first, segments, folder };
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export type Found =
  | { readonly kind: "file"; readonly root: string; readonly file: string; readonly modified: number; readonly size: number }
  /** a folder with a page, asked for without its slash */
  | { readonly kind: "folder" }
  | { readonly kind: "nothing" };

/**
 * Finds the file of a path in a site. Links are followed and their end must lie within the audience's own folder, so
 * that a link that strayed into a site opens nothing else.
 *
 * @param sites  the folder that holds one folder an audience
 */
export function findFile(sites: string, { audience, segments, folder }: SitePath): Found {
  const nothing = { kind: "nothing" } as const;
  try {
    // a compressed copy is sent in its file's place; by its own name it would be a download that the log does not know
    if (/\.(br|gz)$/i.test(segments.at(-1) ?? "")) return nothing;
    const root = realpathSync(path.join(sites, audience));
    let file = realpathSync(path.join(root, ...segments, ...(folder ? ["index.html"] : [])));
    if (file !== root && !file.startsWith(root + path.sep)) return nothing;
    const stat = statSync(file);
    if (stat.isDirectory()) {
      file = path.join(file, "index.html");
      return statSync(file).isFile() ? { kind: "folder" } : nothing;
    }
    if (!stat.isFile()) return nothing;
    return { kind: "file", root, file: path.relative(root, file), modified: stat.mtimeMs, size: stat.size };
  } catch {
    // missing, or not ours to read: both are nothing to the one who asks
    return nothing;
  }
}
