import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { D521Error, exitCodes } from "../../errors.ts";
import type { Message } from "../../messages.ts";
import { audiences } from "../audiences.ts";
import { readText } from "../read-text.ts";
import { oidcMessages } from "./messages.ts";

const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ""));

const shape = z.strictObject({
  /** the provider, as its discovery document names it */
  issuer: z.url({ protocol: /^https?$/ }),
  client_id: z.string().min(1),
  /** a file that holds the secret and nothing else, beside the settings unless it is an absolute path */
  client_secret_file: z.string().min(1),
  /** how browsers reach this server, sub-path included: `https://portal.local/521` */
  public_url: address,
  /** the claim of the ID token that names a person in the audit log */
  user_claim: z.string().min(1).default("preferred_username"),
  /** the claim that a person is greeted by */
  name_claim: z.string().min(1).default("name"),
  /** the claim that holds a person's groups: a text or a list of texts */
  roles_claim: z.string().min(1).default("groups"),
  /** group → sites that it opens; who is in none is not let in */
  roles: z.record(z.string().min(1), z.array(z.enum(audiences)).min(1)),
  scopes: z.array(z.string().regex(/^[!-~]+$/)).default(["profile"]),
  /** what the sign-in page's link says */
  label: z.string().min(1).max(40).default("用单位统一身份登录"),
  /** an intranet's provider without HTTPS; tokens are checked by their signatures either way */
  allow_http: z.boolean().default(false),
});

/** How to sign in by a bureau's OpenID Connect provider; the secret is read already. */
export type OidcSettings = Omit<z.infer<typeof shape>, "client_secret_file"> & { readonly clientSecret: string };

/**
 * Reads the settings of single sign-on, and the client's secret from its own file.
 *
 * @throws D521Error `oidc_wrong` (2) naming file and field, the system's refusal to read the settings, `oidc_exposed` (3) when others may read the secret
 */
export function readOidcSettings(file: string): OidcSettings {
  const wrong = (detail: string, message: Message = oidcMessages.oidc_wrong, cause?: unknown) => new D521Error(exitCodes.usage, "oidc_wrong", message, { file, detail }, { cause });
  let content: unknown;
  try {
    content = JSON.parse(readText(file));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw wrong("", oidcMessages.oidc_not_json, cause);
    throw cause;
  }
  const result = shape.safeParse(content);
  if (!result.success) throw wrong(result.error.issues.map((issue) => `${issue.path.join(".") || "-"}: ${issue.message}`).join("; "));
  const { client_secret_file, ...settings } = result.data;
  if (!settings.allow_http && [settings.issuer, settings.public_url].some((url) => url.startsWith("http:"))) throw wrong("allow_http", oidcMessages.oidc_plain);
  if (Object.keys(settings.roles).length === 0) throw wrong("roles", oidcMessages.oidc_no_group);
  const secretFile = path.resolve(path.dirname(file), client_secret_file);
  let clientSecret: string;
  try {
    if ((statSync(secretFile).mode & 0o077) !== 0) throw new D521Error(exitCodes.environment, "oidc_exposed", oidcMessages.oidc_exposed, { file: secretFile });
    clientSecret = readFileSync(secretFile, "utf8").trim();
  } catch (cause) {
    if (cause instanceof D521Error) throw cause;
    throw wrong(secretFile, oidcMessages.oidc_secret_missing, cause);
  }
  if (clientSecret === "") throw wrong(secretFile, oidcMessages.oidc_secret_empty);
  return { ...settings, clientSecret };
}
