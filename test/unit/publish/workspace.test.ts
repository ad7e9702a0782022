import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutSql, extractsOf } from "../../../pipelines/disclosure/cut.ts";
import { assembleWorkspace, projectDir } from "../../../pipelines/publish/workspace.ts";
import { audiences } from "../../../pipelines/serve/audiences.ts";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { loadedDatabase } from "../warehouse/loaded-database.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-workspace-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a working folder", () => {
  it("holds the pages as they are now, an edited one too, and the menu made from them", () => {
    const project = path.join(folder, "project");
    for (const part of ["reports", "sources", "evidence.config.yaml"]) cpSync(path.join(projectDir, part), path.join(project, part), { recursive: true });
    appendFileSync(path.join(project, "reports", "finance", "pages", "index.md"), "\n改过的一行\n");
    const dir = path.join(folder, "work");
    assembleWorkspace({ audience: "finance", dir, project });
    expect(readFileSync(path.join(dir, "pages", "index.md"), "utf8")).toContain("改过的一行");
    expect(readFileSync(path.join(dir, "evidence.config.yaml"), "utf8")).toMatch(/basePath: \/finance\b/);
    const site = JSON.parse(readFileSync(path.join(dir, "components", "site.json"), "utf8")) as { pages: { href: string }[] };
    expect(site.pages[0]!.href).toBe("/");
  });

  it("holds no data, no other audience's pages, and nothing of where the data are", () => {
    const dir = path.join(folder, "supervision");
    assembleWorkspace({ audience: "supervision", dir });
    rmSync(path.join(dir, "node_modules"));
    const files = readdirSync(dir, { recursive: true }) as string[];
    expect(files).toContain(path.join("pages", "town.md"));
    expect(files.filter((name) => /\.(sql|parquet|arrow|csv|duckdb)$|^sources|connection/.test(name))).toEqual([]);
    expect(existsSync(path.join(dir, "pages", "lines.md"))).toBe(false);
  });
});

describe("an audience's queries", () => {
  /** Column names that an audience may not be sent, whatever query they would come from. */
  const forbidden = {
    finance: /^$/,
    "leading-office": /(^|_)(total_tax|local_tax|turnover_tax|tax_per_mu|retention)|_cny$|^(entitled|fundable|gross|paid|outstanding)|^value$/,
    supervision: /^enterprise_|^recipient$|(^|_)(total_tax|local_tax|retention)|_cny$|^(entitled|fundable|gross|paid|outstanding)/,
  } as const;
  let database: Database;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    ({ database, connection } = await loadedDatabase());
    await buildModels({ database, asOf: "2021-12", now: () => new Date("2022-01-10T01:00:00Z") });
  });
  afterAll(() => database.close());

  it.each(audiences)("of %s run, name their columns, and send none that it may not have", async (audience) => {
    for (const from of ["shared", audience]) {
      for (const extract of extractsOf(from)) {
        const file = path.join(projectDir, "sources", from, `${extract}.sql`);
        const sql = readFileSync(file, "utf8");
        // the last select names what goes out; a step before it may pass everything on
        expect(sql, file).not.toMatch(/^select\s+(\w+\.)?\*/im);
        const columns = (await connection.runAndReadAll(cutSql(from, extract))).columnNames();
        expect(columns.length, file).toBeGreaterThan(0);
        expect(columns.filter((column) => forbidden[audience].test(column)), file).toEqual([]);
      }
    }
  });
});
