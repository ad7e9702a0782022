/**
 * What is in an audience's folder is what that audience can read, whatever the pages show. So the folder itself is
 * read here, every file of it, as text and, where it is Parquet, value by value.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, inject, it } from "vitest";
import { disclosureRules } from "../../pipelines/disclosure/rules.ts";
import { audiences } from "../../pipelines/serve/audiences.ts";
import { openDatabase } from "../../pipelines/warehouse/database.ts";

const demo = inject("demo");

async function rowsOf(file: string, sql: string): Promise<string[][]> {
  const opened = await openDatabase(file, file === ":memory:" ? {} : { readOnly: true });
  try {
    const connection = await opened.connect();
    return (await connection.runAndReadAll(sql)).getRowsJson().map((row) => row.map(String));
  } finally {
    opened.close();
  }
}

const column = async (sql: string) => (await rowsOf(demo.database, sql)).map((row) => row[0]!);

interface Shipped {
  /** text files, and every cell of every Parquet file as text */
  readonly words: Set<string>;
  readonly text: string;
  /** every numeric cell, with trailing zeros off */
  readonly numbers: Set<string>;
  readonly columns: Set<string>;
}

const plain = (value: string) => (/^-?\d+\.\d*$/.test(value) ? value.replace(/\.?0+$/, "") : value);

async function shipped(audience: string): Promise<Shipped> {
  const folder = path.join(demo.sites, audience);
  const words = new Set<string>();
  const numbers = new Set<string>();
  const columns = new Set<string>();
  let text = "";
  let parquet = 0;
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const file = path.join(folder, name);
    if (!statSync(file).isFile()) continue;
    if (/\.parquet$/.test(name)) {
      parquet += 1;
      for (const row of await rowsOf(":memory:", `select column_name from (describe select * from read_parquet('${file.replaceAll("'", "''")}'))`)) columns.add(row[0]!);
      for (const row of await rowsOf(":memory:", `select columns(*)::varchar from read_parquet('${file.replaceAll("'", "''")}')`)) {
        for (const cell of row) {
          words.add(cell);
          if (/^-?\d/.test(cell)) numbers.add(plain(cell));
        }
      }
    } else if (!/\.(wasm|woff2?|png|ico|gz|br)$/.test(name)) text += readFileSync(file, "utf8");
  }
  expect(parquet, `Parquet files in ${folder}`).toBeGreaterThan(0);
  return { words, text, numbers, columns };
}

const holds = (site: Shipped, value: string) => site.words.has(value) || site.text.includes(value) || [...site.words].some((word) => word.includes(value));

describe("the supervision site", async () => {
  const site = await shipped("supervision");

  it("names no enterprise, by name or by code", async () => {
    const all = `${site.text}\n${[...site.words].join("\n")}`;
    const found = (await rowsOf(demo.database, "select enterprise_id, enterprise_name from mart.enterprise")).flat().filter((value) => all.includes(value));
    expect(found).toEqual([]);
  });

  it("holds no enterprise's retention or award amount", async () => {
    // a town's own score may happen to read like somebody's amount: 2.857143 is 20/7 as well as 28,571.43 元
    const ofTowns = new Set((await rowsOf(demo.database, "select columns(*)::varchar from mart.town_score_public union all by name select rank_stability::varchar as rank_stability from mart.town_ranking_public")).flat().map(plain));
    expect((await leaked(site)).filter((amount) => !ofTowns.has(inWan(amount)) && !ofTowns.has(plain(amount)))).toEqual([]);
  });
});

describe.each(audiences)("the site of %s, its tables and what was asked of them beforehand", (audience) => {
  it("has no column but those that the disclosure rules let out", async () => {
    const { extracts } = disclosureRules();
    const out = new Set(Object.values({ ...extracts.shared, ...extracts[audience] }).flatMap(({ open, rules }) => [...open, ...Object.keys(rules)]));
    const { columns, text } = await shipped(audience);
    expect([...columns].filter((name) => !out.has(name))).toEqual([]);
    if (audience !== "finance") expect(["score_to_next_grade", "class_average", "needed_score", "median_score"].filter((name) => text.includes(name))).toEqual([]);
  });
});

describe("what every site says of a clause's year", () => {
  it("is a sum of at least three recipients, or none", async () => {
    const few = await column(`select clause_id from mart.award_line where basis = 'accrued' and award_year = (select max(award_year) from mart.award_line)
      group by clause_id having count(distinct coalesce(enterprise_id, subject)) filter (entitled_cny > 0) < 3`);
    expect(few.length).toBeGreaterThan(5);
    for (const audience of ["leading-office", "supervision"]) {
      const folder = path.join(demo.sites, audience, "data");
      const [file] = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith("clause_year.parquet"));
      const shown = (await rowsOf(":memory:", `select clause_id from read_parquet('${path.join(folder, file!).replaceAll("'", "''")}') where district_wan is not null`)).map((row) => row[0]!);
      expect(shown.length).toBeGreaterThan(1);
      expect(shown.filter((clause) => few.includes(clause))).toEqual([]);
    }
  });
});

describe("the leading-group office's site", async () => {
  const site = await shipped("leading-office");

  it("shows enterprises", async () => {
    const [name] = await column("select enterprise_name from mart.enterprise order by enterprise_id limit 1");
    expect(holds(site, name!)).toBe(true);
  });

  it("holds no enterprise's tax, retention or award amount", async () => {
    expect(await leaked(site)).toEqual([]);
    expect([...site.columns].filter((name) => /tax_wan|tax_cny|retention|entitled|fundable|gross_cny|paid_cny|outstanding/.test(name))).toEqual([]);
  });
});

describe("the finance site", async () => {
  const site = await shipped("finance");

  it("holds the award lines' amounts to the cent", async () => {
    const amounts = await column("select distinct entitled_cny::varchar from mart.award_line where entitled_cny > 0");
    const missing = amounts.filter((amount) => !site.numbers.has(plain(amount)));
    expect(missing).toEqual([]);
  });
});

/**
 * Amounts of single enterprises that stand in the site. Only telling ones are looked for, with at least six digits that
 * are not all zeros: 50000 may well be something else, 72413.79 is not. An enterprise's year of taxes counts too.
 */
async function leaked(site: Shipped): Promise<string[]> {
  const secrets = await column(`
    with amounts as (
      select unnest([retention_this_year_cny, retention_last_year_cny, new_retention_cny, fundable_cny, shortfall_cny]) as cny from mart.enterprise_retention
      union all select unnest([gross_cny, entitled_cny, fundable_cny, shortfall_cny]) from mart.award_line
      union all select unnest([sum(total_tax_wan), sum(local_tax_wan), sum(retention_wan)]) * 10000 from staging.stg_taxes group by enterprise_id, year(month)
      union all select unnest([total_tax_wan, local_tax_wan, retention_wan]) * 10000 from staging.stg_taxes
    )
    select distinct cny::decimal(18, 2)::varchar from amounts where cny > 0 and cny * 100 % 1000 <> 0 and cny >= 1000`);
  expect(secrets.length).toBeGreaterThan(100);
  // as yuan and as 万元, the two units that the project writes
  return secrets.filter((cny) => site.numbers.has(plain(cny)) || site.numbers.has(inWan(cny)));
}

/** `28571.43` → `2.857143`, without going through a float. */
function inWan(cny: string): string {
  return plain(cny.replace(".", "").padStart(7, "0").replace(/(\d{6})$/, ".$1"));
}
