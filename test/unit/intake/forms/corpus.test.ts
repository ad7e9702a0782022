import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Expected, corpusFolder } from "../../../fixtures/intake/make-corpus.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const cases = readdirSync(corpusFolder)
  .filter((name) => name.endsWith(".expected.json"))
  .map((name) => JSON.parse(readFileSync(path.join(corpusFolder, name), "utf8")) as Expected);

describe("each file of the corpus gives the rows or the sentence beside it", () => {
  let dirtyRight = 0;
  afterAll(() => {
    const dirty = cases.filter(({ file }) => file.startsWith("dirty_")).length;
    process.stdout.write(`dirty text files read as they should be: ${dirtyRight} of ${dirty}\n`);
  });

  it.each(cases.map((one) => [one.file, one] as const))("%s", async (file, { rows, refused, of = { name: "帮包走访", table: "visits" } }) => {
    await loadOnce({ [`${of.name}_${file}`]: readFileSync(path.join(corpusFolder, file)) }, async (report, loader) => {
      if (refused) {
        expect(report.files.map(({ code }) => code)).toEqual([refused.code]);
        expect(report.files[0]!.message).toContain(refused.words);
      } else {
        expect([...report.files.flatMap(({ message }) => message ?? []), ...report.quarantined.map(({ message }) => message)]).toEqual([]);
        expect(await loader.rows(`select * from raw.${of.table} order by ${of.table === "visits" ? "visit_no" : "month, enterprise_id"}`)).toMatchObject(rows!);
      }
    });
    if (file.startsWith("dirty_")) dirtyRight++;
  });
});
