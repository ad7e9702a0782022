/** What a page is besides pixels on a screen: readable by everybody, worked by keyboard, printed on A4. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { queryDemo, signIn } from "./demo.ts";
import { launchOffline } from "./chromium.ts";

const demo = inject("demo");
const prints = fileURLToPath(new URL("../../var/test/print", import.meta.url));
let browser: Browser;

beforeAll(async () => {
  mkdirSync(prints, { recursive: true });
  browser = await launchOffline();
});
afterAll(() => browser.close());

async function opened(audience: string, address: string): Promise<{ context: BrowserContext; page: Page }> {
  const { context, page } = await signIn(browser, audience);
  await page.goto(new URL(address, demo.url).href, { waitUntil: "networkidle" });
  return { context, page };
}

describe("the door", () => {
  it("has no fault that axe finds", async () => {
    const context = await browser.newContext({ locale: "zh-CN" });
    const page = await context.newPage();
    await page.goto(demo.url);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
    expect(await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")).toEqual([]);
    await context.close();
  });
});

describe("by keyboard alone", () => {
  it("reaches the text, chooses, sorts, seeks and downloads, and always shows where it is", async () => {
    const { context, page } = await opened("leading-office", "/leading-office/library/");
    try {
      const focused = () => page.evaluate(`(() => { const one = document.activeElement; const style = getComputedStyle(one); return { text: (one.innerText || one.getAttribute("aria-label") || "").trim(), tag: one.tagName, seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none" }; })()`) as Promise<{ text: string; tag: string; seen: boolean }>;
      await page.keyboard.press("Tab");
      expect(await focused()).toMatchObject({ text: "跳到正文", seen: true });
      await page.keyboard.press("Enter");
      expect(new URL(page.url()).hash).toBe("#content");

      const tabTo = async (wanted: (now: { text: string; tag: string }) => boolean) => {
        for (let step = 0; step < 60; step += 1) {
          await page.keyboard.press("Tab");
          const now = await focused();
          expect(now.seen, `${now.tag} ${now.text}`).toBe(true);
          if (wanted(now)) return;
        }
        throw new Error("not reached in 60 steps");
      };
      const rows = () => page.locator("table").first().locator("tbody tr").count();
      await tabTo(({ tag }) => tag === "SELECT");
      const before = await page.locator("table").first().locator("tbody").innerText();
      await page.keyboard.press("ArrowDown");
      await expect.poll(() => page.locator("table").first().locator("tbody").innerText(), { timeout: 20_000 }).not.toBe(before);

      await tabTo(({ tag, text }) => tag === "INPUT" || text.includes("查找"));
      await page.keyboard.type("没有这样的企业");
      await expect.poll(rows).toBe(1);
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
      await expect.poll(rows).toBeGreaterThan(1);

      await tabTo(({ text }) => text === "下载 Excel");
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
      await tabTo(({ tag, text }) => tag === "BUTTON" && text.startsWith("企业"));
      await page.keyboard.press("Enter");
      expect(await page.locator("th[aria-sort]").first().getAttribute("aria-sort")).toBe("ascending");
    } finally {
      await context.close();
    }
  });
});

describe("on A4", () => {
  const papers = [
    { name: "the dispatch", audience: "leading-office", address: "/leading-office/", lying: false },
    { name: "the ranking", audience: "supervision", address: "/supervision/", lying: false },
    { name: "a town", audience: "supervision", address: "/supervision/town/", lying: false },
    { name: "the payment list", audience: "finance", address: "/finance/payments/", lying: true },
  ];

  it.each(papers)("$name is whole: nothing sticks out, nothing to press is left", async ({ audience, address, lying }) => {
    const { context, page } = await opened(audience, address);
    try {
      const file = path.join(prints, `${address.replaceAll("/", "_").replace(/^_|_$/g, "")}.pdf`);
      const pdf = (await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true })).toString("latin1");
      const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, x, y]) => Number(x) > Number(y));
      expect(boxes.length).toBeGreaterThan(0);
      expect(new Set(boxes)).toEqual(new Set([lying]));
      const pagers = await page.locator(".pager").count();
      await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
      // the width that A4 leaves between the margins of app.css
      const width = lying ? 1032 : 703;
      const charts = (await page.evaluate(`[...document.querySelectorAll("article .pair, article figure")].filter((box) => box.matches(".pair") || !box.closest(".pair")).map((box) => [...box.querySelectorAll("[_echarts_instance_] svg")].reduce((sum, one) => sum + one.clientWidth, 0))`)) as number[];
      expect(charts.filter((wide) => wide > width)).toEqual([]);
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width, height: 1123 });
      const sizes = (await page.evaluate(`[...document.querySelectorAll("article table, article svg")].map((one) => one.getBoundingClientRect().right)`)) as number[];
      expect(sizes.length).toBeGreaterThan(0);
      expect(sizes.filter((right) => right > width + 1)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await page.locator("nav:visible, select:visible, .pager:visible, .tools:visible").count()).toBe(0);
      // a table of several screens is there from its first row to its last
      if (pagers > 0) expect(await page.locator("article tbody tr").count()).toBeGreaterThan(20);
    } finally {
      await context.close();
    }
  });

  it("the ranking says which period, and names every town with its rank", async () => {
    const { context, page } = await opened("supervision", "/supervision/");
    try {
      await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
      await page.emulateMedia({ media: "print" });
      const text = await page.locator("article").innerText();
      expect(text).toMatch(/期间：2021/);
      const towns = await queryDemo("select town from mart.town_ranking where period = '2021-12'");
      expect(towns.length).toBeGreaterThan(5);
      for (const { town } of towns) expect(text).toContain(town);
    } finally {
      await context.close();
    }
  });
});
