import { chmodSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { putAccount, removeAccount, unlockAccount } from "../../../pipelines/serve/accounts.ts";
import { cookiesOf, type DoorUnderTest, openDoor, password } from "./door.ts";

let door: DoorUnderTest;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const minutes = 60_000;

describe("sign-in", () => {
  it("leads to the one site of the account, to the list of several, and back to the page that was asked for", async () => {
    expect((await door.submit("finance", password)).headers.location).toBe("/finance/");
    expect((await door.submit("both", password)).headers.location).toBe("/");
    expect((await door.submit("both", password, { next: "/supervision/towns/?t=1" })).headers.location).toBe("/supervision/towns/?t=1");
    for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "/finance/../x", "javascript:alert(1)", "/healthz", "/finance/\r\nx: y", "/finance/?x=中文", "/finance/中文/", "/finance/?x=\u0001", "/finance/?x=\u007f"]) {
      expect((await door.submit("finance", password, { next })).headers.location, next).toBe("/finance/");
    }
  });

  it("sets cookies that scripts and other sites cannot use, secure behind https", async () => {
    const plain = await door.submit("finance", password);
    const session = plain.cookies.find(({ name }) => name === "d521_session");
    expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect(session?.value).toMatch(/^[\w-]{43}$/);
    expect(session).not.toHaveProperty("secure");
    const behind = await door.submit("finance", password, { headers: { "x-forwarded-proto": "https" } });
    expect(behind.cookies.find(({ name }) => name === "d521_session")).toMatchObject({ secure: true });
    expect((await door.submit("finance", password, { headers: { "x-forwarded-proto": "HTTPS" } })).cookies.at(-1)).toMatchObject({ secure: true });
  });

  it("says the same of a wrong name and of a wrong password, and shows what was typed as text", async () => {
    const wrong = await door.submit("finance", "wrong-password");
    const unknown = await door.submit('"><script>x</script>', "wrong-password");
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    for (const { body } of [wrong, unknown]) expect(body).toContain("用户名或密码不对");
    expect(unknown.body).not.toContain("<script");
    expect(cookiesOf(wrong)).not.toHaveProperty("d521_session");
  });

  it("locks a name after five failures for a quarter of an hour, the right password too", async () => {
    for (let failure = 1; failure <= 5; failure += 1) {
      expect((await door.submit("finance", `wrong-${failure}-guess`)).statusCode).toBe(failure < 5 ? 401 : 429);
    }
    expect((await door.submit("finance", password)).statusCode).toBe(429);
    door.clock.at += 15 * minutes - 1;
    expect((await door.submit("finance", password)).body).toContain("暂停登录");
    door.clock.at += 1;
    expect((await door.submit("finance", password)).statusCode).toBe(303);
    // other names were not touched
    expect((await door.submit("supervision", password)).statusCode).toBe(303);
    expect(door.audit().filter(({ event }) => event === "locked").length).toBe(3);
  });

  it("locks as well against guesses that are all sent at once", async () => {
    const answers = await Promise.all([...Array.from({ length: 20 }, (_, at) => `wrong-${at}-guess`), password].map((secret) => door.submit("finance", secret)));
    const statuses = answers.map(({ statusCode }) => statusCode);
    // five failures lock; the one that was under way beside the fifth is told so too
    expect(statuses.filter((status) => status === 401)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(17);
    expect(door.audit().filter(({ event }) => event === "sign_in")).toEqual([]);
  });

  it("refuses forms that are not its own", async () => {
    const send = (headers: Record<string, string>, payload: Record<string, string>, cookies: Record<string, string> = {}) =>
      door.app.inject({ method: "POST", url: "/sign-in", cookies, headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, payload: new URLSearchParams(payload).toString() });
    const page = await door.get("/sign-in");
    const form = /name="form" value="([^"]+)"/.exec(page.body)?.[1] ?? "";
    const good = { user: "finance", password };
    const refused = [
      await send({}, good),
      await send({}, { ...good, form }),
      await send({}, { ...good, form: "x".repeat(43) }, cookiesOf(page)),
      await send({}, { ...good, form }, { d521_form: "y".repeat(43) }),
      await send({ "sec-fetch-site": "cross-site" }, { ...good, form }, cookiesOf(page)),
      await send({ "sec-fetch-site": "same-site" }, { ...good, form }, cookiesOf(page)),
    ];
    for (const answer of refused) expect([answer.statusCode, cookiesOf(answer).d521_session]).toEqual([403, undefined]);
    expect((await send({ "sec-fetch-site": "same-origin" }, { ...good, form }, cookiesOf(page))).statusCode).toBe(303);
  });

  it("refuses forms of other origins where a browser does not say of which site they are", async () => {
    const status = async (headers: Record<string, string>) => (await door.submit("finance", password, { headers })).statusCode;
    for (const origin of ["http://evil.example", "null", "http://portal.gov.example.evil.example", "http://portal.gov.example:8080", "file://", "", "http://user@evil.example/portal.gov.example"]) {
      expect(await status({ host: "portal.gov.example:5210", origin }), origin).toBe(403);
    }
    expect(await status({ host: "portal.gov.example:5210", origin: "http://portal.gov.example:5210" })).toBe(303);
    expect(await status({ host: "portal.gov.example:443", origin: "https://portal.gov.example" })).toBe(303);
    // a proxy that passes on the name without its port
    expect(await status({ host: "portal.gov.example", origin: "https://portal.gov.example:8443" })).toBe(303);
    expect(await status({ host: "127.0.0.1:5210", "x-forwarded-host": "Portal.gov.example", origin: "https://portal.gov.example" })).toBe(303);

    const cookies = await door.signedIn("finance");
    const home = await door.get("/", { cookies });
    const form = /name="form" value="([^"]+)"/.exec(home.body)?.[1] ?? "";
    const send = (url: string, payload: string, origin: string) =>
      door.app.inject({ method: "POST", url, cookies: { ...cookies, ...cookiesOf(home) }, headers: { "content-type": "application/x-www-form-urlencoded", host: "portal.gov.example", origin }, payload });
    expect((await send("/sign-out", `form=${form}`, "http://evil.example")).statusCode).toBe(403);
    expect((await send("/finance/downloaded", "table=t&page=p", "http://evil.example")).statusCode).toBe(401);
    expect((await send("/finance/downloaded", "table=t&page=p", "http://portal.gov.example")).statusCode).toBe(204);
    expect((await send("/sign-out", `form=${form}`, "http://portal.gov.example")).statusCode).toBe(303);
  });

  it("opens a name that an administrator has unlocked", async () => {
    for (let failure = 1; failure <= 5; failure += 1) await door.submit("finance", `wrong-${failure}-guess`);
    expect((await door.submit("finance", password)).statusCode).toBe(429);
    unlockAccount(door.accounts, "finance", new Date(door.clock.at));
    expect((await door.submit("finance", password)).statusCode).toBe(303);
  });

  it("slows an address that tries many names", async () => {
    const attempt = () => door.app.inject({ method: "POST", url: "/sign-in", headers: { "content-type": "application/x-www-form-urlencoded" }, payload: "user=a&password=b" });
    for (let count = 0; count < 60; count += 1) expect((await attempt()).statusCode).toBe(403);
    const refused = await attempt();
    expect([refused.statusCode, refused.body.includes("登录太频繁")]).toEqual([429, true]);
    // the pages stay open to it
    expect((await door.get("/sign-in")).statusCode).toBe(200);
  });

  it("slows it though it says at each try that it is another, by a proxy that hands that on", async () => {
    const attempt = (from: string) => door.app.inject({ method: "POST", url: "/sign-in", headers: { "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": from }, payload: "user=a&password=b" });
    for (let count = 0; count < 60; count += 1) expect((await attempt(`10.0.${count}.1, 127.0.0.1`)).statusCode).toBe(403);
    for (const from of ["10.1.1.1", "2001:db8::1", "nobody", ""]) expect((await attempt(from)).statusCode, from).toBe(429);
  });

  it("slows one address behind a proxy before it has used up the tries of the others", async () => {
    const attempt = (from: string) => door.app.inject({ method: "POST", url: "/sign-in", headers: { "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": from }, payload: "user=a&password=b" });
    for (let count = 0; count < 20; count += 1) expect((await attempt("10.0.0.1")).statusCode).toBe(403);
    for (let count = 0; count < 100; count += 1) expect((await attempt("10.0.0.1")).statusCode).toBe(429);
    expect((await attempt("10.0.0.2")).statusCode).toBe(403);
  });

  it("takes odd bodies calmly", async () => {
    const send = (type: string, payload: string) => door.app.inject({ method: "POST", url: "/sign-in", headers: { "content-type": type }, payload });
    expect((await send("application/json", '{"user":{"$ne":1},"password":["x"]}')).statusCode).toBe(403);
    expect((await send("application/json", "{")).statusCode).toBe(400);
    expect((await send("text/xml", "<a/>")).statusCode).toBe(400);
    expect((await send("application/x-www-form-urlencoded", `user=${"a".repeat(20_000)}`)).statusCode).toBe(400);
    expect((await send("application/x-www-form-urlencoded", "user=a&user=b&password=1&password=2")).statusCode).toBe(403);
  });
});

