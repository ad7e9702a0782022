import { PassThrough } from "node:stream";
import { Decimal } from "decimal.js";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { stringify } from "yaml";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { clientAddress, sentFromHere } from "../serve/client.ts";
import { type Doorkeeper, whoAsks } from "../serve/doorkeeper.ts";
import { saySchemasIn } from "../schema-words.ts";
import { type Scenario, checkScenario, parseScenario } from "../simulate/scenario.ts";
import type { TrialDesk } from "./desk.ts";
import { createExamples } from "./examples.ts";
import type { CurrentVersion, RunAnswer, Step } from "./jobs.ts";
import { whatifMessages } from "./messages.ts";
import { plainProblems } from "./problems.ts";
import { type SavedTrial, SavedTrials, nameShape, outdated } from "./saved.ts";

/** More than any scenario needs that changes every number of a policy. */
const bodyLimit = 128 * 1024;
const often = { max: 240, timeWindow: "1 minute", keyGenerator: clientAddress } as const;
/** Answers of one user that can still be saved. */
const keptAnswers = 12;

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "应为年月，如 2021-09");
const asked = z.strictObject({ scenario: z.unknown(), month });
const certainty = z.number().min(0.5, "把握不能低于 50%").max(0.99, "把握不能高于 99%");
const budgetAsked = asked.extend({ certainty });
const rateAsked = asked.extend({
  field: z.string().max(200),
  budget_wan: z.number().positive("预算须大于 0 万元").max(100_000_000, "预算不能超过 100,000,000 万元"),
  certainty: certainty.nullable(),
});
const saveAsked = z.strictObject({ name: z.string().regex(nameShape, whatifMessages.saved_name_wrong.zh), run: z.string().max(120), assumption: z.string().max(300).optional(), budget_wan: z.unknown().optional() });
const textAsked = z.strictObject({ text: z.string().max(bodyLimit) });

const statuses: Readonly<Record<string, number>> = { saved_unknown: 404, saved_not_yours: 403, trial_full: 503, trial_gone: 503, trial_failed: 500, trial_no_database: 503, trial_database_busy: 503, trial_replaced: 409, trial_stopped: 409 };

/**
 * The trials' addresses below `/finance/trials/`: for finance accounts alone, whoever else is signed in is refused and noted. A scenario
 * that is tried is answered line by line (NDJSON): first what is certain, then the draws; who leaves ends his trial.
 */
