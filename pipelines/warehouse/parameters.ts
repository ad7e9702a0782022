import type { DuckDBConnection } from "@duckdb/node-api";
import { D521Error, exitCodes } from "../errors.ts";
import { warehouseMessages } from "./messages.ts";
import { type Seed, seedFromRows } from "./seed.ts";

/** The moment that a build speaks of: which month's dispatch, and what was known when. */
export interface BuildMoment {
  /** `2021-06` */
  readonly asOfMonth: string;
  /** newest month of 生产经营月报 or 税收月报; absent where there is none */
  readonly dataTo?: string | undefined;
  /** as DuckDB writes a TIMESTAMPTZ in the office's time-zone: `2021-07-05 09:00:00+08` */
  readonly knownAt: string;
  /** some of the files loaded until then are labelled 示例数据 */
  readonly isSynthetic: boolean;
}

export interface MomentOptions {
  /** `YYYY-MM`; the newest month of 生产经营月报 or 税收月报 where absent */
  readonly asOf?: string;
  /** only what was known then, as a moment or as {@link BuildMoment} has it; everything loaded where absent */
  readonly knownAt?: Date | string;
}

/**
 * Reads `--as-of` and `--known-at` against what is loaded.
 *
 * Where no `knownAt` is given the newest known time on file is taken, not the clock's: the same data give the same build.
 *
 * @throws D521Error `no_load` (3) when nothing was ever loaded, `bad_as_of`, `no_months` (2)
 */
export async function buildMoment(connection: DuckDBConnection, tables: ReadonlySet<string>, options: MomentOptions): Promise<BuildMoment> {
  if (options.asOf !== undefined && !/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(options.asOf)) {
    throw new D521Error(exitCodes.usage, "bad_as_of", warehouseMessages.bad_as_of, { value: options.asOf });
  }
  const raws = [...tables].filter((table) => table.startsWith("raw."));
  if (!tables.has("ops.import_file") || raws.length === 0) throw noLoad();
  const [loads] = (await connection.runAndReadAll("select count(*) from ops.import_file")).getRows()[0] ?? [];
  if (Number(loads) === 0) throw noLoad();
  const knownAt = await knownAtOf(connection, raws, options.knownAt);
  const [isSynthetic] = (await connection.runAndReadAll("select coalesce(bool_or(is_synthetic), false) from ops.import_file where loaded_at <= cast($1 as timestamptz)", [knownAt])).getRows()[0] ?? [];
  const dataTo = await newestMonth(connection, tables, knownAt);
  const asOfMonth = options.asOf ?? dataTo;
  if (asOfMonth === undefined) throw new D521Error(exitCodes.usage, "no_months", warehouseMessages.no_months);
  return { asOfMonth, dataTo, knownAt, isSynthetic: isSynthetic === true };
}

function noLoad(): D521Error {
  return new D521Error(exitCodes.environment, "no_load", warehouseMessages.no_load);
}

async function knownAtOf(connection: DuckDBConnection, raws: readonly string[], asked: Date | string | undefined): Promise<string> {
  const known = raws.map((table) => `select max(known_at) as known_at from ${table}`).join(" union all ");
  const reader = asked
    ? await connection.runAndReadAll("select cast(cast($1 as timestamptz) as varchar)", [typeof asked === "string" ? asked : asked.toISOString()])
    : await connection.runAndReadAll(`select cast(coalesce(max(known_at), (select max(loaded_at) from ops.import_file)) as varchar) from (${known})`);
  return String(reader.getRows()[0]?.[0]);
}

async function newestMonth(connection: DuckDBConnection, tables: ReadonlySet<string>, knownAt: string): Promise<string | undefined> {
  const months = ["raw.production", "raw.taxes"].filter((table) => tables.has(table)).map((table) => `select max(month) as month from ${table} where known_at <= cast($1 as timestamptz)`);
  const reader = months.length === 0 ? undefined : await connection.runAndReadAll(`select strftime(max(month), '%Y-%m') from (${months.join(" union all ")})`, [knownAt]);
  const month = reader?.getRows()[0]?.[0];
  return month === null || month === undefined ? undefined : String(month);
}

/** The table `build_parameters`, one row: the clock that models read instead of the machine's. */
export function buildParameters(moment: BuildMoment, policy: { readonly version: string; readonly label: string; readonly firstAwardYear: number }): Seed {
  const [year = 0, month = 0] = moment.asOfMonth.split("-").map(Number);
  const lastDay = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return seedFromRows(
    "build_parameters",
    {
      as_of_month: "DATE",
      as_of_on: "DATE",
      as_of_year: "INTEGER",
      as_of_closed: "BOOLEAN",
      known_at: "TIMESTAMPTZ",
      policy_version: "VARCHAR",
      policy_label: "VARCHAR",
      first_award_year: "INTEGER",
      is_synthetic: "BOOLEAN",
    },
    [
      {
        as_of_month: `${moment.asOfMonth}-01`,
        as_of_on: lastDay,
        as_of_year: year,
        as_of_closed: month === 12,
        known_at: moment.knownAt,
        policy_version: policy.version,
        policy_label: policy.label,
        first_award_year: policy.firstAwardYear,
        is_synthetic: moment.isSynthetic,
      },
    ],
  );
}
