import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Account } from "./accounts.ts";
import type { Audience } from "./audiences.ts";

/** Who is inside: a local account, or someone whom the bureau's provider vouched for. */
export interface Visitor {
  readonly user: string;
  /** how they are greeted */
  readonly name?: string | undefined;
  readonly roles: readonly Audience[];
}

/** Half an hour without a request, or half a day in all, ends a session. */
export const sessionRule = { idleMilliseconds: 30 * 60_000, longestMilliseconds: 12 * 3_600_000 } as const;

export interface Session {
  readonly user: string;
  readonly startedAt: number;
  /** of someone who has no account here; good for this session alone */
  readonly visitor?: Visitor;
  seenAt: number;
}

/** The sessions that are open, in memory: stopping the server ends them all. */
export interface Sessions {
  /** Opens a session and returns the token for the cookie: 256 random bits. */
  open(user: string, now: number): string;
  /** Opens a session for someone without an account here. */
  openAs(visitor: Visitor, now: number): string;
  /** The session of a token that is still good for its account, or undefined; a found one is good for another while. */
  find(token: string | undefined, accounts: ReadonlyMap<string, Account>, now: number): { session: Session; account: Visitor } | undefined;
  close(token: string | undefined): void;
  /** the token of the forms of one browser, by its cookie: proves that a form came from a page of ours */
  formToken(cookie: string): string;
  formTokenMatches(cookie: string | undefined, token: unknown): boolean;
}

export function createSessions(): Sessions {
  // by the token's hash: who reads this memory, or a core dump, cannot use what he finds
  const sessions = new Map<string, Session>();
  const key = (token: string) => createHash("sha256").update(token).digest("base64");
  const formKey = randomBytes(32);
  const formToken = (cookie: string) => createHmac("sha256", formKey).update(cookie).digest("base64url");

  const expired = (session: Session, now: number) =>
    now - session.seenAt > sessionRule.idleMilliseconds || now - session.startedAt > sessionRule.longestMilliseconds;

  const openOne = (session: Omit<Session, "startedAt" | "seenAt">, now: number) => {
    for (const [hash, one] of sessions) if (expired(one, now)) sessions.delete(hash);
    const token = randomBytes(32).toString("base64url");
    sessions.set(key(token), { ...session, startedAt: now, seenAt: now });
    return token;
  };

  return {
    open: (user, now) => openOne({ user }, now),
    openAs: (visitor, now) => openOne({ user: visitor.user, visitor }, now),
    find(token, accounts, now) {
      const session = token === undefined ? undefined : sessions.get(key(token));
      if (token === undefined || session === undefined) return undefined;
      const account = session.visitor === undefined ? accounts.get(session.user) : undefined;
      const isCurrent = account !== undefined && session.startedAt >= Date.parse(account.changed_at);
      if ((session.visitor === undefined && !isCurrent) || expired(session, now)) {
        sessions.delete(key(token));
        return undefined;
      }
      session.seenAt = now;
      return { session, account: session.visitor ?? account! };
    },
    close: (token) => void (token !== undefined && sessions.delete(key(token))),
    formToken,
    formTokenMatches(cookie, token) {
      if (cookie === undefined || typeof token !== "string") return false;
      const expected = Buffer.from(formToken(cookie));
      const found = Buffer.from(token);
      return expected.length === found.length && timingSafeEqual(expected, found);
    },
  };
}
