/** Two publications of the same months between which one enterprise of each town was corrected, or came late: their difference is nobody's. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildModels } from "../../pipelines/warehouse/build.ts";
import { bare } from "./bare.ts";
import { type RandomDistrict, randomDistrict } from "./district.ts";
import { type Claim, found, rowsOf, type Told, told } from "./told.ts";
import { shown } from "./towns.ts";

const moment = "timestamptz '2022-01-10 09:00:00+08'";
/** of each town the largest that sends the figure in a month: corrected by half as much again, or not there at first */
const largest = (table: string, value: string, month: string) => `
  select enterprise_id, month, ${value} as value_wan, town from raw.${table} join raw.enterprises using (enterprise_id) where month = date '${month}' and sector = '工业' and ${value} > 0
  qualify row_number() over (partition by town order by ${value} desc) = 1`;
const corrected = (table: string, value: string, month: string) => `
  insert into raw.${table} by name select * replace (${value} * 1.5 as ${value}, ${moment} as known_at) from raw.${table}
  where (enterprise_id, month) in (select enterprise_id, month from (${largest(table, value, month)}))`;
const late = (table: string, value: string, month: string) => `update raw.${table} set known_at = ${moment} where (enterprise_id, month) in (select enterprise_id, month from (${largest(table, value, month)}))`;
const flows = [["production", "output_wan", "output"], ["taxes", "local_tax_wan", "local_tax"]] as const;
const [month, monthLate] = ["2021-03-01", "2021-08-01"];

let district: RandomDistrict;
const sites: Record<"before" | "after", { public: Told; bare: Told }> = {} as never;
/** `output town month`: whose figure changed, and by how much */
const truth = new Map<string, number>();

beforeAll(async () => {
  const project = `insert into raw.transformation_projects by name select * replace (total_investment_wan * 1.5 as total_investment_wan, ${moment} as known_at) from raw.transformation_projects join raw.enterprises using (enterprise_id) where year = 2021
    qualify row_number() over (partition by town order by total_investment_wan desc) = 1`;
  district = await randomDistrict(17, 120, ":memory:", [...flows.flatMap(([table, value]) => [corrected(table, value, month), late(table, value, monthLate)]), project.replace("select *", "select transformation_projects.*")]);
  const { database, connection } = district;
  sites.after = { public: await told(connection, "supervision"), bare: await bare(connection) };
  for (const [table, value, figure] of flows) {
    for (const [at, share] of [[month, "value_wan / 3"], [monthLate, "value_wan"]] as const) {
      const changes = await rowsOf(connection, `select town, cast(${share} as double) as wan from (${largest(table, value, at)})`);
      for (const row of changes) truth.set(`${figure} ${String(row.town)} ${at}`, Number(row.wan));
    }
  }
  const invested = await rowsOf(connection, `select town, cast(max(total_investment_wan) filter (known_at = ${moment}) / 3 as double) as wan from (select p.*, e.town from raw.transformation_projects as p join raw.enterprises as e using (enterprise_id)) where year = 2021 group by town`);
  for (const row of invested) if (row.wan !== null) truth.set(`investment ${String(row.town)} 2021-01-01`, Number(row.wan));
  await buildModels({ database, asOf: "2021-12", knownAt: "2022-01-06T00:00:00+08:00", now: () => new Date("2022-01-20T01:00:00Z") });
  sites.before = { public: await told(connection, "supervision"), bare: await bare(connection) };
}, 120_000);
afterAll(() => district.database.close());

/** What each month gained between the publications: the year so far, less the month before's; and the growth times last year's. */
function differences(before: Told, after: Told): Claim[] {
  const values = (site: Told, town: string, indicator: string) => new Map(shown(site, town, indicator).map(({ month: at, value }) => [at, value]));
  return [...truth.keys()].flatMap((secret): Claim[] => {
    const [figure, town, at] = secret.split(" ") as [string, string, string];
    const [one, other] = [values(before, town, `target_${figure}`), values(after, town, `target_${figure}`)];
    const last = figure === "investment" ? "2021-12-01" : at;
    const gain = (to: string) => (other.get(to) ?? Number.NaN) - (one.get(to) ?? Number.NaN);
    const earlier = `${last.slice(0, 5)}${String(Number(last.slice(5, 7)) - 1).padStart(2, "0")}-01`;
    const [grew, grown] = [values(before, town, `${figure}_growth`), values(after, town, `${figure}_growth`)];
    const lastYear = other.get(`2020${last.slice(4)}`) ?? Number.NaN;
    const claims = [
      { how: "the year so far", secret, estimate: gain(last) },
      { how: "the month", secret, estimate: gain(last) - gain(earlier) },
      { how: "the growth", secret, estimate: ((grown.get(last) ?? Number.NaN) - (grew.get(last) ?? Number.NaN)) * lastYear },
    ];
    return claims.filter(({ estimate }) => Number.isFinite(estimate));
  });
}
const hits = (which: "public" | "bare") => found(differences(sites.before[which], sites.after[which]), (secret) => truth.get(secret));

it("gives a change away where figures are exact", () => {
  expect(truth.size).toBeGreaterThan(20);
  expect([...new Set(hits("bare").map((hit) => hit.split(":")[0]))]).toEqual(expect.arrayContaining(["the year so far", "the month", "the growth"]));
  expect(hits("bare").filter((hit) => hit.includes("investment")).length).toBeGreaterThan(0);
});

it("gives none away on the supervision site, of towns whose figures it shows", () => {
  const claims = differences(sites.before.public, sites.after.public);
  expect(claims.length).toBeGreaterThan(10);
  expect(hits("public")).toEqual([]);
  // not by luck: one enterprise's change moves nothing
  expect(claims.filter(({ how, estimate }) => how === "the year so far" && estimate !== 0)).toEqual([]);
});
