/** Every page of every site, opened as its reader opens it, in a browser that reaches nothing but the server. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchOffline } from "./chromium.ts";
import { queryDemo, signIn } from "./demo.ts";

const demo = inject("demo");
const screenshots = fileURLToPath(new URL("../../var/test/screenshots", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launchOffline();
});
afterAll(() => browser.close());

/** Addresses of a built site's pages, from the folder: no page is missed because nothing links to it. */
function pagesOf(audience: string): string[] {
  return (readdirSync(path.join(demo.sites, audience), { recursive: true }) as string[])
    .filter((file) => path.basename(file) === "index.html")
    .map((file) => path.posix.join("/", audience, path.dirname(file), "/"))
    .filter((address) => !/\/(explore|settings|api)\//.test(address))
    .sort();
}

/** Opens a page and waits until it has nothing more to fetch. */
async function open(page: Page, address: string): Promise<string> {
  await page.goto(new URL(address, demo.url).href, { waitUntil: "networkidle" });
  await page.locator("article").first().waitFor();
  return page.locator("body").innerText();
}

/** Words that Evidence ships in English and that no page of ours may show. */
const english = /\b(Search|Page|Download|No Results|No results|Loading|Built with Evidence|Home|On this page|Fullscreen|Error in|Dataset is empty|Invalid|undefined|NaN|null)\b/;

describe.each(demo.accounts.map((account) => account.audience))("the %s site", (audience) => {
  const pages = pagesOf(audience);

  it("has pages", () => expect(pages.length).toBeGreaterThan(1));

  let reader: Awaited<ReturnType<typeof signIn>>;
  beforeAll(async () => {
    reader = await signIn(browser, audience);
  });
  afterAll(() => reader.context.close());

  it.each(pages)("%s opens whole, in Chinese, labelled, no figure cut off on a desk, a phone or a projector, and asks nothing of the outside", async (address) => {
    const { page, log } = reader;
    await page.setViewportSize({ width: 1440, height: 900 });
    const text = await open(page, address);
    expect(text).toContain("示例数据");
    expect(text).toMatch(/2021\s*年\s*12\s*月/);
    expect(text.match(english)?.[0]).toBeUndefined();
    expect(await drawsChinese(page)).toBe(true);
    expect(await faults(page)).toEqual([]);
    for (const width of [1440, 1024, 1920, 390]) {
      await page.setViewportSize({ width, height: 900 });
      // a phone's reader comes with a phone
      if (width === 390) await open(page, address);
      // nothing sticks out sideways: tables scroll within themselves
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth - window.innerWidth"), { timeout: 10_000 }).toBeLessThanOrEqual(1);
      await expect.poll(() => cutOff(page), { timeout: 10_000, message: `${address} at ${width}` }).toEqual([]);
      await page.screenshot({ path: shot(audience, address, width), fullPage: true });
    }
    expect(await faults(page)).toEqual([]);
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
  });

  it("is readable before any script has run", async () => {
    const { context: signedIn } = await signIn(browser, audience);
    const context = await browser.newContext({ storageState: await signedIn.storageState(), javaScriptEnabled: false });
    await signedIn.close();
    const page = await context.newPage();
    const requests: string[] = [];
    page.on("request", (request) => void requests.push(request.url()));
    for (const address of pages) {
      await page.goto(new URL(address, demo.url).href, { waitUntil: "load" });
      const text = await page.locator("body").innerText();
      expect(text).toContain("示例数据");
      expect(text).toMatch(/2021年12月/);
      // figures, and not only their places; what is asked of one enterprise or one line waits for the question
      if (!/\/(card|explain|lines|compare|scenarios|whatif)\//.test(address)) expect((await page.locator("article").innerText()).match(/\d/g)?.length ?? 0, `${address} ${text}`).toBeGreaterThan(3);
    }
    expect(requests.filter((url) => /\.(wasm|parquet)$/.test(url))).toEqual([]);
    await context.close();
  });

  it("opens to nobody else", async () => {
    for (const other of demo.accounts.filter((account) => account.audience !== audience)) {
      const { context, page } = await signIn(browser, other.audience);
      const answer = await page.goto(new URL(`/${audience}/`, demo.url).href);
      expect(answer?.status()).toBe(403);
      await context.close();
    }
  });
});

const shot = (audience: string, address: string, width: number) => path.join(screenshots, `${address.replaceAll("/", "_").replace(/^_|_$/g, "")}-${width}.png`);

/** What axe finds on the page, of whatever weight: rule, how heavy, where. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate("axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].target}`))");
}

/** Texts with a figure of which a part cannot be seen: cut by their own box, by the edge of the page, or in the middle of what scrolls sideways. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll("article td, article th, article dd, article .number, article .score")].filter((one) => {
    const rect = one.getBoundingClientRect();
    if (rect.width === 0 || !/\\d/.test(one.textContent)) return false;
    if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible") return true;
    const box = one.closest(".scrollbox, .scroll");
    if (!box) return rect.right > innerWidth + 1;
    const edge = box.getBoundingClientRect().left + box.clientLeft + box.clientWidth;
    return rect.left < edge - 1 && rect.right > edge + 1;
  }).map((one) => one.textContent.trim().slice(0, 40))`) as Promise<string[]>;
}

/** Whether the machine's font has the characters: without one, all of them look like the same empty box. */
function drawsChinese(page: Page): Promise<boolean> {
  return page.evaluate(`(() => {
    const draw = (text) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 40;
      const context = canvas.getContext("2d");
      context.font = "32px " + getComputedStyle(document.body).fontFamily;
      context.fillText(text, 0, 32);
      return canvas.toDataURL();
    };
    return new Set(["山", "亭", "企", "业"].map(draw)).size === 4;
  })()`) as Promise<boolean>;
}

describe("numbers on a page", () => {
  const wan = (cny: string) => (Number(cny) / 10_000).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  it("of finance are the mart's: entitled, fundable and outstanding of the year", async () => {
    const [sums] = await queryDemo(`select sum(entitled_cny)::varchar as entitled, sum(fundable_cny)::varchar as fundable, sum(shortfall_cny)::varchar as shortfall
      from mart.liability_by_clause where award_year = 2021`);
    const { context, page } = await signIn(browser, "finance");
    const text = await open(page, "/finance/");
    for (const name of ["entitled", "fundable", "shortfall"]) expect(text).toContain(wan(String(sums![name])));
    await context.close();
  });

  it("of the leading-group office are the mart's: what is achieved of 5, 2 and 1", async () => {
    const targets = await queryDemo("select label_zh, achieved::int as achieved, target::int as target from mart.target_progress order by target_order");
    const { context, page } = await signIn(browser, "leading-office");
    const text = (await open(page, "/leading-office/")).replace(/\s+/g, "");
    expect(targets).toHaveLength(3);
    for (const { label_zh, achieved, target } of targets) {
      expect(text).toContain(String(label_zh).replace(/\s+/g, ""));
      expect(text).toMatch(new RegExp(`${String(achieved)}[^0-9]{0,4}/?[^0-9]{0,4}${String(target)}`));
    }
    await context.close();
  });

  it("of supervision are the mart's: the first of the ranking", async () => {
    const [first] = await queryDemo("select town, round(total_score, 1)::varchar as score from mart.town_ranking_public where period = '2021-12' order by rank, town limit 1");
    const { context, page } = await signIn(browser, "supervision");
    const text = await open(page, "/supervision/");
    expect(text).toContain(String(first!.town));
    expect(text).toContain(String(first!.score));
    await context.close();
  });
});

describe("an enterprise's card", () => {
  it("opens from the library and shows the enterprise's own grade and rank, as the mart has them, and no score", async () => {
    const [rated] = await queryDemo(`select enterprise_id, enterprise.enterprise_name, shown_rank::int || ' / ' || rated_count::int as place from mart.efficiency_rating
      join intermediate.int_rating_public_rank using (rating_year, enterprise_id) join mart.enterprise using (enterprise_id) join mart.growth_tier using (enterprise_id)
      where rating_year = 2021 and score is not null and growth_tier.library_tier <> 'outside' order by enterprise_id limit 1`);
    const { context, page, log } = await signIn(browser, "leading-office");
    await open(page, "/leading-office/library/");
    await page.locator("article input").first().fill(String(rated!.enterprise_name));
    await page.locator("article a", { hasText: String(rated!.enterprise_name) }).first().click();
    await page.waitForURL(/\/card\//);
    await expect.poll(() => page.locator("article").innerText(), { timeout: 20_000 }).toContain(String(rated!.enterprise_id));
    await expect.poll(() => page.locator("article").innerText(), { timeout: 20_000 }).toContain(String(rated!.place));
    await expect.poll(() => page.locator("article").innerText(), { timeout: 30_000 }).toMatch(/前 \d+%/);
    const text = await page.locator("article").innerText();
    expect(text).not.toMatch(/总分/);
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
    await page.screenshot({ path: path.join(screenshots, "leading-office_card-filled-1440.png"), fullPage: true });
    await context.close();
  });
});

describe("an enterprise's name with markup", () => {
  it("is text in a table that the query engine filtered", async () => {
    const { context, page, log } = await signIn(browser, "finance");
    const [line] = await queryDemo("select e.enterprise_name as name from mart.award_line a join mart.enterprise e using (enterprise_id) where award_year = 2021 and contains(e.enterprise_name, '<') limit 1");
    const name = String(line?.name ?? "示例<b>粗体</b>&\"引号\"有限公司");
    const lines = pagesOf("finance").find((address) => /line|award|detail/.test(address)) ?? "/finance/";
    await open(page, lines);
    const search = page.locator("input.search-bar, input[type=search], .search-bar input").last();
    await search.fill("粗体");
    await page.waitForLoadState("networkidle");
    expect(await page.locator("article b", { hasText: /^粗体$/ }).count()).toBe(0);
    if (line) await expect.poll(() => page.locator("article").innerText(), { timeout: 20_000 }).toContain(name);
    expect(log.outside).toEqual([]);
    expect(log.errors).toEqual([]);
    await context.close();
  });
});
