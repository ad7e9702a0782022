import { existsSync, statSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { D521Error, exitCodes } from "../errors.ts";
import type { Params } from "../messages.ts";
import { doctorMessages as messages } from "./messages.ts";
import { bad, type Finding, good, notice } from "./finding.ts";
import { readableSize } from "./installation.ts";

/** What the database says of itself, for the checks that follow. */
export interface DatabaseReport {
  readonly findings: readonly Finding[];
  /** when the dispatch that shows was built; undefined where there is none */
  readonly builtAt?: Date;
}

/**
 * Looks into the database without changing it: whether it opens, the newest load, the newest build, what a crash left.
 *
 * @param expected  the user named this file, so it ought to be there
 */
export async function checkDatabase(file: string, expected: boolean): Promise<DatabaseReport> {
  if (!existsSync(file)) {
    const advice = { advice: messages.database_absent_advice };
    return { findings: [expected ? bad("database", messages.database_absent, { file }, advice) : notice("database", messages.database_absent, { file }, advice)] };
  }
  const { openDatabase } = await import("../warehouse/database.ts");
  let database;
  try {
    database = await openDatabase(file, { readOnly: true });
  } catch (error) {
    if (!(error instanceof D521Error)) throw error;
    const advice = error.code === "database_in_use" ? messages.database_in_use_advice : messages.database_unreadable_advice;
    return { findings: [bad("database", error.text, error.params, { advice })] };
  }
  try {
    const connection = await database.connect();
    return await examine(connection, file);
  } finally {
    database.close();
  }
}

async function examine(connection: DuckDBConnection, file: string): Promise<DatabaseReport> {
  const ask = async (sql: string): Promise<Params[]> => {
    const reader = await connection.runAndReadAll(sql);
    const names = reader.columnNames();
    return reader.getRows().map((row) => Object.fromEntries(names.map((name, at) => [name, plain(row[at])])));
  };
  const found = await ask("select schema_name || '.' || table_name as name from duckdb_tables() where database_name = current_database()");
  const tables = new Set(found.map(({ name }) => String(name)));
  const opened = good("database", messages.database_good, { file, size: readableSize(statSync(file).size) });

  if (!tables.has("ops.import_file")) {
    const foreign = tables.size > 0 ? messages.database_foreign : messages.load_none;
    return { findings: [opened, notice("load", foreign, { file }, { advice: messages.database_absent_advice })] };
  }
  const findings: Finding[] = [opened];
  let builtAt: Date | undefined;
  const checks: [string, () => Promise<void>][] = [
    ["load", async () => void findings.push(...(await newestLoad(ask, tables)))],
    [
      "build",
      async () => {
        const build = await newestBuild(ask, tables);
        findings.push(...build.findings);
        builtAt = build.builtAt;
      },
    ],
    ["leftovers", async () => void findings.push(...(await leftovers(ask, tables)))],
  ];
  for (const [check, run] of checks) {
    try {
      await run();
    } catch (error) {
      const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      findings.push(bad(check, messages.check_broken, { check, detail }, { advice: messages.check_broken_advice }));
    }
  }
  return builtAt === undefined ? { findings } : { findings, builtAt };
}

type Ask = (sql: string) => Promise<Params[]>;

/** a moment as people of the office write it, without seconds */
const minute = (column: string) => `strftime(${column}, '%Y-%m-%d %H:%M')`;

async function newestLoad(ask: Ask, tables: ReadonlySet<string>): Promise<Finding[]> {
  const [load] = await ask(`
    select load_id, ${minute("max(loaded_at)")} as "when", count(distinct file) as files, sum(rows_read)::bigint as read,
      sum(rows_loaded)::bigint as "rows", sum(rows_quarantined)::bigint as quarantined, bool_or(is_synthetic)::int as synthetic,
      epoch_us(min(loaded_at)) as began
    from ops.import_file
    where load_id = (select max(load_id) from ops.import_file)
    group by load_id
  `);
  if (load === undefined) return [notice("load", messages.load_none, {}, { advice: messages.database_absent_advice })];
  const findings: Finding[] = [];
  // a database of an earlier version has no such column yet, and so no answers
  const [answers] = await ask("select count(*) as n from duckdb_columns() where database_name = current_database() and schema_name = 'ops' and table_name = 'quarantined_row' and column_name = 'answered_at'");
  const isOpen = Number(answers?.n) > 0 ? "answered_at is null" : "true";
  const ofLoad = `file_id in (select file_id from ops.import_file where load_id = ${Number(load.load_id)})`;
  if (Number(answers?.n) > 0) {
    const [answered] = await ask(`select count(*) as n from ops.quarantined_row where ${ofLoad} and answered_at is not null`);
    load.quarantined = Number(load.quarantined) - Number(answered?.n);
  }
  if (Number(load.quarantined) === 0) findings.push(good("load", messages.load_good, load));
  else {
    const [most = { file: "", column: "" }] = await ask(`
      select file, coalesce("column", '') as "column"
      from ops.quarantined_row
      where ${ofLoad} and ${isOpen}
      group by 1, 2 order by count(*) desc, 1, 2 limit 1
    `);
    findings.push(
      notice("load", messages.load_quarantined, load, {
        advice: messages.load_quarantined_advice,
        adviceParams: most,
        exitCode: exitCodes.dataErrors,
      }),
    );
  }
  if (tables.has("ops.rejected_file")) {
    const [rejected] = await ask(`
      select count(*) as "count", min(file) as file, arg_min(message, file) as message
      from ops.rejected_file
      where epoch_us(loaded_at) >= ${String(load.began)}
    `);
    if (Number(rejected?.count) > 0) {
      findings.push(notice("files", messages.files_rejected, rejected ?? {}, { advice: messages.files_rejected_advice, exitCode: exitCodes.dataErrors }));
    }
  }
  if (Number(load.synthetic) === 1) findings.push(good("synthetic", messages.synthetic));
  return findings;
}

async function newestBuild(ask: Ask, tables: ReadonlySet<string>): Promise<DatabaseReport> {
  const advice = messages.build_advice;
  const [build] = tables.has("ops.build")
    ? await ask(`
        select strftime(as_of_month, '%Y-%m') as month, ${minute("built_at")} as "when", epoch_ms(built_at) as at
        from ops.build where is_visible order by build_id desc limit 1
      `)
    : [];
  const findings: Finding[] = [];
  if (build === undefined) findings.push(notice("build", messages.build_none, {}, { advice }));
  else {
    const [late] = await ask(`
      select ${minute("max(loaded_at)")} as loaded from ops.import_file
      having epoch_ms(max(loaded_at)) > ${String(build.at)}
    `);
    if (late === undefined) findings.push(good("build", messages.build_good, build));
    else findings.push(notice("build", messages.build_old, { built: build.when ?? "", loaded: late.loaded ?? "" }, { advice }));
  }
  if (tables.has("ops.check_result")) {
    const failed = await ask(`
      select severity, count(*) as "count", min(message) as message
      from ops.check_result where failed_rows > 0 group by severity
    `);
    for (const row of failed) {
      const isError = row.severity === "error";
      findings.push(
        (isError ? bad : notice)("checks", isError ? messages.checks_failed : messages.checks_warned, row, {
          advice: isError ? messages.checks_failed_advice : messages.checks_warned_advice,
          exitCode: isError ? exitCodes.dataErrors : exitCodes.done,
        }),
      );
    }
  }
  return build === undefined ? { findings } : { findings, builtAt: new Date(Number(build.at)) };
}

async function leftovers(ask: Ask, tables: ReadonlySet<string>): Promise<Finding[]> {
  if (!tables.has("ops.built_relation")) return [];
  const [left] = await ask(`
    select count(*) as "count" from duckdb_tables()
    where database_name = current_database()
      and schema_name = 'store' and table_name not in (select store_table from ops.built_relation)
  `);
  return Number(left?.count) > 0 ? [notice("leftovers", messages.leftovers, left ?? {}, { advice: messages.leftovers_advice })] : [];
}

function plain(value: unknown): string | number {
  if (value === null || value === undefined) return "";
  return typeof value === "number" || typeof value === "string" ? value : String(value);
}
