/**
 * Makes the demo district once and serves it, by the real `d521 demo`, for every test of this folder. What it leaves on
 * the disk stays under var/test/demo, so that a second run is quick: the demo makes anew only what changed.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    demo: Demo;
  }
}

export interface Demo {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly database: string;
  readonly sites: string;
  readonly accounts: readonly { readonly audience: string; readonly user: string; readonly password: string }[];
}

const project = fileURLToPath(new URL("../../", import.meta.url));

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const program = path.join(project, "pipelines", "cli", "d521.mjs");
  const child = spawn(process.execPath, [program, "demo", "--json", "--port", "0", "--dir", path.join(project, "var", "test", "demo")], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<never>((_, reject) => {
    child.on("exit", (code) => reject(new Error(`d521 demo ended with ${code} before it served:\n${said}`)));
  });
  const line = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  const demo = JSON.parse(await Promise.race([line, ended])) as Demo;
  ended.catch(() => undefined);
  provide("demo", demo);
  return async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  };
}
