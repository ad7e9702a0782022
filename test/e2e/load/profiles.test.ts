import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { code, workbook } from "../../fixtures/intake/files.ts";
import { d521 } from "../run.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "d521-e2e-profiles-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder with one month's annex as the bureau sends it: its own words for columns and unit, a day in the title, a cover sheet. */
function month(number: number): string {
  const exports = path.join(root, `exports-${number}`);
  mkdirSync(path.join(exports, "区税务局"), { recursive: true });
  const rows = [[`附件1（${number + 1}月5日制）`], ["单位：见封面"], ["纳税人识别号", "税额合计", "地方税收", "流转税地方级", "地方留成"], [code(1), number * 10_000, 0, 0, 0], ["合计", number * 10_000, 0, 0, 0]];
  writeFileSync(path.join(exports, "区税务局", `附件1_20210${number}.xlsx`), workbook([{ name: "封面", rows: [["附件"]] }, { name: "明细", rows }]));
  return exports;
}

describe("d521 profile", () => {
  it("asks about a messy file once: next month's is read without a question, and the report says by what", async () => {
    const database = path.join(root, "d521.duckdb");
    const [june, july] = [month(6), month(7)];
    const file = "区税务局/附件1_202106.xlsx";
    const load = (exports: string, ...more: string[]) => d521(["load", "--exports", exports, "--database", database, ...more]);
    const set = (...answers: string[]) => d521(["profile", "set", "--exports", june, "--file", file, "--sheet", "明细", "--database", database, ...answers]);
    expect(await load(june)).toMatchObject({ code: 2 });
    const first = await set("--dataset", "税收月报", "--column", "税额合计=税收合计");
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toContain("还有一处要问：标题「附件1（7月5日制）」是 2021-07，文件名「附件1_202106」是 2021-06");
    expect((await set("--month", "file")).stderr).toContain("还有一处要问：第 2 行「单位：见封面」");
    const asked = await load(june);
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain(`d521 profile set --exports ${june} --file ${file} --sheet 明细 --database ${database} --unit `);
    expect(await set("--unit", "元")).toMatchObject({ code: 0, stderr: "" });

    expect((await load(june)).code).toBe(0);
    const next = await load(july, "--json");
    expect(next.code).toBe(0);
    const report = JSON.parse(next.stdout);
    const [name] = readdirSync(path.join(root, "profiles")).map((one) => one.replace(".yaml", ""));
    expect(report.files).toMatchObject([{ file: "区税务局/附件1_202107.xlsx", sheet: "明细", dataset: "taxes", profile: name, rows_read: 1, rows_loaded: 1, assumed: [{ column: "月份", value: "2021-07" }] }]);
    expect((await d521(["profile", "list", "--database", database])).stdout).toContain(name);
    expect((await d521(["profile", "show", name!, "--database", database])).stdout.trim()).toBe(readFileSync(path.join(root, "profiles", `${name}.yaml`), "utf8").trim());

    writeFileSync(path.join(root, "profiles", `${name}.yaml`), "dataset: taxes\nmonth: 2021-06\n");
    const broken = await load(july);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain(`配置 ${name}.yaml 的「`);
    expect(await d521(["profile", "forget", name!, "--database", database])).toMatchObject({ code: 0 });
    expect((await d521(["profile", "list", "--database", database])).stdout.trim()).toBe("还没有配置。");
  }, 120_000);
});
