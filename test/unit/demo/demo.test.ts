/** The demo's own part: what is made, in which order, and what is made anew. Building the sites is replaced by a note of it; test/browser runs the whole. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type DemoStep, makeDemo } from "../../../pipelines/demo/demo.ts";
import { placesIn } from "../../../pipelines/demo/places.ts";
import { sentence } from "../../../pipelines/messages.ts";
import type { PublishOptions } from "../../../pipelines/publish/publish.ts";
import { audiences } from "../../../pipelines/serve/audiences.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

const published = vi.hoisted(() => [] as string[]);
vi.mock("../../../pipelines/publish/bundle.ts", () => ({ ensureBundle: () => Promise.resolve() }));
vi.mock("../../../pipelines/publish/publish.ts", () => ({
  async publishSites({ database, out }: PublishOptions) {
    published.push(database);
    for (const audience of audiences) {
      mkdirSync(path.join(out, audience), { recursive: true });
      writeFileSync(path.join(out, audience, "index.html"), "");
    }
  },
}));

// seven months are computed aside for the fan: a busy machine takes its time
vi.setConfig({ testTimeout: 300_000 });

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "d521-demo-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function make(enterprises: number, months = 24): Promise<{ code: number; steps: string[] }> {
  const steps: DemoStep[] = [];
  const now = () => new Date("2022-01-10T09:00:00+08:00");
  const code = await makeDemo({ dir, enterprises, months, seed: 1, lang: "zh", now, onStep: (step) => void steps.push(step), onProgress: () => undefined });
  return { code, steps: steps.map(({ step, text, params }) => `${step}: ${sentence(text, "zh", params)}`) };
}

it("makes a synthetic district, without a row in quarantine and with every check passed, and publishes it", async () => {
  const { code, steps } = await make(25);
  expect(code).toBe(0);
  expect(steps.map((line) => line.split(":")[0])).toEqual(["sample", "load", "build", "simulate", "publish"]);
  expect(steps[1]).toContain("+ 隔离 0；");
  expect(steps[2]).toMatch(/2021-12 调度：\d+ 个模型（0 个未变），检查 \d+ 项通过/);
  expect(published).toEqual([placesIn(dir).database]);
  const database = await openDatabase(placesIn(dir).database, { readOnly: true });
  const connection = await database.connect();
  const [row] = (await connection.runAndReadAll("select is_synthetic, (select count(*)::int from mart.enterprise), (select count(*)::int from mart.award_line), (select count(distinct scenario)::int from mart.exposure_distribution) from mart.dispatch")).getRows();
  database.close();
  expect(row?.slice(0, 2)).toEqual([true, 25]);
  expect(Number(row?.[2])).toBeGreaterThan(0);
  expect(row?.[3]).toBe(5);
});

it("makes nothing anew a second time", async () => {
  const { code, steps } = await make(25);
  expect(code).toBe(0);
  expect(steps[0]).toContain("报表与上次相同");
  expect(steps[1]).toContain("读取 0 行");
  expect(steps[2]).toMatch(/：(\d+) 个模型（\1 个未变）/);
  expect(steps[3]).toContain("与上次相同");
  expect(steps[4]).toContain("沿用上次的看板");
  expect(published).toHaveLength(1);
});

it("publishes again when a site has gone", async () => {
  rmSync(path.join(placesIn(dir).sites, "finance"), { recursive: true });
  await make(25);
  expect(published).toHaveLength(2);
});

it("starts over with another district", async () => {
  // too few months to simulate from, which the first has shown
  const { steps } = await make(24, 14);
  expect(steps[0]).toContain("写出");
  expect(steps[2]).toContain("（0 个未变）");
  expect(published).toHaveLength(3);
  expect(existsSync(`${placesIn(dir).exports}.new`)).toBe(false);
});
