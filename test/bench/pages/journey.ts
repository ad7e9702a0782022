import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Answered } from "./counting.ts";

/** One way through a page: what is chosen, and where the effect is seen. */
export interface Journey {
  readonly url: string;
  /** what is looked at: a chart, drawn on a canvas or as SVG, or a table */
  readonly effect: "chart" | "table";
  /** makes the choice, one turn this, the next turn the other; made again where it had no effect within `patience` milliseconds */
  readonly choose: (page: Page, turn: number) => Promise<void>;
  readonly patience: number;
}

export interface Measured {
  /** milliseconds from navigation until a table's first row stands on the page */
  readonly content: number;
  readonly contentRequests: number;
  readonly contentBytes: number;
  /** milliseconds from navigation until a choice has changed chart or table */
  readonly working: number;
  readonly workingRequests: number;
  readonly workingBytes: number;
  /** bytes of Parquet until then, as they travel */
  readonly dataBytes: number;
  /** milliseconds from a choice to the changed chart or table, all loaded; the median of several */
  readonly redraw: number;
}

/** Runs before the page's own scripts: notes when the first row stands, when a choice is made, when its effect shows. */
const watcher = (effect: Journey["effect"]) => `(() => {
  const text = (found) => found === null ? "" : found instanceof HTMLCanvasElement ? found.toDataURL() : found instanceof SVGElement ? found.innerHTML : found.innerText;
  const selectors = ${JSON.stringify(effect === "chart" ? ["table", "[_echarts_instance_] canvas, [_echarts_instance_] svg"] : ["table"])};
  const state = () => selectors.map((selector) => text(document.querySelector(selector)));
  const bench = (window.bench = { content: null, acted: null, changed: null, before: [] });
  const act = () => { bench.before = state(); bench.changed = null; bench.acted = performance.now(); };
  for (const kind of ["change", "click"]) addEventListener(kind, act, true);
  const frame = () => {
    if (bench.content === null && [...document.querySelectorAll("td")].some((cell) => cell.innerText.trim() !== "")) bench.content = performance.now();
    if (bench.acted !== null && bench.changed === null) {
      const now = state();
      // what appears for the first time is not yet the effect of a choice
      bench.before = bench.before.map((before, index) => before === "" ? now[index] : before);
      // a chart may move by itself while it appears; the table beside it does not
      if (now.every((each, index) => each !== "" && each !== bench.before[index])) bench.changed = performance.now();
    }
    requestAnimationFrame(frame);
  };
  frame();
})()`;

interface Seen {
  readonly content: number | null;
  readonly acted: number | null;
  readonly changed: number | null;
}

/** Opens a page with an empty cache and goes the way; `take` gives what the server has answered since it was last asked. */
export async function measure(browser: Browser, context: BrowserContextOptions, { url, effect, choose, patience }: Journey, take: () => Answered[]): Promise<Measured> {
  const opened = await browser.newContext({ ...context, viewport: { width: 1440, height: 1600 } });
  try {
    const page = await opened.newPage();
    await page.addInitScript(watcher(effect));
    const seen = () => page.evaluate("window.bench") as Promise<Seen>;
    const until = async (done: (now: Seen) => boolean, patience: number) => {
      for (const end = Date.now() + patience; Date.now() < end; await page.waitForTimeout(20)) if (done(await seen())) return true;
      return false;
    };
    take();
    await page.goto(url, { waitUntil: "commit" });
    if (!(await until(({ content }) => content !== null, 60_000))) throw new Error(`no table appeared on ${url}`);
    let turn = 0;
    // before the page's scripts have started a choice does nothing: choose again
    const effective = async () => {
      for (let attempt = 0; attempt < 30; attempt += 1) if (await chosen(page, { choose, patience }, turn, until)) return (turn += 1);
      throw new Error(`no choice had an effect on ${url}`);
    };
    await effective();
    const { content, changed } = (await seen()) as { content: number; changed: number };
    const origin = (await page.evaluate("performance.timeOrigin")) as number;
    const settled = take();
    const redraws: number[] = [];
    for (let again = 0; again < 6; again += 1) {
      await page.waitForTimeout(700);
      await effective();
      const { acted, changed: drawn } = (await seen()) as { acted: number; changed: number };
      redraws.push(drawn - acted);
    }
    const upTo = (at: number) => settled.filter((each) => each.at <= origin + at);
    const bytes = (list: readonly { bytes: number }[]) => list.reduce((sum, each) => sum + each.bytes, 0);
    return {
      content, contentRequests: upTo(content).length, contentBytes: bytes(upTo(content)),
      working: changed, workingRequests: upTo(changed).length, workingBytes: bytes(upTo(changed)),
      dataBytes: bytes(upTo(changed).filter((each) => each.url.includes(".parquet"))),
      redraw: median(redraws),
    };
  } finally {
    await opened.close();
  }
}

async function chosen(page: Page, { choose, patience }: Pick<Journey, "choose" | "patience">, turn: number, until: (done: (now: Seen) => boolean, patience: number) => Promise<boolean>): Promise<boolean> {
  try {
    await choose(page, turn);
  } catch {
    return false;
  }
  return until(({ acted, changed }) => acted !== null && changed !== null && changed > acted, patience);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
