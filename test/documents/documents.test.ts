/** The documents of the demo district: each figure asked again, the files opened, nothing left behind. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import XLSX from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { D521Error } from "../../pipelines/errors.ts";
import type { DocumentText } from "../../pipelines/documents/blocks.ts";
import { briefText } from "../../pipelines/documents/brief.ts";
import { bulletinText } from "../../pipelines/documents/bulletin.ts";
import { type Dispatch, withDispatch } from "../../pipelines/documents/dispatch.ts";
import { writeBrief, writeBulletin } from "../../pipelines/documents/documents.ts";
import { textOf, type Piece } from "../../pipelines/documents/facts.ts";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { queryRows } from "../../pipelines/warehouse/values.ts";
import { pieceLists, printedAgain, type SameFact } from "./again.ts";
import { documentText } from "./docx-text.ts";

let folder: string;
let database: string;
const now = () => new Date("2026-05-01T00:00:00Z");

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-documents-"));
  // a copy: the server and the other tests read the demo's own
  database = path.join(folder, "demo.duckdb");
  copyFileSync(inject("demo").database, database);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cases = [
  { name: "the brief of the month that shows", month: "2021-12", before: "2021-11", text: (dispatch: Dispatch) => briefText(dispatch) },
  { name: "the brief of a month computed aside", month: "2021-09", before: "2021-08", text: (dispatch: Dispatch) => briefText(dispatch) },
  { name: "the quarter's bulletin", month: "2021-12", before: "2021-09", text: (dispatch: Dispatch) => bulletinText(dispatch, "2021Q4") },
];

describe.each(cases)("$name", ({ month, before, text }) => {
  let facts: SameFact[];
  let words: string[];
  let whole: string;
  let asked: Awaited<ReturnType<typeof own>>;

  beforeAll(async () => {
    await withDispatch({ file: database, month, monthBefore: before, clock: now }, async (dispatch) => {
      const document = await text(dispatch);
      const pieces = pieceLists(document).flat();
      words = pieces.filter((piece): piece is string => typeof piece === "string");
      whole = pieceLists(document).map(textOf).join("\n");
      facts = [];
      for (const piece of pieces) {
        if (typeof piece === "string") continue;
        const rows = await queryRows(dispatch.now.connection, piece.sql);
        facts.push({ piece, again: rows[piece.row]?.[piece.column] });
      }
      asked = await own(dispatch);
    });
  });

  it("prints each figure as the marts have it when they are asked again", () => {
    expect(facts.length).toBeGreaterThan(60);
    // a cell that joins a label and its change ends with the figure
    const wrong = facts.filter(({ piece, again }) => !(piece.text === printedAgain(again, piece.unit, piece.digits) || piece.text.replace(/^.* \+?/, "") === printedAgain(again, piece.unit, piece.digits) || Number(piece.text) === Number(String(again))));
    expect(wrong.map(({ piece, again }) => [piece.text, again, piece.column])).toEqual([]);
  });

  it("has no figure in words of its own, only names of things", () => {
    expect(words.map((word) => word.replaceAll(/“?521”?|5-2-1|A类|B类|C类|D类/g, "")).filter((word) => /[0-9]/.test(word))).toEqual([]);
  });

  it("says the totals that a query written for this test finds", () => {
    for (const [label, value] of asked) expect(whole, label).toContain(value);
  });
});

/** Sentences by queries that share nothing with the documents' own. */
async function own({ now: { connection, schema }, month }: Dispatch): Promise<[string, string][]> {
  const one = async (sql: string) => String(Object.values((await queryRows(connection, sql.replaceAll("mart.", `${schema}.`)))[0]!)[0]);
  const year = "award_year = (select as_of_year from mart.dispatch)";
  // district totals go out to two digits
  const wan = async (what: string) => `约${Number((Number(await one(`select coalesce(sum(${what}), 0) from mart.award_line where ${year}`)) / 10_000).toPrecision(2))}`;
  return [
    // a closed year has nothing to come: one figure, no sum
    ["entitled", `${month.endsWith("-12") ? "应兑" : "合计"}${await wan("entitled_cny")}万元`],
    ["fundable", `可兑${await wan("fundable_cny")}万元`],
    ["shortfall", `缺口${await wan("shortfall_cny")}万元`],
    ["lines", `可兑奖补${await one(`select count(*) from mart.award_line where ${year} and status = 'payable'`)}项`],
    ["library", `在库企业${await one("select sum(in_library) from mart.target_progress")}家`],
    ["backbone", `骨干企业目标20家，已达到${await one("select achieved from mart.target_progress where target_id = 'backbone_20'")}家`],
  ];
}

