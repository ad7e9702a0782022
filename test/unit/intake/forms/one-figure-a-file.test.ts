import { describe, expect, it } from "vitest";
import { code, sheet, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, loadOnce } from "../../../fixtures/intake/load.ts";

const figures = ["税收合计", "地方税收", "流转税地方级", "地方留成"];
/** One figure's file: January and February of two enterprises; `cells` replaces some, by `row,month`. */
const rowsOf = (at: number, cells: Readonly<Record<string, string | number>> = {}) => [
  ["统一社会信用代码", "企业名称", "1月", "2月", "合计"],
  ...[1, 2].map((n) => [code(n), `企业${n}`, ...[1, 2].map((month) => cells[`${n},${month}`] ?? 1000 * n + 100 * month - at), cells[`${n},sum`] ?? ""]),
];
const filesOf = (rows: (at: number) => (string | number)[][] = rowsOf): Files => Object.fromEntries(figures.map((figure, at) => [`2021年${figure}.xlsx`, sheet(rows(at))]));
const held = "select strftime(month, '%m') as month, enterprise_id as id, total_tax_wan::double as total, local_tax_wan::double as local, turnover_tax_wan::double as turnover, retention_wan::double as retention, source_sheet as sheet, source_row as row from raw.taxes order by enterprise_id, month, known_at";
const whole = [1, 2].flatMap((n) => [1, 2].map((month) => ({ month: `0${month}`, id: code(n), total: 1000 * n + 100 * month, local: 1000 * n + 100 * month - 1, turnover: 1000 * n + 100 * month - 2, retention: 1000 * n + 100 * month - 3, row: n + 1 })));
const ledger = async (rows: (sql: string) => Promise<Record<string, unknown>[]>) => expect(await rows("select 1 from ops.import_file where rows_read <> rows_loaded + rows_superseded + rows_quarantined")).toEqual([]);

