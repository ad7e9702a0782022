import {
  type Configuration,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { shownName } from "../accounts.ts";
import { type Audience, audiences } from "../audiences.ts";
import type { OidcSettings } from "./settings.ts";

/** What a sign-in under way must be answered with; stays on this server. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** where to go afterwards, already checked */
  readonly next: string;
  readonly startedAt: number;
}

/** Who the provider says someone is. */
export interface OidcPerson {
  readonly user: string;
  /** how they are greeted, where the provider says it */
  readonly name?: string | undefined;
  readonly roles: readonly Audience[];
}

/** A bureau's OpenID Connect provider: authorization code flow with PKCE, state and nonce; the ID token's signature is always checked. */
export interface OidcProvider {
  /** Begins a sign-in: the provider's address to go to, and what to remember meanwhile. Asks the provider on first use only. */
  begin(next: string, again: boolean, now: number): Promise<{ url: string; pending: PendingSignIn }>;
  /** Ends it with the answer's query. Throws where the answer, its token or its signature does not fit what was begun. */
  finish(query: string, pending: PendingSignIn): Promise<OidcPerson>;
}

export function createOidcProvider(settings: OidcSettings): OidcProvider {
  const redirectUri = `${settings.public_url}/oidc/callback`;
  let known: Promise<Configuration> | undefined;
  const configuration = () => {
    known ??= discovery(new URL(settings.issuer), settings.client_id, undefined, ClientSecretPost(settings.clientSecret), {
      execute: [enableNonRepudiationChecks, ...(settings.allow_http ? [allowInsecureRequests] : [])],
      timeout: 10,
    });
    // a provider that was away may be back
    known.catch(() => (known = undefined));
    return known;
  };

  return {
    async begin(next, again, now) {
      const config = await configuration();
      const pending: PendingSignIn = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), next, startedAt: now };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: ["openid", ...settings.scopes].join(" "),
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: "S256",
        // after signing out here, the next person at this machine signs in anew there
        ...(again ? { prompt: "login" } : {}),
      });
      return { url: url.href, pending };
    },
    async finish(query, pending) {
      const tokens = await authorizationCodeGrant(await configuration(), new URL(redirectUri + query), {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const named = claims[settings.user_claim];
      const user = (typeof named === "string" && named.trim() !== "" ? named : claims.sub).normalize("NFKC").replace(/[\p{C}\s]+/gu, " ").trim().slice(0, 64);
      const called = claims[settings.name_claim];
      const name = typeof called === "string" && shownName(called) !== "" ? shownName(called) : undefined;
      const held = claims[settings.roles_claim];
      const groups = (Array.isArray(held) ? held : [held]).filter((group): group is string => typeof group === "string");
      const opened = new Set(groups.flatMap((group) => (Object.hasOwn(settings.roles, group) ? settings.roles[group]! : [])));
      return { user, name, roles: audiences.filter((audience) => opened.has(audience)) };
    },
  };
}
