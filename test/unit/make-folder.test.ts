/** Folders are made as far as they are missing; where nobody may make one, that is said and nothing hangs. */
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeFolder } from "../../pipelines/make-folder.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-folder-"));
  writeFileSync(path.join(folder, "file"), "");
  symlinkSync(path.join(folder, "nowhere"), path.join(folder, "dangling"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("makes what is missing, and leaves what is there", () => {
  const deep = path.join(folder, "a", "b", "附件");
  for (const _ of [1, 2]) makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

it.each([["file", "EEXIST"], ["file/below", "ENOTDIR"], ["dangling", "EEXIST"]])("refuses %s", (name, code) => {
  expect(() => makeFolder(path.join(folder, name))).toThrow(expect.objectContaining({ code }));
});

it.runIf(process.platform === "linux")("says that nobody may make a folder below /proc", () => {
  expect(() => makeFolder("/proc/nobody/a")).toThrow(expect.objectContaining({ code: "EACCES", path: "/proc/nobody" }));
});
