import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../cells/sql.ts";
import { warningMessages } from "../messages.ts";
import { type Profile, answersText } from "../profiles/profile.ts";
import { insertRows } from "./aside-tables.ts";
import { sentenceSql } from "./sentence-sql.ts";
import type { StagedTables } from "./stage.ts";

/** Which files were read by which profile: beside the ledger of files, as most are read by none. */
export const profileUseTable = "create table if not exists ops.profile_use (file_id integer not null, profile varchar not null, answers varchar not null)";

export interface UsedProfile {
  readonly fileId: number;
  readonly tables: StagedTables;
  readonly file: string;
  readonly sheet: string;
  readonly profile: Profile;
}

/** Records the profiles that a load read files by, and warns of each at its table's header: what was assumed is to be seen. Inside the load's transaction. */
export async function noteProfiles(connection: DuckDBConnection, used: readonly UsedProfile[]): Promise<void> {
  for (const statement of insertRows("ops.profile_use", used.map(({ fileId, profile }) => ({ file_id: fileId, profile: profile.name, answers: answersText(profile, "zh") })))) await connection.run(statement);
  for (const { fileId, tables, file, sheet, profile } of used) {
    const [name, answers] = [literal(profile.name), literal(answersText(profile, "zh"))];
    await connection.run(`insert into ops.warning (file, sheet, "row", "column", value, code, message, dataset, file_id, expected)
      select ${literal(file)}, ${literal(sheet)}, ${tables.source.table.headerFirst + 1}, '', ${name}, 'profile_used', ${sentenceSql({ profile_used: warningMessages.profile_used }, "'profile_used'", name, answers)}, ${literal(tables.source.contract.id)}, ${fileId}, ${answers}`);
  }
}
