import { D521Error, type ExitCode, exitCodes } from "../../errors.ts";
import { type DemoAccount, makeDemoAccounts } from "../../demo/accounts.ts";
import type { DemoOptions } from "../../demo/demo.ts";
import { demoMessages as messages } from "../../demo/messages.ts";
import { allPublished, defaultDemoDir, type DemoPlaces, placesIn } from "../../demo/places.ts";
import { sentence } from "../../messages.ts";
import { sampleDefaults } from "../../sample/sample.ts";
import { audienceTitles } from "../../serve/audiences.ts";
import { serveMessages } from "../../serve/messages.ts";
import { defaultHost, defaultPort, type ListenOptions, type Running, startServing, stopOnSignal } from "../../serve/serve.ts";
import { defaultTrustProxy } from "../../serve/server.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import type { Context } from "../context.ts";
import { integerOption } from "../options.ts";
import { type Progress, startProgress } from "../progress.ts";
import { padText } from "../text-width.ts";

interface Options {
  readonly port: number;
  readonly host: string;
  readonly enterprises: number;
  readonly months: number;
  readonly seed: number;
  readonly dir: string;
  readonly keep?: boolean;
  readonly serve: boolean;
}

export const command: CliCommand = {
  name: "demo",
  summary: commandList.demo,
  declare(command, text) {
    command
      .option("--port <N>", text(messages.option_port), integerOption("--port", { min: 0, max: 65535 }), defaultPort)
      .option("--host <ADDRESS>", text(messages.option_host), defaultHost)
      .option("--enterprises <N>", text(messages.option_enterprises), integerOption("--enterprises", { min: 1, max: 30_000 }), sampleDefaults.enterprises)
      .option("--months <N>", text(messages.option_months), integerOption("--months", { min: 1, max: 120 }), sampleDefaults.months)
      .option("--seed <N>", text(messages.option_seed), integerOption("--seed", { min: 0 }), sampleDefaults.seed)
      .option("--dir <DIR>", text(messages.option_dir), defaultDemoDir)
      .option("--keep", text(messages.option_keep))
      .option("--no-serve", text(messages.option_no_serve));
  },
  async run(given, context) {
    const options = given as unknown as Options;
    const places = placesIn(options.dir);
    let exitCode: ExitCode = exitCodes.done;
    if (!options.keep) exitCode = await make(options, context);
    else if (!allPublished(places)) throw new D521Error(exitCodes.usage, "nothing_kept", messages.nothing_kept, { folder: options.dir });
    if (!options.serve || !allPublished(places)) {
      if (context.json) context.out(JSON.stringify({ exit_code: exitCode, exports: places.exports, database: places.database, sites: places.sites }));
      return exitCode;
    }
    await open(options, places, context);
    return exitCode;
  },
};

async function make(options: Options, context: Context): Promise<ExitCode> {
  const { lang, json } = context;
  // with --json standard output holds one document alone; the steps are for people
  const say = json ? context.err : context.out;
  say(sentence(messages.intro, lang, { enterprises: options.enterprises, months: options.months }));
  let progress: Progress | undefined;
  let shownStep = "";
  let number = 0;
  const demo: DemoOptions = {
    ...options,
    lang,
    now: context.now,
    onProgress({ step, done, total, note }) {
      if (step !== shownStep) {
        progress?.end();
        progress = startProgress(context, sentence(messages[`step_${step}`], lang), total);
        shownStep = step;
      }
      progress?.at(done, note);
    },
    onStep({ step, text, params, milliseconds }) {
      progress?.end();
      number += 1;
      const seconds = (milliseconds / 1000).toFixed(1);
      say(sentence(messages.step_line, lang, { number, step: sentence(messages[`step_${step}`], lang), text: sentence(text, lang, params), seconds }));
    },
  };
  try {
    // everything there is comes with it, so it is read only now: help and --keep do not need it
    const { makeDemo } = await import("../../demo/demo.ts");
    return await makeDemo(demo);
  } finally {
    progress?.end();
  }
}

/** Serves the demo's sites with new accounts, until a signal comes. */
async function open(options: Options, places: DemoPlaces, context: Context): Promise<void> {
  const { lang } = context;
  const accounts = await makeDemoAccounts(places.accounts, context.now());
  const running = await listen({
    sites: places.sites,
    accounts: places.accounts,
    audit: places.audit,
    database: places.database,
    basePath: "",
    trustProxy: defaultTrustProxy,
    port: options.port,
    host: options.host,
    now: context.now,
  });
  const stopped = stopOnSignal(running);
  if (context.json) context.out(JSON.stringify({ url: `${running.url}/`, exports: places.exports, database: places.database, sites: places.sites, accounts }));
  else for (const line of openLines(running, accounts, lang)) context.out(line);
  await stopped;
  if (!context.json) context.out(sentence(serveMessages.stopped, lang));
}

function openLines(running: Running, accounts: readonly DemoAccount[], lang: Context["lang"]): string[] {
  const lines = ["", sentence(serveMessages.listening, lang, { url: `${running.url}/` })];
  const width = lang === "zh" ? 20 : 22;
  for (const { audience } of accounts) {
    lines.push(sentence(serveMessages.site_line, lang, { title: padText(audienceTitles[audience][lang], width), url: `${running.url}/${audience}/` }));
  }
  lines.push("", sentence(messages.accounts_title, lang));
  for (const { audience, user, password } of accounts) {
    lines.push(sentence(messages.account_line, lang, { title: padText(audienceTitles[audience][lang], width), user: padText(user, 15), password }));
  }
  return [...lines, "", sentence(messages.open, lang, { url: `${running.url}/` }), sentence(serveMessages.stop_hint, lang)];
}

/** ports that are tried after the one that is asked for: a busy port must not spoil a demo */
const spare = 20;

async function listen(options: ListenOptions): Promise<Running> {
  for (let port = options.port; ; port += 1) {
    try {
      return await startServing({ ...options, port });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || port >= Math.min(options.port + spare, 65535)) throw error;
    }
  }
}
