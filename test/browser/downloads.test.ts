/** Every table of every page as a workbook: there is a button, and the workbook opens, holds all the rows, and says what it is. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ExcelJS from "exceljs";
import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchOffline } from "./chromium.ts";
import { queryDemo, signIn } from "./demo.ts";

const demo = inject("demo");
let browser: Browser;

beforeAll(async () => {
  browser = await launchOffline();
});
afterAll(() => browser.close());

async function workbookOf(download: Download): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(readFileSync(await download.path()) as unknown as ArrayBuffer);
  return workbook;
}

/** rows of the table that a download button stands above, all of its screens */
const rowsBelow = (page: Page, button: number) =>
  page.evaluate(`(() => {
    const one = [...document.querySelectorAll("article button")].filter((each) => each.textContent === "下载 Excel")[${button}];
    const sheet = one.closest(".sheet") ?? one.parentElement.parentElement;
    const pager = /共 ([\\d,]+) 行/.exec(sheet.querySelector(".pager")?.textContent ?? "");
    return pager ? Number(pager[1].replaceAll(",", "")) : sheet.querySelectorAll("tbody tr").length;
  })()`) as Promise<number>;

describe.each(demo.accounts.map(({ audience }) => audience))("the %s site", (audience) => {
  it("gives each table as a workbook that opens", async () => {
    const { context, page, log } = await signIn(browser, audience);
    // the trial's five tables are one workbook together, opened by whatif.test.ts
    const addresses = (readdirSync(path.join(demo.sites, audience), { recursive: true }) as string[])
      .filter((file) => path.basename(file) === "index.html" && file !== path.join("whatif", "index.html"))
      .map((file) => path.posix.join("/", audience, path.dirname(file), "/"));
    let opened = 0;
    for (const address of addresses) {
      await page.goto(new URL(address, demo.url).href, { waitUntil: "networkidle" });
      const buttons = page.locator("article button", { hasText: "下载 Excel" });
      expect(await page.locator("article table").count(), `tables with a button on ${address}`).toBe(await buttons.count());
      for (let index = 0; index < (await buttons.count()); index += 1) {
        const [download] = await Promise.all([page.waitForEvent("download"), buttons.nth(index).click()]);
        expect(download.suggestedFilename()).toMatch(/^示例数据_.+_2021年12月\.xlsx$/);
        const workbook = await workbookOf(download);
        const [sheet, notes] = workbook.worksheets;
        const header = (sheet!.getRow(1).values as unknown[]).slice(1).map(String);
        for (const title of header) expect(title, `${address} ${download.suggestedFilename()}`).toMatch(/[\u4e00-\u9fff]|^[ABCD]（家）$/);
        expect(sheet!.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
        expect(sheet!.rowCount - 1, `${address} ${download.suggestedFilename()}`).toBe(await rowsBelow(page, index));
        sheet!.eachRow((row) =>
          row.eachCell((cell) => {
            expect(cell.type).not.toBe(ExcelJS.ValueType.Formula);
            // a code that nobody has put in words
            expect(String(cell.value), `${address} ${download.suggestedFilename()}`).not.toMatch(/^[a-z]+(_[a-z]+)*$/);
          }),
        );
        expect(notes!.getColumn(2).values.join("\n")).toMatch(/2021年12月[\s\S]*虚构/);
        opened += 1;
      }
    }
    expect(opened).toBeGreaterThan(8);
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
    await context.close();
  });
});

describe("the library's workbook", () => {
  it("holds what was chosen, and a name that begins with = as text", async () => {
    const [town] = await queryDemo("select town from mart.enterprise where enterprise_name like '=%' limit 1");
    const [sum] = await queryDemo(`select count(*)::int as enterprises from mart.enterprise where town = '${String(town!.town)}'`);
    const { context, page } = await signIn(browser, "leading-office");
    await page.goto(new URL("/leading-office/library/", demo.url).href, { waitUntil: "networkidle" });
    await page.locator("label.pick", { hasText: "镇街" }).locator("select").selectOption(String(town!.town));
    await expect.poll(() => rowsBelow(page, 0), { timeout: 30_000 }).toBe(Number(sum!.enterprises));
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("article button", { hasText: "下载 Excel" }).first().click()]);
    const workbook = await workbookOf(download);
    const rows = workbook.worksheets[0]!.getRows(2, workbook.worksheets[0]!.rowCount - 1)!;
    expect(rows).toHaveLength(Number(sum!.enterprises));
    expect(new Set(rows.map((row) => row.getCell(2).value))).toEqual(new Set([town!.town]));
    expect(rows.map((row) => String(row.getCell(1).value)).filter((name) => name.startsWith("="))).toHaveLength(1);
    expect(workbook.worksheets[1]!.getColumn(2).values.join("\n")).toContain(`镇街：${String(town!.town)}`);
    await context.close();
  });
});
