import { readFileSync } from "node:fs";
import path from "node:path";
import { D521Error, exitCodes } from "../errors.ts";
import type { Audience } from "./audiences.ts";
import { serveMessages } from "./messages.ts";

/**
 * Reads `--base-path`: `/` and nothing are no sub-path, a slash at the end is dropped.
 *
 * @throws D521Error `base_path_wrong` (exit code 2)
 */
export function readBasePath(text: string): string {
  const value = text.replace(/\/+$/, "");
  const segments = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;
  if (value !== "" && !segments.test(value)) throw new D521Error(exitCodes.usage, "base_path_wrong", serveMessages.base_path_wrong, { value: text });
  return value;
}

/** The sub-path that a published site was built for, as its start script says; undefined where there is no site. */
export function builtBasePath(sites: string, audience: Audience): string | undefined {
  try {
    const base = /__sveltekit_\w+\s*=\s*\{[^<}]*?base:\s*"([^"]*)"/.exec(readFileSync(path.join(sites, audience, "index.html"), "utf8"))?.[1];
    return base?.endsWith(`/${audience}`) ? base.slice(0, -audience.length - 1) : undefined;
  } catch {
    return undefined;
  }
}
