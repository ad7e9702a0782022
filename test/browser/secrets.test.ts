/**
 * What lies in the folders of the published sites, byte by byte as a reader can fetch it: pages, answers that were rendered beforehand, data and
 * scripts, also of a site that was left aside. Of the figures that are nobody's but finance's not one stands there, whole or in 万元; nor does any
 * column of rows that name an enterprise come near a figure of its own more often than near another's.
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

/** figure → enterprise → 万元: what a column might be, rounded or not */
const kinds = new Map<string, Map<string, number>>();

beforeAll(async () => {
  const near = await queryDemo(`
    with figures as (
      select enterprise_id, 'total tax of ' || year(month) as kind, sum(total_tax_wan)::double as wan from staging.stg_taxes group by all
      union all select enterprise_id, 'local tax of ' || year(month), sum(local_tax_wan)::double from staging.stg_taxes group by all
      union all select enterprise_id, 'tax per mu of ' || rating_year, tax_per_mu::double from mart.efficiency_rating
      union all select enterprise_id, 'awards of ' || award_year, sum(entitled_cny)::double / 10000 from mart.award_line group by all
      union all select enterprise_id, 'award of ' || clause_id, max(entitled_cny)::double / 10000 from mart.award_line group by all
      union all select enterprise_id, 'new retention of ' || award_year, new_retention_cny::double / 10000 from mart.enterprise_retention)
    select * from figures where wan <> 0 and enterprise_id is not null`);
  for (const { enterprise_id, kind, wan } of near) kinds.set(String(kind), (kinds.get(String(kind)) ?? new Map<string, number>()).set(String(enterprise_id), Number(wan)));
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

/** Of a site and of what is left of it beside its place. */
const filesOf = (audience: string) =>
  readdirSync(demo.sites)
    .filter((name) => name.replace(/^\./, "").split(".")[0] === audience)
    .flatMap((name) => readdirSync(path.join(demo.sites, name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.(br|gz|wasm)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}workers${path.sep}`));

type Row = Readonly<Record<string, unknown>>;

async function rowsIn(file: string): Promise<Row[]> {
  const bytes = readFileSync(file);
  if (file.endsWith(".arrow")) return [...tableFromIPC(bytes)].map((row) => Object.fromEntries(row!) as Row);
  if (file.endsWith(".parquet")) return (await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer })) as Row[];
  const text = bytes.toString("utf8");
  return [{ text }, ...(file.endsWith(".json") ? objectsIn(JSON.parse(text)) : [])];
}

/** Every object of a JSON text, whatever it stands in. */
function objectsIn(value: unknown): Row[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return value !== null && typeof value === "object" ? [value as Row, ...Object.values(value).flatMap(objectsIn)] : [];
}

/** Every number of a row, of texts as they are written. */
const numbersOf = (row: Row) =>
  Object.values(row).flatMap((value) => {
    if (typeof value === "number" || typeof value === "bigint") return [Number(value)];
    return typeof value === "string" ? [...value.matchAll(/(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?![\w.])/g)].map(([found]) => Number(found.replaceAll(",", ""))) : [];
  });

const isNear = (number: number, wan: number | undefined) => wan !== undefined && [wan, wan * 10_000].some((figure) => Math.abs(number / figure - 1) <= 0.02);

/** How often a column's numbers are within two per cent of the figure of the enterprise that the row names, and how often of another's. */
class Nearness {
  readonly counts = new Map<string, { own: number; others: number; rows: number }>();
  readonly next = new Map([...kinds].map(([kind, figures]) => [kind, new Map([...figures.keys()].sort().map((enterprise, index, all) => [enterprise, all[(index + 1) % all.length]!]))]));

  add(where: string, row: Row, enterprise: string): void {
    for (const [column, value] of Object.entries(row)) {
      if (value === enterprise) continue;
      const numbers = numbersOf({ value });
      if (numbers.length === 0) continue;
      for (const [kind, figures] of kinds) {
        const other = this.next.get(kind)!.get(enterprise);
        if (other === undefined) continue;
        const key = `${where}.${column} and ${kind}`;
        const count = this.counts.get(key) ?? { own: 0, others: 0, rows: 0 };
        this.counts.set(key, { rows: count.rows + 1, own: count.own + Number(numbers.some((number) => isNear(number, figures.get(enterprise)))), others: count.others + Number(numbers.some((number) => isNear(number, figures.get(other)))) });
      }
    }
  }

  /** of at least five rows one in five is near, and twice as many as by chance */
  get hits(): string[] {
    return [...this.counts].filter(([, { own, others, rows }]) => own >= 5 && own > rows / 5 && own > 2 * others).map(([key, { own, rows }]) => `${key}: ${own} of ${rows} rows`);
  }
}

async function foundIn(audience: string): Promise<{ hits: string[]; near: string[]; enterprises: Set<string>; read: number }> {
  const site = path.join(demo.sites, audience);
  const hits: string[] = [];
  const enterprises = new Set<string>();
  const nearness = new Nearness();
  let read = 0;
  for (const file of filesOf(audience)) {
    for (const row of await rowsIn(file)) {
      const named = Object.values(row).find((value) => typeof value === "string" && own.has(value)) as string | undefined;
      if (named !== undefined) {
        enterprises.add(named);
        nearness.add(path.basename(file), row, named);
      }
      for (const number of numbersOf(row)) {
        read += 1;
        const secret = (named === undefined ? undefined : own.get(named)!.get(keyed(number))) ?? anybodys.get(keyed(number));
        if (secret !== undefined) hits.push(`${path.relative(site, file)}: ${number} is ${named ?? ""} ${secret}`);
      }
    }
  }
  return { hits, near: nearness.hits, enterprises, read };
}

describe("the files of a site", () => {
  it("of the leading-group office hold no tax, no retention and no award of an enterprise that they name", async () => {
    const { hits, near, enterprises } = await foundIn("leading-office");
    expect(enterprises.size).toBeGreaterThan(100);
    expect(near).toEqual([]);
    expect(hits.slice(0, 10)).toEqual([]);
  });

  it("of supervision name no enterprise, and hold none's figure", async () => {
    const { hits, enterprises, read } = await foundIn("supervision");
    expect(read).toBeGreaterThan(1000);
    expect([...enterprises]).toEqual([]);
    expect(hits.slice(0, 10)).toEqual([]);
  });

  it("of finance hold them, so that the search can find", async () => {
    const { hits, near } = await foundIn("finance");
    expect(hits.length).toBeGreaterThan(1000);
    expect(near.filter((hit) => hit.includes("retention.parquet") || hit.includes("award_line.parquet")).length).toBeGreaterThan(1);
  });
});
