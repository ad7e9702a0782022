import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const candidates = [process.env.D521_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The Chromium of this machine, or undefined where there is none. `D521_CHROMIUM` names another. */
export function chromiumPath(): string | undefined {
  return candidates.find((file) => file !== undefined && file !== "" && existsSync(file));
}

/** Starts headless Chromium that can resolve no name and reach no address but this machine's. */
export async function launchOffline(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error("no Chromium on this machine: run npm test, which installs it");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

/** What a page did that it should not have done. */
export interface PageLog {
  /** messages of level error on the console, and uncaught exceptions */
  readonly errors: string[];
  /** requests for anything off this machine: refused, and a fault */
  readonly outside: string[];
  /** answers of this machine's server of 400 and above */
  readonly failed: string[];
}

/** Refuses every request that leaves the machine and notes it, with console errors and failed answers. */
export async function watch(context: BrowserContext, page: Page): Promise<PageLog> {
  const log: PageLog = { errors: [], outside: [], failed: [] };
  await context.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    const here = ["127.0.0.1"].includes(url.hostname) || ["blob:", "data:"].includes(url.protocol);
    if (here) return route.continue();
    log.outside.push(url.href);
    return route.abort();
  });
  page.on("console", (message) => {
    if (message.type() === "error") log.errors.push(message.text());
  });
  page.on("pageerror", (error) => log.errors.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) log.failed.push(`${response.status()} ${response.url()}`);
  });
  return log;
}
