/** The finance site's answers against the marts, in a real browser: explanations of lines, the payment list as a workbook, the limits' waterfall. */
import { readFileSync } from "node:fs";
import ExcelJS from "exceljs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchOffline, type PageLog } from "./chromium.ts";
import { queryDemo, signIn } from "./demo.ts";

const demo = inject("demo");
let browser: Browser;
let page: Page;
let log: PageLog;

beforeAll(async () => {
  browser = await launchOffline();
  ({ page, log } = await signIn(browser, "finance"));
});
afterAll(() => browser.close());

const article = () => page.locator("article").innerText();
const wan = (cny: unknown) => (Number(cny) / 10_000).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

it("answers first whether the budget suffices, what has changed since the month before, and what is to be done", async () => {
  const [sums] = await queryDemo("select sum(fundable_cny)::varchar as fundable, (sum(fundable_cny) - (select budget_cny from policy.evaluation_budget where award_year = 2021))::varchar as over, count(*) filter (status = 'undetermined')::int as unknown from mart.award_line where award_year = 2021");
  const [before] = await queryDemo("select sum(fundable_cny)::varchar as fundable from ops.dispatch_liability where as_of_month = date '2021-11-01' and award_year = 2021");
  await page.goto(new URL("/finance/", demo.url).href, { waitUntil: "networkidle" });
  const card = await page.locator("section.budget").innerText();
  expect(card).toContain(Number(sums!.over) > 0 ? `超出预算 ${wan(sums!.over)} 万元` : `还余 ${wan(-Number(sums!.over))} 万元`);
  const change = Number(sums!.fundable) - Number(before!.fundable);
  expect(change).not.toBe(0);
  expect(card).toContain(`比2021年11月调度：可兑现${change > 0 ? "增加" : "减少"} ${wan(Math.abs(change))} 万元`);
  expect(Number(sums!.unknown)).toBeGreaterThan(0);
  await page.locator("ol.todo a", { hasText: "缺数据" }).click();
  await page.waitForURL(/status=undetermined/);
  await expect.poll(article, { timeout: 20_000 }).toContain(`共 ${String(sums!.unknown)} 行`);
});

it("greys scenarios that are not of this month, and says of which they are", async () => {
  const old = await queryDemo("select scenario, strftime(as_of_month, '%Y-%m') as month from mart.exposure_scenario where not is_current");
  expect(old.length).toBeGreaterThan(0);
  await page.goto(new URL(`/finance/exposure/?scenario=${encodeURIComponent(String(old[0]!.scenario))}`, demo.url).href, { waitUntil: "networkidle" });
  await expect.poll(() => page.locator("[role=note]").innerText(), { timeout: 20_000 }).toContain(`${String(old[0]!.month)}的推算，不是当前调度月`);
});

it("draws the limits between the amounts that the mart has", async () => {
  const stages = await queryDemo("select stage, removed_cny::varchar as removed from mart.limit_effect where award_year = 2021 and basis = 'accrued' and kind = 'limit' and removed_cny > 0");
  expect(stages.length).toBeGreaterThan(4);
  await page.goto(new URL("/finance/limits/", demo.url).href, { waitUntil: "networkidle" });
  for (const { removed } of stages) await expect.poll(article, { timeout: 20_000 }).toContain(wan(removed));
  const [sums] = await queryDemo("select sum(entitled_cny)::varchar as entitled, sum(fundable_cny)::varchar as fundable from mart.award_line where award_year = 2021");
  const drawn = await page.locator("figure.chart [role=img]").getAttribute("aria-label");
  expect(drawn).toContain(`应奖 ${wan(sums!.entitled)}`);
  expect(drawn).toContain(`可兑现 ${wan(sums!.fundable)}`);
});

