import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import PQueue from "p-queue";
import { signIn } from "./accounts.ts";
import { homePage, noticePage, type SignInNotice, signInPage } from "./door-pages.ts";
import { clientAddress, peerAddress, sentFromHere } from "./client.ts";
import { cookieFlags, type Doorkeeper, formCookie, sessionCookie, whoAsks } from "./doorkeeper.ts";
import { readSitePath } from "./site-path.ts";

/** a guess costs 32 MB and a tenth of a second; more than two at once would take the machine from the readers */
const guesses = new PQueue({ concurrency: 2 });

/**
 * Tries to sign in: of all who come over one connection's other end, which no header can change, and of each address that a
 * proxy there names, so that one stranger does not use up what the others have.
 */
const signInLimits = { ofPeer: { max: 60, timeWindow: "1 minute" }, ofNamed: { max: 20, timeWindow: "1 minute" } } as const;
const tooMany = () => Object.assign(new Error("too many sign-ins"), { statusCode: 429 });

type Form = Record<string, unknown>;

/** The door's own addresses: the front page, sign-in, sign-out. */
export function registerDoor(app: FastifyInstance, keeper: Doorkeeper): void {
  const home = `${keeper.basePath}/`;
  const ofNamed = app.createRateLimit(signInLimits.ofNamed);

  const askToSignIn = (request: FastifyRequest, reply: FastifyReply, status: number, options: { next?: string; user?: string; notice?: SignInNotice } = {}) => {
    return keeper.sendPage(reply, status, signInPage(keeper, formToken(request, reply), options));
  };

  /** the token for a form, and the cookie that it is good with, where the browser has none yet */
  const formToken = (request: FastifyRequest, reply: FastifyReply) => {
    const known = request.cookies[formCookie];
    const cookie = known !== undefined && known.length === 43 ? known : randomBytes(32).toString("base64url");
    if (cookie !== known) reply.setCookie(formCookie, cookie, cookieFlags(keeper, request));
    return keeper.sessions.formToken(cookie);
  };

  /** a form of ours, sent by the browser it was given to; a form of another site is refused */
  const isOurs = (request: FastifyRequest, form: Form) => sentFromHere(request) && keeper.sessions.formTokenMatches(request.cookies[formCookie], form.form);

  app.get("/", { exposeHeadRoute: true }, async (request, reply) => {
    const inside = whoAsks(keeper, request);
    if (inside === undefined) return reply.header("cache-control", "no-store").redirect(`${home}sign-in`, 303);
    const { user, name, roles } = inside.account;
    const sites = roles.map((audience) => ({ audience, published: existsSync(path.join(keeper.sites, audience, "index.html")) }));
    return keeper.sendPage(reply, 200, homePage(keeper, { user, name }, formToken(request, reply), sites));
  });

  app.get<{ Querystring: Form }>("/sign-in", { exposeHeadRoute: true }, async (request, reply) => {
    const next = safeNext(request.query.next);
    if (whoAsks(keeper, request) !== undefined) return reply.header("cache-control", "no-store").redirect(next === "" ? home : keeper.basePath + next, 303);
    return askToSignIn(request, reply, 200, { next, ...(request.query.out === "1" ? { notice: "signed_out" as const } : {}) });
  });

  app.post<{ Body: Form }>("/sign-in", {
    onRequest: async (request) => {
      if (clientAddress(request) === peerAddress(request)) return;
      const tries = await ofNamed(request);
      if (!tries.isAllowed && tries.isExceeded) throw tooMany();
    },
    config: { rateLimit: { ...signInLimits.ofPeer, keyGenerator: peerAddress, errorResponseBuilder: tooMany } },
    errorHandler: (error, request, reply) => askToSignIn(request, reply, error.statusCode === 429 ? 429 : 400, { notice: error.statusCode === 429 ? "busy" : "stale" }),
    handler: async (request, reply) => {
      const form = request.body ?? {};
      const next = safeNext(form.next);
      if (!isOurs(request, form)) return askToSignIn(request, reply, 403, { next, notice: "stale" });
      const user = typeof form.user === "string" ? form.user.trim().normalize("NFKC").slice(0, 64) : "";
      const password = typeof form.password === "string" ? form.password : "";
      const again = { next, user };

      const now = keeper.now().getTime();
      const known = keeper.accounts().get(user);
      // an administrator has lifted the lock, or given another password
      if (known !== undefined) keeper.lockout.forgive(user, Date.parse(known.unlocked_at ?? known.changed_at));
      const refuseLocked = () => {
        keeper.audit({ event: "locked", user }, request);
        return askToSignIn(request, reply, 429, { ...again, notice: "locked" });
      };
      if (keeper.lockout.lockedFor(user, now) > 0) return refuseLocked();
      const answer = await guesses.add(async () => {
        // others that were sent at once may have locked the name while this one waited
        if (keeper.lockout.lockedFor(user, now) > 0) return { locked: true };
        const found = await signIn(keeper.accounts(), user, password);
        // the one beside it may have, while this one was reckoned: then a right guess is worth nothing either
        if (keeper.lockout.lockedFor(user, now) > 0) return { locked: true };
        if (found !== undefined) keeper.lockout.succeeded(user);
        return { found, locked: found === undefined && keeper.lockout.failed(user, now), guessed: true };
      });
      if (answer === undefined || (answer.locked && !answer.guessed)) return refuseLocked();
      const { found: account, locked } = answer;
      if (!account) {
        keeper.audit({ event: locked ? "locked" : "sign_in_failed", user }, request);
        return askToSignIn(request, reply, locked ? 429 : 401, { ...again, notice: locked ? "locked" : "wrong" });
      }
      keeper.audit({ event: "sign_in", user }, request);
      // a session that was open in this browser ends: its token must not live on beside the new one
      keeper.sessions.close(request.cookies[sessionCookie]);
      reply.setCookie(sessionCookie, keeper.sessions.open(user, now), cookieFlags(keeper, request));
      const only = account.roles.length === 1 ? `/${account.roles[0]}/` : "/";
      return reply.header("cache-control", "no-store").redirect(keeper.basePath + (next === "" ? only : next), 303);
    },
  });

  app.post<{ Body: Form }>("/sign-out", async (request, reply) => {
    if (!isOurs(request, request.body ?? {})) return keeper.sendPage(reply, 403, noticePage(keeper, 400));
    const inside = whoAsks(keeper, request);
    if (inside !== undefined) keeper.audit({ event: "sign_out", user: inside.account.user }, request);
    keeper.sessions.close(request.cookies[sessionCookie]);
    return reply
      .clearCookie(sessionCookie, cookieFlags(keeper, request))
      // pages kept by the browser go with the session
      .header("clear-site-data", '"cache"')
      .header("cache-control", "no-store")
      .redirect(`${home}sign-in?out=1`, 303);
  });
}

/** Where to go after sign-in: a place in a site of ours (with its query) and nowhere else; otherwise empty. */
export function safeNext(next: unknown): string {
  if (typeof next !== "string" || next.length > 2048) return "";
  const [pathname = "", ...query] = next.split("?");
  const place = readSitePath(pathname);
  // a browser escapes what is not plain ASCII, and a header can carry nothing else
  if (place === undefined || !/^[!-\[\]-~]*$/.test(next)) return "";
  return query.length === 0 ? pathname : `${pathname}?${query.join("?")}`;
}