export function registerTrials(app: FastifyInstance, keeper: Doorkeeper, desk: TrialDesk): void {
  // pages are Chinese, whatever the operator of the service reads
  saySchemasIn("zh");
  const saved = new SavedTrials(desk.database);
  const examples = createExamples(desk);
  const answers = new Map<string, { readonly user: string; readonly scenario: Scenario; readonly month: string; readonly answer: RunAnswer }>();
  let number = 0;

  /** who asks, if he may; otherwise the answer has been given */
  const inside = (request: FastifyRequest, reply: FastifyReply): string | undefined => {
    reply.header("cache-control", "no-store");
    const found = whoAsks(keeper, request);
    if (!found) return void refuse(reply, 401, whatifMessages.trial_sign_in.zh);
    const { user, roles } = found.account;
    if (!roles.includes("finance")) {
      keeper.audit({ event: "denied", user, audience: "finance", path: pathOf(request), status: 403 }, request);
      return void refuse(reply, 403, whatifMessages.trial_not_yours.zh);
    }
    if (request.method !== "GET" && !sentFromHere(request)) {
      keeper.audit({ event: "refused", user, path: pathOf(request), status: 403 }, request);
      return void refuse(reply, 403, whatifMessages.trial_foreign.zh);
    }
    return user;
  };

  const errorHandler = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    reply.header("cache-control", "no-store");
    if (error instanceof D521Error) return refuse(reply, statuses[error.code] ?? 400, sentenceOf(error));
    if (error.statusCode === 413) return refuse(reply, 413, sentenceOf(new D521Error(exitCodes.usage, "trial_too_large", whatifMessages.trial_too_large, { most: bodyLimit / 1024 })));
    if (error.statusCode === 429) return refuse(reply, 429, whatifMessages.trial_too_often.zh);
    if (error.statusCode !== undefined && error.statusCode < 500) return refuse(reply, error.statusCode, whatifMessages.trial_unreadable.zh);
    process.stderr.write(`${request.method} ${pathOf(request)}: ${error.message}\n`);
    return refuse(reply, 500, whatifMessages.trial_failed.zh);
  };
  const open = { bodyLimit, errorHandler, config: { rateLimit: often } };
  type Handler = (user: string, request: FastifyRequest, reply: FastifyReply) => unknown;
  const route = (method: "GET" | "POST" | "DELETE", url: string, handler: Handler) =>
    app.route({
      method, url: `/finance/trials/${url}`, ...open,
      handler: async (request, reply) => {
        const user = inside(request, reply);
        return user === undefined ? reply : handler(user, request, reply);
      },
    });

  route("GET", "ground", async (user, request, reply) => {
    const query = read(z.strictObject({ month: month.optional(), policy: z.string().regex(/^[\w.-]{1,60}$/).optional() }), request.query);
    const ground = await desk.ask(user, { kind: "ground", ...query }, { signal: leaving(request, reply) });
    examples.follow(ground);
    return { ...ground, user, is_synthetic: ground.version.is_synthetic };
  });

  route("POST", "run", (user, request, reply) => {
    const { scenario, month } = readAsked(asked, request.body);
    return stream(request, reply, async (signal, write) => {
      const answer = await desk.ask(user, { kind: "run", scenario, month }, { signal, onStep: (step) => write(step) });
      const run = `${user}-${(number += 1)}`;
      answers.set(run, { user, scenario, month, answer });
      const own = [...answers].filter(([, one]) => one.user === user);
      for (const [old] of own.slice(0, Math.max(0, own.length - keptAnswers))) answers.delete(old);
      write({ step: "done", run, version: answer.version, outlook: answer.outlook });
    });
  });

  route("POST", "budget", (user, request, reply) => {
    const { scenario, month, certainty } = readAsked(budgetAsked, request.body);
    return stream(request, reply, async (signal, write) => write({ step: "done", budget: await desk.ask(user, { kind: "budget", scenario, month, certainty }, { signal, onStep: write }) }));
  });

  route("POST", "rate", (user, request, reply) => {
    const { scenario, month, field, budget_wan, certainty } = readAsked(rateAsked, request.body);
    const budget = new Decimal(budget_wan).times(10_000).toFixed(2);
    return stream(request, reply, async (signal, write) => write({ step: "done", rate: await desk.ask(user, { kind: "rate", scenario, month, field, budget, certainty }, { signal, onStep: write }) }));
  });

  route("GET", "saved", async (user, request, reply) => {
    const version = await desk.ask(user, { kind: "version" }, { signal: leaving(request, reply) });
    return { saved: saved.list().map((one) => summaryOf(one, version)), examples: examples.list() };
  });

  route("GET", "saved/:id", async (user, request, reply) => {
    const found = saved.get((request.params as { id: string }).id);
    const version = await desk.ask(user, { kind: "version" }, { signal: leaving(request, reply) });
    keeper.audit({ event: "open", user, audience: "finance", path: pathOf(request) }, request);
    return { ...found, outdated: outdated(found, version) };
  });

  route("POST", "saved", async (user, request) => {
    const { name, run, ...words } = read(saveAsked, request.body);
    const found = answers.get(run);
    if (!found || found.user !== user) throw new D521Error(exitCodes.usage, "saved_run_unknown", whatifMessages.saved_run_unknown);
    const { scenario, month, answer } = found;
    // what the answer does not hang on may have changed since: its words, and the budget that it is held against
    const worded = checkScenario({ ...scenario, name, ...(words.assumption && { assumption: words.assumption }), ...(words.budget_wan !== undefined && { budget_wan: words.budget_wan }) });
    const kept = saved.put({ name, owner: user, saved_at: keeper.now().toISOString(), scenario: worded, month, answer });
    keeper.audit({ event: "trial_saved", user, audience: "finance", path: pathOf(request), table: name }, request);
    return { id: kept.id };
  });

  route("DELETE", "saved/:id", async (user, request) => {
    const { name } = saved.remove((request.params as { id: string }).id, user);
    keeper.audit({ event: "trial_deleted", user, audience: "finance", path: pathOf(request), table: name }, request);
    return {};
  });

  // the file that the command line reads, both ways
  route("POST", "yaml", (user, request) => {
    const { scenario, month } = readAsked(asked, request.body);
    keeper.audit({ event: "download", user, audience: "finance", path: pathOf(request), table: scenario.name }, request);
    return { text: scenarioText(scenario, month), name: scenario.name };
  });
  route("POST", "read", (_, request) => ({ scenario: parseScenario(read(textAsked, request.body).text, "上传.yaml") }));

  app.addHook("onClose", async () => desk.close());
}

