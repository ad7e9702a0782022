/** A door with small made-up sites behind it, for the tests of this folder. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { putAccount } from "../../../pipelines/serve/accounts.ts";
import { type Audience, audiences } from "../../../pipelines/serve/audiences.ts";
import type { OidcSettings } from "../../../pipelines/serve/oidc/settings.ts";
import { createServer, defaultTrustProxy } from "../../../pipelines/serve/server.ts";

export const password = "correct-horse-9";
export const start = Date.parse("2022-01-10T09:00:00+08:00");

export interface DoorUnderTest {
  readonly folder: string;
  readonly accounts: string;
  readonly clock: { at: number };
  app: FastifyInstance;
  get(url: string, options?: Partial<InjectOptions> & { cookies?: Record<string, string> }): Promise<LightMyRequestResponse>;
  /** the answer to a sign-in, its form fetched first, as a browser does */
  submit(user: string, secret: string, options?: { next?: string; headers?: Record<string, string> }): Promise<LightMyRequestResponse>;
  /** cookies of a signed-in browser */
  signedIn(user: string): Promise<Record<string, string>>;
  audit(): Record<string, unknown>[];
  close(): Promise<void>;
}

const scripts = {
  theme: "\n\t\t\ttry {\n\t\t\t\tconst savedTheme = localStorage.getItem('evidence-theme') ?? 'system';\n\t\t\t} catch (e) {}\n\t\t",
  start: '\n\t\t\t\t{\n\t\t\t\t\t__sveltekit_1a2b3c = {\n\t\t\t\t\t\tbase: "/finance"\n\t\t\t\t\t};\n\n\t\t\t\t\tPromise.all([\n\t\t\t\t\t\timport("/finance/_app/immutable/entry/start.js")\n\t\t\t\t\t]).then(([kit]) => kit.start());\n\t\t\t\t}\n\t\t\t',
  foreign: "alert(document.cookie)",
};
export const inlineScripts = scripts;

function writeSite(sites: string, audience: Audience): void {
  const write = (file: string, content: string | Buffer) => {
    mkdirSync(path.dirname(path.join(sites, audience, file)), { recursive: true });
    writeFileSync(path.join(sites, audience, file), content);
  };
  const page = `<!doctype html><script>${scripts.theme}</script><h1>secret of ${audience}</h1><script>${scripts.foreign}</script><script type="application/json">{}</script><script>${scripts.start}</script>`;
  write("index.html", page);
  write("enterprise/index.html", `card of ${audience}`);
  write("data/extract/lines.parquet", `data of ${audience}`);
  write("_app/immutable/entry/start.js", "export const start = 1;");
  write("_app/immutable/entry/start.js.gz", gzipSync("export const start = 1;"));
  write("附件/清单.csv", "名称");
  write(".env", "hidden");
  write("%2e.txt", "odd");
}

/** hashing is slow by design: the four accounts are made once for all doors of a test file */
let accountsText: Promise<string> | undefined;

async function writeAccounts(file: string): Promise<string> {
  for (const audience of audiences) await putAccount(file, audience, password, [audience], new Date(start - 1000));
  await putAccount(file, "both", password, ["finance", "supervision"], new Date(start - 1000));
  return readFileSync(file, "utf8");
}

export async function openDoor(options: { basePath?: string; without?: readonly Audience[]; sso?: OidcSettings; database?: string } = {}): Promise<DoorUnderTest> {
  const folder = mkdtempSync(path.join(tmpdir(), "d521-serve-"));
  const sites = path.join(folder, "sites");
  const accounts = path.join(folder, "accounts.json");
  const audit = path.join(folder, "audit.jsonl");
  const clock = { at: start };
  for (const audience of audiences) {
    if (!options.without?.includes(audience)) writeSite(sites, audience);
  }
  accountsText ??= writeAccounts(accounts);
  writeFileSync(accounts, await accountsText, { mode: 0o600 });
  const basePath = options.basePath ?? "";
  const app = await createServer({ sites, accounts, audit, basePath, trustProxy: defaultTrustProxy, now: () => new Date(clock.at), ...(options.sso && { sso: options.sso }), ...(options.database !== undefined && { database: options.database }) });

  const door: DoorUnderTest = {
    folder,
    accounts,
    clock,
    app,
    get: (url, more = {}) => app.inject({ method: "GET", url, headers: { accept: "text/html" }, ...more }),
    async submit(user, secret, { next = "", headers = {} } = {}) {
      const page = await app.inject({ method: "GET", url: `${basePath}/sign-in` });
      const form = /name="form" value="([^"]+)"/.exec(page.body)?.[1] ?? "";
      return app.inject({
        method: "POST",
        url: `${basePath}/sign-in`,
        cookies: cookiesOf(page),
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        payload: new URLSearchParams({ form, next, user, password: secret }).toString(),
      });
    },
    async signedIn(user) {
      const answer = await door.submit(user, password);
      if (answer.statusCode !== 303) throw new Error(`sign-in answered ${answer.statusCode}`);
      return cookiesOf(answer);
    },
    audit: () => readFileSync(audit, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>),
    async close() {
      await app.close();
      rmSync(folder, { recursive: true });
    },
  };
  return door;
}

export function cookiesOf(answer: LightMyRequestResponse): Record<string, string> {
  return Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));
}
