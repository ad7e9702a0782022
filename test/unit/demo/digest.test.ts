import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeDemoAccounts } from "../../../pipelines/demo/accounts.ts";
import { digestOf } from "../../../pipelines/digest.ts";
import { readAccounts, signIn } from "../../../pipelines/serve/accounts.ts";
import { audiences } from "../../../pipelines/serve/audiences.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-demo-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("a digest changes with any name and any byte, and with nothing else", async () => {
  const place = path.join(folder, "x");
  mkdirSync(path.join(place, "a", "node_modules"), { recursive: true });
  writeFileSync(path.join(place, "a", "1"), "one");
  writeFileSync(path.join(place, "2"), "two");
  const first = await digestOf([place]);
  writeFileSync(path.join(place, "a", "1"), "one");
  writeFileSync(path.join(place, "a", "node_modules", "left-out"), "x");
  expect(await digestOf([place])).toBe(first);
  writeFileSync(path.join(place, "2"), "twp");
  const second = await digestOf([place]);
  renameSync(path.join(place, "2"), path.join(place, "3"));
  const third = await digestOf([place]);
  expect(new Set([first, second, third]).size).toBe(3);
  renameSync(place, path.join(folder, "moved"));
  expect(await digestOf([path.join(folder, "moved")])).toBe(third);
  expect(await digestOf([path.join(folder, "absent")])).toBe(await digestOf([]));
});

it("demo accounts are new each time, one an audience", async () => {
  const file = path.join(folder, "accounts.json");
  const now = new Date("2022-01-10T09:00:00+08:00");
  const first = await makeDemoAccounts(file, now);
  const second = await makeDemoAccounts(file, now);
  expect(second.map(({ audience, user }) => [audience, user])).toEqual(audiences.map((name) => [name, name]));
  const accounts = readAccounts(file);
  for (const { audience, user, password } of second) expect((await signIn(accounts, user, password))?.roles).toEqual([audience]);
  expect(await signIn(accounts, "finance", first[1]?.password ?? "")).toBeUndefined();
});
