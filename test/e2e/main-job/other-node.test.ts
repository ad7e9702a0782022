import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { bringOtherNode, otherVersion } from "../../other-node/bring.ts";
import { d521 } from "../run.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-other-node-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let node: string;
beforeAll(() => void (node = bringOtherNode()), 300_000);

/** The sample district's award lines and ratings, made by one Node. */
async function mainJob(name: string, node: string): Promise<unknown> {
  const [exports, database] = [path.join(folder, name, "exports"), path.join(folder, name, "district.duckdb")];
  for (const args of [["sample", "--out", exports, "--enterprises", "20", "--months", "24"], ["load", "--exports", exports, "--database", database], ["build", "--database", database, "--as-of", "2021-12"]]) {
    expect(await d521(args, { node }), args.join(" ")).toMatchObject({ code: 0, stderr: "" });
  }
  const opened = await openDatabase(database, { readOnly: true });
  try {
    const connection = await opened.connect();
    const asked = "select (select count(*)::int from mart.award_line) as lines, (select md5(string_agg(line::varchar, ' ' order by line::varchar)) from mart.award_line as line) as awards, (select md5(string_agg(rating::varchar, ' ' order by rating::varchar)) from mart.efficiency_rating as rating) as ratings";
    return (await connection.runAndReadAll(asked)).getRowObjectsJson()[0];
  } finally {
    opened.close();
  }
}

it(`sample, load and build give under Node ${otherVersion} what they give under this one`, { timeout: 300_000 }, async () => {
  expect(execFileSync(node, ["--version"], { encoding: "utf8" }).trim()).toBe(`v${otherVersion}`);
  const here = await mainJob("here", process.execPath);
  expect(here).toMatchObject({ lines: expect.any(Number) });
  expect((here as { lines: number }).lines).toBeGreaterThan(20);
  expect(await mainJob("other", node)).toEqual(here);
});
