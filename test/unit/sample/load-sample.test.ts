import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { manifestName, type SampleManifest, type SampleOptions, writeSample } from "../../../pipelines/sample/sample.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

let folder: string;
let database: Database;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-sample-"));
  database = await openDatabase(":memory:");
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function sampleAndLoad(options: Omit<SampleOptions, "out">) {
  await writeSample({ out: folder, ...options });
  return loadExports({ exports: folder, database: ":memory:", opened: database, now: () => new Date("2022-01-05T00:00:00Z") });
}

async function rows(sql: string) {
  const connection = await database.connect();
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** A place in words, so that two lists of places can be compared whole. */
const place = (at: { file: unknown; sheet: unknown; row: unknown; column?: unknown; code?: unknown }) => [at.file, at.sheet, at.row, at.column, at.code].join(" | ");

describe("the sample, loaded", () => {
  test("clean files load whole: nothing superseded, quarantined, rejected or warned of", async () => {
    const { totals, files } = await sampleAndLoad({ enterprises: 220, months: 26 });
    expect(totals).toMatchObject({ rows_superseded: 0, rows_quarantined: 0, rejected: 0, warnings: 0 });
    expect(totals.rows_loaded).toBe(totals.rows_read);
    expect(files.every((file) => file.is_synthetic && file.unknown_headers.length === 0)).toBe(true);
    expect(new Set(files.map(({ dataset }) => dataset)).size).toBe(31);
  });

  test.each([
    [1, 0.1],
    [3, 0.5],
    [4, 1],
  ])("seed %i, mess %d: every fault of the manifest is found in its place, and every other row loads", async (seed, mess) => {
    const report = await sampleAndLoad({ seed, mess, enterprises: 60, months: 14 });
    const manifest = JSON.parse(readFileSync(path.join(folder, manifestName), "utf8")) as SampleManifest;

    const counts = (file: SampleManifest["files"][number] | (typeof report.files)[number]) =>
      `${file.file} ${file.sheet}: ${file.rows_read} = ${file.rows_loaded} + ${file.rows_superseded} + ${file.rows_quarantined}`;
    expect(report.files.map(counts).sort()).toEqual(manifest.files.map(counts).sort());
    expect(report.files.filter(({ status }) => status !== "loaded")).toEqual([]);

    const planted = manifest.planted.filter(({ expected }) => expected === "quarantined");
    const found = await rows(`select file, sheet, "row", "column", code from ops.quarantined_row`);
    expect(found.map((row) => place(row as never)).sort()).toEqual(planted.map(place).sort());
    expect(planted.length).toBeGreaterThan(0);

    // a warning may have others in its wake, as sums that the odd value spoils
    const warned = new Set((await rows(`select file, sheet, "row", "column", code from ops.warning`)).map((row) => place(row as never)));
    const toWarn = manifest.planted.filter(({ warning }) => warning !== undefined).map((each) => place({ ...each, code: each.warning }));
    expect(toWarn.filter((each) => !warned.has(each))).toEqual([]);

    const renamed = manifest.planted.filter(({ kind }) => kind === "企业名称写法").map((each) => place({ ...each, column: "", code: "" }));
    const matched = new Set((await rows(`select file, sheet, "row", '' as "column", '' as code from ops.name_match`)).map((row) => place(row as never)));
    expect(renamed.filter((each) => !matched.has(each))).toEqual([]);
    if (mess === 1) expect(manifest.files.flatMap(({ oddities }) => oddities)).toEqual(expect.arrayContaining(["月份只在标题", "各月上下排列", "各月横排", "各月左右并排", "续表、小标题和签字夹在行间", "旧版xls", "WPS的et", "ods", "网页，后缀xls"]));
    if (mess === 1) expect(manifest.planted.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["企业名称写法", "没有代码且查无此名", "少写几个零", "多写了几个零", "累计与各月不符", "分项大于合计", "文字丢成乱码", "重复的键，以后一行为准", "金额自带单位"]));
  });

  test("messy files mean what clean ones mean: rows that are to load have the values that they had", async () => {
    await sampleAndLoad({ seed: 7, mess: 0.3, enterprises: 40, months: 13 });
    const datasets = ["production", "taxes", "land", "nurture_library", "startup_loans", "official_ratings", "employment", "enterprises", "transformation_projects"];
    const connection = await database.connect();
    // what was planted to change the value, and to be taken with a warning or as text
    const changing = ["累计与各月不符", "多写了几个零", "少写几个零", "超出常见范围", "文字含标记或公式", "文字换行", "分项大于合计", "文字丢成问号"];
    const { planted } = JSON.parse(readFileSync(path.join(folder, manifestName), "utf8")) as SampleManifest;
    const changed = planted.filter(({ kind }) => changing.includes(kind)).map(({ file, sheet, row }) => `${file} ${sheet} ${row}`);
    await connection.run("create temp table changed as select unnest(cast($1 as json)::varchar[]) as place", [JSON.stringify(changed)]);
    for (const dataset of datasets) {
      await connection.run(`create table messy_${dataset} as select rows.* exclude (file_id, source_sheet, source_row, known_at) from raw.${dataset} as rows
        inner join ops.import_file as files on files.file_id = rows.file_id where concat_ws(' ', files.file, files.sheet, rows.source_row) not in (select place from changed)`);
    }
    await connection.run("drop schema raw cascade; drop schema ops cascade");
    rmSync(folder, { recursive: true });
    await sampleAndLoad({ seed: 7, mess: 0, enterprises: 40, months: 13 });
    for (const dataset of datasets) {
      const clean = `select * exclude (file_id, source_sheet, source_row, known_at) from raw.${dataset}`;
      const [different] = await rows(`select count(*)::integer as n from (select * from messy_${dataset} except ${clean})`);
      expect([dataset, different!.n]).toEqual([dataset, 0]);
    }
  }, 180_000);
});
