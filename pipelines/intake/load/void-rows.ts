import type { DuckDBConnection } from "@duckdb/node-api";
import { halfWidthForm } from "../cells/cell-reader.ts";
import { literal } from "../cells/sql.ts";
import { headerForm } from "../read/header-names.ts";
import { asideTables } from "./aside-tables.ts";
import { cellColumn, sourceSql } from "./source.ts";
import type { StagedTables } from "./stage.ts";

/** Columns beside the data set's in which people write what is to become of a row. */
const remark = /^(备注|说明|状态|标记|标志|备考|附注|处理意见|是否有效)$/;
/** «作废», «已作废，见第 9 行», «重复», «不计入», «删除此行»; never «无重复». */
const isVoid = "^[(【]?(已|此行|本行|该行|此条)?(作废|无效|废弃|撤销|撤回|删除|删掉|剔除|不计|不算|重复)([行条项]|入|上报|填报|登记|录入|统计)?[)】]?($|[,。;:(!,见同与 ].*)";

/** Warns of loaded rows beside which a remark says that they are not to count: whether they do is for the sender to say. */
export async function warnVoidRows(connection: DuckDBConnection, { number, rows, source }: StagedTables): Promise<void> {
  const known = new Set(source.table.columns.map(({ index }) => index));
  for (const [index, header] of source.table.headers.entries()) {
    if (known.has(index) || !remark.test(headerForm(header))) continue;
    await connection.run(`insert into ${asideTables.warnings}
      select ${number}, source_row, ${literal(header.trim())}, ${cellColumn(index)}, 'row_void', '' from ${sourceSql(source)}
      where regexp_matches(replace(${halfWidthForm(cellColumn(index))}, ' ', ''), ${literal(isVoid)}) and source_row in (select source_row from ${rows})`);
  }
}
