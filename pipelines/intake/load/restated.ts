import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier } from "../cells/sql.ts";
import type { Contract } from "../contracts.ts";

/**
 * How many keys that were on file before this load have other values after it. The same values sent again restate nothing.
 *
 * @param firstFile  the first file of this load; lower file ids were there before
 */
export async function countRestated(connection: DuckDBConnection, contract: Contract, firstFile: number): Promise<number> {
  const columns = contract.columns.map((column) => identifier(column.name));
  const keys = contract.key.map(identifier).join(", ");
  const others = columns.filter((name) => !contract.key.map(identifier).includes(name));
  if (others.length === 0) return 0;
  const newest = (condition: string) => `(select * from (
      select *, row_number() over (partition by ${keys} order by known_at desc, file_id desc, source_row desc) as place from raw.${identifier(contract.id)} where ${condition}
    ) where place = 1)`;
  const differs = others.map((name) => `latest.${name} is distinct from earlier.${name}`).join(" or ");
  const result = await connection.runAndReadAll(
    `select count(*)::integer from ${newest(`file_id >= ${firstFile}`)} as latest inner join ${newest(`file_id < ${firstFile}`)} as earlier using (${keys}) where ${differs}`,
  );
  return Number(result.getRows()[0]![0]);
}
