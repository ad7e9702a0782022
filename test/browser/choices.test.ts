/** Choosing and going deeper, with the mart's numbers at each step. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchOffline } from "./chromium.ts";
import { queryDemo, signIn } from "./demo.ts";

const demo = inject("demo");
let browser: Browser;

beforeAll(async () => {
  browser = await launchOffline();
});
afterAll(() => browser.close());

const go = (page: Page, address: string) => page.goto(new URL(address, demo.url).href, { waitUntil: "networkidle" });
const article = (page: Page) => page.locator("article").innerText();
const choose = (page: Page, title: string, value: string) => page.locator("label.pick", { hasText: title }).locator("select").selectOption(value);

describe("supervision", () => {
  it("goes from a quarter's ranking to what moved a town", async () => {
    const ranking = await queryDemo("select town, rank::int as rank, round(total_score, 1)::varchar as score from mart.town_ranking_public where period = '2021Q3' and rank is not null order by rank, (select town_order from policy.evaluation_town as listed where listed.town = town_ranking_public.town)");
    expect(ranking.length).toBeGreaterThan(5);
    const { context, page, log } = await signIn(browser, "supervision");
    await go(page, "/supervision/");
    await choose(page, "期间", "2021Q3");
    const table = page.locator("article table").first();
    await expect.poll(() => table.locator("tbody tr").first().innerText(), { timeout: 20_000 }).toMatch(new RegExp(`^1\\s+${String(ranking[0]!.town)}\\s[^]*\\s${String(ranking[0]!.score)}\\s`));
    const lines = await table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [0, 1, 4].map((index) => (row as unknown as { cells: { innerText: string }[] }).cells[index]!.innerText.trim()).join(" ")));
    expect(lines).toEqual(ranking.map(({ rank, town, score }) => `${String(rank)} ${String(town)} ${String(score)}`));

    const town = String(ranking[0]!.town);
    await table.locator("a", { hasText: town }).click();
    await page.waitForURL(/\/town\//);
    await expect.poll(() => page.locator("[data-figure=rank]").innerText(), { timeout: 20_000 }).toMatch(/\d/);
    await choose(page, "期间", "2021Q3");
    const [moved] = await queryDemo(`select label_zh, round(contribution_change, 2)::decimal(9, 2)::varchar as change from mart.town_score_public where period = '2021Q3' and town = '${town}' order by abs(contribution_change) desc limit 1`);
    await expect.poll(() => article(page), { timeout: 20_000 }).toContain(String(moved!.change).replace(/^(?=\d)/, "+"));
    expect(await page.locator("figure.chart [role=img]").first().getAttribute("aria-label")).toContain(String(moved!.label_zh));
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
    await context.close();
  });

  it("tries other weights of the indicators, by the address too, and has no negative one", async () => {
    const trial = (growth: number) => `with weighted as (select town, sum(case indicator when 'output_growth' then ${growth} else weight end * score) as points, sum(case when score is not null then case indicator when 'output_growth' then ${growth} else weight end end) as weight
      from mart.town_score_public where period = '2021-12' group by town)
      select town, rank() over (order by round(points / weight, 6) desc)::int as rank from weighted where weight > 0 order by rank, (select town_order from policy.evaluation_town as listed where listed.town = weighted.town)`;
    const { context, page, log } = await signIn(browser, "supervision");
    const shown = () => page.locator("article table").first().locator("tbody tr").evaluateAll((rows) => rows.map((row) => [0, 1].map((index) => (row as unknown as { cells: { innerText: string }[] }).cells[index]!.innerText.trim()).join(" ")));
    const expected = async (growth: number) => (await queryDemo(trial(growth))).map(({ rank, town }) => `${String(rank)} ${String(town)}`);
    await go(page, "/supervision/weights/?weights=output_growth:60");
    await expect.poll(shown, { timeout: 20_000 }).toEqual(await expected(60));
    const field = page.locator("label", { hasText: "工业总产值增幅" }).locator("input");
    expect(await field.inputValue()).toBe("60");
    await field.fill("-5");
    await field.blur();
    expect(await field.inputValue()).toBe("0");
    await expect.poll(shown, { timeout: 20_000 }).toEqual(await expected(0));
    expect(new URL(page.url()).searchParams.get("weights")).toBe("output_growth:0");
    await page.getByRole("button", { name: "恢复现用权重" }).click();
    await expect.poll(shown, { timeout: 20_000 }).toEqual(await expected(12));
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
    await context.close();
  });

  it("tells which targets a town has met, and late requests by number and never by name", async () => {
    const [met] = await queryDemo("select town, count(*) filter (value >= target)::int as met, count(*)::int as given from mart.town_score_public where period = '2021-12' and target is not null and value is not null group by town order by met desc, (select town_order from policy.evaluation_town as listed where listed.town = town_score_public.town) limit 1");
    const late = await queryDemo("select item_no from mart.service_promise where state = 'late' and promise not in ('visit', 'inspection')");
    expect(late.length).toBeGreaterThan(3);
    const { context, page } = await signIn(browser, "supervision");
    await go(page, "/supervision/targets/");
    const first = page.locator("article table").first().locator("tbody tr").first();
    expect((await first.innerText()).split(/\s+/).slice(0, 3)).toEqual([String(met!.town), String(met!.met), String(met!.given)]);
    expect(await first.locator(".met").count()).toBe(Number(met!.met));
    await go(page, "/supervision/promises/");
    await expect.poll(() => page.locator("article").innerText(), { timeout: 20_000 }).toContain(String(late[0]!.item_no).slice(0, 4));
    expect(await article(page)).toContain(`共 ${late.length} 行`);
    await context.close();
  });
});

describe("the library", () => {
  it("is as it was left when the reader comes back from a card, and a link carries what was chosen", async () => {
    const [town] = await queryDemo("select town, count(*)::int as enterprises from mart.enterprise where enterprise_name like '%有限公司%' group by town having count(*) > 20 order by town limit 1");
    const { context, page, log } = await signIn(browser, "leading-office");
    await go(page, "/leading-office/library/");
    await choose(page, "镇街", String(town!.town));
    const table = page.locator("article .sheet").first();
    const pager = () => table.locator(".pager").innerText();
    await table.locator("input").fill("有限公司");
    await expect.poll(pager, { timeout: 20_000 }).toContain(`共 ${String(town!.enterprises)} 行`);
    await table.getByRole("button", { name: "企业" }).click();
    await table.getByRole("button", { name: "下一页" }).click();
    const left = await table.locator("tbody").innerText();
    expect(new Set(await table.locator("tbody td:nth-child(2)").allInnerTexts())).toEqual(new Set([town!.town]));
    await table.locator("tbody a").first().click();
    await page.waitForURL(/\/card\//);
    await page.goBack();
    await expect.poll(() => table.locator("tbody").innerText(), { timeout: 20_000 }).toBe(left);
    expect(await table.locator("input").inputValue()).toBe("有限公司");
    expect(await table.locator("th[aria-sort]").innerText()).toContain("企业");

    const other = await context.newPage();
    await other.goto(page.url(), { waitUntil: "networkidle" });
    await expect.poll(() => other.locator("article .pager").first().innerText(), { timeout: 20_000 }).not.toContain("共 300 行");
    expect(new Set(await other.locator("article table").first().locator("tbody td:nth-child(2)").allInnerTexts())).toEqual(new Set([town!.town]));
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
    await context.close();
  });
});

describe("an enterprise's card", () => {
  it("says of a code that is not in the registry that it is not, and nothing else", async () => {
    const { context, page } = await signIn(browser, "leading-office");
    await go(page, "/leading-office/card/?id=91379999MA9999999X");
    await expect.poll(() => article(page), { timeout: 20_000 }).toContain("企业名录里没有这个代码");
    expect(await page.locator("article h2").allInnerTexts()).toEqual([]);
    await context.close();
  });

  it("lists the clauses it touches, neither amounts nor whether they are paid, leads to the clause, and names missing data", async () => {
    const [line] = await queryDemo(`select enterprise_id, clause_id, count(*) over (partition by enterprise_id)::int as lines, entitled_cny::varchar as entitled from mart.award_line
      where award_year = 2021 and basis = 'accrued' and status = 'payable' and entitled_cny % 10000 <> 0 and enterprise_id in (select enterprise_id from mart.enterprise) order by enterprise_id, clause_order limit 1`);
    const { context, page, log } = await signIn(browser, "leading-office");
    await go(page, `/leading-office/card/?id=${String(line!.enterprise_id)}`);
    const link = page.locator("article a", { hasText: new RegExp(`^${String(line!.clause_id).replace(".", "\\.")}$`) }).first();
    await link.waitFor({ timeout: 20_000 });
    expect(await article(page)).toContain("已触及");
    expect(await article(page)).not.toContain(Number(line!.entitled).toLocaleString("en-US"));
    await expect.poll(() => article(page), { timeout: 20_000 }).toContain("缺哪些数据");
    await link.click();
    await page.waitForURL(/\/clauses\//);
    const clause = page.locator(`[id="c${String(line!.clause_id)}"]`);
    await expect.poll(() => clause.evaluate((box) => (box as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top), { timeout: 20_000 }).toBeLessThan(300);
    expect(log).toEqual({ errors: [], outside: [], failed: [] });
    await context.close();
  });
});

describe("a choice of the rating page", () => {
  it("shows another year with that year's grades", async () => {
    const [sums] = await queryDemo("select count(*) filter (grade = 'A')::int as a, count(*) filter (grade = 'D')::int as d, coalesce(sum(land_mu) filter (grade = 'D'), 0)::decimal(18, 1)::double as land from mart.efficiency_rating where rating_year = 2020");
    const { context, page } = await signIn(browser, "leading-office");
    await go(page, "/leading-office/rating/");
    await choose(page, "评价年度", "2020");
    await expect.poll(() => page.locator("[data-figure=a]").innerText(), { timeout: 20_000 }).toBe(Number(sums!.a).toLocaleString("en-US"));
    expect(await page.locator("[data-figure=d]").innerText()).toBe(Number(sums!.d).toLocaleString("en-US"));
    expect(await page.locator("[data-figure=d_land]").innerText()).toBe(Number(sums!.land).toLocaleString("en-US", { minimumFractionDigits: 1 }));
    await context.close();
  });
});
