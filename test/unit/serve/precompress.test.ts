import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { precompressSite } from "../../../pipelines/serve/precompress.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-precompress-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("compresses text, WebAssembly and data in any folder, and leaves alone what would not gain", async () => {
  const text = "企业名录 ".repeat(2000);
  mkdirSync(path.join(folder, "a", "b"), { recursive: true });
  writeFileSync(path.join(folder, "a", "b", "x.js"), text);
  writeFileSync(path.join(folder, "small.html"), "<p>");
  writeFileSync(path.join(folder, "data.parquet"), text);
  writeFileSync(path.join(folder, "annex.xlsx"), text);
  writeFileSync(path.join(folder, "random.wasm"), randomBytes(4096));
  const total = await precompressSite(folder);
  expect(total.files).toBe(2);
  expect(total.bytes).toBe(2 * Buffer.byteLength(text));
  expect(total.compressedBytes).toBeLessThan(total.bytes / 5);
  expect(brotliDecompressSync(readFileSync(path.join(folder, "a", "b", "x.js.br"))).toString()).toBe(text);
  expect(gunzipSync(readFileSync(path.join(folder, "a", "b", "x.js.gz"))).toString()).toBe(text);
  for (const file of ["small.html.br", "annex.xlsx.br", "random.wasm.br", "random.wasm.gz", "random.wasm.br.new"]) expect(existsSync(path.join(folder, file)), file).toBe(false);
  // what a kept bundle brought compressed is not compressed again, nor what is compressed itself
  expect((await precompressSite(folder)).files).toBe(0);
  expect(brotliDecompressSync(readFileSync(path.join(folder, "a", "b", "x.js.br"))).toString()).toBe(text);
});
