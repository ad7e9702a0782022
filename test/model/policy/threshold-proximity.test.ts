import { beforeAll, expect, it } from "vitest";
import { type Cells, policyDatabase } from "./policy-database.ts";

const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);

interface Given {
  /** a year's output, in 万元: the year before, the year */
  readonly output: readonly [number, number];
  readonly sector?: string;
  readonly revenue?: readonly [number, number];
  readonly profit?: readonly [number, number];
  readonly onlineRetail?: readonly [number, number];
  readonly paid?: readonly Cells[];
}

/** Near misses by case, as `clause kind needed short gain` with a `>` where the threshold must be passed; every case is an enterprise of one district. */
async function nearMisses(cases: readonly Given[]): Promise<string[][]> {
  const each = (values: readonly [number, number], year: number, month: string) => (month.endsWith("-12-01") ? values[year - 2020]! : 0);
  const id = (index: number) => `E${String(index).padStart(2, "0")}`;
  const { database, connection } = await policyDatabase({
    asOf: "2021-12",
    rows: {
      enterprises: cases.map(({ sector = "工业" }, index) => ({ enterprise_id: id(index), enterprise_name: "示例", town: "西集镇", sector, size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" })),
      production: cases.flatMap(({ output, revenue = [0, 0], profit = [0, 0], onlineRetail }, index) =>
        [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: id(index), output_wan: each(output, year, month), revenue_wan: each(revenue, year, month), profit_wan: each(profit, year, month), online_retail_wan: onlineRetail === undefined ? null : each(onlineRetail, year, month) }))),
      ),
      payments: cases.flatMap(({ paid = [] }, index) => paid.map((row) => ({ ...row, enterprise_id: id(index) }))),
    },
  });
  const sql = "select enterprise_id, clause_id || ' ' || kind || ' ' || needed_wan || ' ' || short_by_wan || ' ' || gain_cny || case when is_strict then ' >' else '' end from threshold_proximity order by clause_order, item_no";
  const rows = (await connection.runAndReadAll(sql)).getRows();
  database.close();
  return cases.map((_, index) => rows.filter(([enterprise]) => enterprise === id(index)).map(([, row]) => String(row).replaceAll(/\.?0+(?= |$)/g, "")));
}

const cases: readonly [string, Given, readonly string[]][] = [
  // 6.3: from 5,000 with growth over 20%, 5万; from 10,000 with 15%, 8万
  ["exactly 5% below a scale threshold", { output: [3000, 4750] }, ["6.3 rung 5000 250 50000"]],
  ["a hair more than 5% below", { output: [3000, 4749.99] }, []],
  ["growth exactly as asked, which must be passed", { output: [5000, 6000] }, ["6.3 rung 6000 0 50000 >"]],
  ["growth short, the scale there", { output: [5000, 5900] }, ["6.3 rung 6000 100 50000 >"]],
  ["the next rung, over what the lower one pays", { output: [7000, 9600] }, ["6.3 rung 10000 400 30000"]],
  ["growth that would carry it out of the rung", { output: [9000, 9999] }, ["6.3 rung 10350 351 80000 >"]],
  ["no growth from nothing", { output: [0, 4900] }, []],
  ["not an industrial enterprise", { output: [3000, 4900], sector: "服务业" }, []],
  // 6.4 pays the first time over 100,000; growth of 6.3's highest rung (10%) is met by 20%
  ["a first time", { output: [80000, 98000] }, ["6.4 rung 100000 2000 100000 >"]],
  ["a first time that is past", { output: [110000, 98000] }, []],
  ["a rung that was paid before", { output: [80000, 98000], paid: [{ payment_no: "P", award_year: 2020, clause_id: "6.4", amount_wan: 10, paid_on: "2020-12-31" }] }, []],
  // 4.5: online retail of 3,000 the first time, 5万
  ["a first time that is a condition", { output: [0, 0], onlineRetail: [2000, 2900] }, ["4.5 condition 3000 100 50000"]],
  ["such a first time that is past", { output: [0, 0], onlineRetail: [3000, 2900] }, []],
  // 6.2: revenue from 5,000, margin up by more than 10%: 10% of 6,000 needs 660 profit; 0.1% of 6,000 is 6万
  ["a margin, as the profit that this year's revenue would need", { output: [0, 0], revenue: [5000, 6000], profit: [500, 650] }, ["6.2 condition 660 10 60000 >"]],
  ["two conditions that fail", { output: [0, 0], revenue: [4500, 4900], profit: [450, 500] }, []],
  ["one condition, revenue", { output: [0, 0], revenue: [4500, 4900], profit: [450, 600] }, ["6.2 condition 5000 100 49000"]],
];
let found: string[][];

beforeAll(async () => {
  found = await nearMisses(cases.map(([, given]) => given));
});

it.each(cases.map(([name, , expected], index) => ({ name, expected, index })))("$name", ({ expected, index }) => {
  expect(found[index]).toEqual(expected);
});
