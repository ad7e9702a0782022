import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbTypes, loadContracts } from "../../pipelines/intake/contracts.ts";
import { buildAside, type BuildOptions } from "../../pipelines/warehouse/build.ts";
import { quoteName } from "../../pipelines/warehouse/quote.ts";
import { loadedDatabase } from "../unit/warehouse/loaded-database.ts";
import type { DataSet, Day, District } from "./rows.ts";

/** Rows of the marts, each cell as text, null where there is none; lists are sorted and joined by commas. */
export type MartRow = Readonly<Record<string, string | null>>;

export interface Marts {
  readonly award_line: readonly MartRow[];
  readonly enterprise_retention: readonly MartRow[];
  readonly liability_by_clause: readonly MartRow[];
  readonly efficiency_rating: readonly MartRow[];
  /** what explains the lines; the oracle has no answer for them */
  readonly award_condition: readonly MartRow[];
  readonly award_step: readonly MartRow[];
  /** what each limit took of all lines together */
  readonly limit_effect: readonly MartRow[];
  /** error-severity checks that failed, which would stop a publish */
  readonly failedChecks: readonly string[];
}

const knownAt = "2024-06-01 09:00:00+08";
const knownBefore = "2024-05-01 09:00:00+08";

export interface RunOptions extends Pick<BuildOptions, "extraSeeds" | "modelsDir"> {
  /** puts the rows of each table in another order */
  readonly reverse?: boolean;
}

/** Puts a district into a fresh database and builds the real models on it for the dispatch month. */
export async function runModels(district: District, asOfMonth: Day, options: RunOptions = {}): Promise<Marts> {
  const { database, connection } = await loadedDatabase();
  try {
    await putDistrict(connection, district, options.reverse);
    const build = await buildAside({
      database,
      asOf: asOfMonth.slice(0, 7),
      now: () => new Date("2024-06-02T00:00:00Z"),
      extraSeeds: options.extraSeeds,
      modelsDir: options.modelsDir,
    });
    const failedChecks = build.report.failedChecks.filter((check) => check.severity === "error").map((check) => `${check.model}: ${check.check} (${check.failedRows})`);
    return {
      award_line: await rows(connection, build.schema, "award_line", "reasons"),
      enterprise_retention: await rows(connection, build.schema, "enterprise_retention"),
      liability_by_clause: await rows(connection, build.schema, "liability_by_clause"),
      efficiency_rating: await rows(connection, build.schema, "efficiency_rating"),
      award_condition: await rows(connection, build.schema, "award_condition"),
      award_step: await rows(connection, build.schema, "award_step"),
      limit_effect: await rows(connection, build.schema, "limit_effect"),
      failedChecks,
    };
  } finally {
    database.close();
  }
}

/** Puts a district's rows into a database as the first load leaves it. */
export async function putDistrict(connection: DuckDBConnection, district: District, reverse = false): Promise<void> {
  for (const dataSet of Object.keys(district) as DataSet[]) await insert(connection, dataSet, district[dataSet] as unknown as Record<string, unknown>[], reverse);
}

/** Every fifth row also has an older version on record, wrong in all but its key. */
async function insert(connection: DuckDBConnection, dataSet: DataSet, records: readonly Record<string, unknown>[], reverse: boolean): Promise<void> {
  const contract = loadContracts().get(dataSet)!;
  const names = contract.columns.map((column) => column.name);
  const entries = records.flatMap((record, index) => {
    const current = [...names.map((name) => cell(record[name])), "1", "Sheet1", String(index + 1), knownAt];
    if (index % 5 !== 0) return [current];
    const other = records[(index + 1) % records.length]!;
    const older = [...names.map((name) => cell((contract.key.includes(name) ? record : other)[name])), "1", "Sheet1", String(index + 1), knownBefore];
    return [current, older];
  });
  if (reverse) entries.reverse();
  const types = [...contract.columns.map((column) => duckdbTypes[column.type]), "INTEGER", "VARCHAR", "INTEGER", "TIMESTAMPTZ"];
  const columns = [...names, "file_id", "source_sheet", "source_row", "known_at"].map(quoteName).join(", ");
  const cells = types.map((type, index) => `cast(entry.value->>${index} as ${type})`).join(", ");
  await connection.run(`insert into raw.${quoteName(dataSet)} (${columns}) select ${cells} from json_each(cast($1 as json)) as entry`, [JSON.stringify(entries)]);
}

function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" && "toFixed" in value) return (value as { toFixed(): string }).toFixed();
  return String(value);
}

async function rows(connection: DuckDBConnection, schema: string, mart: string, list?: string): Promise<MartRow[]> {
  const table = `${quoteName(schema)}.${quoteName(mart)}`;
  const source = list === undefined ? `select * from ${table}` : `select * replace (array_to_string(list_sort(${list}), ',') as ${list}) from ${table}`;
  const reader = await connection.runAndReadAll(`select columns(*)::varchar from (${source})`);
  return reader.getRowObjectsJson() as unknown as MartRow[];
}
