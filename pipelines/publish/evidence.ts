import { spawn } from "node:child_process";
import path from "node:path";
import { projectDir } from "./workspace.ts";

export interface EvidenceRun {
  readonly ok: boolean;
  /** what it printed, without colours */
  readonly output: string;
}

/**
 * Runs Evidence's own program in a working folder, with everything off that would look for the internet.
 *
 * @param step `sources` cuts the data into Parquet, `build` makes the pages; both stop at the first fault
 */
export function runEvidence(step: "sources" | "build", dir: string): Promise<EvidenceRun> {
  const program = path.join(projectDir, "node_modules", "@evidence-dev", "evidence", "cli.js");
  const args = step === "sources" ? ["sources", "--strict"] : ["build:strict"];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: dir,
      env: {
        ...process.env,
        SEND_ANONYMOUS_USAGE_STATS: "no",
        NO_COLOR: "1",
        // Evidence starts the bundler through npx: it is installed, and npx must not ask anywhere
        npm_config_offline: "true",
        npm_config_update_notifier: "false",
        TZ: "Asia/Shanghai",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output: output.replace(/\u001b\[[0-9;]*m/g, "") }));
  });
}

/** The line of a failed run that says why, for one sentence. */
export function reasonOf({ output }: EvidenceRun): string {
  const lines = output.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.find((line) => /error/i.test(line) && !/^(at|throw|node:)/.test(line)) ?? lines.at(-1) ?? "";
}
