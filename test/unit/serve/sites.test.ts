import { createHash } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audiences } from "../../../pipelines/serve/audiences.ts";
import { type DoorUnderTest, inlineScripts, openDoor } from "./door.ts";

let door: DoorUnderTest;
const cookies: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  door = await openDoor();
  for (const user of [...audiences, "both"]) cookies[user] = await door.signedIn(user);
});
afterAll(() => door.close());

/** the port of the door, opened once */
async function listening(): Promise<number> {
  if (!door.app.server.listening) await door.app.listen({ port: 0, host: "127.0.0.1" });
  return (door.app.server.address() as { port: number }).port;
}

describe("who may open what", () => {
  it("opens its own audience to a role, and no other", async () => {
    for (const role of audiences) {
      for (const audience of audiences) {
        for (const file of ["", "enterprise/", "data/extract/lines.parquet", "nothing-here"]) {
          const answer = await door.get(`/${audience}/${file}`, { cookies: cookies[role] });
          if (role !== audience) {
            expect(answer.statusCode).toBe(403);
            expect(answer.body).toContain("没有权限");
          } else expect(answer.statusCode).toBe(file === "nothing-here" ? 404 : 200);
          expect(answer.body.includes(`of ${audience}`)).toBe(role === audience && file !== "nothing-here");
        }
      }
    }
    expect((await door.get("/finance/", { cookies: cookies.both })).statusCode).toBe(200);
    expect((await door.get("/supervision/", { cookies: cookies.both })).statusCode).toBe(200);
    expect((await door.get("/leading-office/", { cookies: cookies.both })).statusCode).toBe(403);
  });

  it("shows nothing to who is not signed in: pages lead to sign-in and back, all else is 401", async () => {
    const page = await door.get("/finance/enterprise/?id=E1&x=2");
    expect([page.statusCode, page.headers.location]).toEqual([303, "/sign-in?next=%2Ffinance%2Fenterprise%2F%3Fid%3DE1%26x%3D2"]);
    const there = await door.get("/finance/data/extract/lines.parquet", { headers: { accept: "*/*" } });
    const absent = await door.get("/finance/data/extract/absent.parquet", { headers: { accept: "*/*" } });
    expect([there.statusCode, absent.statusCode, there.body]).toEqual([401, 401, absent.body]);
  });

  it("refuses every trick with paths", async () => {
    const tricks = [
      "/supervision/../finance/",
      "/supervision/..%2ffinance/",
      "/supervision/%2e%2e/finance/",
      "/supervision/%2E%2E/finance/index.html",
      "/supervision/.%2e/finance/index.html",
      "/supervision/%252e%252e/finance/",
      "/supervision/%252e%252e%252ffinance/index.html",
      "/supervision/..%5cfinance%5cindex.html",
      "/supervision/..\\finance\\index.html",
      "/supervision\\..\\finance/",
      "/supervision/./../finance/",
      "/supervision//../finance/",
      "/supervision/..;/finance/",
      "/supervision/%c0%ae%c0%ae/finance/",
      "/supervision/%00/../finance/",
      "/supervision/index.html%00.png",
      "/supervision/enterprise/../../finance/index.html",
      "/./finance/",
      "/.//finance/",
      "//finance/",
      "///finance/",
      "/%2ffinance/",
      "/%66inance/",
      "/f%69nance/index.html",
      "/Finance/",
      "/FINANCE/index.html",
      "/finance%2findex.html",
      "/finance%2f",
      "/finance.",
      "/finance /",
      "/finance%20/",
      "/finance;/",
      "/finance%3f/",
      "/finance\\",
      "/ｆinance/",
      "/%EF%BD%86inance/",
      "/supervision/.env",
      "/supervision/%2eenv",
      "/supervision/%252e.txt",
      "/supervision/C:/index.html",
      "/supervision//index.html",
      "/supervision/index.html/",
      "/supervision/%",
      "/supervision/%zz",
      `/supervision/${"a/".repeat(2000)}`,
      "http://x/finance/index.html",
    ];
    const port = await listening();
    for (const trick of tricks) {
      const { status, text } = await rawGet(port, trick, cookies.supervision ?? {});
      expect([400, 403, 404], `${trick} → ${status}`).toContain(status);
      expect(text, trick).not.toMatch(/(secret|card|data) of|^hidden|^odd/m);
    }
    // the same way of asking does open what it may
    expect((await rawGet(port, "/supervision/", cookies.supervision ?? {})).text).toContain("secret of supervision");
  });

  it("follows no link out of the audience's folder", async () => {
    const sites = path.join(door.folder, "sites");
    writeFileSync(path.join(door.folder, "outside.html"), "data of outside");
    symlinkSync(path.join(sites, "finance"), path.join(sites, "supervision", "linked"));
    symlinkSync(path.join(door.folder, "outside.html"), path.join(sites, "supervision", "outside.html"));
    for (const url of ["/supervision/linked/", "/supervision/linked/index.html", "/supervision/outside.html"]) {
      expect((await door.get(url, { cookies: cookies.supervision })).statusCode).toBe(404);
    }
  });

  it("serves a site that is swapped in as a link", async () => {
    const sites = path.join(door.folder, "sites");
    mkdirSync(path.join(door.folder, "published"));
    writeFileSync(path.join(door.folder, "published", "index.html"), "the new site");
    const { renameSync } = await import("node:fs");
    renameSync(path.join(sites, "leading-office"), path.join(door.folder, "old"));
    symlinkSync(path.join(door.folder, "published"), path.join(sites, "leading-office"));
    expect((await door.get("/leading-office/", { cookies: cookies["leading-office"] })).body).toBe("the new site");
  });
});

