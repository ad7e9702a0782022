/**
 * Makes the demo district once, by the real command, and serves it by the real command, for every test of this folder.
 * What `d521 demo` leaves on the disk is kept under var/test/demo, so that a second run is quick.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    demo: Demo;
  }
}

export interface Demo {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly database: string;
  readonly sites: string;
  /** audience → the account that may open it */
  readonly accounts: Record<string, { readonly user: string; readonly password: string }>;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  throw new Error("wired when the demo command is there");
}
