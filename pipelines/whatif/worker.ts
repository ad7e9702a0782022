/** The process that trials run in: one job after the other, on a private copy of the database that follows the database's changes. */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Decimal } from "decimal.js";
import PQueue from "p-queue";
import { digestOf } from "../digest.ts";
import { D521Error, exitCodes } from "../errors.ts";
import { loadPolicy } from "../policy/load.ts";
import { projectDir } from "../publish/workspace.ts";
import { saySchemasIn } from "../schema-words.ts";
import { type Scenario, readScenario, scenarioDirectory } from "../simulate/scenario.ts";
import { trialFields } from "./fields.ts";
import type { Answers, CurrentVersion, FromWorker, Ground, Job, Step, ToWorker } from "./jobs.ts";
import { whatifMessages } from "./messages.ts";
import { solveBudget, solveRate } from "./solve.ts";
import { Trials } from "./trial.ts";

const [database = ""] = process.argv.slice(2);
const now = () => new Date();
const queue = new PQueue({ concurrency: 1 });
const stops = new Map<number, AbortController>();
let open: { readonly trials: Trials; isStale: boolean } | undefined;
let programVersion: Promise<string> | undefined;

saySchemasIn("zh");
process.on("message", (message: ToWorker) => {
  if ("stop" in message) return stops.get(message.id)?.abort();
  const stop = new AbortController();
  stops.set(message.id, stop);
  // what is asked beside a long trial is not kept waiting by it
  if (message.job.kind === "version" && open && !open.trials.isOld(database)) return void answer(message.id, message.job, stop.signal).finally(() => stops.delete(message.id));
  void queue.add(() => answer(message.id, message.job, stop.signal).finally(() => stops.delete(message.id)));
});
// the door has gone
process.on("disconnect", () => end());
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end());

/** Closing would wait for a query that still runs, and may wait for ever; the copy is nobody else's. */
function end(): void {
  open?.trials.abandon();
  process.kill(process.pid, "SIGKILL");
}

function tell(message: FromWorker): void {
  if (process.connected) process.send!(message);
}

/** What names no file and no folder of the machine. */
const forPage = /^(trial|saved|solve|scenario)_|^(unknown_clause|nobody|nothing_on_file)$/;

async function answer(id: number, job: Job, signal: AbortSignal): Promise<void> {
  try {
    tell({ id, answer: await run(job, signal, (step) => tell({ id, step })) });
  } catch (error) {
    const isForPage = error instanceof D521Error && forPage.test(error.code);
    if (!isForPage) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    const said = error instanceof D521Error && error.code === "policy_missing" ? new D521Error(exitCodes.usage, "trial_policy_unknown", whatifMessages.trial_policy_unknown) : isForPage ? error : new D521Error(exitCodes.environment, "trial_failed", whatifMessages.trial_failed);
    tell({ id, fault: { code: said.code, sentence: said.in("zh") } });
  }
}

async function run(job: Job, signal: AbortSignal, onStep: (step: Step) => void): Promise<Answers[Job["kind"]]> {
  const trials = await current();
  const version = await versionOf(trials);
  const request = job.kind === "ground" || job.kind === "version" ? undefined : { scenario: job.scenario, month: job.month };
  const onDrawn = (done: number, total: number) => onStep({ step: "drawn", done, total });
  switch (job.kind) {
    case "version":
      return version;
    case "ground":
      return ground(trials, version, job);
    case "run": {
      let certain: Answers["run"]["certain"] | undefined;
      const outlook = await trials.run(request!, { signal, onDrawn, onCertain: (found) => onStep({ step: "certain", version, certain: (certain = found) }) });
      return { version, certain: certain!, outlook };
    }
    case "budget":
      return solveBudget((await trials.outlook(request!, { signal, onDrawn })).totals, job.certainty);
    case "rate": {
      const { clauses, fields } = fieldsOf(trials, job.scenario, job.month);
      const field = fields.find(({ id }) => id === job.field);
      const clause = clauses.find(({ id }) => id === field?.clause);
      if (!field || !clause) throw new D521Error(exitCodes.usage, "solve_field_unknown", whatifMessages.solve_field_unknown);
      return solveRate({ field, clause, scenario: job.scenario, budget: new Decimal(job.budget) }, async (scenario, tried) => {
        onStep({ step: "tried", done: tried });
        if (job.certainty === null) return (await trials.certain({ scenario, month: job.month }, { signal })).totals.fundable_cny;
        return solveBudget((await trials.outlook({ scenario, month: job.month }, { signal })).totals, job.certainty).budget_cny;
      });
    }
  }
}

/** The copy, made anew where the database has changed; while it is being written the copy before stays. */
async function current(): Promise<Trials> {
  if (open && !open.trials.isOld(database)) return open.trials;
  try {
    // there is another to go on with
    const trials = await Trials.open(database, now, ...(open ? [2] : []));
    open?.trials.close();
    open = { trials, isStale: false };
  } catch (error) {
    if (!open || !(error instanceof D521Error)) throw error;
    open.isStale = true;
  }
  return open.trials;
}

async function versionOf(trials: Trials): Promise<CurrentVersion> {
  programVersion ??= readProgram();
  return { ...trials.version, program: await programVersion, is_stale: open?.isStale ?? false };
}

/** The program's version, and a mark of what decides an amount: models, policy files, and what draws. */
async function readProgram(): Promise<string> {
  const { version } = JSON.parse(readFileSync(path.join(projectDir, "package.json"), "utf8")) as { version: string };
  const digest = await digestOf(["models", path.join("pipelines", "simulate"), path.join("pipelines", "policy")].map((name) => path.join(projectDir, name)));
  return `${version}-${digest.slice(0, 8)}`;
}

function fieldsOf(trials: Trials, scenario: Scenario | undefined, month: string) {
  return trialFields(loadPolicy(scenario?.policy.version ?? trials.version.policy_version), Number(month.slice(0, 4)));
}

async function ground(trials: Trials, version: CurrentVersion, job: Job & { kind: "ground" }): Promise<Ground> {
  const month = job.month ?? (trials.months.includes(version.as_of_month) ? version.as_of_month : (trials.months.at(-1) ?? version.as_of_month));
  await trials.warm(month);
  const policy = loadPolicy(job.policy ?? version.policy_version);
  const names = async (column: string) => (await trials.rows(`select distinct ${column} as name from staging.stg_enterprises where ${column} <> '' order by 1`)).map(({ name }) => String(name));
  return {
    version,
    months: trials.months,
    month,
    policy: { version: policy.version, label: policy.label },
    ...trialFields(policy, Number(month.slice(0, 4))),
    gates: [...Object.entries(policy.gates), ["retention_cap", policy.retention_cap] as const, ["turnover_tax_cap", policy.turnover_tax_cap] as const].map(([gate, { mode, summary, place }]) => ({ gate, mode, summary, place })),
    sectors: await names("sector"),
    towns: await names("town"),
    enterprises: (await trials.rows("select enterprise_id as id, enterprise_name as name from staging.stg_enterprises order by name")) as unknown as Ground["enterprises"],
    examples: readdirSync(scenarioDirectory).filter((name) => name.endsWith(".yaml")).sort().map((name) => readScenario(path.join(scenarioDirectory, name))),
  };
}
