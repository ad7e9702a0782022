/** What is rendered anew, what stays, and what a fault leaves. The rendering is replaced by a page that says what it was given; test/browser compares real ones. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { D521Error } from "../../../pipelines/errors.ts";
import { publishMessages } from "../../../pipelines/publish/messages.ts";
import { publishSites, type PublishedSite } from "../../../pipelines/publish/publish.ts";
import type { RenderOptions } from "../../../pipelines/publish/render.ts";
import { projectDir } from "../../../pipelines/publish/workspace.ts";
import { audiences } from "../../../pipelines/serve/audiences.ts";
import { openRules } from "../../fixtures/open-rules.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { keepBundle } from "../../fixtures/publish/kept-bundle.ts";

const rendering = vi.hoisted(() => ({ fault: "" }));
vi.mock("../../../pipelines/publish/render.ts", () => ({
  async renderSite({ audience, facts, publication, work }: RenderOptions): Promise<string[]> {
    if (audience === rendering.fault) throw new D521Error(3, "pages_failed", publishMessages.pages_failed, { audience, detail: "page" });
    const pages = path.join(work, "pages");
    mkdirSync(pages);
    writeFileSync(path.join(pages, "index.html"), `${audience} ${facts.month} ${publication}`);
    return [pages];
  },
}));

let folder: string;
let options: { database: string; out: string; project: string; bundles: string };
beforeEach(async () => {
  rendering.fault = "";
  folder = mkdtempSync(path.join(tmpdir(), "d521-publish-"));
  const project = path.join(folder, "project");
  for (const part of ["reports", "evidence.config.yaml"]) cpSync(path.join(projectDir, part), path.join(project, part), { recursive: true });
  const queries = { shared: "select id, town from mart.town order by id", finance: "select id, cny from mart.line order by id", "leading-office": "select id from mart.line order by id", supervision: "select count(*) as lines from mart.line" };
  for (const [name, sql] of Object.entries(queries)) {
    mkdirSync(path.join(project, "sources", name), { recursive: true });
    writeFileSync(path.join(project, "sources", name, `${name === "shared" ? "town" : "own"}.sql`), sql);
  }
  options = { database: path.join(folder, "district.duckdb"), out: path.join(folder, "sites"), project, bundles: path.join(folder, "bundles") };
  for (const audience of audiences) await keepBundle({ audience, basePath: "", project, store: options.bundles });
  await write(`
    create schema mart;
    create table mart.line as select * from (values (1, 10.5), (2, 20.25)) as rows(id, cny);
    create table mart.town as select 1 as id, '西集镇' as town;
    create table mart.facts as select date '2021-12-01' as as_of_month;
    create view mart.dispatch as select *, timestamptz '2022-01-12 02:00:00+00' as known_at, date '2021-01-01' as data_from, date '2021-12-01' as data_to, '示例政策' as policy_label, true as is_synthetic from mart.facts;
    create table mart.reporting_timeliness (dataset_name varchar, month date, status varchar, rows_known int, enterprises_known int, enterprises_before int);`);
  const database = await openDatabase(options.database);
  await openRules(await database.connect(), path.join(project, "sources"));
  database.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

async function write(sql: string): Promise<void> {
  const database = await openDatabase(options.database);
  try {
    await (await database.connect()).run(sql);
  } finally {
    database.close();
  }
}

const renderedOf = (sites: readonly PublishedSite[]) => sites.filter(({ kept }) => !kept).map(({ audience }) => audience);
const page = (audience: string) => readFileSync(path.join(options.out, audience, "index.html"), "utf8");
const own = (audience: string) => (readdirSync(path.join(options.out, audience, "data", "extract", "own"), { recursive: true }) as string[]).filter((name) => name.endsWith(".parquet"));

it("renders every site once, and none of them again while nothing changes", async () => {
  expect(renderedOf(await publishSites(options))).toEqual([...audiences]);
  expect(page("finance")).toMatch(/^finance 2021年12月 [0-9a-f]{16}$/);
  expect(readFileSync(path.join(options.out, "finance", "start.js"), "utf8")).toBe('"finance"');
  const before = audiences.map((audience) => statSync(path.join(options.out, audience)).ino);
  expect(renderedOf(await publishSites(options))).toEqual([]);
  expect(audiences.map((audience) => statSync(path.join(options.out, audience)).ino)).toEqual(before);
});

it("renders those sites alone whose rows changed", async () => {
  await publishSites(options);
  await write("update mart.line set cny = 10.51 where id = 1");
  expect(renderedOf(await publishSites(options))).toEqual(["finance"]);
  await write("insert into mart.line values (3, 0)");
  expect(renderedOf(await publishSites(options))).toEqual([...audiences]);
  // what is replaced leaves nothing behind
  expect(own("finance")).toHaveLength(1);
});

it("renders all sites for another month with the same rows, or with another bundle", async () => {
  await publishSites(options);
  await write("update mart.facts set as_of_month = date '2021-11-01'");
  expect(renderedOf(await publishSites(options))).toEqual([...audiences]);
  expect(page("supervision")).toContain("2021年11月");
  await keepBundle({ audience: "finance", basePath: "/521", project: options.project, store: options.bundles });
  expect(renderedOf(await publishSites({ ...options, basePath: "/521", audiences: ["finance"] }))).toEqual(["finance"]);
});

it("renders a site again that has lost a file", async () => {
  await publishSites(options);
  rmSync(path.join(options.out, "supervision", "start.js"));
  expect(renderedOf(await publishSites(options))).toEqual(["supervision"]);
  expect(existsSync(path.join(options.out, "supervision", "start.js"))).toBe(true);
});

it.each(audiences)("leaves every site as it was when %s cannot be rendered, and nothing aside", async (fault) => {
  await publishSites(options);
  const before = audiences.map(page);
  await write("update mart.facts set as_of_month = date '2021-11-01'");
  rendering.fault = fault;
  await expect(publishSites(options)).rejects.toMatchObject({ code: "pages_failed" });
  expect(audiences.map(page)).toEqual(before);
  expect(readdirSync(options.out).sort()).toEqual([...audiences].sort());
  expect(readdirSync(path.join(projectDir, "var", "work")).filter((name) => name.endsWith(`-${process.pid}`))).toEqual([]);
});

it("leaves every site as it was when a query fails", async () => {
  await publishSites(options);
  const before = audiences.map(page);
  writeFileSync(path.join(options.project, "sources", "supervision", "own.sql"), "select nothing from mart.line");
  await expect(publishSites(options)).rejects.toMatchObject({ code: "sources_failed" });
  expect(audiences.map(page)).toEqual(before);
});

it("takes away what a killed publication left, and puts back the site that it had moved out of the way", async () => {
  await publishSites(options);
  const before = page("finance");
  // killed between the two renames, with another site ready
  renameSync(path.join(options.out, "finance"), path.join(options.out, "finance.old"));
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  for (const audience of ["finance", "supervision"]) mkdirSync(path.join(options.out, `.${audience}.new-${dead}`));
  writeFileSync(path.join(options.project, "sources", "finance", "own.sql"), "select nothing from mart.line");
  await expect(publishSites(options)).rejects.toMatchObject({ code: "sources_failed" });
  expect(page("finance")).toBe(before);
  expect(readdirSync(options.out).sort()).toEqual([...audiences].sort());
});
