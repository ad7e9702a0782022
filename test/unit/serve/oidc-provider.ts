/** A small OpenID Connect provider, with the lies that a test asks of it. */
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";

export interface ProviderUnderTest {
  readonly issuer: string;
  /** what the next token says; `claims` win over the right ones */
  say: { claims?: Record<string, unknown>; key?: "foreign"; alg?: "none" | "HS256" };
  /** plays the person who agrees: takes the address that the browser was sent to and gives the query it comes back with */
  agree(url: string): string;
  close(): Promise<void>;
}

export const clientSecret = "a-secret-of-the-test";

export async function openProvider(): Promise<ProviderUnderTest> {
  const [own, foreign] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
  const jwk = { ...(await exportJWK(own.publicKey)), kid: "one", alg: "RS256", use: "sig" };
  const codes = new Map<string, { nonce: string; challenge: string; redirect: string; client: string }>();
  const provider = { say: {} as ProviderUnderTest["say"] };
  let issuer = "";

  const server = createServer((request, response) => {
    const send = (status: number, body: unknown) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.url === "/.well-known/openid-configuration") {
      return send(200, { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"], code_challenge_methods_supported: ["S256"] });
    }
    if (request.url === "/jwks") return send(200, { keys: [jwk] });
    if (request.url !== "/token" || request.method !== "POST") return send(404, {});
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part)).on("end", async () => {
      const form = new URLSearchParams(text);
      const code = codes.get(form.get("code") ?? "");
      codes.delete(form.get("code") ?? "");
      const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
      if (!code || form.get("client_secret") !== clientSecret || form.get("redirect_uri") !== code.redirect || challenge !== code.challenge) return send(400, { error: "invalid_grant" });
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, sub: "42", aud: code.client, nonce: code.nonce, iat: now, exp: now + 300, preferred_username: "张三", groups: ["521财政"], ...provider.say.claims };
      const signed = (alg: "RS256" | "HS256", key: Parameters<SignJWT["sign"]>[0]) => new SignJWT(claims).setProtectedHeader({ alg, kid: "one" }).sign(key);
      const token =
        provider.say.alg === "none" ? new UnsecuredJWT(claims).encode()
        : provider.say.alg === "HS256" ? await signed("HS256", new TextEncoder().encode(clientSecret))
        : await signed("RS256", provider.say.key === "foreign" ? foreign.privateKey : own.privateKey);
      return send(200, { access_token: "x", token_type: "bearer", id_token: token });
    });
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(provider, {
    issuer,
    agree(url: string) {
      const asked = new URL(url).searchParams;
      const code = randomBytes(8).toString("hex");
      codes.set(code, { nonce: asked.get("nonce")!, challenge: asked.get("code_challenge")!, redirect: asked.get("redirect_uri")!, client: asked.get("client_id")! });
      return `?${new URLSearchParams({ code, state: asked.get("state")! }).toString()}`;
    },
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}
