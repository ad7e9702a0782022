import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CommandName, commandList, loadCommand } from "../../../pipelines/cli/command-list.ts";
import { main, type Outside } from "../../../pipelines/cli/main.ts";
import { translatedCodes } from "../../../pipelines/cli/usage-errors.ts";

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const outside: Outside = {
    interactive: false,
    now: () => new Date("2022-01-10T09:00:00+08:00"),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  };
  const code = await main(argv, outside);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const names = Object.keys(commandList) as CommandName[];

describe("d521", () => {
  it("alone, with --help and with -h lists every command and ends with 0", async () => {
    for (const argv of [[], ["--help"], ["-h"], ["help"], ["--json"], ["--lang", "zh"]]) {
      const { code, out, err } = await run(...argv);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
    }
  });

  it("prints the package's version", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(await run("--version")).toEqual({ code: 0, out: version, err: "" });
  });

  it("lists each command's file, with that file's own summary, and no other", async () => {
    const files = readdirSync("pipelines/cli/commands").map((file) => file.replace(/\.ts$/, ""));
    expect([...names].sort()).toEqual(files.sort());
    for (const name of names) {
      const command = await loadCommand(name);
      expect({ name: command.name, summary: command.summary }).toEqual({ name, summary: commandList[name] });
    }
  });
});

describe("help of every command", () => {
  it.each(names)("d521 %s --help is Chinese, and English with --lang en", async (name) => {
    const zh = await run(name, "--help");
    expect({ code: zh.code, err: zh.err }).toEqual({ code: 0, err: "" });
    expect(zh.out).toContain(`d521 ${name} [选项]`);
    expect(zh.out).toContain("--json");
    // commander's English, and any description that was left without Chinese
    expect(zh.out).not.toMatch(/Usage|Options|Commands|Arguments|default|choices|display|version number|command\b/);
    for (const line of zh.out.split("\n").filter((text) => /^\s+-/.test(text))) expect(line).toMatch(/[\u4e00-\u9fff]/);
    const en = await run(name, "--help", "--lang", "en");
    expect(en.code).toBe(0);
    expect(en.out).toContain(`Usage: d521 ${name} [options]`);
    expect(en.out).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("a wrong command line", () => {
  it.each([
    [["--nonsense"], "没有「--nonsense」这个选项。"],
    [["lod"], "没有「lod」这个命令，运行 d521 --help 看全部命令。您要的是不是 load？"],
    // before what is missing, which may be the same one misspelt
    [["sample", "--ou", "x"], "没有「--ou」这个选项。您要的是不是 --out？"],
    [["doctor", "--databse", "x"], "没有「--databse」这个选项。您要的是不是 --database？"],
    [["doctor", "--database"], "选项 --database <FILE> 后面缺少取值。"],
    [["doctor", "extra"], "参数太多：应有 0 个，实有 1 个。"],
    [["--lang", "fr"], "选项 --lang <LANG> 只能取 zh, en，不能取「fr」。"],
    [["serve", "--port", "70000"], "--port 应为 0 到 65535 的整数，得到的是「70000」。"],
  ])("%j ends with 2 and one sentence on standard error", async (argv, sentence) => {
    expect(await run(...argv)).toEqual({ code: 2, out: "", err: sentence });
  });

  it("is answered in English where asked, and as JSON for programs", async () => {
    expect((await run("--lang", "en", "lod")).err).toBe("There is no command lod; d521 --help lists them all. Did you mean load?");
    const { code, out, err } = await run("doctor", "--json", "--nonsense");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(JSON.parse(err)).toEqual({ error: { code: "usage_unknown_option", message: "没有「--nonsense」这个选项。" } });
  });

  it("has a sentence for every complaint that commander can make", () => {
    const source = readFileSync("node_modules/commander/lib/command.js", "utf8");
    const codes = new Set([...source.matchAll(/code: '(commander\.\w+)'/g)].map((found) => found[1]));
    // `--help` and `--version`; `commander.error` is only what a caller of program.error() names nothing
    expect([...codes].filter((code) => code !== "commander.error").sort()).toEqual([...translatedCodes].filter((code) => codes.has(code)).sort());
    expect(source.includes("commander.invalidArgument")).toBe(true);
  });
});
