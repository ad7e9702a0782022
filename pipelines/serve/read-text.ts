import { readFileSync } from "node:fs";

/**
 * The text of a file in UTF-8.
 *
 * @throws the system's refusal with `path`, which Node leaves out where the file is a folder
 */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path: file });
  }
}
