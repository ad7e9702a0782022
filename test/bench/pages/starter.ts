import { cpSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { projectDir } from "../../../pipelines/publish/workspace.ts";
import { precompressSite } from "../../../pipelines/serve/precompress.ts";
import { buildFolder } from "../../fixtures/publish/full-build.ts";

const ratingPage = `---
title: Rating
---

\`\`\`sql years
select distinct rating_year from extract.rating order by rating_year desc
\`\`\`

<Dropdown data={years} name=year value=rating_year defaultValue={2021} title="Year"/>

\`\`\`sql towns
select town, grade, count(*) as enterprises from extract.rating where rating_year = \${inputs.year.value} and grade is not null group by all order by town, grade
\`\`\`

<BarChart data={towns} x=town y=enterprises series=grade/>

\`\`\`sql list
select * from extract.rating where rating_year = \${inputs.year.value}
\`\`\`

<DataTable data={list} search=true/>
`;

const linesPage = `---
title: Lines
---

\`\`\`sql statuses
select distinct status from extract.award_line order by status
\`\`\`

<Dropdown data={statuses} name=status value=status title="Status">
    <DropdownOption value="%" valueLabel="All"/>
</Dropdown>

\`\`\`sql list
select * from extract.award_line where status like '\${inputs.status.value}'
\`\`\`

<DataTable data={list} search=true/>
`;

/**
 * The yardstick: a project as Evidence's documentation has one begin. Whole marts as sources, its own layout and components, no setting of ours.
 * Only the query engine is the project's own, as the published one fetches its Parquet reader from the internet and then does nothing here.
 */
export async function buildStarter(database: string, out: string, basePath: string): Promise<void> {
  const dir = path.join(projectDir, "var", "work", "bench-starter");
  rmSync(dir, { recursive: true, force: true });
  const source = path.join(dir, "sources", "extract");
  for (const folder of [source, path.join(dir, "pages")]) mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string) => writeFileSync(path.join(dir, file), text);
  write("pages/index.md", "# Starter\n");
  write("pages/rating.md", ratingPage);
  write("pages/lines.md", linesPage);
  write("sources/extract/connection.yaml", `name: extract\ntype: duckdb\noptions:\n  filename: ${JSON.stringify(path.relative(source, path.resolve(database)))}\n`);
  write("sources/extract/rating.sql", "select rating.*, enterprise.* exclude (enterprise_id, town, size_class) from mart.efficiency_rating as rating left join mart.enterprise as enterprise using (enterprise_id)\n");
  write("sources/extract/award_line.sql", "select * replace (array_to_string(reasons, ',') as reasons) from mart.award_line left join mart.enterprise using (enterprise_id)\n");
  write("evidence.config.yaml", `plugins:\n  components:\n    "@evidence-dev/core-components": {}\n  datasources:\n    "@evidence-dev/duckdb": {}\ndeployment:\n  basePath: ${basePath}\n`);
  const packages = ["@evidence-dev/evidence", "@evidence-dev/core-components", "@evidence-dev/duckdb", "@evidence-dev/universal-sql"];
  write("package.json", JSON.stringify({ name: "starter", private: true, type: "module", dependencies: Object.fromEntries(packages.map((name) => [name, "*"])) }));
  cpSync(path.join(projectDir, "node_modules", "@evidence-dev", "evidence", "template", "static"), path.join(dir, "static"), { recursive: true });
  // what the original serves by routes of its own, linked from every page
  write("static/manifest.webmanifest", "{}");
  write("static/fix-tprotocol-service-worker.js", "");
  symlinkSync(path.join(projectDir, "node_modules"), path.join(dir, "node_modules"), "junction");
  await buildFolder(dir);
  cpSync(path.join(dir, ".evidence", "template", "build"), out, { recursive: true });
  await precompressSite(out);
}

/**
 * Bytes of a Parquet file as the published engine writes it, with Zstandard: what travels from a starter that someone has built with the internet
 * at hand.
 */
export async function publishedBytes(file: string): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const copy = `${file}.published`;
  const quoted = (name: string) => `'${name.replaceAll("'", "''")}'`;
  try {
    await connection.run(`copy (from read_parquet(${quoted(file)})) to ${quoted(copy)} (format parquet, compression zstd)`);
    return statSync(copy).size;
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(copy, { force: true });
  }
}
