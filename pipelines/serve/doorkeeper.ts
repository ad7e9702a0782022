import type { FastifyReply, FastifyRequest } from "fastify";
import type { Account } from "./accounts.ts";
import type { AuditEvent } from "./audit.ts";
import type { Lockout } from "./lockout.ts";
import type { Session, Sessions, Visitor } from "./sessions.ts";

/** What the routes share: who is inside, who may come in, and the book of who came. */
export interface Doorkeeper {
  readonly sites: string;
  readonly basePath: string;
  /** what the link to single sign-on says, where there is one */
  readonly ssoLabel?: string;
  readonly now: () => Date;
  readonly sessions: Sessions;
  readonly lockout: Lockout;
  accounts(): ReadonlyMap<string, Account>;
  audit(event: AuditEvent, request: FastifyRequest): void;
  sendPage(reply: FastifyReply, status: number, page: string): FastifyReply;
}

/** The cookie of a session, and the cookie that ties a form to the browser that was given it. */
export const sessionCookie = "d521_session";
export const formCookie = "d521_form";

/** Flags of both cookies: out of reach of scripts and other sites, under the door's own path, and secure behind https. */
export function cookieFlags(keeper: Doorkeeper, request: FastifyRequest) {
  return { httpOnly: true, sameSite: "lax", secure: isSecure(request), path: keeper.basePath === "" ? "/" : keeper.basePath } as const;
}

/** Whether the browser's own connection is encrypted, as a trusted proxy says. */
export function isSecure(request: FastifyRequest): boolean {
  return request.protocol.toLowerCase() === "https";
}

/** Who sends a request, if anyone is signed in. */
export function whoAsks(keeper: Doorkeeper, request: FastifyRequest): { session: Session; account: Visitor } | undefined {
  const token = request.cookies[sessionCookie];
  return token === undefined ? undefined : keeper.sessions.find(token, keeper.accounts(), keeper.now().getTime());
}
