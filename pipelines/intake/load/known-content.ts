import type { DuckDBConnection } from "@duckdb/node-api";
import { periodNamed } from "../read/cumulative.ts";
import { stem } from "../read/files.ts";
import { senderMark } from "../read/sender-mark.ts";
import { monthPlace } from "./months.ts";

/** What is on file already, by content: the same is never loaded twice. */
export class KnownContent {
  /** each with what the names that it came under say */
  private readonly ledger = new Map<string, Set<string>>();
  /** of the ledger, in which loads each was */
  private readonly loadsOf = new Map<string, Set<number>>();
  /** of the ledger, what holds rows of which it was asked whether they or another file's count */
  private readonly asked = new Set<string>();

  private constructor(
    /** false for a database that nothing was ever loaded into */
    readonly hasHistory: boolean,
  ) {}

  /** Reads the ledger of an open database. */
  static async of(connection: DuckDBConnection): Promise<KnownContent> {
    const exists = await connection.runAndReadAll("select 1 from information_schema.tables where table_schema = 'ops' and table_name = 'import_file'");
    const known = new KnownContent(exists.getRows().length > 0);
    if (known.hasHistory) await known.read(connection);
    return known;
  }

  private async read(connection: DuckDBConnection): Promise<void> {
    const rows = await connection.runAndReadAll("select sha256, dataset, sheet, file_id, file, load_id from ops.import_file");
    // a question may by now stand at the row of a returned workbook that was no answer
    const open = await connection.runAndReadAll(`select distinct asked.file_id from ops.quarantined_row as asked
      inner join ops.quarantined_row as waiting on waiting.dataset = asked.dataset and waiting.row_key = asked.row_key and waiting.code = asked.code and waiting.answered_at is null
      where asked.code = 'files_disagree'`);
    const asked = new Set(open.getRows().map(([id]) => Number(id)));
    for (const [sha256, dataset, sheet, fileId, file, load] of rows.getRows()) {
      const key = contentKey(String(sha256), String(dataset), String(sheet));
      const named = periodNamed(stem(String(file)));
      this.loadsOf.set(key, (this.loadsOf.get(key) ?? new Set()).add(Number(load)));
      // the months of a sheet that are tables by themselves: the sheet is known by them
      for (const one of new Set([key, contentKey(String(sha256), String(dataset), String(sheet).replace(monthPlace, ""))])) this.ledger.set(one, (this.ledger.get(one) ?? new Set()).add(named));
      if (asked.has(Number(fileId))) this.asked.add(key);
    }
  }

  /** What is joined is known where one load had all of it: parts of two loads make rows that none had. */
  hasTogether(contents: readonly (readonly [sha256: string, dataset: string, sheet: string])[]): boolean {
    const loads = contents.map((content) => this.loadsOf.get(contentKey(...content)) ?? new Set<number>());
    return [...loads[0]!].some((load) => loads.every((one) => one.has(load)));
  }

  /** True where it need not be loaded again: it came before, of the same period; but the same content sent again as the correction answers which of two files counts. */
  isLoaded(sha256: string, dataset: string, sheet: string, file: string): boolean {
    const key = contentKey(sha256, dataset, sheet);
    const known = this.ledger.get(key);
    const period = periodNamed(stem(file));
    return known !== undefined && (period === "" || known.has(period) || known.has("")) && !(this.asked.has(key) && senderMark([file, sheet]) > 0);
  }
}

/** One text for a content and what it is read as. */
export function contentKey(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
