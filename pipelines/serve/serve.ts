import { existsSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import type { Context } from "../cli/context.ts";
import { exitCodes } from "../errors.ts";
import { sentence } from "../messages.ts";
import { readAccounts } from "./accounts.ts";
import { audiences, audienceTitles } from "./audiences.ts";
import { builtBasePath } from "./base-path.ts";
import { serveMessages } from "./messages.ts";
import { createServer, type ServeOptions } from "./server.ts";

export const defaultPort = 5210;
export const defaultHost = "127.0.0.1";
/** Where the published sites live when `--sites` names no other folder. */
export const defaultSites = path.join("var", "sites");

export interface ListenOptions extends ServeOptions {
  /** 0 takes any free port */
  readonly port: number;
  readonly host: string;
}

/** A server that listens. */
export interface Running {
  /** `http://127.0.0.1:5210` and the base path, without a slash at its end */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts serving.
 *
 * @throws what `createServer` throws, and the system's refusal of the port (`EADDRINUSE`)
 */
export async function startServing(options: ListenOptions): Promise<Running> {
  const app = await createServer(options);
  try {
    await app.listen({ port: options.port, host: options.host });
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: addressOf(app, options), close: () => closeInOrder(app) };
}

/** how long answers under way may take once the server is told to stop */
const graceMilliseconds = 5_000;

/** Lets open answers end; a connection that never ends its request must not keep the server from stopping. */
async function closeInOrder(app: FastifyInstance): Promise<void> {
  const impatient = setTimeout(() => app.server.closeAllConnections(), graceMilliseconds);
  try {
    await app.close();
  } finally {
    clearTimeout(impatient);
  }
}

function addressOf(app: FastifyInstance, { host, basePath }: ListenOptions): string {
  const at = app.server.address();
  const port = typeof at === "object" ? (at?.port ?? 0) : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}${basePath}`;
}

/** What to say once the server listens: its addresses, which sites are not there yet, and what an operator must mend. */
export function servingLines(running: Running, options: ListenOptions, lang: Context["lang"]): string[] {
  const lines = [sentence(serveMessages.listening, lang, { url: `${running.url}/` })];
  for (const audience of audiences) {
    const built = existsSync(path.join(options.sites, audience, "index.html"));
    const params = { title: audienceTitles[audience][lang], url: `${running.url}/${audience}/` };
    lines.push(sentence(built ? serveMessages.site_line : serveMessages.site_missing, lang, params));
  }
  for (const audience of audiences) {
    const built = builtBasePath(options.sites, audience);
    const params = { title: audienceTitles[audience][lang], built: built || "/", asked: options.basePath || "/" };
    if (built !== undefined && built !== options.basePath) lines.push(sentence(serveMessages.base_path_differs, lang, params));
  }
  if (readAccounts(options.accounts).size === 0 && options.sso === undefined) lines.push(sentence(serveMessages.no_accounts, lang, { role: audiences[0] }));
  if (!["127.0.0.1", "::1", "localhost"].includes(options.host)) lines.push(sentence(serveMessages.plain_http, lang, { host: options.host }));
  return lines;
}

/** Waits for SIGTERM or SIGINT, then lets open answers end and closes. A second signal ends at once. */
export async function stopOnSignal(running: Running): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(exitCodes.done));
  await running.close();
}
