/** What a page says while the answer to a choice is on its way, when it never comes, and in browsers that cannot ask for it. */
import { readFileSync } from "node:fs";
import ExcelJS from "exceljs";
import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchOffline } from "./chromium.ts";
import { queryDemo, signIn } from "./demo.ts";

const demo = inject("demo");
let browser: Browser;

beforeAll(async () => {
  browser = await launchOffline();
});
afterAll(() => browser.close());

const open = (page: Page, address: string) => page.goto(new URL(address, demo.url).href, { waitUntil: "load" });
/** Opens a page and waits until it hears choices. */
async function go(page: Page, address: string): Promise<void> {
  await open(page, address);
  await page.locator("html[data-started]").waitFor();
}
const choose = (page: Page, title: string, value: string) => page.locator("label.pick", { hasText: title }).locator("select").selectOption(value);
const article = (page: Page) => page.locator("article").innerText();
const isWasm = (url: URL) => url.pathname.endsWith(".wasm");

/** Holds the query engine's file back until it is let go. */
async function holdEngine(context: BrowserContext): Promise<() => void> {
  let letGo!: () => void;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  await context.route(isWasm, async (route) => {
    await released;
    await route.continue();
  });
  return letGo;
}

const lines = "/finance/lines/";
const list = (page: Page) => page.locator("article .loaded").filter({ has: page.locator(".sheet") }).first();

describe("until the choice has been answered", () => {
  it("the old rows are greyed and out of reach, and cannot be saved as the answer", async () => {
    const [wanted] = await queryDemo("select clause_id, count(*)::int as lines from mart.award_line group by clause_id having count(*) between 2 and 15 order by clause_id limit 1");
    const { context, page } = await signIn(browser, "finance");
    const letGo = await holdEngine(context);
    await go(page, lines);
    await choose(page, "条款", String(wanted!.clause_id));
    await expect.poll(() => list(page).getAttribute("aria-busy")).toBe("true");
    expect(await list(page).evaluate((box) => (box as unknown as { inert: boolean }).inert)).toBe(true);
    await expect.poll(() => list(page).locator("[role=status]").innerText()).toBe("读取中…");
    expect(await list(page).getByText("下载 Excel").isDisabled()).toBe(true);
    letGo();
    await expect.poll(() => list(page).getAttribute("aria-busy"), { timeout: 30_000 }).toBe("false");
    expect(new Set(await list(page).locator("tbody td:nth-child(2)").allInnerTexts())).toEqual(new Set([wanted!.clause_id]));
    expect(await list(page).getByText("下载 Excel").isEnabled()).toBe(true);
    await context.close();
  });

  it("nothing is said not to exist", async () => {
    const [one] = await queryDemo("select enterprise_id, enterprise_name from mart.enterprise order by enterprise_id limit 1");
    const { context, page } = await signIn(browser, "leading-office");
    const letGo = await holdEngine(context);
    await go(page, `/leading-office/card/?id=${String(one!.enterprise_id)}`);
    await page.waitForTimeout(1_500);
    expect(await article(page)).not.toContain("没有这个代码");
    letGo();
    await expect.poll(() => article(page), { timeout: 30_000 }).toContain(String(one!.enterprise_name));
    await context.close();
  });
});

