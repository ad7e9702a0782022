import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The real program. */
export const program = fileURLToPath(new URL("../../pipelines/cli/d521.mjs", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real `d521`, as its user does, and returns what it said and how it ended. */
export function d521(args: readonly string[], options: { readonly input?: string; /** the Node that runs it, this one where absent */ readonly node?: string } = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, [program, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? "");
  });
}
