import type { DuckDBConnection } from "@duckdb/node-api";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { loaderTablesSql } from "../../../pipelines/intake/load/raw-tables.ts";

/**
 * Fills raw with a made-up district, straight in SQL: a bench of the models shall not wait for files to be written and read.
 * The numbers follow from the hash of their keys, so every run has the same.
 */
export async function fillDistrict(connection: DuckDBConnection, enterprises: number, months: number, lastMonth = "2021-12-01"): Promise<void> {
  for (const statement of loaderTablesSql(loadContracts())) await connection.run(statement);
  await connection.run(`create temp table enterprise as
    select number, '91370406' || lpad(cast(number as varchar), 10, '0') as id from range(${enterprises}) as series(number)`);
  await connection.run(`create temp table month as
    select cast(date '${lastMonth}' - to_months(cast(number as integer)) as date) as month from range(${months}) as series(number)`);
  await connection.run("create temp table year as select distinct cast(extract(year from month) as integer) as year from month");
  const origin = "1, '', row_number() over (), '2022-01-05 09:00:00+08'";
  // between 0 and 1, the same for the same key
  const chance = (key: string) => `(hash(${key}) % 1000003 / 1000003.0)`;
  const amount = (key: string, most: number) => `cast(${chance(key)} * ${most} as decimal(18, 6))`;
  const monthly = "from enterprise cross join month";
  const yearly = "from enterprise cross join year";
  const fills: Record<string, string> = {
    enterprises: `select id, '示例企业' || number, (['山城街道', '西集镇', '桑村镇', '城头镇'])[1 + number % 4], '13', '农副食品加工业', (['工业', '工业', '服务业', '批零'])[1 + number % 4],
      number % 2 = 0, number % 10 = 0, (['规上', '规下', '限上', '限下'])[1 + number % 4], number % 3 > 0, null, cast(date '2005-01-01' + to_days(cast(number % 5000 as integer)) as date), '存续', ${origin} from enterprise`,
    production: `select month, id, ${amount("id || month", 4000)}, ${amount("id || month || 'r'", 3500)}, ${amount("id || month || 'p'", 300)}, null, ${amount("id || month || 'o'", 100)}, ${amount("id", 90000)}, null, ${origin} ${monthly}`,
    taxes: `select month, id, ${amount("id || month || 't'", 200)}, ${amount("id || month || 't'", 120)}, ${amount("id || month || 'u'", 40)}, ${amount("id || month || 't'", 60)}, ${origin} ${monthly}`,
    energy: `select month, id, ${amount("id || month || 'e'", 50)}, ${amount("id || month || 'c'", 300)}, ${origin} ${monthly}`,
    employment: `select month, id, cast(${chance("id || month || 'w'")} * 400 as integer), ${origin} ${monthly}`,
    district_taxes: `select month, ${amount("month", 40000)}, ${origin} from month`,
    land: `select year, id, 'Z' || number, ${amount("id || 'l'", 120)}, (['自有', '租赁'])[1 + number % 2], 2, true, null, ${origin} ${yearly}`,
    research: `select year, id, ${amount("id || year || 'k'", 500)}, ${origin} ${yearly}`,
    emissions: `select year, id, ${amount("id || 'a'", 9)}, ${amount("id || 'b'", 9)}, ${amount("id || 'c'", 9)}, ${amount("id || 'd'", 9)}, ${origin} ${yearly}`,
    official_ratings: `select year, id, (['A', 'B', 'C', 'D'])[1 + number % 4], ${origin} ${yearly} where number % 5 = 0`,
    recognitions: `select 'R' || number, id, '示例企业' || number, '企业', (['专精特新', '高新技术企业', '瞪羚企业', '科研平台'])[1 + number // 7 % 4], (['省', '国家', '省', '市'])[1 + number // 7 % 4], null,
      cast(date '2021-01-10' + to_days(cast(number % 340 as integer)) as date), '示例部门', null, null, ${origin} from enterprise where number % 7 = 0`,
    size_events: `select id, '新增规上工业', cast(date '2020-02-10' + to_days(cast(number % 690 as integer)) as date), ${origin} from enterprise where number % 20 = 0`,
    payments: `select 'P' || number, id, 2021, '6.1', 10, date '2021-11-11', ${origin} from enterprise where number % 50 = 0`,
    dishonesty: `select id, date '2021-03-01', null, null, ${origin} from enterprise where number % 200 = 0`,
    nurture_library: `select '2021Q4', id, (['龙头', '骨干', '小微'])[1 + number % 3], date '2021-04-26', null, null, null, ${origin} from enterprise where number % 30 = 0`,
  };
  for (const [dataset, select] of Object.entries(fills)) await connection.run(`insert into raw.${dataset} ${select}`);
  await connection.run(`insert into ops.import_file values (1, '示例数据.csv', '', '00', 'taxes', 1, 1, 0, 0, '2022-01-05 09:00:00+08', 1, 'utf-8', true)`);
}
