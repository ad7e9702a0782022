import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentModels } from "../../../pipelines/documents/dispatch.ts";

test("a month computed aside builds every mart that a document asks", () => {
  const folder = new URL("../../../pipelines/documents/", import.meta.url);
  const asked = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [...readFileSync(new URL(name, folder), "utf8").matchAll(/\bmart\.([a-z_]+)/g)].map(([, mart]) => mart!));
  expect(asked.length).toBeGreaterThan(20);
  expect([...new Set(asked)].filter((mart) => !documentModels.has(mart))).toEqual([]);
});
