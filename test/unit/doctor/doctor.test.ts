import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { examineAll, exitCodeOf, findingLines, verdict } from "../../../pipelines/doctor/doctor.ts";
import type { Finding } from "../../../pipelines/doctor/finding.ts";
import { checkDisk, checkNode, checkPackages, readableSize } from "../../../pipelines/doctor/installation.ts";
import { publicationFile } from "../../../pipelines/publish/publication.ts";
import { putAccount } from "../../../pipelines/serve/accounts.ts";
import { audiences } from "../../../pipelines/serve/audiences.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { d521 } from "../../e2e/run.ts";

let folder: string;
let database: string;
let sites: string;
let accounts: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-doctor-"));
  database = path.join(folder, "district.duckdb");
  sites = path.join(folder, "sites");
  accounts = path.join(folder, "accounts.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const examine = (databaseExpected = true) => examineAll({ database, databaseExpected, sites, accounts }, "zh");

/** what was found by a check, as the reader sees it */
function lines(findings: readonly Finding[], check: string): string[] {
  return findings.filter((finding) => finding.check === check).flatMap((finding) => findingLines(finding, "zh"));
}

const ledger = [
  "create schema ops",
  "create schema store",
  `create table ops.import_file (file_id INTEGER, file VARCHAR, sheet VARCHAR, sha256 VARCHAR, dataset VARCHAR, rows_read BIGINT,
    rows_loaded BIGINT, rows_superseded BIGINT, rows_quarantined BIGINT, loaded_at TIMESTAMPTZ, load_id INTEGER, encoding VARCHAR, is_synthetic BOOLEAN)`,
  `create table ops.quarantined_row (file VARCHAR, sheet VARCHAR, row INTEGER, "column" VARCHAR, value VARCHAR, code VARCHAR, message VARCHAR,
    faults JSON, row_values JSON, dataset VARCHAR, file_id INTEGER, loaded_at TIMESTAMPTZ)`,
  "create table ops.rejected_file (file VARCHAR, sha256 VARCHAR, code VARCHAR, message VARCHAR, loaded_at TIMESTAMPTZ)",
  `create table ops.build (build_id INTEGER, as_of_month DATE, known_at TIMESTAMPTZ, built_at TIMESTAMPTZ, policy_version VARCHAR,
    models INTEGER, skipped INTEGER, is_visible BOOLEAN)`,
  `create table ops.check_result (model VARCHAR, "check" VARCHAR, failed_rows BIGINT, severity VARCHAR, build_id INTEGER, message VARCHAR, check_hash VARCHAR)`,
  "create table ops.built_relation (schema_name VARCHAR, relation VARCHAR, store_table VARCHAR)",
];
const cleanLoad =
  "insert into ops.import_file values (1, '税收.xlsx', '2021', '', 'taxes', 10, 10, 0, 0, '2022-01-08 09:00:00+08', 1, 'utf-8', false), (2, '名录.xlsx', 'a', '', 'enterprises', 5, 5, 0, 0, '2022-01-08 09:00:00+08', 1, 'utf-8', false)";
const laterBuild = "insert into ops.build values (1, '2021-12-01', '2022-01-08 09:00:00+08', '2022-01-08 09:10:00+08', 'v', 3, 0, true)";

async function makeDatabase(...statements: string[]): Promise<void> {
  const made = await openDatabase(database);
  const connection = await made.connect();
  for (const statement of [...ledger, ...statements]) await connection.run(statement);
  made.close();
}

describe("doctor on a good installation", () => {
  it("finds nothing to do, ends with 0", async () => {
    await makeDatabase(cleanLoad, laterBuild);
    for (const audience of audiences) {
      mkdirSync(path.join(sites, audience), { recursive: true });
      writeFileSync(path.join(sites, audience, "index.html"), "");
    }
    await putAccount(accounts, "someone", "correct-horse-9", ["finance"], new Date());
    const findings = await examine();
    expect(findings.filter(({ state }) => state !== "good").flatMap((finding) => findingLines(finding, "zh"))).toEqual([]);
    expect([exitCodeOf(findings), verdict(findings, "zh")]).toEqual([0, "一切正常。"]);
    expect(lines(findings, "load")).toEqual(["好　  最近一次入库：2022-01-08 09:00，2 个文件，15 行"]);
    expect(lines(findings, "build")).toEqual(["好　  最近一次计算：2021-12 调度，2022-01-08 09:10"]);
  });

  it("says what to do first where there is nothing yet", async () => {
    const findings = await examine(false);
    expect(lines(findings, "database")[0]).toBe(`注意  还没有数据库 ${database}`);
    expect(lines(findings, "sites")).toHaveLength(6);
    expect(exitCodeOf(findings)).toBe(0);
    expect(exitCodeOf(await examine(true))).toBe(3);
  });
});

describe("doctor on a database", () => {
  it("in use by another process names the process", async () => {
    await makeDatabase(cleanLoad);
    const holder = await holdDatabase(database);
    try {
      const findings = await examine();
      expect(lines(findings, "database")).toEqual([
        `坏　  数据库 ${database} 正被另一个程序使用（进程号 ${holder.pid}），请等它结束后再试。`,
        "      → 等那个程序结束，或停掉它，再检查一次",
      ]);
      expect(exitCodeOf(findings)).toBe(3);
      const ran = await d521(["doctor", "--database", database, "--json"]);
      expect(ran.code).toBe(3);
      expect(JSON.parse(ran.stdout)).toMatchObject({ exit_code: 3, verdict: "有 1 处需要先处理。" });
    } finally {
      holder.kill();
    }
  });

  it("that is no database, or half of one, asks for a copy", async () => {
    writeFileSync(database, "not a database at all");
    const odd = await examine();
    expect(lines(odd, "database")[0]).toMatch(/不是数据库文件/);
    expect(exitCodeOf(odd)).toBe(3);
    rmSync(database);
    await makeDatabase(cleanLoad, "create table ops.big as select range as n, hash(range) as h from range(200000)");
    truncateSync(database, 300_000);
    const half = await examine();
    expect(exitCodeOf(half)).toBe(3);
    expect(half.some(({ state }) => state === "bad")).toBe(true);
  });

  it("without a load, and with tables that are not ours", async () => {
    const empty = await openDatabase(database);
    (await empty.connect()).closeSync();
    empty.close();
    expect(lines(await examine(), "load")[0]).toBe("注意  数据库里还没有入库过报表");
    const made = await openDatabase(database);
    await (await made.connect()).run("create table other (a INTEGER)");
    made.close();
    expect(lines(await examine(), "load")[0]).toBe(`注意  数据库 ${database} 里没有入库台账`);
  });

  it("counts what the newest load quarantined and could not read, and ends with 1", async () => {
    await makeDatabase(
      "insert into ops.import_file values (1, '旧.xlsx', '', '', 'taxes', 9, 0, 0, 9, '2022-01-01 09:00:00+08', 1, '', false), (2, '新.xlsx', '', '', 'taxes', 10, 7, 0, 3, '2022-01-08 09:00:00+08', 2, '', true)",
      `insert into ops.quarantined_row (file, "column", file_id) values ('旧.xlsx', '月份', 1), ('新.xlsx', '地方税收', 2), ('新.xlsx', '地方税收', 2), ('新.xlsx', '月份', 2)`,
      "insert into ops.rejected_file values ('坏.xlsx', '', 'c', '文件不完整', '2022-01-08 09:00:00+08'), ('早.xlsx', '', 'c', '早就坏了', '2022-01-01 09:00:00+08')",
    );
    const findings = await examine();
    expect(lines(findings, "load")).toEqual([
      "注意  最近一次入库（2022-01-08 09:00）有 3 行被隔离，1 个文件共读 10 行",
      "      → 在原报表中改正后重新入库；逐行原因在表 ops.quarantined_row，最多的是 新.xlsx 的「地方税收」",
    ]);
    expect(lines(findings, "files")[0]).toBe("注意  最近一次入库有 1 个文件读不了，如 坏.xlsx：文件不完整");
    expect(lines(findings, "synthetic")).toEqual(["好　  库中是示例数据"]);
    expect(exitCodeOf(findings)).toBe(1);
  });

  it("says that a build is missing, old, failed its checks, or left tables behind", async () => {
    await makeDatabase(cleanLoad);
    expect(lines(await examine(), "build")[0]).toBe("注意  入库之后还没有计算过");
    rmSync(database);
    await makeDatabase(
      cleanLoad,
      laterBuild,
      "insert into ops.import_file values (3, '新.xlsx', '', '', 'taxes', 1, 1, 0, 0, '2022-02-08 09:00:00+08', 2, '', false)",
      "insert into ops.check_result values ('award_line', 'unique', 2, 'error', 2, '有两行重复', ''), ('award_line', 'sql', 1, 'warn', 2, '一行可疑', ''), ('x', 'y', 0, 'error', 2, '', '')",
      "create table store.kept (a INTEGER)",
      "create table store.left_over (a INTEGER)",
      "insert into ops.built_relation values ('mart', 'x', 'kept')",
    );
    const findings = await examine();
    expect(lines(findings, "build")[0]).toBe("注意  计算（2022-01-08 09:10）早于最近一次入库（2022-02-08 09:00）");
    const checks = lines(findings, "checks");
    expect(checks).toContain("坏　  最近一次计算有 1 项必需检查未通过，如 有两行重复");
    expect(checks).toContain("注意  最近一次计算有 1 项检查提醒，如 一行可疑");
    expect(lines(findings, "leftovers")[0]).toBe("注意  上一次计算中断，留下 1 张用不到的表");
    expect(exitCodeOf(findings)).toBe(1);
  });

  it("written by another version is reported, not a crash", async () => {
    await makeDatabase(cleanLoad, "alter table ops.import_file drop column load_id");
    const findings = await examine();
    expect(lines(findings, "load")[0]).toMatch(/^坏　  检查「load」没有做成/);
    expect(exitCodeOf(findings)).toBe(3);
  });
});

describe("doctor on sites, accounts and the machine", () => {
  it("says that a site is older than the build", async () => {
    await makeDatabase(cleanLoad, laterBuild);
    mkdirSync(path.join(sites, "finance"), { recursive: true });
    const page = path.join(sites, "finance", "index.html");
    writeFileSync(page, "");
    const before = new Date("2022-01-08T09:09:00+08:00");
    utimesSync(page, before, before);
    expect(lines(await examine(), "sites")).toContain("注意  财政看板（2022-01-08 09:09）早于最近一次计算（2022-01-08 09:10）");
    // a later publication found nothing to change in it
    writeFileSync(path.join(sites, "finance", publicationFile), "{}");
    expect(lines(await examine(), "sites")).toContainEqual(expect.stringMatching(/^好　 +财政看板/));
  });

  it("finds an accounts file that others may read", async () => {
    await putAccount(accounts, "someone", "correct-horse-9", ["finance"], new Date());
    chmodSync(accounts, 0o644);
    const findings = await examine(false);
    expect(lines(findings, "accounts")[0]).toContain("chmod 600");
    expect(exitCodeOf(findings)).toBe(3);
  });

  it("knows Node.js of the versions that are tried, warns of another, and refuses one that is too old", () => {
    const state = (version: string) => checkNode(version, "20 || 22 || 24 || 26").state;
    expect(["20.0.0", "20.20.2", "22.23.3", "24.1.0", "26.12.1", "26.0.0-rc.1"].map(state)).toEqual(Array(6).fill("good"));
    expect(["21.7.3", "23.0.0", "25.2.1", "27.0.0"].map(state)).toEqual(Array(4).fill("notice"));
    expect(["18.20.0", "19.9.0", "8.0.0"].map(state)).toEqual(Array(3).fill("bad"));
    expect(findingLines(checkNode("27.1.0", "20 || 22 || 24 || 26"), "zh")).toEqual(["注意  Node.js 27.1.0 没有试过，试过的是 20, 22, 24, 26", "      → 安装 Node.js 20, 22, 24, 26 之一"]);
    expect(checkNode().state).toBe("good");
  });

  it("knows when packages are missing and the disk is full", () => {
    expect(checkPackages().state).toBe("good");
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ dependencies: { fastify: "5.0.0" } }));
    expect(findingLines(checkPackages(folder), "zh")[0]).toBe("坏　  缺少或版本不符的程序包：fastify");
    const free = (bytes: number) => checkDisk(path.join(folder, "not", "there"), () => bytes).state;
    expect([free(2 ** 20), free(2 ** 30), free(2 ** 40)]).toEqual(["bad", "notice", "good"]);
    expect([2 ** 20, 1.5 * 2 ** 30, 300 * 1024].map(readableSize)).toEqual(["1.0 MB", "1.5 GB", "300 KB"]);
  });
});

/** Another process that holds the file open for writing. */
function holdDatabase(file: string): Promise<ChildProcess> {
  const script = `
    import { DuckDBInstance } from "@duckdb/node-api";
    globalThis.held = await DuckDBInstance.create(${JSON.stringify(file)});
    console.log("held");
    setInterval(() => globalThis.held, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.stdout.once("data", () => resolve(child));
  });
}
