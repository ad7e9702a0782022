/**
 * Puts on this machine what the tests need and `npm ci` does not bring: Chromium and a Chinese font, from Debian's packages,
 * and another version of Node. Does nothing where they are there. Run by `npm test` before vitest.
 */
import { execFileSync } from "node:child_process";
import { chromiumPath } from "./browser/chromium.ts";
import { bringOtherNode } from "./other-node/bring.ts";

function hasChineseFont(): boolean {
  try {
    return execFileSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" }).trim() !== "";
  } catch {
    return false;
  }
}

function install(packages: readonly string[]): void {
  const asRoot = process.getuid?.() === 0;
  const run = (args: readonly string[]) =>
    execFileSync(asRoot ? "apt-get" : "sudo", [...(asRoot ? [] : ["-n", "apt-get"]), ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  run(["update", "-qq"]);
  run(["install", "-y", "-qq", "--no-install-recommends", ...packages]);
}

const missing = [
  ...(chromiumPath() === undefined ? ["chromium"] : []),
  ...(hasChineseFont() ? [] : ["fontconfig", "fonts-noto-cjk"]),
];

if (missing.length > 0) {
  console.log(`installing for the browser tests: ${missing.join(", ")}`);
  try {
    install(missing);
  } catch (error) {
    console.error(`Could not install ${missing.join(", ")}; install them by hand (apt-get install ${missing.join(" ")}) and run npm test again.`);
    throw error;
  }
}

bringOtherNode();
