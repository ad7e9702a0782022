/** What the brief and the bulletin print: a rule for each figure, and nothing in text, tables or workbooks that gives an enterprise away. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import XLSX from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disclosureRules } from "../../pipelines/disclosure/rules.ts";
import { annexBytes } from "../../pipelines/documents/annex.ts";
import type { Block, DocumentText } from "../../pipelines/documents/blocks.ts";
import { briefText } from "../../pipelines/documents/brief.ts";
import { bulletinText } from "../../pipelines/documents/bulletin.ts";
import { withDispatch } from "../../pipelines/documents/dispatch.ts";
import { textOf } from "../../pipelines/documents/facts.ts";
import { pieceLists } from "../documents/again.ts";
import { randomDistrict } from "./district.ts";
import { awards } from "./office.ts";
import { type Secrets, secretsOf, trueFigure } from "./secrets.ts";
import { found, type Row, type Told, told } from "./told.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-told-"));
const documents: DocumentText[] = [];
/** sheets of the annexes, by name, row by heading */
const sheets = new Map<string, Row[]>();
let secrets: Secrets;
let office: Told;

beforeAll(async () => {
  const file = path.join(folder, "district.duckdb");
  const { database, connection } = await randomDistrict(15, 110, file);
  [secrets, office] = [await secretsOf(connection), await told(connection, "leading-office")];
  connection.closeSync();
  database.close();
  await withDispatch({ file, month: "2021-12", monthBefore: "2019-12", clock: () => new Date("2022-02-01T00:00:00Z") }, async (dispatch) => {
    for (const document of [await briefText(dispatch), await bulletinText(dispatch, "2021Q4")]) {
      documents.push(document);
      for (const annex of document.annexes) {
        const book = XLSX.read(await annexBytes(annex, dispatch.now, dispatch.knownAt, false));
        for (const name of book.SheetNames) sheets.set(name, XLSX.utils.sheet_to_json<Row>(book.Sheets[name]!, { defval: null }));
      }
    }
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ruled = () => new Set([...disclosureRules().documents.open, ...Object.keys(disclosureRules().documents.rules)]);

describe("the rules", () => {
  it("name every column that a document prints", () => {
    const printed = documents.flatMap((document) => [
      ...pieceLists(document).flat().flatMap((piece) => (typeof piece === "string" ? [] : [piece.column])),
      ...document.annexes.flatMap((annex) => annex.sheets.flatMap((sheet) => sheet.columns.map(({ column }) => column))),
    ]);
    // and those in sentences that this district has no occasion for
    const written = readdirSync("pipelines/documents").flatMap((name) => [...readFileSync(`pipelines/documents/${name}`, "utf8").matchAll(/(?:fact\(|wan\(|column: |fewOr\(\w+, |cell\(\w+, )"([a-z_]+)"/g)].map((match) => match[1]!));
    expect([...new Set([...printed, ...written])].filter((column) => !ruled().has(column)).sort()).toEqual([]);
  });

  it("name no column that no document has", () => {
    const source = readdirSync("pipelines/documents").map((name) => readFileSync(`pipelines/documents/${name}`, "utf8")).join("\n");
    expect([...ruled()].filter((column) => !source.includes(`"${column}"`))).toEqual([]);
  });
});

const tables = (caption: string): Extract<Block, { kind: "table" }>[] => documents.flatMap(({ blocks }) => blocks.filter((block): block is Extract<Block, { kind: "table" }> => block.kind === "table" && block.caption.startsWith(caption)));

it("no cell of the towns' grades is of one or two enterprises, shown or left over", () => {
  const [table] = tables("镇街亩均效益评价分布");
  const text = documents.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "paragraph" ? [textOf(block.pieces)] : []))).find((paragraph) => paragraph.includes("亩均效益评价"))!;
  for (const [at, grade] of ["A类", "B类", "C类", "D类"].entries()) {
    const cells = table!.rows.map((row) => textOf([row[at + 2]!]));
    expect(cells.filter((cell) => cell === "1" || cell === "2"), grade).toEqual([]);
    const kept = cells.filter((cell) => cell === "不公布").length;
    const total = Number(new RegExp(`${grade}(\\d+)家`).exec(text)?.[1] ?? Number.NaN);
    const rest = total - cells.reduce((sum, cell) => sum + (Number(cell) || 0), 0);
    // NaN where the district's number is not told
    if (kept > 0 && total >= 3) expect(kept > 1 && rest !== kept, `${grade}: ${kept} kept back, ${rest} left`).toBe(true);
  }
  expect(table!.rows.flat().filter((cell) => textOf([cell]) === "不公布").length).toBeGreaterThan(2);
});

it("district sums of awards have two digits", () => {
  const amounts = documents.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "paragraph" ? [...textOf(block.pieces).matchAll(/([\d.]+)万元/g)].map((match) => match[1]!) : [])));
  expect(amounts.length).toBeGreaterThan(4);
  for (const amount of amounts) expect(amount.replace(".", "").replace(/^0+/, "").replace(/0+$/, "").length, amount).toBeLessThanOrEqual(2);
});

it("the leading bodies' counts and the office's site together do not tell who is paid", () => {
  const bodies = sheets.get("牵头部门奖补事项")!;
  expect(bodies.length).toBeGreaterThan(5);
  const waiting = (row: Row) => Object.entries(row).find(([heading]) => heading.startsWith("待兑付"))![1];
  // as if all of a clause were paid whose count says so
  const statuses = office.enterprise_award!.map((line): Row => {
    const count = waiting(bodies.find((row) => row["条款"] === line.clause_id) ?? { 待兑付: null });
    return { ...line, ...(count === office.enterprise_award!.filter((other) => other.clause_id === line.clause_id && other.basis === "accrued" && other.state === "touched").length && { status: "payable" }) };
  });
  expect(found(awards({ enterprise_award: statuses }, secrets.office), (secret) => trueFigure(secrets, secret))).toEqual([]);
  expect(bodies.filter((row) => row["条款"] === "6.1").map(waiting).filter((count) => count !== null)).toEqual([]);
});

it("the towns' workbook says of a figure that rests on few that it is not told", () => {
  const scores = sheets.get("分项得分")!;
  const kept = scores.filter((row) => String(row["没有得分的原因"]).includes("不足3家"));
  expect(kept.length).toBeGreaterThan(3);
  for (const row of kept) expect(row).toMatchObject({ "得分（分）": null, "对总分的贡献（分）": null });
});
