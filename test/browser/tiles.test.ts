/** A figure opens what it counted: as many rows as it says, or rows that add up to it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchOffline } from "./chromium.ts";
import { signIn } from "./demo.ts";

const demo = inject("demo");
let browser: Browser;

beforeAll(async () => {
  browser = await launchOffline();
});
afterAll(() => browser.close());

interface Tile {
  readonly title: string;
  readonly number: string;
  readonly unit: string;
  readonly note: string;
  readonly href: string;
}

const open = async (page: Page, address: string) => {
  await page.goto(new URL(address, demo.url).href, { waitUntil: "networkidle" });
  // a choice that the address brings is read anew
  await expect.poll(() => page.evaluate(`document.documentElement.hasAttribute("data-started") && document.querySelector("[aria-busy=true]") === null`), { timeout: 30_000 }).toBe(true);
};

const tilesOf = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll(".figures .card")].flatMap((card) => {
    const href = card.querySelector("a")?.href;
    const text = (selector) => card.querySelector(selector)?.textContent.trim() ?? "";
    return href === undefined ? [] : [{ title: text("dt"), number: text(".number"), unit: text(".unit"), note: text(".note"), href }];
  })`) as Promise<Tile[]>;

/** The first table after the place that the address names, before the next heading: its rows and its sums; none where nothing is listed. */
const listed = (page: Page, anchor: string) =>
  page.evaluate(`(() => {
    const place = ${JSON.stringify(anchor)} === "" ? null : document.getElementById(${JSON.stringify(anchor)});
    if (place === null && ${JSON.stringify(anchor)} !== "") throw new Error("no such place");
    const parts = [...document.querySelectorAll("article h2, article .sheet")];
    const next = parts[place === null ? parts.findIndex((part) => part.matches(".sheet")) : parts.indexOf(place) + 1];
    if (next === undefined || !next.matches(".sheet")) return { rows: 0, sums: [] };
    const paged = /共 ([\\d,]+) 行/.exec(next.querySelector(".pager")?.textContent ?? "")?.[1];
    const rows = paged === undefined ? [...next.querySelectorAll("tbody tr")].filter((row) => row.querySelector(".nobody") === null).length : Number(paged.replaceAll(",", ""));
    return { rows, sums: [...next.querySelectorAll("tfoot td")].map((cell) => Number(cell.textContent.replaceAll(",", "") || "x")).filter((sum) => !Number.isNaN(sum)) };
  })()`) as Promise<{ rows: number; sums: number[] }>;

describe.each([
  ["leading-office", "", 5],
  ["leading-office", "library/", 6],
  ["finance", "", 5],
])("the figures of %s/%s", (audience, pageName, fewest) => {
  it("open what they counted", async () => {
    const { context, page, log } = await signIn(browser, audience as "finance");
    await open(page, `/${audience}/${pageName}`);
    const tiles = await tilesOf(page);
    expect(tiles.length).toBeGreaterThanOrEqual(fewest);
    for (const { title, number, unit, note, href } of tiles) {
      await open(page, href);
      const { rows, sums } = await listed(page, new URL(href).hash.slice(1));
      if (unit === "万元") {
        expect({ title, count: note }).toEqual({ title, count: `${rows} 笔` });
        expect(sums.map((sum) => (sum / 10_000).toFixed(2)), title).toContain(number.replaceAll(",", ""));
      } else {
        // of what cannot be judged there is no number, and nothing to list
        const counted = number === "—" ? 0 : Number(number.replaceAll(",", ""));
        expect({ title, count: sums.length > 0 ? sums[0] : rows }).toEqual({ title, count: counted });
      }
    }
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
    await context.close();
  });
});