describe("the files", () => {
  const made = (out: string) => readdirSync(out).sort();
  const schemas = async () => {
    const opened = await openDatabase(database);
    try {
      return (await queryRows(await opened.connect(), "select schema_name from information_schema.schemata where catalog_name = current_database() order by 1")).map((row) => row.schema_name);
    } finally {
      opened.close();
    }
  };

  it("of two runs are the same bytes, and nothing of a month computed aside stays in the database", async () => {
    const before = await schemas();
    for (const run of ["a", "b"]) {
      await writeBrief("2021-09", { database, out: path.join(folder, run), now });
      await writeBulletin("2021Q4", { database, out: path.join(folder, run), now });
    }
    const files = made(path.join(folder, "a"));
    expect(files).toEqual([
      "521季度通报_2021Q4.docx", "521调度简报_2021-09.docx", "附件1_培育库调整建议_2021-09.xlsx", "附件1_镇街得分和排名_2021Q4.xlsx",
      "附件2_培育库调整建议_2021Q4.xlsx", "附件2_镇街得分和排名_2021-09.xlsx", "附件3_迟报和逾期诉求_2021-09.xlsx", "附件3_迟报和逾期诉求_2021Q4.xlsx",
      "附件4_牵头部门台账_2021-09.xlsx", "附件4_牵头部门奖补事项_2021Q4.xlsx",
    ]);
    expect(made(path.join(folder, "b"))).toEqual(files);
    for (const file of files) expect(readFileSync(path.join(folder, "a", file)).equals(readFileSync(path.join(folder, "b", file))), file).toBe(true);
    expect(await schemas()).toEqual(before);
  });

  it("hold the text in its order, the pictures, and say that the data are synthetic", async () => {
    const out = path.join(folder, "c");
    const { files } = await writeBrief("2021-12", { database, out, now });
    const docx = documentText(readFileSync(files[0]!));
    let document: DocumentText | undefined;
    await withDispatch({ file: database, month: "2021-12", monthBefore: "2021-11", clock: now }, async (dispatch) => void (document = await briefText(dispatch)));
    let at = 0;
    const inOrder: (readonly Piece[])[] = pieceLists(document!);
    for (const pieces of inOrder) {
      const found = docx.text.indexOf(textOf(pieces).replaceAll(/[\r\n\t]+/g, " "), at);
      expect(found, textOf(pieces)).toBeGreaterThanOrEqual(at);
      at = found;
    }
    expect(docx.pictures).toBe(document!.blocks.filter(({ kind }) => kind === "picture").length);
    expect(docx.text).toContain("示例数据");
  });

  it("have annexes with the marts' rows, names as text", async () => {
    const { files } = await writeBrief("2021-12", { database, out: path.join(folder, "d"), now });
    const sheet = (file: string) => Object.values(XLSX.read(readFileSync(file), { cellFormula: true }).Sheets)[0]!;
    const suggestions = sheet(files[1]!);
    const opened = await openDatabase(database);
    try {
      const connection = await opened.connect();
      const listed = XLSX.utils.sheet_to_json<Record<string, string>>(suggestions);
      const suggested = await queryRows(connection, "select enterprise_id, enterprise_name from mart.growth_tier where suggestion <> 'keep' order by enterprise_id");
      expect(listed.map((row) => row["统一社会信用代码"]).sort()).toEqual(suggested.map((row) => row.enterprise_id));
      expect(new Set(listed.map((row) => row["企业名称"]))).toEqual(new Set(suggested.map((row) => row.enterprise_name)));
      const ranking = XLSX.utils.sheet_to_json<Record<string, unknown>>(sheet(files[2]!));
      const ranked = await queryRows(connection, "select town, rank, round(cast(total_score as double), 2) as total_score from mart.town_ranking_public where period = '2021-12' order by rank nulls last, town");
      expect(ranking.map((row) => [row["镇街"], row["名次"], row["总分（分）"]])).toEqual(ranked.map((row) => [row.town, row.rank, row.total_score]));
    } finally {
      opened.close();
    }
    for (const file of files.slice(1)) for (const each of Object.values(XLSX.read(readFileSync(file), { cellFormula: true }).Sheets)) expect(Object.values(each).filter((cell) => typeof cell === "object" && cell !== null && "f" in cell)).toEqual([]);
  });

  it.each([
    ["a month after the data", "after_data", () => writeBrief("2022-06", { database, out: path.join(folder, "none"), now })],
    ["a month before the data", "before_data", () => writeBulletin("2015Q1", { database, out: path.join(folder, "none"), now })],
    ["a database without results", "no_build", async () => {
      const empty = path.join(folder, "empty.duckdb");
      (await openDatabase(empty)).close();
      return writeBrief("2021-12", { database: empty, out: path.join(folder, "none"), now });
    }],
    ["a folder that is a file", "not_writable", () => {
      writeFileSync(path.join(folder, "file"), "");
      return writeBrief("2021-12", { database, out: path.join(folder, "file"), now });
    }],
  ] as const)("are not written for %s", async (_, code, write) => {
    const before = made(folder);
    const error = await write().then(() => undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(D521Error);
    expect((error as D521Error).code).toBe(code);
    expect(made(folder).filter((name) => !before.includes(name) && !["empty.duckdb", "file"].includes(name))).toEqual([]);
  });
});
