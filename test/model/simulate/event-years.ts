import type { DuckDBConnection } from "@duckdb/node-api";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { loaderTablesSql } from "../../../pipelines/intake/load/raw-tables.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { returnsSql } from "../../../pipelines/simulate/arrivals-sql.ts";
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";
import { type SimulateReport, simulate } from "../../../pipelines/simulate/simulate.ts";
import type { Compiled } from "../../../pipelines/simulate/wide/compile.ts";
import { buildAside } from "../../../pipelines/warehouse/build.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { prepareLedger } from "../../../pipelines/warehouse/ledger.ts";

/**
 * Many small districts in one database, each of them a town, over several award years: enterprises that grow each at its own pace with months
 * that scatter about it, and events with seasons, each enterprise's chance in each month. Neither process is the simulation's: growth is
 * drawn by enterprise and year, and a district has busy and quiet years. The towns share the tax gate; all else of a town is its own.
 */
export interface EventYears {
  readonly districts: number;
  /** of the events; the months begin a year earlier */
  readonly years: readonly [first: number, last: number];
  /** another number, other districts */
  readonly seed?: number;
}

const enterprisesPerDistrict = 20;
/** A district has so many times as many events as {@link kinds} says. */
const activity = 3;

/** Source, category (or title), level or grade, how many a district has in a year, and the month that has most of them. */
const kinds: readonly (readonly [source: string, category: string, level: string, yearly: number, peak: number])[] = [
  ["recognitions", "试点示范", "省", 0.5, 10],
  ["recognitions", "试点示范", "市", 1.2, 9],
  ["recognitions", "科研平台", "市", 1, 11],
  ["recognitions", "科研平台", "省", 0.3, 12],
  ["recognitions", "智能制造试点示范", "市", 0.6, 8],
  ["recognitions", "专精特新", "市", 0.6, 7],
  ["recognitions", "专精特新", "省", 0.3, 7],
  ["recognitions", "高新技术企业", "国家", 0.6, 12],
  ["recognitions", "工业互联网平台", "市", 0.8, 12],
  ["recognitions", "质量奖", "市", 0.5, 5],
  ["recognitions", "优质品牌", "省", 0.6, 11],
  ["recognitions", "重大科技项目", "省", 0.5, 6],
  ["recognitions", "墨子创新奖", "省", 0.4, 4],
  ["capital_events", "新三板挂牌", "", 0.3, 6],
  ["capital_events", "境内首发上市", "", 0.06, 6],
  ["capital_events", "股份改制", "", 0.6, 9],
  ["size_events", "新增规上工业", "", 1, 12],
  ["exhibitions", "", "", 3, 5],
  ["standards", "国家标准", "参与", 0.8, 6],
  ["standards", "行业标准", "主持", 0.5, 6],
  ["talent", "外籍专业人才", "", 1, 9],
  ["transformation_projects", "技术改造", "", 1.5, 6],
];

/** Known four days after its month's end; the yearly list of projects in the middle of July. */
const knownAt = (day: string) => `cast(last_day(${day}) + interval 4 day as timestamptz)`;

/** Makes the loader's tables and fills them. */
export async function putEventYears(connection: DuckDBConnection, plan: EventYears): Promise<void> {
  for (const statement of loaderTablesSql(loadContracts())) await connection.run(statement);
  await prepareLedger(connection);
  for (const statement of districtsSql(plan)) await connection.run(statement);
}

