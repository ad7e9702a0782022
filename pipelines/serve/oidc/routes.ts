import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { noticePage } from "../door-pages.ts";
import { safeNext } from "../door-routes.ts";
import { cookieFlags, type Doorkeeper, sessionCookie } from "../doorkeeper.ts";
import type { OidcProvider, PendingSignIn } from "./provider.ts";

/** The cookie that ties a sign-in under way to the browser that began it. */
const pendingCookie = "d521_oidc";
const pendingMilliseconds = 10 * 60_000;
/** more sign-ins under way than a district has people: someone is filling the memory */
const mostPending = 2_000;

/** Sign-in by the bureau's provider: `/oidc/start` sends the browser there, `/oidc/callback` takes it back. */
export function registerOidc(app: FastifyInstance, keeper: Doorkeeper, provider: OidcProvider): void {
  const pending = new Map<string, PendingSignIn>();
  const rateLimit = { max: 60, timeWindow: "1 minute" };
  const flags = (request: FastifyRequest) => ({ ...cookieFlags(keeper, request), path: `${keeper.basePath}/oidc` });

  app.get<{ Querystring: Record<string, unknown> }>("/oidc/start", { config: { rateLimit } }, async (request, reply) => {
    const now = keeper.now().getTime();
    for (const [key, one] of pending) if (now - one.startedAt > pendingMilliseconds || pending.size >= mostPending) pending.delete(key);
    try {
      const { url, pending: begun } = await provider.begin(safeNext(request.query.next), request.query.again === "1", now);
      const key = randomBytes(32).toString("base64url");
      pending.set(key, begun);
      return reply.setCookie(pendingCookie, key, flags(request)).header("cache-control", "no-store").redirect(url, 303);
    } catch (error) {
      report(error);
      return keeper.sendPage(reply, 503, noticePage(keeper, "sso_away"));
    }
  });

  app.get("/oidc/callback", { config: { rateLimit } }, async (request, reply) => {
    const key = request.cookies[pendingCookie] ?? "";
    const begun = pending.get(key);
    // an answer is good once, and for the browser that asked
    pending.delete(key);
    reply.clearCookie(pendingCookie, flags(request));
    const now = keeper.now().getTime();
    if (begun === undefined || now - begun.startedAt > pendingMilliseconds) return keeper.sendPage(reply, 400, noticePage(keeper, "sso_stale"));
    const at = (request.raw.url ?? "").indexOf("?");
    try {
      const { user, name, roles } = await provider.finish(at < 0 ? "" : request.raw.url!.slice(at), begun);
      const named = `sso:${user}`;
      if (roles.length === 0) {
        keeper.audit({ event: "denied", user: named, status: 403 }, request);
        return keeper.sendPage(reply, 403, noticePage(keeper, "sso_no_role"));
      }
      keeper.audit({ event: "sign_in", user: named }, request);
      keeper.sessions.close(request.cookies[sessionCookie]);
      reply.setCookie(sessionCookie, keeper.sessions.openAs({ user: named, name, roles }, now), cookieFlags(keeper, request));
      const only = roles.length === 1 ? `/${roles[0]}/` : "/";
      return reply.header("cache-control", "no-store").redirect(keeper.basePath + (begun.next === "" ? only : begun.next), 303);
    } catch (error) {
      report(error);
      keeper.audit({ event: "sign_in_failed", user: "sso" }, request);
      return keeper.sendPage(reply, 401, noticePage(keeper, "sso_refused"));
    }
  });
}

/** For the operator; a code or a token is in none of these messages. */
function report(error: unknown): void {
  const { message, code } = error as Error & { code?: string };
  process.stderr.write(`oidc: ${code ?? ""} ${message.split("\n")[0]!.slice(0, 200)}\n`);
}
