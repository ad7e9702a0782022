import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GivenAnswers, type SetProfile, setProfile } from "../../../../pipelines/intake/profiles/set.ts";
import { code, sheet, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, TestLoader, withFolder } from "../../../fixtures/intake/load.ts";

const header = ["统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const row = (total: number) => [code(1), total, 0, 0, 0];

let folder: string;
let loader: TestLoader;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-profiles-"));
  loader = await TestLoader.open();
});
afterEach(() => {
  loader.close();
  rmSync(folder, { recursive: true, force: true });
});

const load = (files: Files) => loader.load(files, undefined, undefined, folder);
const answer = (files: Files, answers: GivenAnswers, file = Object.keys(files)[0]!) => withFolder(files, (exports) => setProfile({ folder, exports, file, answers }));
const taxes = async () => (await loader.rows("select strftime(month, '%Y-%m') as month, total_tax_wan::double as tax from raw.taxes order by month")).map(({ month, tax }) => `${String(month)} ${String(tax)}`);

describe("a file that was answered for once", () => {
  it("of two places that say different months, is read by the one that was named, and refused where that says none", async () => {
    const file = (month: number, named = `税收月报_20210${month}`) => ({ [`${named}.xlsx`]: sheet([[`2021年${month + 1}月编制`], header, row(month)]) });
    const asked = await load(file(5));
    expect(asked.files[0]).toMatchObject({ status: "rejected", code: "period_conflict", question: { wants: ["month"] } });
    await answer(file(5), { month: "file" });
    expect((await load({ ...file(5), ...file(6) })).files.map(({ profile, assumed }) => [profile.replace(/-.*/, ""), assumed[0]?.value])).toEqual([["taxes", "2021-05"], ["taxes", "2021-06"]]);
    expect(await taxes()).toEqual(["2021-05 5", "2021-06 6"]);
    expect((await load(file(7, "税收月报"))).files[0]).toMatchObject({ status: "rejected", code: "profile_month_absent" });
  });

  it("of several sheets that are headed alike, is read by the one that was named; without it the file is refused", async () => {
    const book = (month: number, names: readonly string[]) => ({ [`税收月报_20210${month}.xlsx`]: workbook(names.map((name, index) => ({ name, rows: [header, row(month * 10 + index)] }))) });
    await answer(book(5, ["甲册", "乙册"]), { sheet: "乙册" });
    const report = await load(book(6, ["甲册", "乙册"]));
    expect(report.files.map((one) => one.sheet)).toEqual(["乙册"]);
    expect(report.ignored).toMatchObject([{ sheet: "甲册", code: "sheet_not_chosen" }]);
    expect(await taxes()).toEqual(["2021-06 61"]);
    expect((await load(book(7, ["甲册", "丙册"]))).files[0]).toMatchObject({ status: "rejected", code: "profile_sheet_absent" });
  });

  it("of several sheets that are all to be read, is read sheet by sheet, however each is headed; a cover is none of them", async () => {
    const book = (month: number): Files => ({
      [`税收月报_20210${month}.xlsx`]: workbook([{ name: "封面", rows: [["2021年税收月报", "区税务局"]] }, { name: "甲册", rows: [header, row(month)] }, { name: "乙册", rows: [[...header, "备注"], [code(2), month + 1, 0, 0, 0, ""]] }]),
    });
    await answer(book(4), { sheet: "乙册" });
    await load(book(4));
    const other = (files: Files) => Object.fromEntries(Object.entries(files).map(([name, content]) => [`二科/${name}`, content]));
    const asked = await load(other(book(5)));
    expect(asked.files).toMatchObject([{ code: "near_sheet", question: { otherwise: expect.stringContaining("--sheet '*'") as string } }, { code: "near_sheet" }]);
    const made = await answer(other(book(5)), { sheet: "*" });
    expect(made.map(({ profile, asks }) => [profile.sheet, asks])).toEqual([["*", undefined], ["*", undefined]]);
    const report = await load({ ...other(book(5)), ...other(book(6)) });
    expect(report.files.map(({ sheet: name, status }) => `${name} ${status}`)).toEqual(["甲册 loaded", "乙册 loaded", "甲册 loaded", "乙册 loaded"]);
    expect(report.warnings[0]!.message).toContain("各个工作表都读");
    expect(await taxes()).toEqual(["2021-04 5", "2021-05 5", "2021-05 6", "2021-06 6", "2021-06 7"]);
  });

  it("is read by the column that was named, as long as its header is the same", async () => {
    const file = (month: number, name: string) => ({ [`税收月报_20210${month}.csv`]: text([[header[0]!, name, ...header.slice(2)], row(month)]) });
    const asked = await load(file(5, "税额（元）"));
    expect(asked.files[0]).toMatchObject({ code: "missing_columns", question: { wants: ["column"] } });
    expect(asked.files[0]!.question!.command).toContain("--column '<表头>=税收合计'");
    await answer(file(5, "税额（元）"), { columns: { "税额（元）": "税收合计" } });
    await load({ ...file(5, "税额（元）"), ...file(6, "税额（元）") });
    expect(await taxes()).toEqual(["2021-05 0.0005", "2021-06 0.0006"]);
    expect((await load(file(7, "税额（万元）"))).files[0]).toMatchObject({ status: "rejected", code: "missing_columns", profile: "" });
  });

  it("never counts over what the file says: another unit, or other words for it, ask again", async () => {
    const file = (month: number, unit: string) => ({ [`税收月报_20210${month}.csv`]: text([[unit], header, row(month * 10_000)]) });
    expect((await load(file(1, "单位：见说明"))).files[0]).toMatchObject({ code: "unit_unclear", question: { wants: ["unit"] } });
    await answer(file(1, "单位：见说明"), { unit: "元" });
    const report = await load({ ...file(1, "单位：见说明"), ...file(2, "单位：见说明"), ...file(3, "单位：元") });
    expect(report.totals).toMatchObject({ rows_loaded: 3, rejected: 0 });
    expect(await taxes()).toEqual(["2021-01 1", "2021-02 2", "2021-03 3"]);
    const [other] = (await load(file(4, "单位：万元"))).files;
    expect(other).toMatchObject({ status: "rejected", code: "units_disagree" });
    for (const part of ["第 1 行「单位：万元」", "配置「taxes-", "的「元」"]) expect(other!.message).toContain(part);
    expect((await load(file(5, "单位：另行通知"))).files[0]).toMatchObject({ status: "rejected", code: "unit_unclear" });
  });

  it("asks again where a file is no longer the same and would be read otherwise without the answer: in ten thousand times the unit", async () => {
    const file = (name: string, head: readonly string[] = header, cells: readonly (string | number)[] = row(70_000)) => ({ [name]: text([head, cells]) });
    await answer(file("区税务局/税收月报_202105.csv"), { unit: "元" });
    const others: Files[] = [
      file("税务局/税收月报_202106.csv"),
      file("区税务局/税收月报_202107_张三.csv"),
      file("区税务局/税收月报_202108.csv", [...header, "备注"], [...row(70_000), ""]),
      file("区税务局/税收月报_202109.csv", [...header].reverse(), [...row(70_000)].reverse()),
      { "区税务局/税收月报_202110.xlsx": sheet([["税收情况"], [...header, "备注"], [...row(70_000), ""]]) },
    ];
    for (const files of others) expect((await load(files)).files).toMatchObject([{ status: "rejected", code: "near_unit", question: { wants: ["unit"] } }]);
    // whoever says his unit is not asked, nor whoever answers for himself
    const said = header.map((name, index) => (index === 0 ? name : `${name}（万元）`));
    await answer(others[0]!, { unit: "万元" });
    expect((await load({ ...others[0]!, ...file("税务局/税收月报_202111.csv", said, row(7)) })).totals).toMatchObject({ rows_loaded: 2, rejected: 0 });
    expect(await taxes()).toEqual(["2021-06 70000", "2021-11 7"]);
  });

  it("asks of a header, a place of the month and sheets that were answered for in another file", async () => {
    const made = ["月份", "统一社会信用代码", "工业总产值", "营业收入", "利润额"];
    const book = (month: number, sheets: readonly string[]): Files => ({ [`甲局/能源消费月报_20210${month}.xlsx`]: workbook(sheets.map((name) => ({ name, rows: [["统一社会信用代码", "综合能耗", ...(month > 5 ? ["备注"] : [])], [code(1), month]] }))) });
    await answer({ "甲局/生产经营月报_202105.csv": text([made, ["2021-05", code(1), 9, 8, 7]]) }, { columns: { 利润额: "利润总额" } });
    await answer({ "甲局/税收月报_202105.csv": text([["2021年6月编制"], header, row(5)]) }, { month: "file" });
    await answer(book(5, ["Sheet1", "Sheet2"]), { sheet: "Sheet2" });
    const report = await load({
      "乙局/生产经营月报_202106.csv": text([made, ["2021-06", code(1), 9, 8, 7]]),
      "甲局/税收月报.csv": text([["2021年8月编制"], [...header, "备注"], [...row(5), ""]]),
      ...book(5, ["Sheet1", "Sheet2"]),
      ...book(6, ["Sheet1", "Sheet2"]),
    });
    const found = report.files.map(({ file, sheet: name, code: fault }) => `${file}${name} ${fault ?? "loaded"}`).sort();
    expect(found).toEqual(["乙局/生产经营月报_202106.csv near_column", "甲局/税收月报.csv near_month", "甲局/能源消费月报_202105.xlsxSheet2 loaded", "甲局/能源消费月报_202106.xlsxSheet1 near_sheet", "甲局/能源消费月报_202106.xlsxSheet2 near_sheet"].sort());
    expect(report.files.find(({ code: fault }) => fault === "near_column")!.question).toMatchObject({ command: expect.stringContaining("--column '利润额=利润总额'"), otherwise: expect.stringContaining("--dataset 生产经营月报") });
  });

  it("is on record with the profile: in the report, the ledger and a warning", async () => {
    const file = { "税收月报_202105.csv": text([header, row(50_000)]) };
    const [{ profile }] = (await answer(file, { unit: "元" })) as [SetProfile];
    const report = await load(file);
    expect(report.files[0]).toMatchObject({ profile: profile.name });
    expect(report.warnings).toMatchObject([{ row: 1, code: "profile_used", value: profile.name, message: `按配置「${profile.name}」读取（单位元），不对的请用 d521 profile 改` }]);
    expect(await loader.rows("select * from ops.profile_use")).toEqual([{ file_id: 1, profile: profile.name, answers: "单位元" }]);
    expect(await taxes()).toEqual(["2021-05 5"]);
  });

  it.each<[string, GivenAnswers, string]>([
    ["no answer", {}, "nothing_answered"],
    ["a data set that there is not", { dataset: "香火钱" }, "no_such_dataset"],
    ["a header that the file has not", { columns: { 税额: "税收合计" } }, "header_absent"],
    ["a part of a header", { columns: { 税收: "税收合计" } }, "header_absent"],
    ["a header for a column that has its own", { columns: { 地方税收额: "税收合计" } }, "header_absent"],
    ["a sheet of a file that has none", { sheet: "Sheet1" }, "no_sheets"],
    ["a column that the data set has not", { columns: { 地方税收: "房产税" } }, "answer_wrong"],
    ["a unit that nothing is in", { unit: "平方米" }, "answer_wrong"],
  ])("takes no %s", async (_, answers, fault) => {
    await expect(answer({ "税收月报_202105.csv": text([header, row(5)]) }, answers)).rejects.toMatchObject({ code: fault });
    expect((await load({ "税收月报_202105.csv": text([header, row(5)]) })).files[0]).toMatchObject({ profile: "" });
  });
});