function districtsSql({ districts, years: [first, last], seed = 1 }: EventYears): string[] {
  const uniform = (key: string, part: string) => `((hash(cast(hash(${key}, ${seed}) as varchar) || '${part}') % 1000003 + 1) / 1000005.0)`;
  const normal = (key: string) => `(sqrt(-2 * ln(${uniform(key, "a")})) * cos(2 * pi() * ${uniform(key, "b")}))`;
  const origin = (day: string) => `1 as file_id, '' as source_sheet, row_number() over () as source_row, ${knownAt(day)} as known_at`;
  const money = (what: string) => `cast(${what} as decimal(18, 6))`;
  const of = (source: string) => `from happening where source = '${source}'`;
  // amounts between two ends, each event's own
  const between = (low: number, high: number, part: string) => money(`round(${low} + ${high - low} * ${uniform("event_no", part)}, 2)`);
  return [
    `create temp table enterprise as
      select number % ${districts} as district, '91370406' || lpad(cast(number as varchar), 10, '0') as id, number // ${districts} as place from range(${enterprisesPerDistrict * districts}) as numbers (number)`,
    // a year's growth is the enterprise's own, a month's noise comes on top of it
    `create temp table level as
      with grown as (
        select *, exp(sum(case when year > ${first - 1} then 0.06 + 0.12 * ${normal("id, year, 'growth'")} else 0 end) over (partition by id order by year)) as grown
        from enterprise cross join range(${first - 1}, ${last + 1}) as years (year)
      )
      select id, district, place, make_date(cast(year as integer), cast(month as integer), 1) as month,
        exp(0.8 * ${normal("id, 'size'")}) * grown * (1 + 0.25 * sin(month)) * exp(0.1 * ${normal("id, year * 12 + month, 'month'")}) as level
      from grown cross join range(1, 13) as months (month)`,
    `insert into raw.enterprises by name
      select id as enterprise_id, '示例' || id as enterprise_name, '镇' || district as town, '13' as industry_code, '工业' as sector, true as is_manufacturing,
        false as is_strategic_emerging, '规上' as size_class, place % 2 = 0 as is_small_micro, date '2005-01-01' as founded_on, '存续' as operating_status, ${origin(`date '${first - 1}-01-01'`)} from enterprise`,
    `insert into raw.production by name
      select month, id as enterprise_id, ${money("900 * level")} as output_wan, ${money("800 * level")} as revenue_wan, ${money("60 * level * level")} as profit_wan, ${origin("month")} from level`,
    `insert into raw.taxes by name
      select month, id as enterprise_id, ${money("60 * level")} as total_tax_wan, ${money("40 * level")} as local_tax_wan, ${money("15 * level")} as turnover_tax_wan, ${money("25 * level")} as retention_wan, ${origin("month")} from level`,
    `insert into raw.district_taxes by name select month, ${money("sum(60 * level)")} as tax_revenue_wan, ${origin("month")} from level group by month`,
    `create temp table happening as
      with chances as (
        select id, district, source, category, level, years.year, months.month,
          yearly * ${activity / (12 * enterprisesPerDistrict)} * (1 + 0.8 * cos(2 * pi() * (months.month - peak) / 12)) * exp(0.1 * ${normal("district, years.year, 'busy'")}) as chance,
          concat_ws('-', id, category, level, years.year, months.month) as event_no
        from enterprise cross join (values ${kinds.map(([source, category, level, yearly, peak]) => `('${source}', '${category}', '${level}', ${yearly}, ${peak})`).join(", ")}) as kinds (source, category, level, yearly, peak)
        cross join range(${first}, ${last + 1}) as years (year) cross join range(1, 13) as months (month)
      )
      select *, make_date(cast(year as integer), cast(month as integer), cast(1 + floor(28 * ${uniform("event_no", "day")}) as integer)) as day from chances where ${uniform("event_no", "happens")} < chance`,
    `insert into raw.recognitions by name
      select event_no as recognition_no, id as enterprise_id, '示例' || id as recipient, '单位' as recipient_type, category as title, level, day as recognised_on,
        case when category = '重大科技项目' then ${between(20, 90, "approved")} end as approved_wan, ${origin("day")} ${of("recognitions")}`,
    `insert into raw.capital_events by name
      select event_no, id as enterprise_id, category as event, day as happened_on, case when category = '股份改制' then ${between(8, 20, "approved")} end as approved_wan, ${origin("day")} ${of("capital_events")}`,
    `insert into raw.size_events by name select id as enterprise_id, category as event, day as happened_on, ${origin("day")} ${of("size_events")}`,
    `insert into raw.exhibitions by name
      select event_no as exhibition_no, id as enterprise_id, '示例博览会' as exhibition_name, day as held_on, ${between(1, 8, "fee")} as stand_fee_wan, true as is_municipal_or_above, ${origin("day")} ${of("exhibitions")}`,
    `insert into raw.standards by name
      select event_no as standard_no, id as enterprise_id, category as standard_type, level as role, '发布' as node, day as reached_on, ${origin("day")} ${of("standards")}`,
    `insert into raw.talent by name select event_no as talent_no, id as enterprise_id, category, day as hired_on, ${origin("day")} ${of("talent")}`,
    `insert into raw.transformation_projects by name
      select event_no as project_no, cast(year as integer) as year, id as enterprise_id, '示例技改' as project_name, category as project_type, ${money("2000")} as total_investment_wan, ${between(100, 900, "equipment")} as equipment_ex_tax_wan,
        true as is_filed, true as is_in_district, 1 as file_id, '' as source_sheet, row_number() over () as source_row, cast(make_date(cast(year as integer), 7, 15) as timestamptz) as known_at ${of("transformation_projects")}`,
    `insert into ops.import_file values (1, '示例数据.csv', '', '00', 'taxes', 1, 1, 0, 0, '${first - 1}-01-05 09:00:00+08', 1, 'utf-8', true)`,
  ];
}

export interface Coverage {
  readonly districts: number;
  /** in how many the closed year's amount is within P5 and P95, below it, above it */
  readonly within: number;
  readonly below: number;
  readonly above: number;
  /** of the sums of all districts: what the year came to, beside the mean of the draws; 10,000 CNY */
  readonly outcome_wan: number;
  readonly expected_wan: number;
  /** of those that the draws expect, what is not yet on file */
  readonly arrivals_wan: number;
}

