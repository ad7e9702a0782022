import { D521Error, exitCodes } from "../errors.ts";
import { buildAside, buildMemoryLimit } from "../warehouse/build.ts";
import { type Database, openDatabase } from "../warehouse/database.ts";
import { prepareLedger } from "../warehouse/ledger.ts";
import { quoteName } from "../warehouse/quote.ts";
import { FactReader } from "./facts.ts";
import { documentMessages as messages } from "./messages.ts";

/** What a document is written from. */
export interface Dispatch {
  /** the month's build: the visible one, or one aside */
  readonly now: FactReader;
  /** the build of the month or quarter before, on the same knowledge; absent where the data do not reach back */
  readonly before: FactReader | undefined;
  /** `2021-09` */
  readonly month: string;
  /** the month that the database shows */
  readonly visibleMonth: string;
  readonly knownAt: Date;
}

export interface DispatchOptions {
  readonly file: string;
  /** `2021-09` */
  readonly month: string;
  /** the month to compare with */
  readonly monthBefore: string;
  readonly clock: () => Date;
  /** hears of each build aside before it begins */
  readonly onBuild?: (month: string) => void;
}

/** Every mart that a document asks: what a month computed aside builds. */
export const documentModels: ReadonlySet<string> = new Set([
  "dispatch", "target_progress", "target_trajectory", "growth_tier", "tier_flow", "town_ranking_public", "town_score_public", "town_grade", "award_line",
  "enterprise_retention", "reporting_timeliness", "service_promise", "service_promise_summary", "service_late_body", "service_mean",
  "lead_tally", "efficiency_rating", "enterprise",
]);
const modelsBefore = new Set(["dispatch", "award_line", "enterprise_retention", "growth_tier"]);

/**
 * Opens the database at a month. What the database shows is used as it is; another month is computed aside with what
 * was known for the visible build, the same policy version, and dropped afterwards.
 *
 * @throws D521Error `no_build` (3), `after_data`, `before_data` (2), those of `openDatabase` and `buildAside`
 */
export async function withDispatch<Result>({ file, month, monthBefore, clock, onBuild }: DispatchOptions, work: (dispatch: Dispatch) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(file, { mustExist: true, memoryLimit: buildMemoryLimit });
  const releases: (() => Promise<void>)[] = [];
  try {
    const visible = await visibleBuild(database, file);
    if (month > visible.last) throw new D521Error(exitCodes.usage, "after_data", messages.after_data, { last: visible.last, month });
    if (month < visible.first) throw new D521Error(exitCodes.usage, "before_data", messages.before_data, { first: visible.first, month });
    const build = async (asOf: string, only: ReadonlySet<string>) => {
      onBuild?.(asOf);
      const aside = await buildAside({ database, asOf, knownAt: visible.knownAt, policyVersion: visible.policyVersion, only, now: clock });
      releases.push(() => aside.release());
      return new FactReader(await database.connect(), quoteName(aside.schema));
    };
    const now = month === visible.month ? new FactReader(await database.connect(), "mart") : await build(month, documentModels);
    const before = monthBefore >= visible.first ? await build(monthBefore, modelsBefore) : undefined;
    return await work({ now, before, month, visibleMonth: visible.month, knownAt: new Date(visible.knownAt) });
  } finally {
    for (const release of releases.reverse()) await release();
    database.close();
  }
}

async function visibleBuild(database: Database, file: string) {
  const connection = await database.connect();
  await prepareLedger(connection);
  const reader = new FactReader(connection, "mart");
  const [build] = await reader.rows("select strftime(as_of_month, '%Y-%m') as month, cast(known_at as varchar) as known_at, policy_version from ops.build where is_visible order by build_id desc limit 1");
  const [bounds] = build === undefined ? [] : await reader.rows("select strftime(data_from, '%Y-%m') as data_from, strftime(data_to, '%Y-%m') as data_to, strftime(as_of_month, '%Y-%m') as month from mart.dispatch");
  if (build === undefined || bounds === undefined) throw new D521Error(exitCodes.environment, "no_build", messages.no_build, { file });
  const month = build.text("month");
  // a month that the database already shows is right, whatever the data reach
  const last = [bounds.text("data_to"), month].sort().at(-1)!;
  const first = [bounds.text("data_from") || month, month].sort()[0]!;
  return { month, knownAt: build.text("known_at"), policyVersion: build.text("policy_version"), first, last };
}
