import { describe, expect, it } from "vitest";
import { reportFailure } from "../../../pipelines/cli/failure.ts";
import { D521Error, exitCodes } from "../../../pipelines/errors.ts";

function report(failure: unknown, options: { json?: boolean; debug?: boolean } = {}) {
  const err: string[] = [];
  const context = { lang: "zh" as const, json: options.json ?? false, interactive: false, now: () => new Date(0), out: () => undefined, err: (line: string) => void err.push(line) };
  return { code: reportFailure(failure, context, options.debug ?? false), err: err.join("\n") };
}

describe("reportFailure", () => {
  it("says a D521Error in its sentence and ends with its code", () => {
    const error = new D521Error(exitCodes.dataErrors, "checks_failed", { zh: "检查 {name} 未通过。", en: "{name} failed." }, { name: "甲" });
    expect(report(error)).toEqual({ code: 1, err: "检查 甲 未通过。" });
    expect(report(error, { json: true }).err).toBe('{"error":{"code":"checks_failed","message":"检查 甲 未通过。"}}');
  });

  it("says what the operating system refused", () => {
    const refusal = (code: string) => Object.assign(new Error(`${code}: raw words`), { code, path: "var/x", port: 5210 });
    expect(report(refusal("ENOSPC"))).toEqual({ code: 3, err: "磁盘已满，写不进 var/x，请腾出空间后重试。" });
    expect(report(refusal("EEXIST"))).toEqual({ code: 3, err: "var/x 不是文件夹。" });
    expect(report(refusal("EADDRINUSE"))).toEqual({ code: 3, err: "端口 5210 已被别的程序占用，请用 --port 换一个端口。" });
  });

  it("says that the disk is full where DuckDB said it first, and where Node names no file", () => {
    const duckdb = new Error('TransactionContext Error: Failed to commit: Could not write file "/x/d.duckdb.wal": No space left on device');
    const model = new D521Error(exitCodes.environment, "model_invalid", { zh: "模型不能运行", en: "A model fails" }, {}, { cause: duckdb });
    expect(report(model)).toEqual({ code: 3, err: "磁盘已满，写不进 /x/d.duckdb.wal，请腾出空间后重试。" });
    expect(report(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" })).err).toBe("磁盘已满，写不进文件，请腾出空间后重试。");
  });

  it("takes a package that is not there for an installation cut short", () => {
    const missing = Object.assign(new Error("Cannot find package 'fastify' imported from /x/server.ts"), { code: "ERR_MODULE_NOT_FOUND" });
    expect(report(missing)).toEqual({ code: 3, err: "安装不完整：缺少程序包 fastify，请在项目文件夹运行 npm ci。" });
  });

  it("calls anything else a defect, with its trace only when asked", () => {
    const defect = new TypeError("x is not a function\n  second line");
    expect(report(defect)).toEqual({ code: 3, err: "程序出了意外错误：x is not a function。这是程序的缺陷，设置环境变量 D521_DEBUG=1 再运行一次可看到详情。" });
    expect(report(defect, { debug: true }).err).toContain("failure.test.ts");
    expect(report("a bare string").code).toBe(3);
  });
});
