/**
 * What lies in the folders of the published sites, byte by byte as a reader can fetch it: pages, answers that were rendered beforehand, data and
 * scripts. Of the figures that are nobody's but finance's not one stands there, whole or in 万元.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { tableFromIPC } from "apache-arrow";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { queryDemo } from "./demo.ts";

const demo = inject("demo");

/** enterprise → figure → what it is. Of six digits or more: shorter ones, such as a clause's public amount, are an enterprise's by chance too. */
const own = new Map<string, Map<string, string>>();
/** the same without the enterprise, of eight digits or more */
const anybodys = new Map<string, string>();
const keyed = (value: number) => value.toFixed(2);
const digitsOf = (value: number) => value.toFixed(2).replaceAll(/[.-]/g, "").replaceAll(/^0+|0+$/g, "").length;

beforeAll(async () => {
  const rows = await queryDemo(`
    select enterprise_id, 'tax of ' || month as what, unnest([total_tax_wan, local_tax_wan, retention_wan])::double as wan from staging.stg_taxes
    union all select enterprise_id, 'taxes of ' || year(month), unnest([sum(total_tax_wan), sum(local_tax_wan), sum(retention_wan)])::double from staging.stg_taxes group by enterprise_id, year(month)
    union all select enterprise_id, 'award of ' || clause_id, unnest([gross_cny, entitled_cny, fundable_cny, shortfall_cny, paid_cny])::double / 10000 from mart.award_line where enterprise_id is not null
    union all select enterprise_id, 'retention of ' || award_year, unnest([retention_this_year_cny, new_retention_cny, entitled_cny, fundable_cny])::double / 10000 from mart.enterprise_retention`);
  for (const { enterprise_id, what, wan } of rows) {
    if (wan === null) continue;
    const enterprise = String(enterprise_id);
    const figures = own.get(enterprise) ?? new Map<string, string>();
    own.set(enterprise, figures);
    for (const value of [Number(wan), Number(wan) * 10_000]) {
      if (digitsOf(value) >= 6) figures.set(keyed(value), String(what));
      if (digitsOf(value) >= 8) anybodys.set(keyed(value), `${enterprise} ${String(what)}`);
    }
  }
}, 60_000);

const filesOf = (site: string) =>
  readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz|wasm)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}workers${path.sep}`));

type Row = Readonly<Record<string, unknown>>;

async function rowsIn(file: string): Promise<Row[]> {
  const bytes = readFileSync(file);
  if (file.endsWith(".arrow")) return [...tableFromIPC(bytes)].map((row) => Object.fromEntries(row!) as Row);
  if (file.endsWith(".parquet")) return (await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer })) as Row[];
  return [{ text: bytes.toString("utf8") }];
}

/** Every number of a row, of texts as they are written. */
const numbersOf = (row: Row) =>
  Object.values(row).flatMap((value) => {
    if (typeof value === "number" || typeof value === "bigint") return [Number(value)];
    return typeof value === "string" ? [...value.matchAll(/(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?![\w.])/g)].map(([found]) => Number(found.replaceAll(",", ""))) : [];
  });

async function foundIn(audience: string): Promise<{ hits: string[]; enterprises: Set<string>; read: number }> {
  const site = path.join(demo.sites, audience);
  const hits: string[] = [];
  const enterprises = new Set<string>();
  let read = 0;
  for (const file of filesOf(site)) {
    for (const row of await rowsIn(file)) {
      const named = Object.values(row).find((value) => typeof value === "string" && own.has(value)) as string | undefined;
      if (named !== undefined) enterprises.add(named);
      for (const number of numbersOf(row)) {
        read += 1;
        const secret = (named === undefined ? undefined : own.get(named)!.get(keyed(number))) ?? anybodys.get(keyed(number));
        if (secret !== undefined) hits.push(`${path.relative(site, file)}: ${number} is ${named ?? ""} ${secret}`);
      }
    }
  }
  return { hits, enterprises, read };
}

describe("the files of a site", () => {
  it("of the leading-group office hold no tax, no retention and no award of an enterprise that they name", async () => {
    const { hits, enterprises } = await foundIn("leading-office");
    expect(enterprises.size).toBeGreaterThan(100);
    expect(hits.slice(0, 10)).toEqual([]);
  });

  it("of supervision name no enterprise, and hold none's figure", async () => {
    const { hits, enterprises, read } = await foundIn("supervision");
    expect(read).toBeGreaterThan(1000);
    expect([...enterprises]).toEqual([]);
    expect(hits.slice(0, 10)).toEqual([]);
  });

  it("of finance hold them, so that the search can find", async () => {
    expect((await foundIn("finance")).hits.length).toBeGreaterThan(1000);
  });
});
