import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { badPackages, type KnownBad, oldPackages } from "../../packages/compare.ts";

const knownBad: KnownBad = {
  checked_at: "2026-11-27",
  bad: [{ package: "@scope/one", range: "<2.1.3 || >=3.0.0 <3.0.2", advisories: ["GHSA-2222-2222-2222"], why: "odd paths", accepted: [{ version: "1.0.0", reason: "not reached from here" }] }],
};

it("finds a version within a range wherever it lies, and none beside it", () => {
  const at = (version: string, place = "node_modules/@scope/one") => badPackages({ packages: { "": { version: "0.0.0" }, [place]: { version } } }, knownBad).map(({ accepted }) => accepted ?? "bad");
  for (const version of ["2.1.2", "2.1.3-beta.1", "3.0.0", "3.0.1", "0.0.1"]) expect(at(version), version).toEqual(["bad"]);
  for (const version of ["2.1.3", "2.9.0", "3.0.2", "10.0.0"]) expect(at(version), version).toEqual([]);
  expect(at("1.0.0")).toEqual(["not reached from here"]);
  expect(at("2.1.2", "node_modules/a/node_modules/@scope/one")).toEqual(["bad"]);
  expect(at("2.1.2", "node_modules/@scope/one-more")).toEqual([]);
  expect(at("2.1.2", "node_modules/one")).toEqual([]);
});

it("says what is two major versions behind, by the second figure below 1.0", () => {
  const pins = { overrides: {}, newest_at: "2026-11-27", newest: { a: "5", b: "5", c: "0.29", d: "0.30" }, held: { a: "asked for by another" } };
  expect(oldPackages({ dependencies: { a: "3.9.9", c: "0.28.1" }, devDependencies: { b: "4.0.0", d: "0.28.0", e: "file:e" } }, pins)).toEqual([
    { name: "a", version: "3.9.9", newest: "5", held: "asked for by another" },
    { name: "d", version: "0.28.0", newest: "0.30" },
  ]);
});

it("npm run audit:offline passes what is locked, and fails for a bad version that is planted in it", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "d521-audit-"));
  const audit = (...args: string[]) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "test/packages/audit.ts", ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    );
  try {
    expect(await audit()).toMatchObject({ code: 0, stderr: "" });
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, unknown> };
    lock.packages["node_modules/fastify/node_modules/prismjs"] = { version: "1.29.0" };
    const planted = path.join(folder, "package-lock.json");
    writeFileSync(planted, JSON.stringify(lock));
    const found = await audit(planted);
    expect(found.code).toBe(1);
    expect(found.stderr).toMatch(/^BAD +prismjs 1\.29\.0 at node_modules\/fastify\/node_modules\/prismjs: .*GHSA-x7hr-w5r2-h6wg/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("no chart is of the kind for which an old echarts is accepted", () => {
  const sources = ["reports", "pipelines/documents"].flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((file) => /\.(md|svelte|ts|js)$/.test(file) && !file.includes("node_modules")).map((file) => path.join(dir, file)));
  expect(sources.length).toBeGreaterThan(30);
  expect(sources.filter((file) => /type["']?\s*[:=]\s*["'`{\s]*lines\b/.test(readFileSync(file, "utf8")))).toEqual([]);
});
