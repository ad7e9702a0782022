import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OidcSettings, readOidcSettings } from "../../../pipelines/serve/oidc/settings.ts";
import { cookiesOf, type DoorUnderTest, openDoor } from "./door.ts";
import { clientSecret, openProvider, type ProviderUnderTest } from "./oidc-provider.ts";

let provider: ProviderUnderTest;
let door: DoorUnderTest;
let settings: OidcSettings;

beforeAll(async () => {
  provider = await openProvider();
  settings = {
    issuer: provider.issuer, client_id: "521", clientSecret, public_url: "http://portal.local/521", name_claim: "name", user_claim: "preferred_username", roles_claim: "groups",
    roles: { "521财政": ["finance"], "521督查": ["supervision"] }, scopes: ["profile"], label: "统一身份登录", allow_http: true,
  };
});
afterAll(() => provider.close());
beforeEach(async () => {
  provider.say = {};
  door = await openDoor({ basePath: "/521", sso: settings });
});
afterEach(() => door.close());

/** Begins a sign-in as a browser does: the cookie it gets, and the query it is sent back with. */
async function begin(query = "") {
  const start = await door.get(`/521/oidc/start${query}`);
  expect(start.statusCode).toBe(303);
  const url = String(start.headers.location);
  return { url, cookies: cookiesOf(start), back: provider.agree(url) };
}

const finish = (back: string, cookies: Record<string, string>) => door.get(`/521/oidc/callback${back}`, { cookies });

describe("single sign-on", () => {
  it("lets a person in to the sites of her groups, and nowhere else, under the provider's name", async () => {
    const { cookies, back, url } = await begin();
    expect(new URL(url).searchParams.get("redirect_uri")).toBe("http://portal.local/521/oidc/callback");
    const answer = await finish(back, cookies);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/521/finance/"]);
    const session = { d521_session: cookiesOf(answer).d521_session! };
    expect((await door.get("/521/finance/", { cookies: session })).body).toContain("secret of finance");
    expect((await door.get("/521/supervision/", { cookies: session })).statusCode).toBe(403);
    expect((await door.get("/521/", { cookies: session })).body).toContain("sso:张三");
    expect(door.audit().filter(({ event }) => event === "sign_in")).toMatchObject([{ user: "sso:张三" }]);
  });

  it("brings her to the page that she asked for, and never off this server", async () => {
    const { cookies, back } = await begin("?next=/finance/enterprise/");
    expect((await finish(back, cookies)).headers.location).toBe("/521/finance/enterprise/");
    const astray = await begin("?next=https://elsewhere.example/");
    expect((await finish(astray.back, astray.cookies)).headers.location).toBe("/521/finance/");
  });

  it("has its link on the sign-in page, which asks the provider anew after signing out; local accounts still work", async () => {
    expect((await door.get("/521/sign-in")).body).toContain('href="/521/oidc/start"');
    expect((await door.get("/521/sign-in?out=1")).body).toContain("/521/oidc/start?again=1");
    expect((await begin("?again=1")).url).toContain("prompt=login");
    expect((await door.submit("finance", "correct-horse-9")).statusCode).toBe(303);
  });

  it("lets nobody in without a group that opens a site", async () => {
    for (const groups of [[], ["别的"], ["__proto__"], "521", { 521: true }, undefined]) {
      provider.say = { claims: { groups } };
      const { cookies, back } = await begin();
      const answer = await finish(back, cookies);
      expect(answer.statusCode).toBe(403);
      expect(cookiesOf(answer)).not.toHaveProperty("d521_session");
    }
    expect(door.audit().filter(({ event }) => event === "denied")).toHaveLength(6);
  });

  const past = Math.floor(Date.now() / 1000) - 3600;
  it.each([
    ["another nonce", { claims: { nonce: "x" } }],
    ["another audience", { claims: { aud: "someone-else" } }],
    ["another issuer", { claims: { iss: "http://elsewhere.example" } }],
    ["an expiry that is past", { claims: { exp: past, iat: past - 300 } }],
    ["a signature by a foreign key", { key: "foreign" }],
    ["no signature", { alg: "none" }],
    ["a signature by the secret that client and provider share", { alg: "HS256" }],
    ["several audiences and another's authority", { claims: { aud: ["521", "someone-else"], azp: "someone-else" } }],
    ["a time that is still to come", { claims: { nbf: past + 7200 } }],
  ] as const)("refuses a token with %s", async (_, say) => {
    provider.say = say;
    const { cookies, back } = await begin();
    const answer = await finish(back, cookies);
    expect(answer.statusCode).toBe(401);
    expect(cookiesOf(answer)).not.toHaveProperty("d521_session");
    expect(door.audit().at(-1)).toMatchObject({ event: "sign_in_failed" });
  });

  it("forgives clocks that differ by half a minute", async () => {
    const now = Math.floor(Date.now() / 1000);
    provider.say = { claims: { iat: now + 20, exp: now - 20 } };
    const { cookies, back } = await begin();
    expect((await finish(back, cookies)).statusCode).toBe(303);
  });

  it("refuses an answer with another state, of another browser, twice, or too late", async () => {
    const first = await begin();
    expect((await finish(first.back.replace(/state=[^&]+/, "state=other"), first.cookies)).statusCode).toBe(401);
    const second = await begin();
    expect((await finish(second.back, {})).statusCode).toBe(400);
    expect((await finish(second.back, first.cookies)).statusCode).toBe(400);
    expect((await finish(second.back, second.cookies)).statusCode).toBe(303);
    expect((await finish(second.back, second.cookies)).statusCode).toBe(400);
    const late = await begin();
    door.clock.at += 11 * 60_000;
    expect((await finish(late.back, late.cookies)).statusCode).toBe(400);
  });

  it("says so while the provider is away, and works again when it is back", async () => {
    const away = await openDoor({ sso: { ...settings, issuer: "http://127.0.0.1:9" } });
    try {
      const answer = await away.get("/oidc/start");
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain("本地账号");
    } finally {
      await away.close();
    }
  });

  it("is not there without settings", async () => {
    const plain = await openDoor();
    try {
      expect((await plain.get("/sign-in")).body).not.toContain("/oidc/");
      expect((await plain.get("/oidc/start")).statusCode).toBe(303);
    } finally {
      await plain.close();
    }
  });
});