describe("files of one figure each, months side by side", () => {
  it("make whole rows, each figure traced to its own cell; the same files again change nothing", async () => {
    await loadOnce(filesOf(), async (report, loader) => {
      expect(report.files.flatMap(({ message }) => message ?? [])).toEqual([]);
      expect(await loader.rows(held)).toEqual(whole.map((row) => ({ ...row, sheet: `Sheet1（2021年${Number(row.month)}月税收合计，第 ${Number(row.month) + 2} 列）` })));
      expect(report.totals).toMatchObject({ rows_read: 4, rows_loaded: 4, rows_quarantined: 0, rejected: 0 });
      expect(await loader.rows(`select "column", place from ops.joined_figure where "row" = 3 and sheet like '%2月%' order by place`)).toEqual(
        [["流转税地方级"], ["地方留成"], ["地方税收"]].map(([figure]) => ({ column: figure, place: `《2021年${figure}.xlsx》「Sheet1（2021年2月${figure}，第 4 列）」第 3 行` })).sort((one, other) => (one.place < other.place ? -1 : 1)),
      );
      const again = await loader.load(filesOf());
      expect(again.totals).toMatchObject({ rows_read: 0, unchanged: 4 });
      await ledger((sql) => loader.rows(sql));
    });
  });

  it("are as well the sheets of one workbook, and text files that their data set's name begins", async () => {
    const book = workbook(figures.map((figure, at) => ({ name: figure, rows: rowsOf(at) })));
    const texts = Object.fromEntries(figures.map((figure, at) => [`税收月报_2021_${figure}.csv`, text(rowsOf(at))]));
    for (const files of [{ "税收月报_2021.xlsx": book }, texts]) await loadOnce(files as Files, async (_, loader) => expect(await loader.rows(held)).toMatchObject(whole));
  });

  it("ask for a figure that no file has, load nothing, and make the rows when it comes", async () => {
    const { "2021年地方留成.xlsx": last, ...files } = filesOf();
    await loadOnce(files, async (report, loader) => {
      expect(report.files).toMatchObject(["地方税收", "流转税地方级", "税收合计"].map((figure) => ({ code: "figures_elsewhere", message: expect.stringContaining(`「${figure}」一项，同一张报表的「地方留成」`) as string })));
      expect(await loader.rows(held)).toEqual([]);
      expect((await loader.load({ ...files, "2021年地方留成.xlsx": last! })).totals).toMatchObject({ rows_loaded: 4, rejected: 0 });
      expect(await loader.rows(held)).toMatchObject(whole);
    });
  });

  it("keep a row of which one figure is missing or faulty, and say in which file it belongs", async () => {
    const files = filesOf((at) => rowsOf(at, at === 1 ? { "1,1": "" } : at === 2 ? { "2,2": "坏" } : {}));
    await loadOnce(files, async (report, loader) => {
      expect(report.totals).toMatchObject({ rows_read: 4, rows_loaded: 2, rows_quarantined: 2 });
      expect(report.quarantined).toMatchObject([
        { file: "2021年税收合计.xlsx", row: 2, column: "地方税收", code: "figure_elsewhere", message: expect.stringContaining("《2021年地方税收.xlsx》") as string },
        { file: "2021年税收合计.xlsx", row: 3, column: "流转税地方级", code: "not_money", value: "坏（《2021年流转税地方级.xlsx》「Sheet1（2021年2月流转税地方级，第 4 列）」第 3 行）" },
      ]);
      await ledger((sql) => loader.rows(sql));
      // the one file corrected answers them
      expect(await loader.load(filesOf())).toMatchObject({ answered: 2, quarantine_open: 0 });
    });
  });

  it("keep a row that only a later figure's file has, at that file; and ask where a file has one enterprise twice with other figures", async () => {
    const files = filesOf((at) => (at === 1 ? [...rowsOf(at), [code(3), "企业3", 7, "", ""]] : at === 3 ? [...rowsOf(at), [code(2), "企业2", 9, "", ""]] : rowsOf(at)));
    await loadOnce(files, async (report, loader) => {
      expect(report.quarantined.map(({ file, row, column }) => [file, row, column])).toEqual(expect.arrayContaining([["2021年地方税收.xlsx", 4, "税收合计"], ["2021年税收合计.xlsx", 3, "地方留成"]]));
      expect(report.quarantined).toHaveLength(2);
      await ledger((sql) => loader.rows(sql));
    });
  });

  it("are each in their own unit, wherever it stands", async () => {
    const units: readonly ((rows: (string | number)[][]) => (string | number)[][])[] = [
      (rows) => [["单位：元"], ...rows],
      (rows) => [...rows, ["注：以元为单位"]],
      ([first, ...rows]) => [first!.map((name) => (String(name).endsWith("月") ? `${name}（元）` : name)), ...rows],
      (rows) => rows,
    ];
    await loadOnce(filesOf((at) => units[at]!(rowsOf(at))), async (report, loader) => {
      expect(report.totals).toMatchObject({ rows_loaded: 4, rejected: 0 });
      expect((await loader.rows(held))[0]).toMatchObject({ total: 0.11, local: 0.1099, turnover: 0.1098, retention: 1097 });
    });
  });

  it("take the file that is marked as the correction, whichever figure it is of", async () => {
    for (const [at, column] of ([[0, "total"], [1, "local"]] as const)) {
      const right = { [`2021年${figures[at]}（更正）.xlsx`]: sheet(rowsOf(at, { "1,1": 5 })) };
      await loadOnce({ ...filesOf(), ...right }, async (_, loader) => {
        expect((await loader.rows(`select * from (${held}) where id = '${code(1)}' and month = '01'`)).at(-1)).toMatchObject({ [column]: 5 });
        await ledger((sql) => loader.rows(sql));
      });
    }
  });

  it("warn where 合计 is not the sum of the months", async () => {
    await loadOnce(filesOf((at) => rowsOf(at, { "1,sum": 2300 - 2 * at, "2,sum": at === 1 ? 1 : 4300 - 2 * at })), async (report) => {
      expect(report.warnings.filter(({ code: kind }) => kind === "months_sum")).toMatchObject([{ file: "2021年地方税收.xlsx", row: 3, column: "合计", value: "1" }]);
    });
  });

  it("say which figure a correction replaced, and which it leaves blank, whichever of the files is corrected", async () => {
    const files = { ...filesOf(), "2021年地方税收（更正）.xlsx": sheet(rowsOf(1, { "1,1": 50, "2,2": "" })) };
    await loadOnce(files, async (report, loader) => {
      expect(report.warnings.filter(({ code: warning }) => warning !== "part_over_whole")).toMatchObject([
        { row: 2, column: "地方税收", code: "contradicted_marked", message: expect.stringContaining("《2021年地方税收.xlsx》") as string },
        { row: 3, column: "地方税收", code: "month_blank", message: expect.stringContaining("2199") as string },
      ]);
      expect(await loader.rows(`select local from (${held}) where row = 2 and month = '01'`)).toEqual([{ local: 50 }]);
    });
  });

  it("of several loads, each known, are another row together", async () => {
    const [first, second] = [filesOf(), filesOf((at) => rowsOf(at, at < 2 ? { "1,1": 5 } : {}))];
    const mixed = { ...first, "2021年地方税收.xlsx": second["2021年地方税收.xlsx"]! };
    await loadOnce(first, async (_, loader) => {
      await loader.load(second);
      expect((await loader.load(mixed)).totals).toMatchObject({ rows_loaded: 4, unchanged: 0 });
      expect(await loader.rows(`select total, local from (${held}) where id = '${code(1)}' and month = '01'`)).toMatchObject([{ total: 1100, local: 1099 }, { total: 5, local: 5 }, { total: 1100, local: 5 }]);
      expect((await loader.load(mixed)).totals).toMatchObject({ rows_loaded: 0, unchanged: 4 });
    });
  });
});

it("a month that a correction leaves blank stays as it was reported, and is warned of", async () => {
  const of = (...row: (string | number)[]) => text([["统一社会信用代码", "1月", "2月"], [code(1), ...row]]);
  await loadOnce({ "参保职工_2021.csv": of(10, 20) }, async (_, loader) => {
    expect((await loader.load({ "参保职工_2021更正.csv": of(10, "") })).warnings).toMatchObject([{ row: 2, column: "参保职工人数", code: "month_blank", message: expect.stringContaining("20") as string }]);
  });
});
