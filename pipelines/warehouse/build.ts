import { availableParallelism } from "node:os";
import type { DuckDBConnection } from "@duckdb/node-api";
import { evaluationSeeds } from "../evaluation/seeds.ts";
import { type Lang, sentence } from "../messages.ts";
import type { CheckResult } from "./checks.ts";
import type { Database } from "./database.ts";
import { sourceTables, tableFingerprints } from "./fingerprints.ts";
import { type BuiltRelation, collectGarbage, dropLeftovers, knownAnswers, nextBuildId, prepareLedger, recordFailure, show, storeTables } from "./ledger.ts";
import { defaultModelsDir, discoverModels, type Layer, layers, type Model } from "./models.ts";
import { warehouseMessages } from "./messages.ts";
import { orderModels, upTo } from "./order.ts";
import { walkedByYear } from "./walk.ts";
import { type BuildMoment, buildMoment, type MomentOptions } from "./parameters.ts";
import { type ProjectSeeds, projectSeeds, withSeeds } from "./project-seeds.ts";
import { quoteName } from "./quote.ts";
import { buildRelations, checkRelations, type ModelOutcome, Workers } from "./run.ts";
import type { Seed } from "./seed.ts";

export interface BuildOptions extends MomentOptions {
  /** open for writing, with a load in it; stays open */
  readonly database: Database;
  /** folder name below `models/policy`; the project's present one where absent */
  readonly policyVersion?: string;
  /** name of a profile of `models/evaluation/rating`; the one that `settings.yaml` names where absent */
  readonly ratingProfile?: string;
  /** file of the budget by award year; `models/evaluation/budget.yaml` where absent */
  readonly budget?: string;
  /** replace a seed or a model of the same name, or add to them: a what-if's parameters */
  readonly extraSeeds?: readonly Seed[];
  readonly modelsDir?: string;
  /** aside only: what {@link layGroundwork} found for the same database, month and policy version, so that it is not looked up again */
  readonly groundwork?: Groundwork;
  /** aside only: these models and what they read, and no checks; all models with their checks where absent */
  readonly only?: ReadonlySet<string>;
  readonly now: () => Date;
  /** hears of each step; what it throws stops the build */
  readonly onProgress?: (progress: BuildProgress) => void;
}

export type BuildProgress =
  | { readonly step: "model"; readonly outcome: ModelOutcome; readonly done: number; readonly total: number }
  | { readonly step: "checks" }
  | { readonly step: "show" };

export interface LayerReport {
  readonly layer: Layer;
  readonly built: number;
  readonly unchanged: number;
  /** time spent in its models, all connections together */
  readonly milliseconds: number;
}

export interface BuildReport {
  /** 0 for a build that was not to be shown */
  readonly buildId: number;
  /** `2021-06` */
  readonly asOfMonth: string;
  /** newest month of 生产经营月报 or 税收月报; a dispatch of a later month lacks its figures */
  readonly dataTo?: string | undefined;
  readonly knownAt: string;
  readonly isSynthetic: boolean;
  readonly policyVersion: string;
  /** the build is what `mart.*` now shows */
  readonly visible: boolean;
  readonly layers: readonly LayerReport[];
  readonly models: readonly ModelOutcome[];
  readonly checks: number;
  readonly failedChecks: readonly CheckResult[];
  readonly milliseconds: number;
}

/** A build that stands aside: its relations are read as `<schema>.<name>` until it is released. */
export interface AsideBuild {
  readonly report: BuildReport;
  readonly schema: string;
  /** drops the schema and the tables that only this build uses */
  release(): Promise<void>;
}

/**
 * Builds all models and, unless an error-severity check fails, shows them at `staging`, `intermediate`, `mart` and `policy`
 * in one transaction. When anything fails or throws, what showed before still shows.
 *
 * @throws D521Error `no_load` (3), `bad_as_of`, `no_months` (2), `model_invalid` (3), and those of `projectSeeds`
 */
export async function buildModels(options: BuildOptions): Promise<BuildReport> {
  const build = await runAside(options, nextSchema);
  const { connection, relations, checks } = build;
  try {
    const blocking = checks.some((check) => check.failedRows > 0 && check.severity === "error");
    const buildId = await nextBuildId(connection);
    const report = reportOf(build, buildId, !blocking);
    const record = {
      buildId,
      asOfMonth: report.asOfMonth,
      knownAt: report.knownAt,
      builtAt: options.now().toISOString(),
      policyVersion: report.policyVersion,
      models: report.models.length,
      skipped: report.models.filter((model) => model.outcome === "unchanged").length,
    };
    if (blocking) {
      await recordFailure(connection, record, checks, (check) => checkSentence(check, "zh"));
    } else {
      options.onProgress?.({ step: "show" });
      await show(connection, record, relations, checks, (check) => checkSentence(check, "zh"));
    }
    await connection.run(`drop schema ${quoteName(build.schema)} cascade`);
    await collectGarbage(connection, blocking ? new Set(relations.flatMap((relation) => relation.tables)) : new Set());
    return { ...report, milliseconds: build.elapsed() };
  } finally {
    connection.closeSync();
  }
}

/** What DuckDB may keep in memory while it builds; the rest goes to a file beside the database. The process stays under 2 GB. */
export const buildMemoryLimit = "1200MB";

