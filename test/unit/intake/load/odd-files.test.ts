import { describe, expect, it } from "vitest";
import { contractNamed } from "../../../../pipelines/intake/read/files.ts";
import { loadContracts } from "../../../../pipelines/intake/contracts.ts";
import { oddFiles } from "../../../fixtures/intake/corpus.ts";
import { oddWorkbooks } from "../../../fixtures/intake/corpus-workbooks.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

describe("a file with one thing odd about it", () => {
  it.each([...oddFiles, ...oddWorkbooks].map((one) => [one.odd, one] as const))("%s", async (_, { file, content, rejected, read, loaded, superseded = 0, quarantined = [], warnings = [], holds, skipped, converted }) => {
    await loadOnce({ [file]: content }, async (report, loader) => {
      if (rejected) {
        expect(report.files.map(({ status, code }) => ({ status, code }))).toEqual([{ status: "rejected", code: rejected.code }]);
        expect(report.files[0]!.message).toContain(rejected.words ?? "");
        expect(await loader.rows("select code from ops.rejected_file")).toEqual([{ code: rejected.code }]);
        return;
      }
      const { rows_read, rows_loaded, rows_superseded, rows_quarantined } = report.totals;
      expect({ files: report.files.map(({ message }) => message), rows_read, rows_loaded, rows_superseded, rows_quarantined }).toEqual({
        files: report.files.map(() => undefined),
        rows_read: read,
        rows_loaded: loaded,
        rows_superseded: superseded,
        rows_quarantined: quarantined.length,
      });
      expect(report.quarantined.map(({ row, column, code }) => ({ row, column, code }))).toEqual(quarantined);
      expect(report.warnings.map(({ row, column, code }) => ({ row, column, code }))).toEqual(warnings);
      if (skipped) expect(report.files[0]!.rows_skipped).toMatchObject(skipped);
      if (converted) expect(report.files[0]!.converted).toEqual(converted);
      const contract = contractNamed(file.replace(/\..*$/, ""), loadContracts());
      if (holds) expect(await loader.rows(`select * from raw.${contract!.id} order by source_row`)).toMatchObject(holds);
    });
  });
});
