/** The demo district as the browser tests use it: signed in as one of its readers, its database asked. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { inject } from "vitest";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { type PageLog, watch } from "./chromium.ts";

/** A new browser window of a reader who has just signed in. */
export async function signIn(browser: Browser, audience: string, width = 1440): Promise<{ context: BrowserContext; page: Page; log: PageLog }> {
  const demo = inject("demo");
  const account = demo.accounts.find((each) => each.audience === audience)!;
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const log = await watch(context, page);
  await page.goto(demo.url);
  await page.fill("input[name=user]", account.user);
  await page.fill("input[name=password]", account.password);
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  return { context, page, log };
}

export async function queryDemo(sql: string): Promise<Record<string, unknown>[]> {
  const opened = await openDatabase(inject("demo").database, { readOnly: true });
  try {
    return (await (await opened.connect()).runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  } finally {
    opened.close();
  }
}
