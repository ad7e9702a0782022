import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isPublished, notePublication, publicationFile, publicationName, renewPublication } from "../../../pipelines/publish/publication.ts";

let site: string;
beforeEach(() => {
  site = mkdtempSync(path.join(tmpdir(), "d521-site-"));
  mkdirSync(path.join(site, "data"));
  writeFileSync(path.join(site, "index.html"), "<p>页面</p>");
  writeFileSync(path.join(site, "data", "a.parquet"), "PAR1");
  notePublication(site, "one");
});
afterEach(() => rmSync(site, { recursive: true }));

it("knows a site that was made from the same and has lost nothing", () => {
  expect(isPublished(site, "one")).toBe(true);
  expect(isPublished(site, "another")).toBe(false);
  expect(isPublished(path.join(site, "nowhere"), "one")).toBe(false);
});

it.each([
  ["lost a file", () => rmSync(path.join(site, "data", "a.parquet"))],
  ["has a file that is longer", () => appendFileSync(path.join(site, "data", "a.parquet"), "x")],
  ["has a file too many", () => writeFileSync(path.join(site, "note.txt"), "")],
  ["has a note that is none", () => writeFileSync(path.join(site, publicationFile), "{")],
])("does not take for published a site that %s", (_, spoil) => {
  spoil();
  expect(isPublished(site, "one")).toBe(false);
});

it("a site that stays as it is counts as published now", () => {
  const now = new Date("2031-01-01T00:00:00Z");
  renewPublication(site, now);
  expect(statSync(path.join(site, publicationFile)).mtime).toEqual(now);
  expect(isPublished(site, "one")).toBe(true);
});

it("has another name for another bundle, extract or dispatch", () => {
  const facts = { month: "2021年12月", known_at: "2022-01-20 10:00", data_from: "2020-01", data_to: "2021-12", policy_label: "示例", is_synthetic: true, report_gaps: [] };
  const names = [
    publicationName("b", "e", facts),
    publicationName("c", "e", facts),
    publicationName("b", "f", facts),
    publicationName("b", "e", { ...facts, month: "2021年11月" }),
    publicationName("b", "e", { ...facts, report_gaps: [{ name: "税收月报", known: 0, known_before: null }] }),
  ];
  expect(new Set(names).size).toBe(5);
  expect(publicationName("b", "e", { ...facts })).toBe(names[0]);
});