describe("a session", () => {
  const opens = async (cookies: Record<string, string>) => (await door.get("/finance/", { cookies })).statusCode === 200;

  it("ends after half an hour without a request, and after half a day in any case", async () => {
    const cookies = await door.signedIn("finance");
    door.clock.at += 30 * minutes;
    expect(await opens(cookies)).toBe(true);
    door.clock.at += 30 * minutes + 1;
    expect(await opens(cookies)).toBe(false);
    const busy = await door.signedIn("finance");
    for (let past = 0; past < 12 * 60; past += 20) {
      expect(await opens(busy)).toBe(true);
      door.clock.at += 20 * minutes;
    }
    door.clock.at += 1;
    expect(await opens(busy)).toBe(false);
  });

  it("ends with sign-out, which only our own form can ask for", async () => {
    const cookies = await door.signedIn("finance");
    const home = await door.get("/", { cookies });
    const jar = { ...cookies, ...cookiesOf(home) };
    const form = /name="form" value="([^"]+)"/.exec(home.body)?.[1] ?? "";
    const signOut = (token: string) =>
      door.app.inject({ method: "POST", url: "/sign-out", cookies: jar, headers: { "content-type": "application/x-www-form-urlencoded" }, payload: `form=${token}` });
    expect((await signOut("")).statusCode).toBe(403);
    expect(await opens(cookies)).toBe(true);
    const out = await signOut(form);
    expect([out.statusCode, out.headers.location]).toEqual([303, "/sign-in?out=1"]);
    expect(await opens(cookies)).toBe(false);
  });

  it("ends when the account is removed, loses the role, or gets another password", async () => {
    const removed = await door.signedIn("finance");
    removeAccount(door.accounts, "finance");
    expect(await opens(removed)).toBe(false);
    const changed = await door.signedIn("both");
    expect(await opens(changed)).toBe(true);
    door.clock.at += 1;
    await putAccount(door.accounts, "both", password, ["supervision"], new Date(door.clock.at));
    expect(await opens(changed)).toBe(false);
    expect((await door.get("/finance/", { cookies: await door.signedIn("both") })).statusCode).toBe(403);
  });

  it("is not opened by a made-up cookie, nor by an accounts file that others may write", async () => {
    expect(await opens({ d521_session: "a".repeat(43) })).toBe(false);
    const cookies = await door.signedIn("finance");
    chmodSync(door.accounts, 0o666);
    expect(await opens(cookies)).toBe(false);
  });
});