/** A scenario as the YAML file that `d521 simulate --scenario` reads. */
export function scenarioText(scenario: Scenario, month: string): string {
  const content = { ...scenario, as_of: month };
  return `# 试算，不是兑付决定。\n${stringify(content, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }).replace(/^(\s*)(\d+\.\d+):/gm, '$1"$2":')}`;
}

function summaryOf({ id, name, owner, saved_at, scenario, month, answer }: SavedTrial, version: CurrentVersion) {
  const p90 = answer.outlook.distribution.find(({ percentile }) => percentile === "P90");
  return { id, name, owner, saved_at, month, assumption: scenario.assumption, fundable_cny: answer.certain.totals.fundable_cny, fundable_change_cny: answer.certain.totals.fundable_change_cny, p90_cny: p90?.fundable_cny ?? null, outdated: outdated({ id, name, owner, saved_at, scenario, month, answer }, version) };
}

function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).type("application/json; charset=utf-8").send({ error });
}

function sentenceOf(error: D521Error): string {
  const sentence = plainProblems(error.in("zh"));
  // who fills in a form has written no file
  if (error.code !== "scenario_not_yaml" && error.code !== "scenario_unreadable") return sentence.replaceAll("情景文件", "试算");
  // the parser's own words are English
  return sentence.replace(/（[^（）]*[a-z]{3}[^（）]*）$/s, "。");
}

/** @throws D521Error `trial_wrong`, naming every field at fault */
function read<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "-"}: ${issue.message}`);
  throw new D521Error(exitCodes.usage, "trial_wrong", whatifMessages.trial_wrong, { count: problems.length, problems: problems.join("\n").replaceAll("{", "｛") });
}

function readAsked<Shape extends z.ZodObject<{ scenario: z.ZodUnknown; month: typeof month }>>(shape: Shape, body: unknown): Omit<z.infer<Shape>, "scenario"> & { readonly scenario: Scenario } {
  const found = read(shape, body);
  return { ...found, scenario: checkScenario((found as { scenario: unknown }).scenario) };
}

/** Aborted once the one who asks has gone before his answer was whole. */
function leaving(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  request.raw.once("aborted", () => gone.abort());
  return gone.signal;
}

type Line = Step | ({ readonly step: "done" } & Record<string, unknown>) | { readonly step: "error"; readonly error: string };

/** Lines of JSON as they come; an error is the last line, and takes the place of whatever was to come. */
function stream(request: FastifyRequest, reply: FastifyReply, work: (signal: AbortSignal, write: (line: Line) => void) => Promise<void>): FastifyReply {
  const lines = new PassThrough();
  const signal = leaving(request, reply);
  const write = (line: Line) => void (signal.aborted || lines.write(`${JSON.stringify(line)}\n`));
  work(signal, write)
    .catch((error: unknown) => {
      if (!(error instanceof D521Error)) process.stderr.write(`${pathOf(request)}: ${error instanceof Error ? error.message : String(error)}\n`);
      write({ step: "error", error: error instanceof D521Error ? sentenceOf(error) : whatifMessages.trial_failed.zh });
    })
    .finally(() => lines.end());
  return reply.type("application/x-ndjson; charset=utf-8").header("x-accel-buffering", "no").send(lines);
}

function pathOf(request: FastifyRequest): string {
  return (request.raw.url ?? "").split("?")[0]!.slice(0, 200);
}
