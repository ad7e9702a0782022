import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { D521Error } from "../../../pipelines/errors.ts";
import { putAccount, readAccounts, removeAccount, signIn } from "../../../pipelines/serve/accounts.ts";
import { randomPassword } from "../../../pipelines/serve/passwords.ts";
import { d521 } from "../../e2e/run.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-accounts-"));
  file = path.join(folder, "accounts.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = new Date("2022-01-10T09:00:00+08:00");
const code = (error: unknown) => (error instanceof D521Error ? error.code : error);

describe("the accounts file", () => {
  it("keeps how a person is greeted, in one line, until another name is given", async () => {
    const add = (name?: string) => putAccount(file, "office-1", "correct-horse-9", ["finance"], now, name);
    await add("  张\u202e三\n  （财政）");
    expect(readAccounts(file).get("office-1")?.name).toBe("张 三 (财政)");
    await add();
    expect(readAccounts(file).get("office-1")?.name).toBe("张 三 (财政)");
    await add("李四");
    expect(readAccounts(file).get("office-1")?.name).toBe("李四");
  });

  it("is empty at first, holds no password, and is for its owner alone", async () => {
    expect(readAccounts(file).size).toBe(0);
    expect(await putAccount(file, "张三", "correct-horse-9", ["finance"], now)).toBe(true);
    expect(readFileSync(file, "utf8")).not.toContain("correct-horse");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await signIn(readAccounts(file), "张三", "correct-horse-9"))?.roles).toEqual(["finance"]);
    expect(await signIn(readAccounts(file), "张三", "correct-horse-8")).toBeUndefined();
    expect(await signIn(readAccounts(file), "李四", "correct-horse-9")).toBeUndefined();
  });

  it("takes a changed password and roles, and lets an account go", async () => {
    await putAccount(file, "lisi", "correct-horse-9", ["finance"], now);
    expect(await putAccount(file, "lisi", "another-horse-9", ["supervision", "leading-office"], now)).toBe(false);
    expect((await signIn(readAccounts(file), "lisi", "another-horse-9"))?.roles).toEqual(["leading-office", "supervision"]);
    removeAccount(file, "lisi");
    expect(readAccounts(file).size).toBe(0);
    expect(() => removeAccount(file, "lisi")).toThrow(D521Error);
  });

  it("refuses weak passwords and odd names", async () => {
    const put = (user: string, secret: string) => putAccount(file, user, secret, ["finance"], now).catch(code);
    expect(await put("a", "short")).toBe("password_short");
    expect(await put("a", "x".repeat(257))).toBe("password_long");
    for (const weak of ["1234567890123", "aaaaaaaaaaaa", "abababababab", "１２３４５６７８９０"]) expect(await put("a", weak), weak).toBe("password_weak");
    expect(await put("zhangsan", "x-Zhangsan-2022")).toBe("password_is_name");
    for (const user of ["", "../x", "a b", "a\nb", "__proto__/", "<b>", "-x", "a".repeat(65)]) expect(await put(user, "correct-horse-9"), user).toBe("user_wrong");
  });

  it("is refused when it is open to others or not as written, without showing its contents", async () => {
    await putAccount(file, "lisi", "correct-horse-9", ["finance"], now);
    chmodSync(file, 0o644);
    expect(() => readAccounts(file)).toThrow(/chmod 600/);
    for (const text of ["{", "[]", '{"version":2,"accounts":{}}', '{"version":1,"accounts":{"a":{"roles":["root"]}}}']) {
      writeFileSync(file, text, { mode: 0o600 });
      chmodSync(file, 0o600);
      expect(() => readAccounts(file)).toThrow(/cannot be read/);
    }
  });

  it("random passwords differ and are good enough", async () => {
    const some = new Set(Array.from({ length: 50 }, randomPassword));
    expect(some.size).toBe(50);
    for (const secret of some) expect(secret).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  });
});

describe("d521 account", () => {
  it("adds from standard input, lists, unlocks and removes", async () => {
    const run = (args: string[], input?: string) => d521(["account", ...args, "--accounts", file], input === undefined ? {} : { input });
    expect(await run(["add", "zhangsan", "--role", "finance", "--role", "supervision"], "correct-horse-9\n")).toEqual({
      code: 0,
      stdout: "已增加账号 zhangsan：财政看板 (finance)、督查看板 (supervision)。\n",
      stderr: "",
    });
    const listed = JSON.parse((await run(["list", "--json"])).stdout) as { user: string; roles: string[] }[];
    expect(listed).toMatchObject([{ user: "zhangsan", roles: ["finance", "supervision"] }]);
    expect(await run(["add", "lisi", "--role", "root"], "correct-horse-9\n")).toMatchObject({ code: 2, stderr: "--role 只能取 leading-office finance supervision，不能取「root」。\n" });
    expect(await run(["add", "lisi", "--role", "finance"], "")).toMatchObject({ code: 2, stderr: "没有从标准输入读到密码。\n" });
    expect(await run(["unlock", "zhangsan"])).toMatchObject({ code: 0, stdout: "账号 zhangsan 已可以登录。\n" });
    expect(readAccounts(file).get("zhangsan")?.unlocked_at).toMatch(/^20/);
    expect(await run(["unlock", "lisi"])).toMatchObject({ code: 2, stderr: "没有「lisi」这个账号，用 d521 account list 查看。\n" });
    expect(await run(["remove", "lisi"])).toMatchObject({ code: 2, stderr: "没有「lisi」这个账号，用 d521 account list 查看。\n" });
    expect(await run(["remove", "zhangsan"])).toMatchObject({ code: 0, stdout: "已删除账号 zhangsan。\n" });
  });
});
