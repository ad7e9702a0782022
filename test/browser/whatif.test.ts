/** Trials in a real browser without a network: a rate is changed, the new sum is the models' own, it is saved, opened by its address by another reader, downloaded; and what is wrong takes the numbers away. */
import { readFileSync } from "node:fs";
import ExcelJS from "exceljs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchOffline, type PageLog } from "./chromium.ts";
import { queryDemo, signIn } from "./demo.ts";
import { loadPolicy } from "../../pipelines/policy/load.ts";
import { parseScenario } from "../../pipelines/simulate/scenario.ts";
import { presentScenario, Trials } from "../../pipelines/whatif/trial.ts";

const demo = inject("demo");
const long = { timeout: 120_000 };
let browser: Browser;
let page: Page;
let log: PageLog;
let address = "";

beforeAll(async () => {
  browser = await launchOffline();
  ({ page, log } = await signIn(browser, "finance"));
});
afterAll(() => browser.close());

const wan = (cny: unknown) => (Number(cny) / 10_000).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const shown = (name: string) => page.locator(`[data-trial=${name}]`).innerText();
const isDone = () => page.locator(".pane").getAttribute("aria-busy").then((busy) => busy === "false", () => false);
const rate = () => page.locator('input[id="f-8.3/rate/2021-04-26"]');

it("begins with the present policy: the mart's own sum, labelled as no decision", async () => {
  await page.goto(new URL("/finance/whatif/", demo.url).href);
  await page.locator("#trial-month").waitFor(long);
  expect(await page.locator("article").innerText()).toContain("试算，不是兑付决定");
  const [sum] = await queryDemo("select sum(fundable_cny)::varchar as cny from mart.award_line where award_year = 2021");
  await expect.poll(() => shown("fundable").catch(() => ""), long).toBe(wan(sum!.cny));
  expect(await shown("change")).toBe("0.00");
});

it("a changed rate shows the sum of that policy, beside the present one", async () => {
  await page.selectOption("#trial-month", "2021-09");
  await page.locator("input[type=search]").fill("8.3");
  await rate().waitFor(long);
  await rate().fill("20");
  await page.locator("#budget").fill("4500");
  // what stands there meanwhile is out of reach
  await expect.poll(() => page.locator(".pane.old[inert]").count(), long).toBe(1);
  await expect.poll(isDone, long).toBe(true);
  const trials = await Trials.open(demo.database, () => new Date());
  try {
    const scenario = { ...presentScenario, policy: { clauses: { "8.3": { rate: 0.2 } }, gates: {} } };
    const { totals } = await trials.certain({ scenario, month: "2021-09" });
    // what the retention does not reach is owed all the same
    expect(totals.change_cny).not.toBe("0.00");
    await expect.poll(() => shown("fundable"), long).toBe(wan(totals.fundable_cny));
    expect(await page.locator("article").innerText()).toContain("8.3 按设备投资（不含税）的 10%改为20%");
  } finally {
    trials.close();
  }
  await expect.poll(() => page.locator("[data-trial=over]").count(), long).toBe(1);
  expect(await shown("over")).toMatch(/^\d+\.\d%$/);
}, 300_000);

it("is saved, and opened again by its address in another window", async () => {
  await page.getByPlaceholder("给这个试算起个名").fill("设备补助二成");
  await page.getByRole("button", { name: "保存", exact: true }).click(long);
  await expect.poll(() => new URL(page.url()).searchParams.get("trial") ?? "", long).toMatch(/^[\w-]{12}$/);
  address = page.url();
  const before = await shown("fundable");
  const other = await signIn(browser, "finance", 390);
  await other.page.goto(address);
  await expect.poll(() => other.page.locator("[data-trial=fundable]").innerText().catch(() => ""), long).toBe(before);
  expect(await other.page.locator("#trial-month").inputValue()).toBe("2021-09");
  // nothing stands out of a phone's page
  expect(await other.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  expect(other.log).toEqual({ errors: [], outside: [], failed: [] });
  await other.context.close();
}, 300_000);

it("is downloaded as a workbook with what it stands on, and as the file that the command reads", async () => {
  const [workbookFile] = await Promise.all([page.waitForEvent("download", long), page.getByRole("button", { name: "下载 Excel" }).click(long)]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(readFileSync(await workbookFile.path()) as unknown as ArrayBuffer);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(["按条款", "按镇街", "变动的企业", "分布", "推高金额的", "改过的数", "说明"]);
  const notes = new Map(workbook.getWorksheet("说明")!.getSheetValues().slice(1).map((row) => [String((row as unknown[])[1]), String((row as unknown[])[2])]));
  expect(notes.get("性质")).toBe("试算，不是兑付决定");
  expect(notes.get("改动")).toContain("8.3 按设备投资（不含税）的 10%改为20%");
  for (const name of ["数据时点", "现行政策版本", "程序版本", "预算（万元）"]) expect(notes.get(name), name).toBeTruthy();
  const clauses = workbook.getWorksheet("按条款")!;
  const sum = clauses.getColumn(3).values.slice(2).reduce((total: number, value) => total + Math.round(Number(value) * 1e6), 0);
  expect((sum / 1e6).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })).toBe(await shown("fundable"));
  expect(String(clauses.getCell("C1").value)).toContain("（万元）");
  for (const sheet of workbook.worksheets) sheet.eachRow((row) => row.eachCell((cell) => expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)));

  const [yaml] = await Promise.all([page.waitForEvent("download", long), page.getByRole("button", { name: "下载情景文件" }).click(long)]);
  const scenario = parseScenario(readFileSync(await yaml.path(), "utf8"), "trial.yaml");
  expect(scenario).toMatchObject({ name: "设备补助二成", as_of: "2021-09", budget_wan: { "2021": 4500 }, policy: { clauses: { "8.3": { rate: { "2021-04-26": 0.2 } } } } });
  expect(() => loadPolicy(undefined, undefined, scenario.policy)).not.toThrow();
});

it("a number out of bounds is not taken and says why; what cannot stand takes the numbers away", async () => {
  await rate().fill("200");
  await expect.poll(() => page.locator("article").innerText(), long).toContain("应在 0.000001 到 100% 之间，没有采用");
  await rate().fill("20");
  // a lower rung that pays more than a higher one: each number is within its bounds
  await page.locator("input[type=search]").first().fill("6.3");
  await page.locator('input[id="f-6.3/rungs/2021-04-26/2/amount"]').fill("9");
  await expect.poll(() => page.locator(".broken").innerText().catch(() => ""), long).toContain("低档比高档奖得多");
  expect(await page.locator("[data-trial]").count()).toBe(0);
  await page.locator('input[id="f-6.3/rungs/2021-04-26/2/amount"]').fill("5");
  await expect.poll(() => page.locator("[data-trial=fundable]").count(), long).toBe(1);
});

it("is deleted by who saved it, and has asked nothing of the outside", async () => {
  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "删除", exact: true }).first().click(long);
  await expect.poll(() => page.locator(".saved").innerText(), long).not.toContain("设备补助二成");
  expect(log).toEqual({ errors: [], outside: [], failed: [] });
});
