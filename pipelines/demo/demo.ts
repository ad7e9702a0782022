import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type ExitCode, exitCodes } from "../errors.ts";
import { exitCodeOf } from "../intake/load/report.ts";
import { loadExports } from "../intake/load/load.ts";
import { makeFolder } from "../make-folder.ts";
import { type Lang, type Message, type Params, sentence } from "../messages.ts";
import { comparePolicies } from "../policy/compare.ts";
import { ensureBundle } from "../publish/bundle.ts";
import { publishSites } from "../publish/publish.ts";
import { writeSample } from "../sample/sample.ts";
import { audiences } from "../serve/audiences.ts";
import { simulateShipped } from "../simulate/shipped.ts";
import { checkSentence, buildModels } from "../warehouse/build.ts";
import { type Database, openDatabase } from "../warehouse/database.ts";
import { digestOf } from "../digest.ts";
import { demoMessages as messages } from "./messages.ts";
import { allPublished, type DemoPlaces, placesIn } from "./places.ts";

export interface DemoOptions {
  /** everything of the demo lives below it */
  readonly dir: string;
  readonly enterprises: number;
  readonly months: number;
  readonly seed: number;
  readonly lang: Lang;
  readonly now: () => Date;
  /** hears of each step as it ends */
  readonly onStep: (step: DemoStep) => void;
  /** hears of what is being done within a step, for a progress bar; `total` is 0 where it is not known */
  readonly onProgress: (progress: { step: DemoStep["step"]; done: number; total: number; note: string }) => void;
}

export interface DemoStep {
  readonly step: "sample" | "load" | "build" | "simulate" | "publish";
  readonly text: Message;
  readonly params: Params;
  readonly milliseconds: number;
}

const projectDir = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Makes a synthetic district and runs the real work on it: exports written, loaded, built, published. A second run on
 * the same district makes anew only what changed. Everything is labelled 示例数据 by the sample itself.
 *
 * @returns 0, or 1 when rows were quarantined or a check failed (then no site is published)
 */
export async function makeDemo(options: DemoOptions): Promise<ExitCode> {
  const places = placesIn(options.dir);
  makeFolder(options.dir);
  const bundles = startBundles();
  try {
    return await makeDistrict(options, places);
  } finally {
    await bundles.stop();
  }
}

/** Bundling the pages takes longest and hangs on no data, so that it begins at once. What comes of it is told when publishing asks for it. */
function startBundles(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const made = Promise.allSettled(audiences.map((audience) => ensureBundle({ audience, basePath: "", signal: stopping.signal })));
  return {
    async stop() {
      stopping.abort();
      await made;
    },
  };
}

async function makeDistrict(options: DemoOptions, places: DemoPlaces): Promise<ExitCode> {
  await timed(options, "sample", () => sampleStep(options, places));

  const database = await openDatabase(places.database);
  let exitCode: ExitCode = exitCodes.done;
  let shown = "";
  try {
    await timed(options, "load", async () => {
      const report = await loadExports({
        exports: places.exports,
        database: places.database,
        opened: database,
        now: options.now,
        lang: options.lang,
        onProgress: ({ done, total, file }) => options.onProgress({ step: "load", done, total, note: file }),
      });
      exitCode = exitCodeOf(report);
      const { rows_read, rows_loaded, rows_superseded, rows_quarantined, unchanged } = report.totals;
      return [messages.load_done, { read: rows_read, loaded: rows_loaded, superseded: rows_superseded, quarantined: rows_quarantined, unchanged }];
    });
    await timed(options, "build", async () => {
      writeFileSync(places.budget, `source: 示例数据\nbudget_wan: {${sampleYear}: 4000}\n`);
      if (options.months > 1 && !(await hasMonthBefore(database))) await buildModels({ database, budget: places.budget, asOf: monthBefore, now: options.now });
      const report = await buildModels({
        database,
        budget: places.budget,
        now: options.now,
        onProgress: (step) => {
          if (step.step === "model") options.onProgress({ step: "build", done: step.done, total: step.total, note: step.outcome.name });
        },
      });
      const failed = report.failedChecks.filter(({ severity }) => severity === "error");
      if (!report.visible) {
        exitCode = exitCodes.dataErrors;
        return [messages.build_failed, { month: report.asOfMonth, failed: failed.length, message: failed[0] ? checkSentence(failed[0], options.lang) : "" }];
      }
      await compareOnce(database, options.now);
      const unchanged = report.models.filter(({ outcome }) => outcome === "unchanged").length;
      return [messages.build_done, { month: report.asOfMonth, models: report.models.length, unchanged, checks: report.checks }];
    });
    shown = await contentOf(database);
    if (shown !== "") await timed(options, "simulate", () => simulateStep(options, places, database, shown));
    shown += simulatedOf(places);
  } finally {
    database.close();
  }
  // a build that does not show leaves an older one, or none: nothing of it is to be published as today's
  if (shown === "") return exitCode;
  await timed(options, "publish", () => publishStep(options, places, shown));
  return exitCode;
}

/** The made-up amendment beside the present version, so that the finance site has a comparison to show; once for the same data. */
async function compareOnce(database: Database, now: () => Date): Promise<void> {
  const version = "example-amended";
  const connection = await database.connect();
  const reader = await connection.runAndReadAll("select 1 from mart.policy_comparison_run where is_current and policy_version = $1", [version]);
  connection.closeSync();
  if (reader.currentRowCount === 0) await comparePolicies({ database, version, now });
}

