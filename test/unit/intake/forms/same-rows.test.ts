import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code } from "../../../fixtures/intake/files.ts";
import { type Form, type FormTable, textForms, workbookForms } from "../../../fixtures/intake/forms.ts";
import { layouts } from "../../../fixtures/intake/layouts.ts";
import { openBook } from "../../../../pipelines/intake/read/workbook.ts";
import { loadOnce, withFolder } from "../../../fixtures/intake/load.ts";

const headers = ["走访编号", "统一社会信用代码", "帮包领导", "日期", "解决问题"];
const word = fc.string({ unit: fc.constantFrom(..."甲乙一二A1b ,;|\t&<>'\"（）、°\n"), maxLength: 12 }).map((text) => text.replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "\n").trim());
const visit = fc.tuple(fc.constantFrom(...Array.from({ length: 40 }, (_, index) => code(index))), word, fc.date({ min: new Date("2015-01-01"), max: new Date("2024-12-31"), noInvalidDate: true }), word);
const table = fc.array(visit, { minLength: 1, maxLength: 12 }).map((rows): FormTable => ({
  rows: [headers, ...rows.map(([id, leader, on, solved], index) => [`Z${index}`, id, `领导${leader}`, { day: on.toISOString().slice(0, 10) }, solved === "" || /^[-—/无]$/.test(solved) ? null : `事${solved}`])],
}));

const taxes = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const amount = fc.integer({ min: -1_000_000, max: 100_000_000 }).map((cents) => cents / 100);
const taxTable = fc.array(fc.tuple(amount, amount, amount, amount), { minLength: 1, maxLength: 10 }).map((rows): FormTable => ({
  rows: [["税收月报", null, null, null, null, null], ["单位：万元", null, null, null, null, null], ["月份", "统一社会信用代码", "税收", null, "其中", null], [null, null, ...taxes.slice(2)], ...rows.map((row, index) => ["2021-06", code(index), ...row])],
  merges: [[0, 0, 0, 5], [2, 0, 3, 0], [2, 1, 3, 1], [2, 2, 2, 3], [2, 4, 2, 5]],
}));

async function rawRows(form: Form, name: string, dataset: string, written: FormTable): Promise<unknown> {
  return loadOnce({ [`${name}.${form.ending}`]: form.write(written) }, async (report, loader) => ({
    faults: [...report.files.flatMap(({ message }) => message ?? []), ...report.quarantined.map(({ message }) => message), ...report.ignored],
    rows: await loader.rows(`select * exclude (known_at, source_sheet) from raw.${dataset} order by source_row`),
  }));
}

async function cellsOf(form: Form, written: FormTable): Promise<string[][]> {
  return withFolder({ [`a.${form.ending}`]: form.write(written) }, async (folder) => {
    const book = await openBook(`${folder}/a.${form.ending}`);
    const all: string[][] = [];
    for await (const rows of book.rows(book.sheets[0]!.name)) {
      for (const { at, cells } of rows) {
        while (all.length < at) all.push([]);
        all[at] = cells;
      }
    }
    book.close();
    return all;
  });
}

describe("the same table in any form of workbook has the same cells", () => {
  it.each(workbookForms.map((form) => [form.name, form] as const))("%s", async (_, form) => {
    await fc.assert(
      fc.asyncProperty(table, async (written) => {
        const plain = written.rows.map((row) => row.map((cell) => (cell === null ? "" : typeof cell === "object" ? cell.day : String(cell)))).map((row) => row.slice(0, row.findLastIndex((cell) => cell !== "") + 1));
        expect(await cellsOf(form, written)).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the same table in any form gives the same raw rows", () => {
  it.each([...workbookForms, ...textForms].map((form) => [form.name, form] as const))("%s", async (_, form) => {
    await fc.assert(
      fc.asyncProperty(table, async (written) => {
        expect(await rawRows(form, "帮包走访", "visits", written)).toEqual(await rawRows(textForms[0]!, "帮包走访", "visits", written));
      }),
      { numRuns: 1, seed: 1, endOnFailure: true },
    );
  });

  it.each(workbookForms.map((form) => [form.name, form] as const))("with merged headers and amounts: %s", async (_, form) => {
    await fc.assert(
      fc.asyncProperty(taxTable, async (written) => {
        expect(await rawRows(form, "税收月报", "taxes", written)).toEqual(await rawRows(workbookForms[0]!, "税收月报", "taxes", written));
      }),
      { numRuns: 1, seed: 1, endOnFailure: true },
    );
  });
});

const count = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9_999 }));
const counts = fc.uniqueArray(count, { minLength: 1, maxLength: 12, selector: ([n, month]) => `${n} ${month}` });

describe("the same months in any layout give the same raw rows", () => {
  const forms = [...workbookForms, ...textForms];
  it.each(Object.entries(layouts))("%s", async (_, layout) => {
    await fc.assert(
      fc.asyncProperty(counts, fc.constantFrom(...forms), async (written, form) => {
        await loadOnce({ [`参保职工.${form.ending}`]: form.write(layout(written)) }, async (report, loader) => {
          expect([...report.files.flatMap(({ message }) => message ?? []), ...report.quarantined.map(({ message }) => message), ...report.warnings]).toEqual([]);
          const held = await loader.rows("select enterprise_id, month(month)::integer as month, insured_employees as count from raw.employment order by all");
          expect(held.map(({ enterprise_id, month, count: own }) => [enterprise_id, month, own])).toEqual(written.map(([n, month, own]) => [code(n), month, own]).sort((one, other) => (one[0]! < other[0]! ? -1 : one[0]! > other[0]! ? 1 : Number(one[1]) - Number(other[1]))));
        });
      }),
      { numRuns: 4 },
    );
  });
});
