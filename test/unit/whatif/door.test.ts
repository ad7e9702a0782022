/** The trials' addresses: who may, what is refused and how, and that the door answers whatever the trials do. The district is an empty file: what is asked here is decided before any trial runs. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { presentScenario } from "../../../pipelines/whatif/trial.ts";
import { plainProblems } from "../../../pipelines/whatif/problems.ts";
import { SavedTrials, outdated } from "../../../pipelines/whatif/saved.ts";
import type { CurrentVersion, RunAnswer } from "../../../pipelines/whatif/jobs.ts";
import { type DoorUnderTest, openDoor } from "../serve/door.ts";

let door: DoorUnderTest;
const cookies: Record<string, Record<string, string>> = {};
const folder = mkdtempSync(path.join(tmpdir(), "d521-trials-"));
const database = path.join(folder, "d521.duckdb");

beforeAll(async () => {
  door = await openDoor({ database });
  for (const user of ["finance", "supervision", "leading-office", "both"]) cookies[user] = await door.signedIn(user);
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = (user: string | undefined, method: "GET" | "POST" | "DELETE", url: string, body?: unknown, headers: Record<string, string> = {}) =>
  door.app.inject({ method, url: `/finance/trials/${url}`, ...(user !== undefined && { cookies: cookies[user]! }), headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers }, ...(body !== undefined && { payload: typeof body === "string" ? body : JSON.stringify(body) }) });
const asked = { scenario: presentScenario, month: "2021-09" };

describe("who may try", () => {
  const all = [["GET", "ground"], ["POST", "run"], ["POST", "budget"], ["POST", "rate"], ["GET", "saved"], ["GET", "saved/AAAAAAAAAAAA"], ["POST", "saved"], ["DELETE", "saved/AAAAAAAAAAAA"], ["POST", "yaml"], ["POST", "read"]] as const;
  it.each(all)("%s %s: finance accounts alone, and the refusal is on record", async (method, url) => {
    const before = door.audit().length;
    for (const user of ["supervision", "leading-office"]) expect((await send(user, method, url, method === "GET" ? undefined : asked)).statusCode).toBe(403);
    expect((await send(undefined, method, url, method === "GET" ? undefined : asked)).statusCode).toBe(401);
    expect(door.audit().slice(before).filter(({ event }) => event === "denied")).toHaveLength(2);
  });

  it("refuses what another site's page sends, and what changes something by any other way than its own", async () => {
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://elsewhere.example" }] as Record<string, string>[]) {
      for (const [method, url] of [["POST", "yaml"], ["DELETE", "saved/AAAAAAAAAAAA"]] as const) {
        const answer = await send("finance", method, url, asked, headers);
        expect([answer.statusCode, (answer.json() as { error: string }).error]).toEqual([403, "请求不是从本站页面发出的，没有执行。"]);
      }
    }
    // a form of another site can send neither JSON nor a DELETE
    const form = await door.app.inject({ method: "POST", url: "/finance/trials/yaml", cookies: cookies.finance!, headers: { "content-type": "text/plain" }, payload: JSON.stringify(asked) });
    expect(form.statusCode).toBe(400);
    expect((await send("both", "POST", "yaml", asked)).statusCode).toBe(200);
  });
});

describe("what is refused, in sentences that name the field and its bounds", () => {
  it.each([
    ["run", { ...asked, month: "2021-13" }, /数据截至月份：应为年月/],
    ["run", { ...asked, scenario: { ...presentScenario, growth: [{ sector: "工业", change: 99 }] } }, /增长假设 › 第1项 › 比推算增减：不能大于 10/],
    ["run", { ...asked, scenario: { ...presentScenario, policy: { clauses: {}, gates: { tax_growth: "maybe" } } } }, /门槛 › 税收增幅：只能写 on、warn、off 之一/],
    ["run", { ...asked, scenario: { ...presentScenario, policy: { clauses: {}, gates: {}, retention: { share: 1.5 } } } }, /新增留成 › 比例：不能大于 1/],
    ["run", { ...asked, scenario: { ...presentScenario, uncertainty: { times: 0 } } }, /不确定性/],
    ["run", { ...asked, more: 1 }, /没有名为「more」的字段/],
    ["run", null, /没有试算|应为/],
    ["budget", { ...asked, certainty: 1 }, /把握：把握不能高于 99%/],
    ["rate", { ...asked, field: "6.2/rate", budget_wan: -1, certainty: null }, /预算须大于 0/],
    ["saved", { name: "=cmd|' /C calc'!A0", run: "x" }, /名称只能用/],
    ["saved", { name: "好的", run: "finance-999" }, /重新试算后再保存/],
    ["read", { text: "name: [" }, /不是 YAML 的写法/],
    ["read", { text: "name: 好\nassumption: 好\npolicy: {clauses: {6.2: {rate: 0.1}}}" }, /没有加引号/],
  ])("%s %j", async (url, body, words) => {
    const answer = await send("finance", "POST", url, body);
    expect(answer.statusCode).toBe(400);
    const { error } = answer.json() as { error: string };
    expect(error).toMatch(words);
    expect(error).not.toMatch(/d521 |undefined|\bat |policy\./);
  });

  it("is no larger than 128 KB, and no other form than JSON", async () => {
    expect((await send("finance", "POST", "run", { ...asked, scenario: { ...presentScenario, assumption: "长".repeat(60_000) } })).statusCode).toBe(413);
    expect((await send("finance", "POST", "run", "{nothing")).statusCode).toBe(400);
    expect((await send("finance", "POST", "run", '{"__proto__": {"month": "2021-09"}}')).statusCode).toBe(400);
  });

  it.each(["..%2f..%2faccounts", "AAAAAAAAAAAA", "%00AAAAAAAAAAA", "AAAAAAAAAAA.", "a/b"])("a saved trial of the name %s is none", async (id) => {
    expect((await send("finance", "GET", `saved/${id}`)).statusCode).toBe(404);
    expect((await send("finance", "DELETE", `saved/${id}`, {})).statusCode).toBeGreaterThanOrEqual(404);
  });

  it("says so where there is nothing to try on, and goes on answering", async () => {
    const [trial, other] = await Promise.all([send("finance", "GET", "ground"), door.get("/finance/", { cookies: cookies.finance! })]);
    expect([trial.statusCode, (trial.json() as { error: string }).error]).toEqual([503, "还没有入库和计算过的数据，不能试算；请管理员先入库、计算。"]);
    expect(other.statusCode).toBe(200);
  }, 60_000);
});

describe("saved trials", () => {
  const version: CurrentVersion = { build_id: 3, as_of_month: "2021-09", known_at: "2021-10-05 09:00:00+08", data_to: "2021-09", is_synthetic: true, policy_version: "2021-04-26", program: "1-a", is_stale: false };
  const answer = { version, certain: {}, outlook: {} } as unknown as RunAnswer;
  const trial = { name: "提高_1", owner: "甲", saved_at: "2022-01-10T01:00:00.000Z", scenario: { ...presentScenario, assumption: "<script>alert(1)</script>" }, month: "2021-09", answer };

  it("are whole files for the service's own account, found by their id, removed by who saved them", () => {
    const saved = new SavedTrials(path.join(folder, "one", "d521.duckdb"));
    mkdirSync(path.join(folder, "one"));
    const { id } = saved.put(trial);
    const place = path.join(folder, "one", "trials", "saved");
    expect(readdirSync(place)).toEqual([`${id}.json`]);
    expect(statSync(path.join(place, `${id}.json`)).mode & 0o077).toBe(0);
    expect(saved.get(id)).toEqual({ ...trial, id });
    expect(() => saved.remove(id, "乙")).toThrow(expect.objectContaining({ code: "saved_not_yours" }));
    expect(() => saved.put({ ...trial, name: "../x" })).toThrow(expect.objectContaining({ code: "saved_name_wrong" }));
    // half a file, another's name, a script for a scenario: left out, and the others stay
    writeFileSync(path.join(place, "BBBBBBBBBBBB.json"), readFileSync(path.join(place, `${id}.json`), "utf8").slice(0, 100));
    writeFileSync(path.join(place, "CCCCCCCCCCCC.json"), readFileSync(path.join(place, `${id}.json`), "utf8"));
    writeFileSync(path.join(place, "DDDDDDDDDDDD.json"), JSON.stringify({ version: 1, id: "DDDDDDDDDDDD", ...trial, scenario: { ...presentScenario, name: "a b" } }));
    writeFileSync(path.join(place, "left.new"), "{");
    expect(saved.list().map((one) => one.id)).toEqual([id]);
    saved.remove(id, "甲");
    expect(() => saved.get(id)).toThrow(expect.objectContaining({ code: "saved_unknown" }));
  });

  it("say why they are no longer current", () => {
    const one = { ...trial, id: "AAAAAAAAAAAA" };
    expect(outdated(one, version)).toEqual([]);
    expect(outdated(one, { ...version, build_id: 4, known_at: "2021-11-05 09:00:00+08" })).toEqual([expect.stringContaining("数据已更新")]);
    expect(outdated(one, { ...version, policy_version: "b", program: "2-b" })).toHaveLength(2);
  });
});

it("faults are told where the form has them", () => {
  expect(plainProblems("article-06.yaml › 6.3 › rungs.2021-04-26.1.amount: 不能大于 5")).toBe("条款 6.3 › 分档 › 第2项 › 奖励金额：不能大于 5");
});