/** where a build that is to be shown gathers its relations */
const nextSchema = "build_next";

let asideCount = 0;

/**
 * Builds the same models with other seeds, aside: for a what-if. Checks are asked and reported, nothing is recorded.
 * The caller releases it, before the next `buildModels`, which cleans up whatever stands aside.
 */
export async function buildAside(options: BuildOptions): Promise<AsideBuild> {
  asideCount += 1;
  const build = await runAside(options, `build_aside_${asideCount}`);
  const own = build.relations.flatMap((relation) => relation.tables).filter((table) => !build.storedBefore.has(table));
  return {
    report: reportOf(build, 0, false),
    schema: build.schema,
    async release() {
      await build.connection.run(`drop schema if exists ${quoteName(build.schema)} cascade`);
      for (const table of own) await build.connection.run(`drop table if exists store.${quoteName(table)}`);
      build.connection.closeSync();
    },
  };
}

/** What a failed check says to its reader. */
export function checkSentence(check: CheckResult, lang: Lang): string {
  if (check.failedRows === 0) return sentence(warehouseMessages.check_passed, lang, { model: check.model, check: check.check });
  const message = check.severity === "error" ? warehouseMessages.check_failed : warehouseMessages.check_warned;
  return sentence(message, lang, { model: check.model, check: check.check, rows: check.failedRows });
}

/** What builds of one content, month and policy version have in common, whatever seeds are laid over it. */
export interface Groundwork extends ProjectSeeds {
  readonly moment: BuildMoment;
  readonly tables: ReadonlySet<string>;
  readonly fingerprints: ReadonlyMap<string, string>;
  readonly models: readonly Model[];
}

/**
 * Reads models, policy and the moment once, for many builds aside of a database that nobody loads into meanwhile.
 *
 * @throws D521Error those of {@link buildModels}
 */
export async function layGroundwork(connection: DuckDBConnection, options: Pick<BuildOptions, "asOf" | "knownAt" | "policyVersion" | "ratingProfile" | "budget" | "modelsDir">): Promise<Groundwork> {
  const tables = await sourceTables(connection);
  const moment = await buildMoment(connection, tables, options);
  const models = await discoverModels(connection, options.modelsDir ?? defaultModelsDir);
  return { moment, tables, models, fingerprints: await tableFingerprints(connection, tables), ...projectSeeds(moment, options.policyVersion, [], options.ratingProfile, options.budget) };
}

type FinishedBuild = Awaited<ReturnType<typeof runAside>>;

/** Everything up to the moment of showing: models built, checks asked. */
async function runAside(options: BuildOptions, schema: string) {
  const started = performance.now();
  const connection = await options.database.connect();
  if (!options.groundwork) await prepareLedger(connection);
  const ground = options.groundwork ?? (await layGroundwork(connection, options));
  const { moment, tables, policyVersion, awardYears } = ground;
  if (schema === nextSchema) await dropLeftovers(connection);
  const seeds = withSeeds(ground.seeds, options.extraSeeds);
  const seedNames = new Set(seeds.map((seed) => seed.name));
  const models = ground.models.filter((model) => !seedNames.has(model.name));
  const all = orderModels(walkedByYear(models, awardYears), { seeds: seedNames, tables });
  const ordered = options.only ? upTo(all, options.only) : all;
  const storedBefore = await storeTables(connection);
  await connection.run(`drop schema if exists ${quoteName(schema)} cascade`);
  await connection.run(`create schema ${quoteName(schema)}`);
  const workers = await Workers.open(options.database, schema, Math.max(2, Math.min(4, availableParallelism())));
  try {
    let done = 0;
    const run = await buildRelations({
      workers,
      schema,
      ordered,
      seeds,
      tables: ground.fingerprints,
      stored: storedBefore,
      onModel: (outcome) => {
        done += 1;
        options.onProgress?.({ step: "model", outcome, done, total: ordered.length });
      },
    });
    options.onProgress?.({ step: "checks" });
    const checks = options.only ? [] : await checkRelations(workers, models, run.hashes, await knownAnswers(connection));
    const relations: BuiltRelation[] = [
      ...[...run.seeds].map(([name, table]) => ({ schema: "policy", name, tables: [table] })),
      ...run.models.filter(({ isPart }) => !isPart).map(({ name, layer, tables }) => ({ schema: layers[layer], name, tables })),
    ];
    return { connection, moment, policyVersion, schema, models: run.models.filter(({ isPart }) => !isPart), relations, checks, storedBefore, elapsed: () => performance.now() - started };
  } finally {
    workers.close();
  }
}

function reportOf(build: FinishedBuild, buildId: number, visible: boolean): BuildReport {
  return {
    buildId,
    ...build.moment,
    policyVersion: build.policyVersion,
    visible,
    layers: (Object.keys(layers) as Layer[]).map((layer) => {
      const own = build.models.filter((model) => model.layer === layer);
      return {
        layer,
        built: own.filter((model) => model.outcome === "built").length,
        unchanged: own.filter((model) => model.outcome === "unchanged").length,
        milliseconds: own.reduce((sum, model) => sum + model.milliseconds, 0),
      };
    }),
    models: build.models,
    checks: build.checks.length,
    failedChecks: build.checks.filter((check) => check.failedRows > 0),
    milliseconds: build.elapsed(),
  };
}
