import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import statics from "@fastify/static";
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { D521Error, exitCodes } from "../errors.ts";
import { TrialDesk } from "../whatif/desk.ts";
import { registerTrials } from "../whatif/routes.ts";
import { type Account, readAccounts } from "./accounts.ts";
import { openAudit } from "./audit.ts";
import { clientAddress } from "./client.ts";
import { doorPolicy, sitePolicy } from "./content-policy.ts";
import { doorStyle, noticePage } from "./door-pages.ts";
import { createLockout } from "./lockout.ts";
import { serveMessages } from "./messages.ts";
import { createSessions } from "./sessions.ts";
import { registerDoor } from "./door-routes.ts";
import { createRefusals } from "./refusals.ts";
import { registerSites } from "./site-routes.ts";
import { type Doorkeeper, isSecure, whoAsks } from "./doorkeeper.ts";
import { createOidcProvider } from "./oidc/provider.ts";
import { registerOidc } from "./oidc/routes.ts";
import type { OidcSettings } from "./oidc/settings.ts";

export interface ServeOptions {
  /** folder that holds one folder an audience */
  readonly sites: string;
  readonly accounts: string;
  readonly audit: string;
  /** `/d521` behind a proxy's sub-path; empty otherwise */
  readonly basePath: string;
  /** addresses whose forwarding headers are believed */
  readonly trustProxy: string;
  /** the district's database file, for the trials of the finance site; none where absent */
  readonly database?: string;
  /** how to sign in by the bureau's provider; local accounts alone where absent */
  readonly sso?: OidcSettings;
  readonly now: () => Date;
}

/** who may speak for a client's address and protocol, unless said otherwise: a proxy on this machine */
export const defaultTrustProxy = "loopback";

/**
 * The server of the sites, not yet listening. Everything but `/healthz`, the sign-in page and its style needs a
 * session; each account reaches the sites of its roles and no other.
 *
 * @throws D521Error for an accounts file that cannot be used
 */
export async function createServer(options: ServeOptions): Promise<FastifyInstance> {
  readAccounts(options.accounts);
  const audit = openAudit(options.audit, options.now());
  const written = new WeakSet<FastifyRequest>();
  const fewRefusals = createRefusals();
  const write: Doorkeeper["audit"] = (event, request) => {
    written.add(request);
    const kept = event.event === "refused" ? fewRefusals(event, clientAddress(request), options.now().getTime()) : event;
    if (kept === undefined) return;
    try {
      audit.write({ ...kept, address: clientAddress(request) }, options.now());
    } catch (error) {
      // what cannot be put in the log is not served; who is kept out may be without a line (a full disk)
      if (event.event !== "refused") throw error;
      process.stderr.write(`${options.audit}: ${(error as Error).message}\n`);
    }
  };
  const app = createApp(options, (request) => write({ event: "refused", path: pathOf(request), status: 400 }, request));
  const keeper: Doorkeeper = {
    ...options,
    audit: write,
    sessions: createSessions(),
    lockout: createLockout(),
    accounts: accountsReader(options.accounts),
    sendPage,
    ...(options.sso && { ssoLabel: options.sso.label }),
  };

  await app.register(cookie);
  await app.register(formbody);
  await app.register(helmet, {
    // a policy is set with each answer, since pages of the sites and the door's own differ
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "same-origin" },
    frameguard: { action: "deny" },
    // only https may promise https
    hsts: false,
  });
  await app.register(rateLimit, { global: false, keyGenerator: clientAddress });
  await app.register(statics, { serve: false, preCompressed: true, cacheControl: false, dotfiles: "deny", index: false });

  app.addHook("onRequest", async (request, reply) => {
    // the strictest until an answer sets its own
    reply.header("content-security-policy", doorPolicy);
    reply.header("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (isSecure(request)) reply.header("strict-transport-security", "max-age=31536000");
  });
  // what no route has put in the log itself: unknown addresses, forms of other sites, too many tries, who is not signed in
  app.addHook("onResponse", async (request, reply) => {
    if (!refusals.has(reply.statusCode) || written.has(request)) return;
    const user = whoAsks(keeper, request)?.account.user;
    write({ event: "refused", ...(user !== undefined && { user }), path: pathOf(request), status: reply.statusCode }, request);
  });
  app.get("/healthz", { exposeHeadRoute: true }, async (_, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  app.get("/door.css", async (_, reply) =>
    reply.type("text/css; charset=utf-8").header("cache-control", "public, max-age=300").header("content-security-policy", doorPolicy).send(doorStyle),
  );
  registerDoor(app, keeper);
  if (options.sso) registerOidc(app, keeper, createOidcProvider(options.sso));
  if (options.database !== undefined) registerTrials(app, keeper, new TrialDesk({ database: options.database }));
  registerSites(app, keeper);

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) return sendPage(reply, status, noticePage(options, 400));
    process.stderr.write(`${request.method} ${pathOf(request)}: ${error.message}\n`);
    return sendPage(reply, 500, noticePage(options, 500));
  });
  app.setNotFoundHandler((request, reply) => sendPage(reply, readOnly(request) ? 404 : 405, noticePage(options, readOnly(request) ? 404 : 405)));
  audit.write({ event: "start" }, options.now());
  app.addHook("onClose", async () => {
    audit.write({ event: "stop" }, options.now());
    audit.close();
  });
  return app;
}

