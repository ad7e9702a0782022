import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { d521 } from "../../e2e/run.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-process-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const places = () => ["--sites", path.join(folder, "sites"), "--accounts", path.join(folder, "accounts.json"), "--audit", path.join(folder, "audit.jsonl")];

function start(...args: string[]): { child: ChildProcessWithoutNullStreams; line: (pattern: RegExp) => Promise<string>; ended: Promise<number | null>; said: () => string } {
  const child = spawn(process.execPath, ["pipelines/cli/d521.mjs", "serve", ...places(), ...args]);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text);
        if (found) resolve(found[1] ?? found[0]);
      };
      child.stdout.on("data", look);
      child.on("close", () => reject(new Error(text)));
      look();
    });
  return { child, line, ended, said: () => text };
}

describe("d521 serve", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("says where it listens, answers, and stops in order on %s", async (signal) => {
    const { child, line, ended, said } = start("--port", "0");
    const url = await line(/(http:\/\/127\.0\.0\.1:\d+\/)/);
    expect(await (await fetch(`${url}healthz`)).json()).toEqual({ status: "ok" });
    await line(/停止。/);
    expect(said()).toContain("还没有账号，谁也登录不了");
    expect(said()).toContain("尚未生成，请先运行 d521 publish");
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(said()).toContain("看板服务已停止。");
  });

  it("stops within a few seconds though connections are left open or half a request came", async () => {
    const { child, line, ended } = start("--port", "0");
    const { port } = new URL(await line(/(http:\/\/127\.0\.0\.1:\d+\/)/));
    const sockets = ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Half: ", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"].map((text) => {
      const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
      socket.write(text);
      return socket;
    });
    await Promise.all(sockets.map((socket) => new Promise((resolve) => (socket.connecting ? socket.once("connect", resolve) : resolve(undefined)))));
    await line(/停止。/);
    const asked = performance.now();
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan(12_000);
    for (const socket of sockets) socket.destroy();
  });

  it("prints its address as JSON", async () => {
    const { child, line, ended } = start("--port", "0", "--json", "--base-path", "/d521/");
    expect(JSON.parse(await line(/^\{.*\}$/m))).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/d521\/$/) });
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("says plainly what is wrong with its options, its port and its accounts", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    expect(await d521(["serve", ...places(), "--port", String(port)])).toEqual({ code: 3, stdout: "", stderr: `端口 ${port} 已被别的程序占用，请用 --port 换一个端口。\n` });
    taken.close();
    expect(await d521(["serve", ...places(), "--base-path", "d521"])).toMatchObject({ code: 2, stderr: "--base-path 应以 / 开头，只含字母、数字、点、横线，如 /d521，得到的是「d521」。\n" });
    expect(await d521(["serve", ...places(), "--base-path", "/../x"])).toMatchObject({ code: 2 });
    expect(await d521(["serve", ...places(), "--trust-proxy", "nonsense"])).toMatchObject({ code: 2, stderr: "--trust-proxy 应为 IP 地址、网段或 loopback，可用逗号分隔，得到的是「nonsense」。\n" });
  });
});
