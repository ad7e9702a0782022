import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import PQueue from "p-queue";
import { D521Error, type ExitCode, exitCodes } from "../errors.ts";
import type { Answers, FromWorker, Job, Step, ToWorker } from "./jobs.ts";
import { whatifMessages } from "./messages.ts";

/** A user has one trial under way and so many waiting; one more takes the oldest one's place. */
const waitingOfOne = 3;
/** All users' together. */
const waitingOfAll = 60;
/** The process ends after so long without a question: it holds a copy of the database and some hundred megabytes. */
const idleMilliseconds = 20 * 60_000;
/** A trial that takes longer takes its process with it. */
const longestMilliseconds = 15 * 60_000;

export interface DeskOptions {
  /** the district's database file */
  readonly database: string;
  /** shorter, for a test */
  readonly idleMilliseconds?: number;
}

interface Waiting {
  readonly user: string;
  readonly replaced: AbortController;
}

/**
 * Where the door hands in trials: they wait in one queue for a process of their own, so that the door answers whatever they do, and a
 * process that dies is only a trial that failed.
 */
export class TrialDesk {
  readonly #options: DeskOptions;
  readonly #queue = new PQueue({ concurrency: 1 });
  #waiting: Waiting[] = [];
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #number = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get database(): string {
    return this.#options.database;
  }

  /**
   * Runs a job in its turn.
   *
   * @param signal  the one who asks has gone
   * @throws D521Error `trial_full`, `trial_replaced`, `trial_stopped`, `trial_gone`, and whatever the job is refused with; each is a sentence for the page
   */
  async ask<J extends Job>(user: string, job: J, options: { readonly signal?: AbortSignal; readonly onStep?: (step: Step) => void; readonly isBackground?: boolean } = {}): Promise<Answers[J["kind"]]> {
    // a small question that the process answers beside what it does
    if (job.kind === "version") return (await this.#run(job, options)) as Answers[J["kind"]];
    if (this.#waiting.length >= waitingOfAll) throw fault("trial_full");
    const own = this.#waiting.filter((one) => one.user === user);
    if (own.length >= waitingOfOne) own[0]!.replaced.abort();
    const entry: Waiting = { user, replaced: new AbortController() };
    this.#waiting.push(entry);
    const leave = () => (this.#waiting = this.#waiting.filter((one) => one !== entry));
    const signals = [entry.replaced.signal, ...(options.signal ? [options.signal] : [])];
    try {
      return await this.#queue.add(
        async () => {
          leave();
          return (await this.#run(job, options)) as Answers[J["kind"]];
        },
        { signal: AbortSignal.any(signals), priority: options.isBackground ? -1 : 0 },
      );
    } catch (error) {
      if (error instanceof D521Error) throw error;
      if (entry.replaced.signal.aborted) throw fault("trial_replaced");
      if (options.signal?.aborted) throw fault("trial_stopped");
      throw error;
    } finally {
      leave();
    }
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#queue.clear();
    this.#child?.kill("SIGTERM");
    this.#child = undefined;
  }

  #run(job: Job, { signal, onStep }: { readonly signal?: AbortSignal; readonly onStep?: (step: Step) => void }): Promise<unknown> {
    const child = this.#process();
    const id = (this.#number += 1);
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => child.kill("SIGKILL"), longestMilliseconds);
      const stop = () => send(child, { id, stop: true });
      const hear = (message: FromWorker) => {
        if (message.id !== id) return;
        if ("step" in message) return onStep?.(message.step);
        done();
        if ("answer" in message) resolve(message.answer);
        else reject(new D521Error(exitCodes.usage as ExitCode, message.fault.code, { zh: message.fault.sentence.replaceAll("{", "｛"), en: message.fault.sentence.replaceAll("{", "｛") }));
      };
      const gone = () => {
        done();
        reject(fault("trial_gone"));
      };
      const done = () => {
        clearTimeout(tooLong);
        signal?.removeEventListener("abort", stop);
        child.off("message", hear).off("exit", gone).off("error", gone);
        this.#rest();
      };
      child.on("message", hear).once("exit", gone).once("error", gone);
      signal?.addEventListener("abort", stop, { once: true });
      if (!send(child, { id, job })) gone();
      if (signal?.aborted) stop();
    });
  }

  #process(): ChildProcess {
    clearTimeout(this.#idle);
    if (this.#child?.connected) return this.#child;
    const program = fileURLToPath(new URL("process.mjs", import.meta.url));
    const child = fork(program, [this.#options.database], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [], env: { ...process.env, TZ: "Asia/Shanghai" } });
    child.on("exit", () => {
      if (this.#child === child) this.#child = undefined;
    });
    this.#child = child;
    return child;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#child?.kill("SIGTERM");
      this.#child = undefined;
    }, this.#options.idleMilliseconds ?? idleMilliseconds);
    this.#idle.unref();
  }
}

function send(child: ChildProcess, message: ToWorker): boolean {
  if (!child.connected) return false;
  child.send(message, () => undefined);
  return true;
}

function fault(code: "trial_full" | "trial_replaced" | "trial_stopped" | "trial_gone"): D521Error {
  return new D521Error(exitCodes.usage, code, whatifMessages[code]);
}