const now = () => new Date("2026-02-01T00:00:00Z");
const amounts = ["entitled", "fundable"] as const;
type Amount = (typeof amounts)[number];

/** What each district's year came to, once it was closed: table `memory.main.outcome_<year>`. */
export async function reveal(database: Database, connection: DuckDBConnection, year: number): Promise<void> {
  const aside = await buildAside({ database, asOf: `${year}-12`, knownAt: `${year + 1}-02-01T00:00:00Z`, extraSeeds: policySeeds(loadPolicy()), only: new Set(["int_award_funded"]), now });
  try {
    await connection.run(`create or replace temp table outcome_${year} as
      select district, cast(coalesce(sum(entitled_fen), 0) as double) as entitled, cast(coalesce(sum(fundable_fen), 0) as double) as fundable
      from enterprise left join (select * from ${aside.schema}.int_award_funded where award_year = ${year}) as lines on lines.enterprise_id = enterprise.id group by district`);
  } finally {
    await aside.release();
  }
}

/** Holds the draws as of a month, with what was known then, against what {@link reveal} found. */
export async function coverage(database: Database, connection: DuckDBConnection, plan: { readonly year: number; readonly month: number; readonly districts: number; readonly draws: number; readonly seed?: number }): Promise<Record<Amount, Coverage> & { readonly report: SimulateReport }> {
  const { year, month, districts, draws, seed = 7 } = plan;
  const asOf = `${year}-${String(month).padStart(2, "0")}`;
  await connection.run(`insert into ops.build select coalesce(max(build_id), 0) + 1, date '${asOf}-01', cast(last_day(date '${asOf}-01') + interval 5 day as timestamptz), now(), '2021-04-26', 0, 0, true from ops.build`);
  const scenario: Scenario = { name: `back-test-${asOf}`, assumption: "示例数据：回测", budget_wan: {}, policy: { clauses: {}, gates: {} }, growth: [], uncertainty: { times: 1 } };
  let compiled: Compiled | undefined;
  let rows: unknown[][] = [];
  const report = await simulate({
    database, scenario, asOf, draws, seed, now, keep: false,
    async onDrawn(_, policy) {
      compiled = policy;
    },
    async onSummed(drawn) {
      const sum = (what: Amount) => compiled!.clauses.map((_, index) => `${what}${index}`).join(" + ");
      const level = (what: Amount, percent: number) => `list_sort(list(${what}))[${Math.ceil((percent / 100) * draws)}]::double`;
      const reader = await drawn.runAndReadAll(`
        with parts as (
          select enterprise_id, draw, ${sum("entitled")} as entitled, ${sum("fundable")} as fundable, 0 as arrived from (${compiled!.rowsSql("wide_draw_0")}) inner join wide_enterprise using (enterprise_no)
          union all select enterprise_id, draws.draw, entitled_fen, fundable_fen, 0 from constant_line cross join wide_draw_0 as draws
          union all select enterprise_id, draw, times * entitled_fen, times * fundable_fen, times * entitled_fen from (${returnsSql(seed, draws)})
        ),
        by_draw as (
          select district, draws.draw, coalesce(sum(entitled), 0) as entitled, coalesce(sum(fundable), 0) as fundable, coalesce(sum(arrived), 0) as arrived
          from range(${districts}) as towns (district)
          cross join wide_draw_0 as draws left join parts on parts.draw = draws.draw and cast(substr(parts.enterprise_id, 9) as bigint) % ${districts} = district group by all
        )
        select district, ${amounts.map((what) => `${level(what, 5)}, ${level(what, 95)}, avg(${what})::double`).join(", ")}, avg(arrived)::double from by_draw group by district`);
      rows = reader.getRows();
    },
  });
  const outcomes = new Map((await connection.runAndReadAll(`select district, entitled, fundable from outcome_${year}`)).getRows().map(([district, ...values]) => [Number(district), values.map(Number)]));
  if (rows.length !== districts) throw new Error(`${rows.length} districts of ${districts}`);
  const answer = (index: number): Coverage => {
    const each = rows.map((row) => ({ outcome: outcomes.get(Number(row[0]))![index]!, low: Number(row[1 + 3 * index]), high: Number(row[2 + 3 * index]), mean: Number(row[3 + 3 * index]), arrived: Number(row[7]) }));
    const wan = (of: (one: (typeof each)[number]) => number) => each.reduce((total, one) => total + of(one), 0) / 1_000_000;
    return {
      districts,
      within: each.filter(({ outcome, low, high }) => outcome >= low && outcome <= high).length,
      below: each.filter(({ outcome, low }) => outcome < low).length,
      above: each.filter(({ outcome, high }) => outcome > high).length,
      outcome_wan: wan(({ outcome }) => outcome),
      expected_wan: wan(({ mean }) => mean),
      arrivals_wan: wan(({ arrived }) => arrived),
    };
  };
  return { entitled: answer(0), fundable: answer(1), report };
}
