import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** One way through a page: what is chosen, and where the effect is seen. */
export interface Journey {
  readonly url: string;
  /** `canvas` for a chart, `tbody` for a table */
  readonly effect: "canvas" | "tbody";
  /** makes the choice, one time this, the next time the other */
  readonly choose: (page: Page, turn: number) => Promise<void>;
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
  const state = () => {
    const found = document.querySelector(${JSON.stringify(effect)});
    return found === null ? "" : found instanceof HTMLCanvasElement ? found.toDataURL() : found.innerText;
  };
  const bench = (window.bench = { content: null, acted: null, changed: null, before: "" });
  const act = () => { bench.before = state(); bench.changed = null; bench.acted = performance.now(); };
  for (const kind of ["change", "click"]) addEventListener(kind, act, true);
  const frame = () => {
    if (bench.content === null && [...document.querySelectorAll("tbody td")].some((cell) => cell.innerText.trim() !== "")) bench.content = performance.now();
    if (bench.acted !== null && bench.changed === null) { const now = state(); if (now !== "" && now !== bench.before) bench.changed = performance.now(); }
    requestAnimationFrame(frame);
  };
  frame();
})()`;

interface Seen {
  readonly content: number | null;
  readonly acted: number | null;
  readonly changed: number | null;
}

/** Opens a page with an empty cache and goes the way. Requests and bytes are counted as the browser received them. */
export async function measure(browser: Browser, context: BrowserContextOptions, { url, effect, choose }: Journey): Promise<Measured> {
  const opened = await browser.newContext({ ...context, viewport: { width: 1440, height: 1600 } });
  try {
    const page = await opened.newPage();
    await page.addInitScript(watcher(effect));
    const network = await opened.newCDPSession(page);
    await network.send("Network.enable");
    const urls = new Map<string, string>();
    const received: { at: number; bytes: number; url: string }[] = [];
    let origin = 0;
    network.on("Network.requestWillBeSent", ({ requestId, request, timestamp, type }) => {
      if (type === "Document" && origin === 0) origin = timestamp;
      urls.set(requestId, request.url);
    });
    network.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => void received.push({ at: (timestamp - origin) * 1000, bytes: encodedDataLength, url: urls.get(requestId) ?? "" }));
    const seen = () => page.evaluate("window.bench") as Promise<Seen>;
    const until = async (done: (now: Seen) => boolean, patience: number) => {
      for (const end = Date.now() + patience; Date.now() < end; await page.waitForTimeout(20)) if (done(await seen())) return true;
      return false;
    };
    await page.goto(url, { waitUntil: "commit" });
    if (!(await until(({ content }) => content !== null, 60_000))) throw new Error(`no table appeared on ${url}`);
    let turn = 0;
    // before the page's scripts have started a choice does nothing: choose again
    while (!(await chosen(page, choose, turn, until))) if ((turn += 1) > 40) throw new Error(`no choice had an effect on ${url}`);
    const { content, changed } = (await seen()) as { content: number; changed: number };
    const settled = [...received];
    const redraws: number[] = [];
    for (let again = 0; again < 6; again += 1) {
      await page.waitForTimeout(700);
      if (!(await chosen(page, choose, (turn += 1), until))) throw new Error(`a choice had no effect on ${url}`);
      const { acted, changed: drawn } = (await seen()) as { acted: number; changed: number };
      redraws.push(drawn - acted);
    }
    const upTo = (at: number) => settled.filter((each) => each.at <= at);
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

async function chosen(page: Page, choose: Journey["choose"], turn: number, until: (done: (now: Seen) => boolean, patience: number) => Promise<boolean>): Promise<boolean> {
  try {
    await choose(page, turn);
  } catch {
    return false;
  }
  return until(({ acted, changed }) => acted !== null && changed !== null && changed > acted, 1500);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
