import { exitCodes } from "../../errors.ts";
import { sentence } from "../../messages.ts";
import { defaultAccounts } from "../../serve/accounts.ts";
import { defaultAudit } from "../../serve/audit.ts";
import { oidcMessages } from "../../serve/oidc/messages.ts";
import { readOidcSettings } from "../../serve/oidc/settings.ts";
import { readBasePath } from "../../serve/base-path.ts";
import { serveMessages } from "../../serve/messages.ts";
import { defaultHost, defaultPort, defaultSites, type ListenOptions, servingLines, startServing, stopOnSignal } from "../../serve/serve.ts";
import { defaultTrustProxy } from "../../serve/server.ts";
import { defaultDatabase } from "../../warehouse/database.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import { integerOption } from "../options.ts";

export const command: CliCommand = {
  name: "serve",
  summary: commandList.serve,
  declare(command, text) {
    command
      .option("--port <N>", text(serveMessages.option_port), integerOption("--port", { min: 0, max: 65535 }), defaultPort)
      .option("--host <ADDRESS>", text(serveMessages.option_host), defaultHost)
      .option("--sites <DIR>", text(serveMessages.option_sites), defaultSites)
      .option("--accounts <FILE>", text(serveMessages.option_accounts), defaultAccounts)
      .option("--audit <FILE>", text(serveMessages.option_audit), defaultAudit)
      .option("--database <FILE>", text(serveMessages.option_database), defaultDatabase)
      .option("--base-path <PATH>", text(serveMessages.option_base_path), readBasePath, "")
      .option("--oidc <FILE>", text(oidcMessages.option_oidc))
      .option("--trust-proxy <LIST>", text(serveMessages.option_trust_proxy), defaultTrustProxy);
  },
  async run(given, context) {
    const { oidc, ...rest } = given as { oidc?: string };
    const options = { ...rest, ...(oidc !== undefined && { sso: readOidcSettings(oidc) }), now: context.now } as unknown as ListenOptions;
    const running = await startServing(options);
    // listened for before anything is said: who reads the address may stop it at once
    const stopped = stopOnSignal(running);
    if (context.json) context.out(JSON.stringify({ url: `${running.url}/` }));
    else {
      for (const line of servingLines(running, options, context.lang)) context.out(line);
      context.out(sentence(serveMessages.stop_hint, context.lang));
    }
    await stopped;
    if (!context.json) context.out(sentence(serveMessages.stopped, context.lang));
    return exitCodes.done;
  },
};
