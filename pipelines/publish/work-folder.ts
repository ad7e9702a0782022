import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { isRunning } from "../is-running.ts";
import { makeFolder } from "../make-folder.ts";
import { projectDir } from "./workspace.ts";

const workDir = path.join(projectDir, "var", "work");

/**
 * An empty folder of this process below the project, where packages are found from; the folders of processes that are no
 * more are removed, however they ended.
 *
 * @param name  what it is for; one at a time of a name
 */
export function makeWorkFolder(name: string): string {
  makeFolder(workDir);
  for (const left of readdirSync(workDir)) {
    const owner = /-(\d+)$/.exec(left)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(path.join(workDir, left), { recursive: true, force: true });
  }
  const dir = path.join(workDir, `${name}-${process.pid}`);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  return dir;
}