it("goes from a line to why it is so, down to file and row, for a name with markup too", async () => {
  const [line] = await queryDemo(`select line.enterprise_id, enterprise.enterprise_name, line.clause_id from mart.award_line as line join mart.enterprise using (enterprise_id)
    join mart.award_condition as asked on asked.enterprise_id = line.enterprise_id and asked.clause_id = line.clause_id and asked.kind = 'condition'
    where line.award_year = 2021 order by contains(enterprise.enterprise_name, '<') desc, line.enterprise_id limit 1`);
  const [source] = await queryDemo(`select file.file, source.source_row::varchar as row from mart.award_source as source join ops.import_file as file using (file_id)
    where source.enterprise_id = '${String(line!.enterprise_id)}' and source.dataset = 'enterprises' limit 1`);
  await page.goto(new URL(`/finance/lines/?recipient=${String(line!.enterprise_id)}&year=2021&clause=${String(line!.clause_id)}`, demo.url).href, { waitUntil: "networkidle" });
  await page.locator("article a", { hasText: "为什么" }).first().click();
  await page.waitForURL(/\/explain\//);
  await expect.poll(article, { timeout: 20_000 }).toContain("条件、分档和门槛");
  await expect.poll(article, { timeout: 20_000 }).toMatch(/成立|不知道/);
  await expect.poll(article, { timeout: 20_000 }).toContain("月份、年度或编号");
  await page.locator('article input[type="search"]').last().fill("企业名录");
  await expect.poll(article, { timeout: 20_000 }).toContain(String(source!.file));
  expect(await page.locator("article b, article script", { hasText: /^粗体$|alert/ }).count()).toBe(0);
});

it("says how much is paid beyond what can be, where paid and outstanding do not add up to fundable", async () => {
  const [beyond] = await queryDemo("select sum(paid_cny + outstanding_cny - fundable_cny)::varchar as cny from mart.award_line where award_year = 2021");
  expect(Number(beyond!.cny)).toBeGreaterThan(0);
  await page.goto(new URL("/finance/", demo.url).href, { waitUntil: "networkidle" });
  await expect.poll(article, { timeout: 20_000 }).toContain(`已兑付里有 ${wan(beyond!.cny)} 万元`);
});

it("names the months that a missing report leaves out", async () => {
  const [gap] = await queryDemo(`with months as (select unnest(generate_series(date '2020-01-01', date '2021-12-01', interval 1 month))::date as month),
    asked as (select distinct enterprise_id, clause_id from mart.award_condition where award_year = 2021 and state = 'unknown' and dataset = 'taxes')
    select asked.enterprise_id, any_value(asked.clause_id) as clause_id, strftime(min(months.month), '%Y-%m') as month from asked cross join months
    anti join staging.stg_taxes as taxes on taxes.enterprise_id = asked.enterprise_id and taxes.month = months.month
    group by asked.enterprise_id order by count(*), asked.enterprise_id limit 1`);
  await page.goto(new URL(`/finance/explain/?recipient=${String(gap!.enterprise_id)}&year=2021&clause=${String(gap!.clause_id)}`, demo.url).href, { waitUntil: "networkidle" });
  const months = page.getByRole("group", { name: "没有在案的月份" });
  await expect.poll(() => months.innerText(), { timeout: 20_000 }).toContain(String(gap!.month));
});

it("downloads the payment list with the mart's amounts, as numbers, and no cell that a spreadsheet would run", async () => {
  const [due] = await queryDemo("select count(*)::int as lines, sum(outstanding_cny)::varchar as outstanding from mart.award_line where basis = 'accrued' and status = 'payable' and outstanding_cny > 0");
  await page.goto(new URL("/finance/payments/", demo.url).href, { waitUntil: "networkidle" });
  await expect.poll(article, { timeout: 20_000 }).toContain("付款清单");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("article button", { hasText: "下载 Excel" }).first().click()]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(readFileSync(await download.path()) as unknown as ArrayBuffer);
  const sheet = workbook.worksheets[0]!;
  const header = (sheet.getRow(1).values as unknown[]).slice(1).map(String);
  expect(header.slice(0, 4)).toEqual(["企业", "统一社会信用代码", "待兑付（元）", "兑现方式"]);
  expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
  const rows = sheet.getRows(2, sheet.rowCount - 1)!;
  expect(rows).toHaveLength(Number(due!.lines));
  const fen = rows.reduce((sum, row) => sum + Math.round(Number(row.getCell(3).value) * 100), 0);
  expect((fen / 100).toFixed(2)).toBe(String(due!.outstanding));
  // what the list adds up to stands on the second sheet, not among the rows
  expect(workbook.worksheets[1]!.getColumn(2).values.join("\n")).toContain(`待兑付（元） ${Number(due!.outstanding).toLocaleString("en-US", { minimumFractionDigits: 2 })}`);
  for (const row of rows) row.eachCell((cell) => expect(cell.type).not.toBe(ExcelJS.ValueType.Formula));
});

it("has asked nothing of the outside and shown no error", () => {
  expect(log).toEqual({ errors: [], outside: [], failed: [] });
});