/** The sample ends in this year's December; its dispatch is held against that of the month before. */
const sampleYear = 2021;
const monthBefore = `${sampleYear}-11`;

async function hasMonthBefore(database: Database): Promise<boolean> {
  const connection = await database.connect();
  try {
    const tables = await connection.runAndReadAll("select 1 from duckdb_tables() where schema_name = 'ops' and table_name = 'dispatch_liability'");
    if (tables.currentRowCount === 0) return false;
    return (await connection.runAndReadAll("select 1 from ops.dispatch_liability where as_of_month = cast($1 as date) limit 1", [`${monthBefore}-01`])).currentRowCount > 0;
  } finally {
    connection.closeSync();
  }
}

type StepOutcome = readonly [Message, Params];

async function timed(options: DemoOptions, step: DemoStep["step"], work: () => Promise<StepOutcome>): Promise<void> {
  const started = performance.now();
  const [text, params] = await work();
  options.onStep({ step, text, params, milliseconds: performance.now() - started });
}

/** Writes the exports beside the old ones; if they differ, what was made from the old ones goes with them. */
async function sampleStep(options: DemoOptions, places: DemoPlaces): Promise<StepOutcome> {
  const beside = `${places.exports}.new`;
  rmSync(beside, { recursive: true, force: true });
  const { enterprises, months, seed } = options;
  const written = await writeSample({
    out: beside,
    enterprises,
    months,
    seed,
    onProgress: ({ done, total, file }) => options.onProgress({ step: "sample", done, total, note: file }),
  });
  if (existsSync(places.exports) && (await digestOf([beside])) === (await digestOf([places.exports]))) {
    rmSync(beside, { recursive: true });
    return [messages.sample_same, { folder: places.exports }];
  }
  for (const old of [places.exports, places.database, `${places.database}.wal`, places.simulated]) rmSync(old, { recursive: true, force: true });
  renameSync(beside, places.exports);
  return [messages.sample_done, { files: written.files.length, rows: written.rows, folder: places.exports }];
}

/**
 * What the visible build holds, in one text: its relations and the tables with their rows, which are named by content.
 * Empty where no build shows.
 */
async function contentOf(database: Database): Promise<string> {
  const connection = await database.connect();
  const reader = await connection.runAndReadAll("select schema_name, relation, store_table from ops.built_relation order by all");
  return reader.getRows().map((row) => row.join("\t")).join("\n");
}

/** The scenarios that come with the project, drawn from the months up to September, so that three are still to come. */
const simulatedAsOf = "2021-09";
/** The first scenario is drawn from these too: the later, the narrower. */
const simulatedAlsoFrom = ["2021-06", "2021-10", "2021-12"];
const simulatedDraws = 200;
/** The sample ends in December: so many months hold a whole last year to project from. */
const simulatedMonths = 24;
const simulationSources = [path.join("models", "scenarios"), path.join("pipelines", "simulate")].map((name) => path.join(projectDir, name));

async function simulateStep(options: DemoOptions, places: DemoPlaces, database: Database, shown: string): Promise<StepOutcome> {
  if (options.months < simulatedMonths) return [messages.simulate_short, { months: simulatedMonths }];
  const key = createHash("sha256").update(shown).update(await digestOf(simulationSources)).digest("hex");
  if (readKey(places.simulated) === key) return [messages.simulate_same, {}];
  rmSync(places.simulated, { force: true });
  const reports = await simulateShipped({
    database,
    asOf: simulatedAsOf,
    alsoFrom: simulatedAlsoFrom,
    draws: simulatedDraws,
    seed: options.seed,
    now: options.now,
    onProgress: ({ done, total, scenario }) => options.onProgress({ step: "simulate", done, total, note: scenario }),
  });
  writeFileSync(places.simulated, JSON.stringify({ key }));
  return [messages.simulate_done, { scenarios: reports.length, month: simulatedAsOf, draws: simulatedDraws }];
}

/** What the pages show of scenarios hangs on this. */
function simulatedOf(places: DemoPlaces): string {
  return readKey(places.simulated) ?? "";
}

/** Folders whose contents become part of a site, beside the data. */
const siteSources = ["reports", "sources", "evidence.config.yaml", path.join("pipelines", "publish"), path.join("pipelines", "disclosure"), "package-lock.json"].map((name) => path.join(projectDir, name));

async function publishStep(options: DemoOptions, places: DemoPlaces, shown: string): Promise<StepOutcome> {
  const key = createHash("sha256").update(shown).update(await digestOf(siteSources)).digest("hex");
  const folder = { folder: places.sites };
  if (readKey(places.published) === key && allPublished(places)) return [messages.publish_same, folder];
  rmSync(places.published, { force: true });
  await publishSites({
    database: places.database,
    out: places.sites,
    onProgress: ({ done, total, text, title }) => options.onProgress({ step: "publish", done, total, note: sentence(text, options.lang, { title: title[options.lang] }) }),
  });
  writeFileSync(places.published, JSON.stringify({ key }));
  return [messages.publish_done, folder];
}

function readKey(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { key?: string }).key;
  } catch {
    return undefined;
  }
}