describe("how files are served", () => {
  const finance = (url: string, headers: Record<string, string> = {}) => door.get(url, { cookies: cookies.finance, headers: { accept: "text/html", ...headers } });

  it("leads to the slash that Evidence's pages need, keeping the query", async () => {
    const answers = [await finance("/finance"), await finance("/finance/enterprise?id=1")];
    expect(answers.map(({ statusCode, headers }) => [statusCode, headers.location])).toEqual([
      [308, "/finance/"],
      [308, "/finance/enterprise/?id=1"],
    ]);
  });

  it("answers with a policy that names only the site builder's own inline scripts", async () => {
    const policy = String((await finance("/finance/")).headers["content-security-policy"]);
    const hash = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
    expect(policy).toContain(hash(inlineScripts.theme));
    expect(policy).toContain(hash(inlineScripts.start));
    expect(policy).not.toContain(hash(inlineScripts.foreign));
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(scripts).toMatch(/^'self' 'wasm-unsafe-eval' /);
    expect(scripts).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("sends the other security headers with every answer", async () => {
    for (const url of ["/finance/", "/sign-in", "/finance/absent", "/supervision/", "/healthz", "/finance", "/door.css"]) {
      const { headers } = await finance(url);
      expect(headers["content-security-policy"], url).toContain("default-src 'none'");
      expect(headers["x-content-type-options"], url).toBe("nosniff");
      expect(headers["x-frame-options"], url).toBe("DENY");
      expect(headers["referrer-policy"], url).toBe("same-origin");
      expect(headers["cross-origin-opener-policy"], url).toBe("same-origin");
    }
    expect((await finance("/finance/")).headers["strict-transport-security"]).toBeUndefined();
    expect((await finance("/finance/", { "x-forwarded-proto": "https" })).headers["strict-transport-security"]).toBe("max-age=31536000");
  });

  it("sends them with what is no valid address or no HTTP at all too", async () => {
    const port = await listening();
    for (const text of ["GET /finance/%c0%ae HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GARBAGE\r\n\r\n", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(40_000)}\r\n\r\n`]) {
      const answer = await rawText(port, text);
      expect(answer, text.slice(0, 40)).toMatch(/^HTTP\/1\.1 4(00|31) /);
      for (const header of ["x-content-type-options: nosniff", "x-frame-options: DENY", "content-security-policy: default-src 'none'"]) expect(answer.toLowerCase(), text.slice(0, 40)).toContain(header.toLowerCase());
    }
  });

  it("gives a compressed copy in its file's place only, never by its own name", async () => {
    expect((await finance("/finance/_app/immutable/entry/start.js", { "accept-encoding": "gzip" })).headers["content-encoding"]).toBe("gzip");
    for (const url of ["/finance/_app/immutable/entry/start.js.gz", "/finance/_app/immutable/entry/start.js.GZ", "/finance/index.html.br"]) expect((await finance(url)).statusCode, url).toBe(404);
  });

  it("revalidates by ETag, keeps hashed names for good, sends what is compressed already", async () => {
    const first = await finance("/finance/data/extract/lines.parquet");
    expect(first.headers["cache-control"]).toBe("private, no-cache");
    const again = await finance("/finance/data/extract/lines.parquet", { "if-none-match": String(first.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    const part = await finance("/finance/data/extract/lines.parquet", { range: "bytes=0-3" });
    expect([part.statusCode, part.body]).toEqual([206, "data"]);
    const beyond = await finance("/finance/data/extract/lines.parquet", { range: "bytes=9999-" });
    expect([beyond.statusCode, (await finance("/finance/data/extract/lines.parquet", { "if-match": '"other"' })).statusCode]).toEqual([416, 412]);
    const script = await finance("/finance/_app/immutable/entry/start.js", { "accept-encoding": "gzip" });
    expect(script.headers["content-encoding"]).toBe("gzip");
    expect(script.headers["cache-control"]).toBe("private, max-age=31536000, immutable");
    expect(script.headers.vary).toMatch(/Accept-Encoding/i);
    expect(script.headers["content-type"]).toMatch(/javascript/);
    const plain = await finance("/finance/_app/immutable/entry/start.js");
    expect(plain.body).toBe("export const start = 1;");
  });

  it("finds files with Chinese names", async () => {
    expect((await finance(`/finance/${encodeURIComponent("附件")}/${encodeURIComponent("清单.csv")}`)).body).toBe("名称");
  });

  it("only reads: other methods are 405 and change nothing", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] as const) {
      expect((await door.app.inject({ method, url: "/finance/", cookies: cookies.finance ?? {} })).statusCode).toBe(405);
    }
  });
});

it("says that a site is not built yet", async () => {
  const other = await openDoor({ without: ["finance"] });
  const answer = await other.get("/finance/", { cookies: await other.signedIn("finance") });
  expect([answer.statusCode, answer.body.includes("看板尚未生成")]).toEqual([503, true]);
  await other.close();
});

it("works under a proxy's sub-path, whether the proxy takes the path off or not", async () => {
  const other = await openDoor({ basePath: "/d521" });
  const signedIn = await other.signedIn("finance");
  for (const url of ["/d521/finance/", "/finance/"]) expect((await other.get(url, { cookies: signedIn })).body).toContain("secret of finance");
  expect((await other.get("/d521/finance", { cookies: signedIn })).headers.location).toBe("/d521/finance/");
  expect((await other.get("/d521/supervision/", { cookies: signedIn })).statusCode).toBe(403);
  expect((await other.get("/d521/d521/finance/", { cookies: signedIn })).statusCode).toBe(404);
  expect((await other.get("/d521/finance/")).headers.location).toBe("/d521/sign-in?next=%2Ffinance%2F");
  const answer = await other.submit("finance", "correct-horse-9", { next: "/finance/enterprise/?id=1" });
  expect(answer.headers.location).toBe("/d521/finance/enterprise/?id=1");
  expect(answer.cookies.every((cookie) => cookie.path === "/d521")).toBe(true);
  await other.close();
});

/** A request whose path goes over the wire as it is written; every client library would tidy it first. */
async function rawGet(port: number, target: string, jar: Record<string, string>): Promise<{ status: number; text: string }> {
  const cookie = Object.entries(jar).map(([name, value]) => `${name}=${value}`).join("; ");
  const text = await rawText(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`);
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}

/** What comes back for these bytes. */
function rawText(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
    // not end(): Node drops the answer of a client that has hung up
    socket.write(bytes);
  });
}
