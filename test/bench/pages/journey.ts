import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Answered } from "./counting.ts";

/** One way through a page: what is chosen, and where the effect is seen. */
export interface Journey {
  readonly url: string;
  /** what a later choice redraws: a chart, on a canvas or as SVG, or the table; the first effect is always looked for in the table, as a chart moves by itself while it appears */
  readonly redraws: "chart" | "table";
  /** makes the choice, one turn this, the next turn the other; made again where the first had no effect within `patience` milliseconds */
  readonly choose: (page: Page, turn: number) => Promise<void>;
  readonly patience: number;
}

export interface Measured {
  /** milliseconds from navigation until a table's first row stands on the page */
  readonly content: number;
  readonly contentRequests: number;
  readonly contentBytes: number;
  /** milliseconds from navigation until a choice has changed the table */
  readonly working: number;
  readonly workingRequests: number;
  readonly workingBytes: number;
  /** addresses and bytes of the Parquet until then, as it travels */
  readonly data: readonly Answered[];
  /** milliseconds from a choice to the changed chart or table, all loaded; the median of several */
  readonly redraw: number;
}

/** Runs before the page's own scripts: notes when the first row stands, when a choice is made, when the table and the chart change after it. */
const watcher = `(() => {
  const text = (found) => found === null ? "" : found instanceof HTMLCanvasElement ? found.toDataURL() : found instanceof SVGElement ? found.innerHTML : found.innerText;
  // spaces differ between the prerendered page and the running one
  const headOf = (table) => (table.tHead?.textContent ?? "").split(/\\s+/).join("");
  let head;
  let before;
  // the page's first table, though another may be the first while the engine starts
  const shown = {
    table: () => text([...document.querySelectorAll("table")].find((table) => headOf(table) === head) ?? null),
    chart: () => text(document.querySelector("[_echarts_instance_] canvas, [_echarts_instance_] svg")),
  };
  const bench = (window.bench = { content: null, acted: null, table: null, chart: null });
  bench.begin = () => {
    head = headOf(document.querySelector("table"));
    before = { table: shown.table(), chart: shown.chart() };
    Object.assign(bench, { acted: null, table: null, chart: null });
  };
  for (const kind of ["change", "click"]) addEventListener(kind, () => (bench.acted = performance.now()), true);
  const frame = () => {
    if (bench.content === null && [...document.querySelectorAll("td")].some((cell) => cell.innerText.trim() !== "")) bench.content = performance.now();
    if (bench.acted !== null) {
      for (const part of ["table", "chart"]) {
        if (bench[part] !== null) continue;
        const now = shown[part]();
        // what appears for the first time is not yet the effect of a choice
        if (before[part] === "") before[part] = now;
        // a choice may be made once more before its effect is seen: what counts is the one before the effect
        else if (now !== "" && now !== before[part]) Object.assign(bench, { [part]: performance.now(), [part + "Acted"]: bench.acted });
      }
    }
    requestAnimationFrame(frame);
  };
  frame();
})()`;

interface Seen {
  readonly content: number | null;
  readonly acted: number | null;
  readonly table: number | null;
  readonly chart: number | null;
  /** the choice before the change of the table, of the chart */
  readonly tableActed?: number;
  readonly chartActed?: number;
}

/** Opens a page with an empty cache and goes the way; `take` gives what the server has answered since it was last asked. */
export async function measure(browser: Browser, context: BrowserContextOptions, { url, redraws, choose, patience }: Journey, take: () => Answered[]): Promise<Measured> {
  const opened = await browser.newContext({ ...context, viewport: { width: 1440, height: 1600 } });
  try {
    const page = await opened.newPage();
    await page.addInitScript(watcher);
    const seen = () => page.evaluate("({ ...window.bench, begin: null })") as Promise<Seen>;
    const until = async (done: (now: Seen) => boolean, patience: number) => {
      for (const end = Date.now() + patience; Date.now() < end; await page.waitForTimeout(20)) if (done(await seen())) return true;
      return false;
    };
    take();
    await page.goto(url, { waitUntil: "commit" });
    if (!(await until(({ content }) => content !== null, 60_000))) throw new Error(`no table appeared on ${url}`);
    let turn = 0;
    // before the page's scripts have started a choice does nothing: choose again
    const effective = async (part: "table" | "chart", patience: number) => {
      await page.evaluate("window.bench.begin()");
      for (let attempt = 0; attempt < 30; attempt += 1) if (await chosen(part, patience)) return (turn += 1);
      throw new Error(`no choice had an effect on ${url}`);
    };
    const chosen = async (part: "table" | "chart", patience: number) => {
      try {
        await choose(page, turn);
      } catch {
        return false;
      }
      return until((now) => now[part] !== null, patience);
    };
    await effective("table", patience);
    const { content, table: changed } = (await seen()) as { content: number; table: number };
    const origin = (await page.evaluate("performance.timeOrigin")) as number;
    const settled = take();
    const times: number[] = [];
    for (let again = 0; again < 6; again += 1) {
      // until the last choice's chart stands still
      await page.waitForTimeout(1500);
      await effective(redraws, 15_000);
      const now = await seen();
      times.push(now[redraws]! - now[`${redraws}Acted`]!);
    }
    const upTo = (at: number) => settled.filter((each) => each.at <= origin + at);
    const bytes = (list: readonly { bytes: number }[]) => list.reduce((sum, each) => sum + each.bytes, 0);
    return {
      content, contentRequests: upTo(content).length, contentBytes: bytes(upTo(content)),
      working: changed, workingRequests: upTo(changed).length, workingBytes: bytes(upTo(changed)),
      data: upTo(changed).filter((each) => each.url.includes(".parquet")),
      redraw: median(times),
    };
  } finally {
    await opened.close();
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