describe("the audit log", () => {
  it("has a line for each sign-in, page, download and refusal, with who, what, when and from where, and no secret", async () => {
    await door.submit("finance", "not-this-one");
    const cookies = await door.signedIn("finance");
    const from = { accept: "text/html", "x-forwarded-for": "10.1.2.3" };
    await door.get("/finance/enterprise/?id=91370406MA00000000", { cookies, headers: from });
    await door.get("/finance/data/extract/lines.parquet", { cookies, headers: from });
    await door.get("/finance/_app/immutable/entry/start.js", { cookies, headers: from });
    await door.get("/supervision/", { cookies, headers: from });
    const at = "2022-01-10T01:00:00.000Z";
    const here = { at, address: "127.0.0.1", user: "finance" };
    const there = { at, address: "10.1.2.3", user: "finance" };
    expect(door.audit()).toEqual([
      { at, event: "start" },
      { event: "sign_in_failed", ...here },
      { event: "sign_in", ...here },
      { event: "open", ...there, audience: "finance", path: "/finance/enterprise/" },
      { event: "download", ...there, audience: "finance", path: "/finance/data/extract/lines.parquet" },
      { event: "denied", ...there, audience: "supervision", path: "/supervision/", status: 403 },
    ]);
  });

  it("has a line for each refusal: unknown addresses, nobody signed in, foreign forms, no valid address; of strangers so many a minute", async () => {
    const cookies = await door.signedIn("finance");
    await door.get("/finance/absent?secret=1", { cookies });
    await door.get("/Supervision/", { cookies });
    await door.get("/supervision/%c0%ae", { cookies });
    await door.get("/finance/");
    await door.get("/finance/data/extract/lines.parquet", { headers: { accept: "*/*" } });
    await door.app.inject({ method: "POST", url: "/sign-out", payload: "form=x", cookies, headers: { "content-type": "application/x-www-form-urlencoded" } });
    await door.app.inject({ method: "DELETE", url: "/finance/" });
    const at = new Date(door.clock.at).toISOString();
    const refused = { at, event: "refused", address: "127.0.0.1" };
    expect(door.audit().slice(2)).toEqual([
      { ...refused, user: "finance", path: "/finance/absent", status: 404 },
      { ...refused, user: "finance", path: "/Supervision/", status: 404 },
      { ...refused, path: "/supervision/%c0%ae", status: 400 },
      { ...refused, path: "/finance/", status: 401 },
      { ...refused, path: "/finance/data/extract/lines.parquet", status: 401 },
      { ...refused, user: "finance", path: "/sign-out", status: 403 },
      { ...refused, path: "/finance/", status: 405 },
    ]);
    for (let count = 0; count < 70; count += 1) await door.get("/finance/");
    await door.get("/finance/absent", { cookies });
    // four were written before, the sixtieth says that it is the last
    expect(door.audit().slice(9)).toHaveLength(57);
    expect(door.audit().at(-2)).toMatchObject({ event: "refused", muted: true });
    expect(door.audit().at(-1)).toMatchObject({ user: "finance", path: "/finance/absent" });
    door.clock.at += minutes;
    await door.get("/finance/");
    expect(door.audit().at(-1)).toEqual({ ...refused, at: new Date(door.clock.at).toISOString(), path: "/finance/", status: 401 });
  });

  it("has an address in each line, never what a header only calls one", async () => {
    const long = `fe80::1%${"x".repeat(3_000)}`;
    const said: readonly (readonly [header: string, address: string])[] = [
      ["10.1.2.3", "10.1.2.3"], ["2001:db8::9", "2001:db8::9"], ["10.9.9.9, 10.1.2.3", "10.1.2.3"],
      ["nobody", "127.0.0.1"], ["x".repeat(5_000), "127.0.0.1"], [long, "127.0.0.1"], ["10.1.2.3, <script>", "127.0.0.1"], ["10.1.2.3 evil", "127.0.0.1"], [",,,", "127.0.0.1"],
    ];
    for (const [header] of said) await door.get("/finance/", { headers: { accept: "text/html", "x-forwarded-for": header } });
    expect(door.audit().slice(1).map(({ address }) => address)).toEqual(said.map(([, address]) => address));
  });

  it("shows what a stranger typed as a name, without letting it break a line or turn the text about", async () => {
    const name = 'a\n{"event":"sign_in"}\u202e\u009b2J\u200b\u{e0041}';
    await door.submit(name, "wrong-password");
    const text = readFileSync(path.join(door.folder, "audit.jsonl"), "utf8");
    expect(text.trim().split("\n")).toHaveLength(2);
    expect(text).toMatch(/^[ -~\n]*$/);
    expect(door.audit().at(-1)).toMatchObject({ event: "sign_in_failed", user: name });
  });

  it("hears of workbooks that a page made, from those who are inside and of their own site only", async () => {
    const cookies = await door.signedIn("finance");
    const say = (site: string, with_: { cookies?: Record<string, string>; from?: string; table?: string }) =>
      door.app.inject({
        method: "POST",
        url: `/${site}/downloaded`,
        ...(with_.cookies && { cookies: with_.cookies }),
        headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8", "sec-fetch-site": with_.from ?? "same-origin" },
        payload: new URLSearchParams({ table: with_.table ?? "付款清单", page: "/finance/payments/" }).toString(),
      });
    expect((await say("finance", { cookies })).statusCode).toBe(204);
    expect((await say("finance", { cookies, table: `${"长".repeat(300)}\n{"event":"sign_in"}` })).statusCode).toBe(204);
    expect((await say("finance", {})).statusCode).toBe(401);
    expect((await say("finance", { cookies, from: "cross-site" })).statusCode).toBe(401);
    expect((await say("supervision", { cookies })).statusCode).toBe(403);
    const heard = door.audit().filter(({ event }) => event === "download");
    expect(heard).toMatchObject([{ user: "finance", audience: "finance", path: "/finance/payments/", table: "付款清单" }, { table: "长".repeat(200) }]);
  });

  it("starts a new file with a new month, and keeps the old one beside it", async () => {
    const cookies = await door.signedIn("finance");
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    door.clock.at = Date.now() + 40 * 86_400_000;
    const again = await door.signedIn("finance");
    expect(again).not.toEqual(cookies);
    expect(door.audit().map(({ event }) => event)).toEqual(["sign_in"]);
    const kept = readdirSync(door.folder).filter((name) => name.startsWith("audit_"));
    expect(kept).toHaveLength(1);
    expect(kept[0]! <= `audit_${month}.jsonl`).toBe(true);
    expect(readFileSync(path.join(door.folder, kept[0]!), "utf8").trim().split("\n").map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["start", "sign_in"]);
  });
});

it("/healthz answers without a session and tells nothing", async () => {
  const answer = await door.get("/healthz");
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: "ok" }]);
  for (const url of ["/healthz", "/sign-in"]) expect((await door.app.inject({ method: "HEAD", url })).statusCode, url).toBe(200);
});
