import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { code, encoded, passwordProtected, sheet, text, workbook, zipBomb } from "../../fixtures/intake/files.ts";
import { d521 } from "../run.ts";

const program = fileURLToPath(new URL("../../../pipelines/cli/d521.mjs", import.meta.url));
const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const taxes = (month: string, count: number) => [header, ...Array.from({ length: count }, (_, n) => [month, code(n), 10 + n, 4, 1, 2])];

let root: string;
let folders = 0;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "d521-e2e-load-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A fresh place: a folder of exports and the name of a database that does not exist yet. */
function place(files: Readonly<Record<string, string | Buffer>>): { exports: string; database: string } {
  const folder = path.join(root, String(++folders));
  mkdirSync(path.join(folder, "exports"), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, "exports", name), content);
  return { exports: path.join(folder, "exports"), database: path.join(folder, "d521.duckdb") };
}

async function rows(database: string, sql: string): Promise<unknown[]> {
  const opened = await openDatabase(database, { readOnly: true });
  try {
    return (await (await opened.connect()).runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    opened.close();
  }
}

describe("d521 load", () => {
  it("loads clean files with exit code 0 and a line a file, again with no change, and leaves the exports alone", async () => {
    const { exports, database } = place({ "税收月报_1月.csv": encoded(text(taxes("2021-01", 3)), "gb18030"), "汇总.xlsx": workbook([{ name: "税收月报", rows: taxes("2021-02", 2) }]), "会议纪要.txt": "无关" });
    const before = readdirSync(exports).map((name) => [name, statSync(path.join(exports, name)).mtimeMs]);
    const first = await d521(["load", "--exports", exports, "--database", database]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("税收月报_1月.csv → taxes：读取 3 行，入库 3，被替代 0，退回 0");
    expect(first.stdout).toContain("GB18030");
    expect(first.stdout).toContain("汇总.xlsx「税收月报」 → taxes：读取 2 行，入库 2");
    expect(first.stdout).toMatch(/会议纪要\.txt：.*未读取/);
    const state = await rows(database, "select * from raw.taxes order by all");
    const again = await d521(["load", "--exports", exports, "--database", database]);
    expect(again.code).toBe(0);
    expect(await rows(database, "select * from raw.taxes order by all")).toEqual(state);
    expect(readdirSync(exports).map((name) => [name, statSync(path.join(exports, name)).mtimeMs])).toEqual(before);
    expect(readdirSync(path.dirname(database)).sort()).toEqual(["d521.duckdb", "exports"]);
  });

  it("says each faulty row in one sentence with file, sheet, row and column, in either language, and exits with 1", async () => {
    const { exports, database } = place({ "税收月报.xlsx": sheet([...taxes("2021-01", 2), ["2021-01", code(9), 1, "1.2.3", 1, 1]], { name: "2021" }) });
    const chinese = await d521(["load", "--exports", exports, "--database", database]);
    expect(chinese.code).toBe(1);
    expect(chinese.stderr.trim()).toBe("税收月报.xlsx「2021」第4行「地方税收」：「1.2.3」不是金额，应如 1,234.56");
    const english = await d521(["load", "--exports", exports, "--database", `${database}.2`, "--lang", "en"]);
    expect(english.stderr.trim()).toBe("税收月报.xlsx [2021] row 4, 地方税收: “1.2.3” is not an amount such as 1,234.56");
    const json = await d521(["load", "--exports", exports, "--database", `${database}.3`, "--json"]);
    expect(json.code).toBe(1);
    const report = JSON.parse(json.stdout);
    expect(report.files).toMatchObject([{ file: "税收月报.xlsx", sheet: "2021", dataset: "taxes", rows_read: 3, rows_loaded: 2, rows_superseded: 0, rows_quarantined: 1 }]);
    expect(report.quarantined).toMatchObject([{ row: 4, column: "地方税收", value: "1.2.3", code: "not_money" }]);
  });

  it("prints the first twenty faulty rows and counts the rest", async () => {
    const { exports, database } = place({ "税收月报.csv": text([header, ...Array.from({ length: 25 }, (_, n) => ["2021-01", code(n), "坏", 1, 1, 1])]) });
    const { stderr } = await d521(["load", "--exports", exports, "--database", database]);
    expect(stderr.trim().split("\n")).toHaveLength(21);
    expect(stderr).toContain("还有 5 行");
  });

  it.each<[string, string, string | Buffer]>([
    ["truncated", "税收月报_坏.xlsx", sheet(taxes("2021-03", 50)).subarray(0, 2000)],
    ["zip_bomb", "税收月报_坏.xlsx", zipBomb()],
    ["password", "税收月报_坏.xlsx", passwordProtected()],
    ["mixed_encodings", "税收月报_坏.csv", Buffer.concat([Buffer.from(text(taxes("2021-03", 1))), encoded("2021年三月,企业,一,二,三,四\n", "gb18030")])],
    ["no_header", "税收月报_坏.csv", text(taxes("2021-03", 3).slice(1))],
    ["doubled_header", "税收月报_坏.csv", text([[...header, "地方税收"], ["2021-03", code(1), 1, 1, 1, 1, 1]])],
  ])("refuses a file that is %s with one sentence and exit code 1; the other files load", async (reason, name, content) => {
    const { exports, database } = place({ [name]: content, "税收月报_好.csv": text(taxes("2021-01", 2)) });
    const { code: exit, stderr } = await d521(["load", "--exports", exports, "--database", database]);
    expect(exit).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(`${name}：没有读入。`);
    expect(await rows(database, "select code from ops.rejected_file")).toEqual([{ code: reason }]);
    expect(await rows(database, "select file, rows_loaded from ops.import_file")).toEqual([{ file: "税收月报_好.csv", rows_loaded: "2" }]);
  });

  it("exits with 2 and makes no database for a folder that is missing, empty or holds nothing known", async () => {
    const nothing = place({});
    const unrelated = place({ "会议纪要.docx": "x", "通知.txt": "x", "数据.xlsx": sheet([["甲"], ["乙"]]) });
    for (const [exports, words] of [[path.join(root, "nowhere"), "找不到"], [nothing.exports, "空的"], [unrelated.exports, "没有一个是已知的报表"]] as const) {
      const database = path.join(root, "none.duckdb");
      const { code: exit, stderr } = await d521(["load", "--exports", exports, "--database", database]);
      expect(exit).toBe(2);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toContain(words);
      expect(existsSync(database)).toBe(false);
    }
    expect((await d521(["load"])).code).toBe(2);
  });

  it("exits with 3 for a database that another process uses, and for one that is none", async () => {
    const { exports, database } = place({ "税收月报.csv": text(taxes("2021-01", 2)) });
    const held = await openDatabase(database);
    try {
      const { code: exit, stderr } = await d521(["load", "--exports", exports, "--database", database]);
      expect(exit).toBe(3);
      expect(stderr).toContain("正被另一个程序使用");
    } finally {
      held.close();
    }
    writeFileSync(`${database}.bad`, "这不是数据库".repeat(2000));
    expect((await d521(["load", "--exports", exports, "--database", `${database}.bad`])).code).toBe(3);
  });

  it("on a disk without room says one sentence, keeps the last good state and leaves nothing behind; the next run completes", async () => {
    const first = { "税收月报_01.csv": text(taxes("2021-01", 50)) };
    const more = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`税收月报_1${n}.csv`, text(taxes(`2021-0${n + 2}`, 20_000))]));
    const { exports, database } = place(first);
    expect((await d521(["load", "--exports", exports, "--database", database])).code).toBe(0);
    const before = await rows(database, "select * from raw.taxes order by all");
    for (const [name, content] of Object.entries(more)) writeFileSync(path.join(exports, name), content);
    writeFileSync(path.join(exports, "生产经营月报.xlsx"), sheet([["月份", "统一社会信用代码", "工业总产值", "营业收入"], ...Array.from({ length: 5_000 }, (_, n) => ["2021-01", code(n), 10, 10])]));
    // a limit on what one file may hold, in kilobytes, stands in for the disk's end: first while rows are put aside, then while they are committed
    for (const limit of [64, 600]) {
      const { status, stderr } = spawnSync("bash", ["-c", `trap '' XFSZ; ulimit -f ${limit}; exec "$0" "$@"`, process.execPath, program, "load", "--exports", exports, "--database", database], { encoding: "utf8" });
      expect([limit, status, stderr.trim()]).toEqual([limit, 3, "磁盘空间不足，没有写入任何数据；请腾出空间后再运行一次。"]);
      expect(await rows(database, "select * from raw.taxes order by all")).toEqual(before);
      expect(readdirSync(path.dirname(database)).filter((name) => name.includes("loading"))).toEqual([]);
    }
    expect((await d521(["load", "--exports", exports, "--database", database])).code).toBe(0);
    expect(await rows(database, "select count(*)::integer as n from raw.taxes")).toEqual([{ n: 50 + 6 * 20_000 }]);
  }, 60_000);

  it("killed at any moment and run again gives what one clean run gives", async () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`税收月报_${String(n).padStart(2, "0")}.csv`, text(taxes(`2021-${String(n + 1).padStart(2, "0")}`, 3000))]));
    const clean = place(files);
    const started = Date.now();
    expect((await d521(["load", "--exports", clean.exports, "--database", clean.database])).code).toBe(0);
    const whole = Date.now() - started;
    const content = "select * exclude (known_at) from raw.taxes order by all";
    const expected = await rows(clean.database, `select count(*)::integer as n, sum(hash(taxes))::varchar as hash from (${content}) as taxes`);
    // from the program's start to its end; most of them fall into reading, staging and the commit
    for (const share of Array.from({ length: 16 }, (_, n) => 0.3 + n * 0.045)) {
      const killed = path.join(root, `killed-${share}`, "d521.duckdb");
      mkdirSync(path.dirname(killed));
      const child = spawn(process.execPath, [program, "load", "--exports", clean.exports, "--database", killed], { stdio: "ignore" });
      await new Promise<void>((resolve) => {
        setTimeout(() => child.kill("SIGKILL"), whole * share);
        child.on("close", () => resolve());
      });
      await loadExports({ exports: clean.exports, database: killed });
      expect(await rows(killed, `select count(*)::integer as n, sum(hash(taxes))::varchar as hash from (${content}) as taxes`)).toEqual(expected);
      expect(await rows(killed, "select count(*)::integer as n from ops.import_file")).toEqual([{ n: 12 }]);
      rmSync(path.dirname(killed), { recursive: true, force: true });
    }
  }, 120_000);
});
