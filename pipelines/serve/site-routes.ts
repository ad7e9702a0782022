import { existsSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { auditedAs } from "./audit.ts";
import { sentFromHere } from "./client.ts";
import { createHashCache, sitePolicy } from "./content-policy.ts";
import { noticePage } from "./door-pages.ts";
import { type Doorkeeper, whoAsks } from "./doorkeeper.ts";
import { findFile, readSitePath } from "./site-path.ts";

/**
 * The sites. One route takes every address that the door does not, reads it by its own strict reading
 * (site-path.ts) and not by the router's, asks who is there, and only then looks at the disk.
 */
export function registerSites(app: FastifyInstance, keeper: Doorkeeper): void {
  const hashesOf = createHashCache();

  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const raw = request.raw.url ?? "/";
    const at = raw.indexOf("?");
    const pathname = at < 0 ? raw : raw.slice(0, at);
    const query = at < 0 ? "" : raw.slice(at);

    const inside = whoAsks(keeper, request);
    // who is not inside learns nothing of what is there and what is not
    if (inside === undefined) return turnAway(keeper, request, reply, pathname, query);

    const place = readSitePath(pathname);
    if (place === undefined) return keeper.sendPage(reply, 404, noticePage(keeper, 404));
    const { user, roles } = inside.account;
    const { audience } = place;
    const entry = { user, audience, path: pathname.slice(0, 500) };
    if (!roles.includes(audience)) {
      keeper.audit({ event: "denied", ...entry, status: 403 }, request);
      return keeper.sendPage(reply, 403, noticePage(keeper, 403));
    }

    const found = pathname === `/${audience}` ? ({ kind: "folder" } as const) : findFile(keeper.sites, place);
    if (found.kind === "folder") return reply.header("cache-control", "no-store").redirect(`${keeper.basePath}${pathname}/${query}`, 308);
    if (found.kind === "nothing") {
      const status = existsSync(path.join(keeper.sites, audience, "index.html")) ? 404 : 503;
      return keeper.sendPage(reply, status, noticePage(keeper, status));
    }

    const { root, file, modified, size } = found;
    const event = auditedAs(file);
    if (event !== undefined && request.method === "GET") keeper.audit({ event, ...entry }, request);
    reply
      .header("content-security-policy", sitePolicy(file.endsWith(".html") ? hashesOf(root, file, modified, size) : []))
      // names under immutable/ carry a hash of their content; all else is asked for anew, so that a swap shows at once
      .header("cache-control", file.startsWith(`_app${path.sep}immutable${path.sep}`) ? "private, max-age=31536000, immutable" : "private, no-cache")
      .header("vary", "Accept-Encoding, Cookie");
    return reply.sendFile(file, root);
  };

  app.route({ method: ["GET", "HEAD"], url: "/*", handler: serve });
  registerDownloads(app, keeper);
}

/** A page that makes a workbook of a table says so here: the workbook is made in the browser, and the log would not know of it. */
function registerDownloads(app: FastifyInstance, keeper: Doorkeeper): void {
  app.post<{ Params: { audience: string }; Body: Record<string, unknown> | null }>("/:audience/downloaded", { config: { rateLimit: { max: 120, timeWindow: "1 minute" } } }, async (request, reply) => {
    const inside = whoAsks(keeper, request);
    if (inside === undefined || !sentFromHere(request)) return reply.code(401).header("cache-control", "no-store").send();
    const audience = inside.account.roles.find((role) => role === request.params.audience);
    if (audience === undefined) return reply.code(403).header("cache-control", "no-store").send();
    const { table, page } = request.body ?? {};
    keeper.audit({ event: "download", user: inside.account.user, audience, path: short(page), table: short(table) }, request);
    return reply.code(204).header("cache-control", "no-store").send();
  });
}

function short(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 200) : "";
}

/** A page is sent to sign-in and back; anything else, which a script asks for, is refused plainly. */
function turnAway(keeper: Doorkeeper, request: FastifyRequest, reply: FastifyReply, pathname: string, query: string): FastifyReply {
  reply.header("cache-control", "no-store");
  const wantsPage = request.headers["sec-fetch-dest"] === "document" || (request.headers.accept ?? "").includes("text/html");
  if (!wantsPage) return reply.code(401).type("text/plain; charset=utf-8").send("请先登录\n");
  keeper.audit({ event: "refused", path: pathname.slice(0, 500), status: 401 }, request);
  const next = readSitePath(pathname) === undefined ? "" : `?next=${encodeURIComponent(pathname + query)}`;
  return reply.redirect(`${keeper.basePath}/sign-in${next}`, 303);
}