describe("an answer that never comes", () => {
  it.each<[string, (route: Route) => Promise<void>]>([
    ["the engine is refused", (route) => route.fulfill({ status: 403, body: "" })],
    ["the line is cut", (route) => route.abort()],
    ["the engine is another file", (route) => route.fulfill({ contentType: "application/wasm", body: "<html>" })],
  ])("is said where %s, and no old row stands for it", async (_, answer) => {
    const { context, page } = await signIn(browser, "finance");
    await context.route(isWasm, answer);
    await go(page, lines);
    await choose(page, "条款", "6.3");
    await expect.poll(() => page.locator(".engine[role=alert]").innerText(), { timeout: 30_000 }).toContain("查询没有运行起来");
    expect(await article(page)).toContain("没有读出来");
    expect(await page.locator("article .sheet").count()).toBe(0);
    await context.close();
  });

  it("comes after all where a proxy only names the engine's file otherwise", async () => {
    const { context, page } = await signIn(browser, "finance");
    await context.route(isWasm, async (route) => route.fulfill({ response: await route.fetch(), headers: { "content-type": "application/octet-stream" } }));
    await go(page, lines);
    await choose(page, "条款", "6.3");
    await expect.poll(async () => new Set(await list(page).locator("tbody td:nth-child(2)").allInnerTexts()), { timeout: 30_000 }).toEqual(new Set(["6.3"]));
    expect(await page.locator(".engine").count()).toBe(0);
    await context.close();
  });

  it("is asked for again by the next choice", async () => {
    const { context, page } = await signIn(browser, "finance");
    let cut = true;
    await context.route(isWasm, (route) => (cut ? route.abort() : route.continue()));
    await go(page, lines);
    await choose(page, "条款", "6.3");
    await page.locator(".engine").waitFor({ timeout: 30_000 });
    cut = false;
    await choose(page, "条款", "6.4");
    await expect.poll(async () => new Set(await list(page).locator("tbody td:nth-child(2)").allInnerTexts()), { timeout: 30_000 }).toEqual(new Set(["6.4"]));
    expect(await page.locator(".engine").count()).toBe(0);
    await context.close();
  });
});

describe("an older browser", () => {
  it("before Chrome 85 to 93's functions answers choices all the same", async () => {
    const { context, page, log } = await signIn(browser, "finance");
    await context.addInitScript("delete Array.prototype.at; delete String.prototype.at; delete Object.getPrototypeOf(Uint8Array).prototype.at; delete String.prototype.replaceAll; delete Object.hasOwn;");
    await go(page, lines);
    await choose(page, "条款", "6.3");
    await expect.poll(async () => new Set(await list(page).locator("tbody td:nth-child(2)").allInnerTexts()), { timeout: 30_000 }).toEqual(new Set(["6.3"]));
    expect(log.errors).toEqual([]);
    await context.close();
  });

  it("that may not compile WebAssembly under the content policy says that it cannot ask", async () => {
    const { context, page } = await signIn(browser, "finance");
    await context.addInitScript("WebAssembly.Module = function () { throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder'); };");
    await go(page, lines);
    await choose(page, "条款", "6.3");
    await expect.poll(() => page.locator(".engine[role=alert]").innerText(), { timeout: 20_000 }).toContain("Chrome 97");
    await context.close();
  });

  it("that cannot run the page's modules says so above the default rows", async () => {
    const { context, page } = await signIn(browser, "finance");
    await context.route((url) => /\/entry\/start\..*\.js$/.test(url.pathname), (route) => route.fulfill({ contentType: "text/javascript", body: "let a = ;" }));
    await open(page, lines);
    await expect.poll(() => page.locator("#old-browser").innerText(), { timeout: 20_000 }).toContain("浏览器太旧");
    await context.close();
  });
});

describe("what is sought, sorted and asked by the address", () => {
  it("stands in the address and in the saved workbook", async () => {
    const { context, page } = await signIn(browser, "leading-office");
    await go(page, "/leading-office/library/");
    const table = page.locator("article .sheet").first();
    await table.locator("input").fill("有限公司");
    await table.locator("input").press("Enter");
    await table.getByRole("button", { name: "企业" }).click();
    const rows = await table.locator("tbody").innerText();
    const other = await context.newPage();
    await other.goto(page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => other.locator("article .sheet").first().locator("tbody").innerText(), { timeout: 20_000 }).toBe(rows);
    const [download] = await Promise.all([other.waitForEvent("download"), other.locator("article button", { hasText: "下载 Excel" }).first().click()]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(readFileSync(await download.path()) as unknown as ArrayBuffer);
    const notes = workbook.worksheets[1]!;
    const said = new Map(notes.getRows(1, notes.rowCount)!.map((row) => [String(row.getCell(1).value), String(row.getCell(2).value)]));
    expect(said.get("查找")).toBe("有限公司");
    expect(said.get("排序")).toBe("企业，升序");
    await context.close();
  });

  it("that does not exist is said not to, and what is shown instead", async () => {
    const { context, page } = await signIn(browser, "finance");
    await go(page, `${lines}?year=1999`);
    await expect.poll(() => page.locator("label.pick", { hasText: "奖励年度" }).locator("[role=status]").innerText(), { timeout: 20_000 }).toBe("没有「1999」，显示的是全部年度");
    await context.close();
  });
});
