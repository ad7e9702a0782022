import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, sheet, text, workbook } from "../../../fixtures/intake/files.ts";
import { TestLoader, loadOnce } from "../../../fixtures/intake/load.ts";
import { TestBureau } from "../../../fixtures/intake/returns.ts";

const header = ["统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const row = (total: number | string, n = 1) => [code(n), total, 0, 0, 0];
/** A month's own figures, and the year's sums up to a month. */
const own = (month: number, total: number | string, n = 1) => ({ [`税收月报_2021${two(month)}.csv`]: text([header, row(total, n)]) });
const sums = (month: number, total: number | string, n = 1) => ({ [`税收月报_2021${two(month)}累计.csv`]: text([header, row(total, n)]) });
const two = (month: number) => String(month).padStart(2, "0");

/** What stands on file: `1:10 2:15`. */
async function months(loader: TestLoader, of = "total_tax_wan", table = "raw.taxes"): Promise<string> {
  const rows = await loader.rows(`select month(month) as month, ${of}::double as figure from ${table} qualify row_number() over (partition by month, enterprise_id order by known_at desc, file_id desc, source_row desc) = 1 order by enterprise_id, month`);
  return rows.map(({ month, figure }) => `${String(month)}:${String(figure)}`).join(" ");
}

describe("a table that says that it is of the year's sums", () => {
  it.each<[string, Record<string, string | Buffer>, string]>([
    ["the title, with a span", { "税收月报.xlsx": sheet([["2021年1-3月税收月报"], header, row(60)]) }, "标题「2021年1-3月税收月报」的「2021年1-3月」"],
    ["the title, in a word", { "税收月报.xlsx": sheet([["2021年3月税收累计"], header, row(60)]) }, "标题「2021年3月税收累计」的「累计」"],
    ["the sheet's name", { "税收月报_202103.xlsx": workbook([{ name: "税收月报（本年累计）", rows: [header, row(60)] }]) }, "工作表名「税收月报（本年累计）」的「本年累计」"],
    ["the file's name", { "税收月报_2021年一季度.csv": text([header, row(60)]) }, "文件名「税收月报_2021年一季度」的「2021年1季度」"],
    ["a column of months and a title", { "税收月报.csv": text([["税收月报（累计）"], ["月份", ...header], ["2021-03", ...row(60)]]) }, "标题「税收月报（累计）」的「累计」"],
    ["the headers", { "税收月报_202103.csv": text([[header[0]!, ...header.slice(1).map((name) => `${name}本年累计（元）`)], [code(1), 600000, 0, 0, 0]]) }, "表头「税收合计本年累计（元）」的「本年累计」"],
    ["a group of columns", { "税收月报_2021.xlsx": sheet([[header[0]!, "1-3月累计", "", "", ""], ["", ...header.slice(1)], row(60)], { merges: ["A1:A2", "B1:E1"] }) }, "表头「1-3月累计税收合计」的「1-3月累计」"],
    ["first and last day in the title", { "税收月报.csv": text([["所属期：2021年1月1日至2021年3月31日"], header, row(60)]) }, "标题「所属期：2021年1月1日至2021年3月31日」的「2021年1月1日至2021年3月31日」"],
  ])("is differenced against the months before: %s", async (_, files, said) => {
    await loadOnce({ ...own(1, 10), ...own(2, 20), ...files }, async (report, loader) => {
      expect(await months(loader)).toBe("1:10 2:20 3:30");
      expect(report.files.map(({ cumulative }) => cumulative).filter(Boolean)).toEqual([said]);
      expect(await loader.rows("select total_tax_wan::double as sum, strftime(month, '%Y-%m') as month, file_id = (select file_id from raw.taxes where month = '2021-03-01') as same from ops.cumulative_taxes")).toEqual([{ sum: 60, month: "2021-03", same: true }]);
      expect(report.totals).toMatchObject({ rows_read: 3, rows_loaded: 3, rows_quarantined: 0, rejected: 0 });
      // the month's place is quoted as it stands
      for (const { cumulative, assumed: [month] } of report.files) if (month?.place.startsWith("标题")) expect(cumulative).toContain(month.place);
    });
  });

  it("is asked about where the one header that says sums is the column that checks them", async () => {
    const all = ["月份", "统一社会信用代码", "工业总产值", "营业收入", "工业总产值本年累计"];
    for (const [title, refused] of [["生产经营月报（本年累计）", true], ["生产经营月报（含本年累计）", false]] as const) {
      await loadOnce({ "生产经营月报.csv": text([[title], all, ["2021-02", code(1), 220, 200, ""]]) }, async (report) => {
        expect(report.files).toMatchObject([refused ? { code: "figures_other", message: expect.stringContaining("累计") as string } : { status: "loaded" }]);
      });
    }
  });

  it.each(["2021年5月和6月累计", "参保职工（含5月累计）", "参保及社保、医保预测数"])("has no leave to say «%s» without a header that is of it", async (title) => {
    await loadOnce({ "参保职工.csv": text([[title], ["月份", "统一社会信用代码", "参保职工人数"], ["2021-06", code(1), 10]]) }, async (report) => {
      expect(report.files).toMatchObject([{ code: "figures_other" }]);
    });
  });

  it("of January needs no other month", async () => {
    await loadOnce(sums(1, 10), async (_, loader) => expect(await months(loader)).toBe("1:10"));
  });

  it("comes back, with the months that are missing, and loads by itself when they have come", async () => {
    const loader = await TestLoader.open();
    const first = await loader.load({ ...own(2, 20), ...sums(5, 150) });
    expect(first.totals).toMatchObject({ rows_read: 2, rows_loaded: 1, rows_quarantined: 1 });
    expect(first.quarantined[0]).toMatchObject({ row: 2, column: "月份", value: "2021-05", code: "months_missing" });
    expect(first.quarantined[0]!.message).toContain("这一项 2021-01、2021-03、2021-04 还没有入库，请报送这几个月的（没有发生的报 0）");
    expect((await loader.load({ ...own(1, 10), ...own(3, 30) })).quarantine_open).toBe(1);
    expect(await loader.load(own(4, 40))).toMatchObject({ answered: 1, quarantine_open: 0, totals: { rows_read: 1, rows_loaded: 1 } });
    expect(await months(loader)).toBe("1:10 2:20 3:30 4:40 5:50");
    expect(await loader.rows("select known_at = (select max(known_at) from raw.taxes where month = '2021-04-01') as known from raw.taxes where month = '2021-05-01'")).toEqual([{ known: true }]);
    loader.close();
  });

  it("is differenced again when a month before is corrected: on record, warned of, and what was known before stays", async () => {
    const loader = await TestLoader.open();
    await loader.load({ ...own(1, 10), ...own(2, 20), ...sums(3, 60), ...own(4, 40), ...sums(5, 150) });
    const report = await loader.load({ "税收月报_202102_更正.csv": text([header, row(24)]) });
    expect(await months(loader)).toBe("1:10 2:24 3:26 4:40 5:50");
    expect(await loader.rows("select total_tax_wan::double as tax from raw.taxes where month = '2021-03-01' order by known_at")).toEqual([{ tax: 30 }, { tax: 26 }]);
    expect(report.restated).toEqual([{ dataset: "taxes", rows: 2 }]);
    expect(report.restated_figures.figures.map(({ period, old_value, new_value }) => [period, Number(old_value), Number(new_value)])).toEqual([["2021-02", 20, 24], ["2021-03", 30, 26]]);
    expect(report.warnings).toMatchObject([{ file: "税收月报_202102_更正.csv", row: 2, code: "months_rederived", value: "2021-03 税收合计 30 → 26" }]);
    expect(report.totals).toMatchObject({ rows_read: 1, rows_loaded: 1 });
    loader.close();
  });

  it("that comes to less than before is loaded as a correction, and warned of", async () => {
    await loadOnce({ ...own(1, 10), ...sums(2, 7) }, async (report, loader) => {
      expect(await months(loader)).toBe("1:10 2:-3");
      expect(report.warnings).toMatchObject([{ column: "税收合计", value: "7", code: "difference_negative", message: "本年累计「7」减去以前各月得 -3，当月数是负数，照此入库；是退库、冲减或更正以前多报的不必改，不是的请核对后更正" }]);
    });
  });

  it("keeps a stock as it stands at the month's end, and leaves blank what a month before has no figure of", async () => {
    const columns = ["统一社会信用代码", "工业总产值", "营业收入", "利润总额", "期末资产总额"];
    const files = { "生产经营月报_202101.csv": text([columns, [code(1), 100, 90, "", 500]]), "生产经营月报_2021年1-2月.csv": text([columns, [code(1), 210, 190, 30, 520]]) };
    await loadOnce(files, async (report, loader) => {
      expect(await loader.rows("select output_wan::double as output, profit_wan as profit, assets_wan::double as assets from raw.production where month = '2021-02-01'")).toEqual([{ output: 110, profit: null, assets: 520 }]);
      expect(report.warnings).toMatchObject([{ column: "利润总额", value: "30", code: "difference_unknown" }]);
    });
  });

  it("heads the column that checks the sum and the one that is differenced with one name", async () => {
    const files = { "生产经营月报_202101.csv": text([["统一社会信用代码", "工业总产值本年累计", "营业收入本年累计"], [code(1), 100, 90]]) };
    await loadOnce(files, async (report, loader) => {
      expect(await loader.rows("select output_wan::double as output, output_ytd_wan::double as ytd, revenue_wan::double as revenue from raw.production")).toEqual([{ output: 100, ytd: 100, revenue: 90 }]);
      expect(report.totals.warnings).toBe(0);
    });
  });

  it("is settled with the month's own figures where both come: what disagrees asks", async () => {
    const files = { ...own(1, 10), ...own(2, 20), ...sums(2, 30) };
    await loadOnce(files, async (report, loader) => {
      expect(report.totals).toMatchObject({ rows_loaded: 3, rows_quarantined: 0 });
      expect(await months(loader)).toBe("1:10 2:20");
    });
    await loadOnce({ ...files, ...sums(2, 31), ...sums(3, 60) }, async (report) => {
      // February is open, so March cannot be told either
      expect(report.quarantined.map((one) => one.code)).toEqual(["files_disagree", "files_disagree", "months_missing"]);
      expect(report.totals).toMatchObject({ rows_read: 4, rows_loaded: 1, rows_quarantined: 3 });
    }, { "税收月报_202102.csv": 5, "税收月报_202102累计.csv": 5 });
  });

  it("goes back to the bureau as sums and comes back as sums", async () => {
    const loader = await TestLoader.open();
    await loader.load(own(1, 10));
    await loader.load({ "税收月报_202102累计.csv": text([header, row("坏")]) });
    expect(await loader.load({ "退回.xlsx": workbook([{ name: "税收月报", rows: [["退回的行：区税务局 2022-01-02（本年累计）"], ["月份", ...header, "原文件位置"], ["2021-02", ...row(35), "见上"]] }]) })).toMatchObject({ answered: 1, quarantine_open: 0 });
    expect(await months(loader)).toBe("1:10 2:25");
    loader.close();
  });

  it("goes back as sums where the data set has a column of the year to date as well", async () => {
    await TestBureau.with(async (bureau) => {
      const columns = ["统一社会信用代码", "工业总产值", "营业收入", "利润总额"];
      await bureau.load({ "生产经营月报_202101.csv": text([columns, [code(1), 100, 90, 5]]) });
      const { book } = await bureau.returned({ "生产经营月报_2021年1-2月.csv": text([columns, [code(1), "坏", 190, 3]]) });
      book.worksheets[1]!.getCell("C3").value = "220";
      expect(await bureau.sendBack(book)).toMatchObject({ answered: 1, quarantine_open: 0, totals: { rows_read: 1, rows_loaded: 1 } });
      expect(await bureau.loader.rows("select output_wan::double as output, revenue_wan::double as revenue, profit_wan::double as profit from raw.production where month = '2021-02-01'")).toEqual([{ output: 120, revenue: 100, profit: -2 }]);
    });
  });

  it.each<[string, Record<string, string | Buffer>, string]>([
    ["of people, who are no sum", { "参保职工_202106累计.csv": text([["统一社会信用代码", "参保职工人数"], [code(1), 9]]) }, "period_longer"],
    ["not from January", { "税收月报_2021年2-6月.csv": text([header, row(60)]) }, "period_longer"],
    ["of more than a year", { "税收月报.csv": text([["2020年1月—2021年6月"], header, row(60)]) }, "period_longer"],
    ["of a plan", { "税收月报_2021年1-6月.csv": text([["计划数"], header, row(60)]) }, "figures_other"],
    ["whose month two places say differently", { "税收月报_202105.csv": text([["2021年1-6月"], header, row(60)]) }, "period_conflict"],
    ["of another month than its rows", { "税收月报.csv": text([["2021年1-6月累计"], ["月份", ...header], ["2021-05", ...row(60)]]) }, "figures_span"],
    ["of no month", { "税收月报_累计.csv": text([header, row(60)]) }, "missing_columns"],
    ["up to several months", { "税收月报_累计.csv": text([["月份", ...header], ["2021-01", ...row(60)], ["2021-02", ...row(70)]]) }, "figures_other"],
  ])("is refused where it is %s", async (_, files, fault) => {
    await loadOnce(files, async (report) => expect(report.files[0]).toMatchObject({ status: "rejected", code: fault }));
  });

  it("is read by its columns of the month where it has both groups, and refused where one of them is not known", async () => {
    const grouped = (ofMonth: string) => [header[0]!, ...header.slice(1).flatMap((name) => [`${name}${ofMonth}`, `${name}本年累计`])];
    await loadOnce({ "税收月报_202106.csv": text([grouped("本月"), [code(1), 5, 30, 0, 0, 0, 0, 0, 0]]) }, async (report) => expect(report.files[0]).toMatchObject({ code: "missing_columns" }));
    const both = grouped("（本月）");
    await loadOnce({ "税收月报_202106.csv": text([both, [code(1), 5, 30, 0, 0, 0, 0, 0, 0]]) }, async (report, loader) => {
      expect(report.files[0]).toMatchObject({ status: "loaded", cumulative: "" });
      expect(await months(loader)).toBe("6:5");
    });
  });

  it("gives each month's own figures back, whichever months are sums and in whatever order they come", async () => {
    const cents = fc.integer({ min: -50_000, max: 100_000 });
    const month = fc.record({ own: cents, isSum: fc.boolean(), load: fc.integer({ min: 0, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(month, { minLength: 2, maxLength: 6 }), async (all) => {
        const loader = await TestLoader.open();
        const money = (value: number) => (value / 100).toFixed(2);
        let read = 0;
        for (let load = 0; load <= 3; load++) {
          const files = Object.assign({}, ...all.map((one, index) => {
            if (one.load !== load) return {};
            const sum = all.slice(0, index + 1).reduce((total, before) => total + before.own, 0);
            return one.isSum ? sums(index + 1, money(sum)) : own(index + 1, money(one.own));
          })) as Record<string, string>;
          if (Object.keys(files).length === 0) continue;
          const { totals } = await loader.load(files);
          expect(totals.rows_read).toBe(totals.rows_loaded + totals.rows_superseded + totals.rows_quarantined);
          read += totals.rows_read;
        }
        expect(read).toBe(all.length);
        expect(await months(loader, "round(total_tax_wan * 100)")).toBe(all.map((one, index) => `${index + 1}:${one.own}`).join(" "));
        expect(await loader.rows("select count(*)::integer as open from ops.quarantined_row where answered_at is null")).toEqual([{ open: 0 }]);
        loader.close();
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
