import type { DuckDBConnection } from "@duckdb/node-api";
import { halfWidthForm } from "../cells/cell-reader.ts";
import { type Sql, identifier, literal } from "../cells/sql.ts";
import { asideTables } from "./aside-tables.ts";
import { loadContracts } from "../contracts.ts";
import { headerForm } from "../read/header-names.ts";
import { carriedOrigin } from "../returns/came-along.ts";
import { cellColumn, sourceSql } from "./source.ts";
import { rowKey, rowValues, withMessages } from "./row-values.ts";
import { type StagedTables, countOf } from "./stage.ts";

/** Enterprise names that differ by brackets' width, spaces or letters' size are one name. */
export function nameForm(name: Sql): Sql {
  return `translate(upper(replace(${halfWidthForm(name)}, ' ', '')), '【】[]〔〕', '()()()')`;
}

const names = "aside.main.enterprise_names";

/**
 * Makes the directory that names are looked up in: the newest name on file of each enterprise, those staged by this load
 * over those loaded before.
 *
 * @param staged  the tables of rows of this load's 企业名录, in the order of the load
 */
export async function collectNames(connection: DuckDBConnection, staged: readonly string[], hasHistory: boolean): Promise<void> {
  const sources = staged.map((table, index) => `select enterprise_id, enterprise_name, null::timestamptz as known_at, ${index} as file_order, source_row, 1 as newer from ${table} where plain`);
  if (hasHistory) sources.push("select enterprise_id, enterprise_name, known_at, file_id as file_order, source_row, 0 as newer from raw.enterprises");
  if (sources.length === 0) sources.push("select null::varchar as enterprise_id, null::varchar as enterprise_name, null::timestamptz as known_at, 0 as file_order, 0 as source_row, 0 as newer where false");
  await connection.run(`create or replace table ${names} as
    select enterprise_id, enterprise_name, ${nameForm("enterprise_name")} as name_form from (
      select *, row_number() over (partition by enterprise_id order by newer desc, known_at desc, file_order desc, source_row desc) as place from (${sources.join(" union all ")})
    ) where place = 1`);
}

/**
 * Gives rows without a credit code the one enterprise whose name they bear, where the contract says that they are about
 * an enterprise; the match is recorded. A row that fits none or several is a fault that names the nearest.
 */
export async function matchNames(connection: DuckDBConnection, tables: StagedTables): Promise<void> {
  const { contract } = tables.source;
  if (!contract.match) return;
  const name = identifier(contract.match.name);
  const nameless = `${tables.rows} where enterprise_id is null and ${identifier(contract.match.when.column)} = ${literal(contract.match.when.equals)}`;
  if ((await countOf(connection, nameless)) === 0) return;
  const open = `aside.main.nameless_${tables.number}`;
  await connection.run(`create or replace table ${open} as
    select source_row, wanted, count(enterprise_id) as fits, any_value(enterprise_id) as enterprise_id, any_value(enterprise_name) as enterprise_name,
      string_agg(enterprise_name || '（' || enterprise_id || '）', '、' order by enterprise_id) as several
    from (select source_row, ${name} as wanted, ${nameForm(name)} as name_form from ${nameless}) left join ${names} using (name_form)
    group by source_row, wanted`);
  await connection.run(`insert into ${asideTables.matches} select ${tables.number}, source_row, wanted, enterprise_id, enterprise_name from ${open} where fits = 1`);
  await connection.run(`update ${tables.rows} as loaded set enterprise_id = matched.enterprise_id from ${open} as matched where matched.fits = 1 and loaded.source_row = matched.source_row`);

  const column = contract.columns.find((one) => one.name === contract.match!.name)!.zh;
  const near = `select wanted, coalesce(string_agg(enterprise_name || '（' || enterprise_id || '）', '、' order by likeness desc, enterprise_id), '—') as candidates from (
      select wanted, enterprise_name, enterprise_id, likeness, row_number() over (partition by wanted order by likeness desc, enterprise_id) as place from (
        select wanted, enterprise_name, enterprise_id, jaro_winkler_similarity(${nameForm("wanted")}, name_form) as likeness
        from (select distinct wanted from ${open} where fits = 0 order by wanted limit 500) cross join ${names}
      ) where likeness >= 0.75
    ) where place <= 3 group by wanted`;
  const fault = `{'column': ${literal(column)}, 'value': wanted, 'code': case when fits = 0 then 'name_unknown' else 'name_ambiguous' end, 'expected': case when fits = 0 then coalesce(candidates, '—') else several end}`;
  await connection.run(`insert into ${asideTables.bad}
    select ${tables.number}, source_row, ${withMessages(`[${fault}]`)}, ${rowValues(tables.source)}, (select ${rowKey(contract.key.map(identifier))} from ${tables.rows} as keyed where keyed.source_row = open.source_row), ${carriedOrigin(tables.source) ?? "null"}
    from ${open} as open left join (${near}) as near using (wanted) inner join ${sourceSql(tables.source)} as source using (source_row) where fits <> 1`);
  await connection.run(`delete from ${tables.rows} where source_row in (select source_row from ${open} where fits <> 1)`);
  await connection.run(`drop table ${open}`);
}

const nameHeaders = ["企业名称", "公司名称", "纳税人", "户名", "企业"];

/**
 * Warns of names beside credit codes that are not those of the directory, once for each name of a table: a code may have
 * been taken from another line. The column need not be one of the data set's.
 */
export async function warnOtherNames(connection: DuckDBConnection, staged: readonly StagedTables[], hasHistory: boolean): Promise<void> {
  const registry = loadContracts().get("enterprises")!;
  const known = new Set([...nameHeaders, ...registry.columns.find(({ name }) => name === "enterprise_name")!.aliases].map(headerForm));
  const beside = staged.flatMap((tables) => {
    const { contract, table } = tables.source;
    const hasCode = table.columns.some(({ column }) => column.name === "enterprise_id");
    if (contract === registry || !hasCode) return [];
    const { match } = contract;
    const named = table.columns.find(({ column }) => column.name === match?.name)?.index;
    if (match && named !== undefined) return [{ tables, at: named, when: `loaded.${identifier(match.when.column)} = ${literal(match.when.equals)}` }];
    const at = table.headers.findIndex((header) => known.has(headerForm(header)));
    return at < 0 ? [] : [{ tables, at, when: "true" }];
  });
  if (beside.length === 0) return;
  await collectNames(connection, staged.filter(({ source }) => source.contract === registry).map(({ rows }) => rows), hasHistory);
  if ((await countOf(connection, names)) === 0) return;
  for (const { tables, at, when } of beside) {
    const cell = cellColumn(at);
    // most names are written as in the directory: only the others are looked at closely
    await connection.run(`insert into ${asideTables.warnings}
      select ${tables.number}, min(source_row), ${literal(tables.source.table.headers[at]!)}, any_value(name), 'other_name', any_value(enterprise_name)
      from (select loaded.source_row, trim(source.${cell}) as name, directory.enterprise_id, directory.enterprise_name, directory.name_form
        from ${sourceSql(tables.source)} as source inner join ${tables.rows} as loaded using (source_row) inner join ${names} as directory on directory.enterprise_id = loaded.enterprise_id
        where ${when} and trim(source.${cell}) <> '' and source.${cell} <> directory.enterprise_name)
      where ${nameForm("name")} <> name_form
      group by enterprise_id, ${nameForm("name")}`);
  }
}
