import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { readText } from "../serve/read-text.ts";
import { type Scenario, checkScenario } from "../simulate/scenario.ts";
import type { CurrentVersion, RunAnswer } from "./jobs.ts";
import { whatifMessages } from "./messages.ts";
import { trialFolder } from "./snapshot.ts";

/** A trial that somebody saved: what was assumed, what it was run on, and what came of it. */
export interface SavedTrial {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  /** ISO 8601 */
  readonly saved_at: string;
  readonly scenario: Scenario;
  readonly month: string;
  readonly answer: RunAnswer;
}

const idShape = /^[A-Za-z0-9_-]{12}$/;
export const nameShape = /^[\p{L}\p{N}_-]{1,40}$/u;

/** of all finance accounts together */
const mostSaved = 300;
const largestBytes = 4 * 1024 * 1024;

const fileShape = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(idShape),
  name: z.string().regex(nameShape),
  owner: z.string().max(200),
  saved_at: z.iso.datetime(),
  scenario: z.unknown(),
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
  // written by the service alone, from its own answer
  answer: z.looseObject({ version: z.looseObject({}), certain: z.looseObject({}), outlook: z.looseObject({}) }),
});

/** The saved trials of a district: one file each, beside the database, for the service's own account alone. */
export class SavedTrials {
  readonly #folder: string;
  /** as they were read last: the list is looked at often, and a file never changes once it is there */
  readonly #read = new Map<string, { readonly stamp: string; readonly trial: SavedTrial | undefined }>();

  constructor(database: string) {
    this.#folder = path.join(trialFolder(database), "saved");
  }

  /** The newest first; a file that cannot be read is left out. */
  list(): SavedTrial[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    return names
      .filter((name) => name.endsWith(".json"))
      .flatMap((name) => this.#find(name.slice(0, -".json".length)) ?? [])
      .sort((one, other) => (one.saved_at < other.saved_at ? 1 : -1));
  }

  /** @throws D521Error `saved_unknown` */
  get(id: string): SavedTrial {
    const found = this.#find(id);
    if (!found) throw new D521Error(exitCodes.usage, "saved_unknown", whatifMessages.saved_unknown);
    return found;
  }

  /** @throws D521Error `saved_too_many`, `saved_name_wrong` */
  put(trial: Omit<SavedTrial, "id">): SavedTrial {
    if (!nameShape.test(trial.name)) throw new D521Error(exitCodes.usage, "saved_name_wrong", whatifMessages.saved_name_wrong);
    makeFolder(this.#folder);
    chmodSync(this.#folder, 0o700);
    if (readdirSync(this.#folder).length >= mostSaved) throw new D521Error(exitCodes.usage, "saved_too_many", whatifMessages.saved_too_many, { most: mostSaved });
    const id = randomBytes(9).toString("base64url");
    const kept = { version: 1, id, ...trial };
    // whole or not at all: written beside, then put in its place
    const beside = path.join(this.#folder, `${id}.new`);
    const handle = openSync(beside, "wx", 0o600);
    try {
      writeSync(handle, `${JSON.stringify(kept)}\n`);
      fsyncSync(handle);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    } finally {
      closeSync(handle);
    }
    renameSync(beside, this.#file(id));
    return { ...trial, id };
  }

  /** @throws D521Error `saved_unknown`, `saved_not_yours` */
  remove(id: string, user: string): SavedTrial {
    const found = this.get(id);
    if (found.owner !== user) throw new D521Error(exitCodes.usage, "saved_not_yours", whatifMessages.saved_not_yours);
    rmSync(this.#file(id), { force: true });
    this.#read.delete(id);
    return found;
  }

  #file(id: string): string {
    return path.join(this.#folder, `${id}.json`);
  }

  #find(id: string): SavedTrial | undefined {
    // an id is a file's name: nothing else is looked for
    const found = idShape.test(id) ? statSync(this.#file(id), { throwIfNoEntry: false }) : undefined;
    if (!found?.isFile() || found.size > largestBytes) return undefined;
    const stamp = `${found.ino}:${found.size}:${found.mtimeMs}`;
    const known = this.#read.get(id);
    if (known?.stamp === stamp) return known.trial;
    const trial = this.#parse(id);
    this.#read.set(id, { stamp, trial });
    return trial;
  }

  #parse(id: string): SavedTrial | undefined {
    try {
      const { version: _, ...found } = fileShape.parse(JSON.parse(readText(this.#file(id))));
      return found.id === id ? { ...found, scenario: checkScenario(found.scenario), answer: found.answer as unknown as RunAnswer } : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Why a saved trial is no longer current, in sentences; none where it is. */
export function outdated({ answer: { version } }: SavedTrial, now: CurrentVersion): string[] {
  return [
    ...(version.build_id !== now.build_id || version.known_at !== now.known_at ? [`数据已更新：保存时用的是数据时点 ${version.known_at.slice(0, 16)}，现在是 ${now.known_at.slice(0, 16)}`] : []),
    ...(version.policy_version !== now.policy_version ? [`现行政策版本已由 ${version.policy_version} 换成 ${now.policy_version}`] : []),
    ...(version.program !== now.program ? ["计算程序或政策文件已更新"] : []),
  ];
}
