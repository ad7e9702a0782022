import { spawn } from "node:child_process";

export interface EvidenceRun {
  readonly ok: boolean;
  /** what it printed, without colours */
  readonly output: string;
}

/** What Evidence's bundler and pages would read into what they make: nothing that is made may hang on whose machine it is. */
const foreign = /^(PUBLIC_|VITE_|EVIDENCE_)/;

/** The environment of Evidence's programs, with everything off that would look for the internet. */
export function evidenceEnvironment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    SEND_ANONYMOUS_USAGE_STATS: "no",
    NO_COLOR: "1",
    // a test runner's own setting would make the bundler build its development form
    NODE_ENV: "production",
    npm_config_offline: "true",
    npm_config_update_notifier: "false",
    TZ: "Asia/Shanghai",
    EVIDENCE_DATA_URL_PREFIX: "static/data",
    EVIDENCE_DATA_DIR: "./static/data",
    EVIDENCE_IS_BUILDING: "true",
    EVIDENCE_STRICT_MODE: "true",
  };
}

/**
 * Runs a Node program to its end and keeps what it printed.
 *
 * @throws `AbortError` when the signal ended it
 */
export function runProgram(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<EvidenceRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], signal });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output: output.replace(/\u001b\[[0-9;]*m/g, "") }));
  });
}

/** The line of a failed run that says why, for one sentence. */
export function reasonOf({ output }: EvidenceRun): string {
  const lines = output.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  // «error during build:» only announces the line that follows
  const why = lines.find((line) => /error/i.test(line) && !/:$/.test(line) && !/^(at|throw|node:)\b/.test(line));
  const announced = lines[lines.findIndex((line) => /error.*:$/i.test(line)) + 1];
  return (why ?? announced ?? lines.at(-1) ?? "").slice(0, 400);
}