describe("the settings of single sign-on", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "d521-oidc-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const right = { issuer: "https://sso.local", client_id: "521", client_secret_file: "secret", public_url: "https://portal.local/521/", roles: { 财政: ["finance"] } };

  function read(changes: Record<string, unknown>, mode = 0o600) {
    const secret = path.join(folder, "secret");
    writeFileSync(secret, "s3cret\n");
    chmodSync(secret, mode);
    const file = path.join(folder, "oidc.json");
    writeFileSync(file, JSON.stringify({ ...right, ...changes }));
    return readOidcSettings(file);
  }

  it("come with defaults, and the secret from its own file", () => {
    expect(read({})).toMatchObject({ clientSecret: "s3cret", public_url: "https://portal.local/521", roles_claim: "groups", allow_http: false });
  });

  it.each([
    ["an unknown key", { isuer: "x" }, "isuer"],
    ["no group", { roles: {} }, "roles"],
    ["a site that is none", { roles: { 财政: ["treasury"] } }, "roles.财政.0"],
    ["plain http where it was not allowed", { issuer: "http://sso.local" }, "allow_http"],
    ["a secret that is not there", { client_secret_file: "none" }, "none"],
  ])("are refused with %s", (_, changes, detail) => {
    expect(() => read(changes)).toThrowError(expect.objectContaining({ code: "oidc_wrong", params: expect.objectContaining({ detail: expect.stringContaining(detail) as string }) as object }) as Error);
  });

  it.each([
    ["text that is no JSON", () => writeFileSync(path.join(folder, "oidc.json"), "{"), "oidc.json", { code: "oidc_wrong" }],
    ["no file", () => {}, "none.json", { code: "ENOENT", path: expect.stringContaining("none.json") as string }],
    ["a folder, by its name", () => {}, ".", { code: "EISDIR", path: expect.stringContaining(path.basename(folder)) as string }],
  ])("are refused with %s", (_, write, name, error) => {
    write();
    expect(() => readOidcSettings(path.join(folder, name))).toThrowError(expect.objectContaining(error) as Error);
  });

  it("are refused with an empty secret", () => {
    writeFileSync(path.join(folder, "blank"), " \n", { mode: 0o600 });
    expect(() => read({ client_secret_file: "blank" })).toThrowError(expect.objectContaining({ code: "oidc_wrong", params: expect.objectContaining({ detail: path.join(folder, "blank") }) as object }) as Error);
  });

  it("are refused with a secret that others may read", () => {
    expect(() => read({}, 0o644)).toThrowError(expect.objectContaining({ code: "oidc_exposed" }) as Error);
  });
});
