import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { builtBasePath, readBasePath } from "../../../pipelines/serve/base-path.ts";
import { servingLines } from "../../../pipelines/serve/serve.ts";

const sites = mkdtempSync(path.join(tmpdir(), "d521-base-"));
afterAll(() => rmSync(sites, { recursive: true, force: true }));

function publish(audience: string, base: string): void {
  mkdirSync(path.join(sites, audience), { recursive: true });
  writeFileSync(path.join(sites, audience, "index.html"), `<script>{ __sveltekit_1a2b3c = {\n base: "${base}"\n }; }</script>`);
}

it.each([
  ["", ""],
  ["/", ""],
  ["/521", "/521"],
  ["/a/b.c/", "/a/b.c"],
])("reads the sub-path %j as %j", (text, value) => expect(readBasePath(text)).toBe(value));

it.each(["521", "/a b", "/..", "/a//b", "/é", '/"'])("refuses %j as a sub-path", (text) => {
  expect(() => readBasePath(text)).toThrowError(expect.objectContaining({ code: "base_path_wrong" }) as Error);
});

it("knows for which sub-path a site was built, and warns where the server has another", () => {
  publish("finance", "/finance");
  publish("supervision", "/521/supervision");
  expect([builtBasePath(sites, "finance"), builtBasePath(sites, "supervision"), builtBasePath(sites, "leading-office")]).toEqual(["", "/521", undefined]);
  const lines = (basePath: string) =>
    servingLines({ url: "http://127.0.0.1:1", close: async () => undefined }, { sites, basePath, accounts: path.join(sites, "none"), audit: "", trustProxy: "", host: "127.0.0.1", port: 1, now: () => new Date() }, "zh").filter((line) => line.includes("不一致"));
  expect(lines("/521")).toEqual([expect.stringContaining("财政看板是按子路径 / 生成的") as string]);
  expect(lines("")).toEqual([expect.stringContaining("d521 publish --base-path /") as string]);
});