/** Answers that keep someone out. */
const refusals: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 429]);

/** As it came on the wire, without its query, which may hold what is nobody's business. */
function pathOf(request: FastifyRequest): string {
  return (request.raw.url ?? "").split("?")[0]!.slice(0, 500);
}

/** The headers of answers that are given before any hook runs. */
const bareHeaders = { "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin", "cross-origin-resource-policy": "same-origin" } as const;

function createApp(options: ServeOptions, refused: (request: FastifyRequest) => void): FastifyInstance {
  try {
    return fastify({
      trustProxy: options.trustProxy,
      bodyLimit: 8 * 1024,
      requestTimeout: 30_000,
      // who sends a request drop by drop holds a connection for no longer than this
      http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
      keepAliveTimeout: 10_000,
      forceCloseConnections: "idle",
      exposeHeadRoutes: false,
      // a proxy that takes its prefix off, and one that leaves it on, both work
      rewriteUrl: (request) => withoutBase(request.url ?? "/", options.basePath),
      routerOptions: { ignoreTrailingSlash: false, ignoreDuplicateSlashes: false, caseSensitive: true },
      // fastify says this of an address that is no valid escape; the door has its own page for it
      frameworkErrors: (_, request, reply) => {
        refused(request);
        sendPage(reply.headers(bareHeaders), 400, noticePage(options, 400));
      },
      // what is no HTTP at all never becomes a request
      clientErrorHandler: (error, socket) => {
        if (!socket.writable || (error as NodeJS.ErrnoException).code === "ECONNRESET") return void socket.destroy();
        const status = { HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large", ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout" }[error.code as string] ?? "400 Bad Request";
        const headers = Object.entries({ ...bareHeaders, "content-security-policy": doorPolicy, "cache-control": "no-store", "content-length": "0", connection: "close" });
        socket.end(`HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
      },
    });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new D521Error(exitCodes.usage, "trust_proxy_wrong", serveMessages.trust_proxy_wrong, { value: options.trustProxy }, { cause });
  }
}

function readOnly(request: FastifyRequest): boolean {
  return request.method === "GET" || request.method === "HEAD";
}

/** Sends one of the door's pages; never kept by a browser or a proxy. */
function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .header("cache-control", "no-store")
    .header("content-security-policy", doorPolicy)
    .send(page);
}

function withoutBase(url: string, basePath: string): string {
  if (basePath === "" || !(url === basePath || url.startsWith(`${basePath}/`) || url.startsWith(`${basePath}?`))) return url;
  const rest = url.slice(basePath.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** Reads the accounts anew at each request; a file that has become unusable lets nobody in, and says so once a minute. */
function accountsReader(file: string): () => ReadonlyMap<string, Account> {
  let saidAt = 0;
  return () => {
    try {
      return readAccounts(file);
    } catch (error) {
      if (Date.now() - saidAt > 60_000) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      saidAt = Date.now();
      return new Map();
    }
  };
}
