import { expect, it } from "vitest";
import { type Cells, policyDatabase } from "./policy-database.ts";

/** What is left to an individual decision, as `award year article enterprise subject lead storeys fee`. */
async function cases(rows: Readonly<Record<string, readonly Cells[]>>, asOf = "2021-12"): Promise<string[]> {
  const enterprises = [{ enterprise_id: "A", enterprise_name: "示例甲", town: "西集镇", sector: "工业", operating_status: "存续" }];
  const { database, connection } = await policyDatabase({ asOf, rows: { enterprises, ...rows } });
  try {
    const found = await connection.runAndReadAll("select concat_ws(' ', award_year, article, enterprise_id, subject, lead_body, coalesce(storeys::varchar, '-'), coalesce(infrastructure_fee_cny::varchar, '-')) from individual_case order by 1");
    return found.getRows().map(([text]) => String(text));
  } finally {
    database.close();
  }
}

const parcel = (more: Cells = {}): Cells => ({ year: 2021, enterprise_id: "A", parcel_no: "G1", area_mu: 10, tenure: "自有", storeys: 3, intensity_met: true, infrastructure_fee_wan: 100, ...more });
const team = (more: Cells = {}): Cells => ({ recognition_no: "T1", recipient: "示例团队", recipient_type: "单位", title: "运营管理团队", level: "国家", recognised_on: "2021-06-30", ...more });

it("lists own parcels of three storeys or more that meet the intensity, once, in the first award year that has them so", async () => {
  const land = [
    parcel({ parcel_no: "三层" }),
    parcel({ parcel_no: "四层，没有配套费", storeys: 4, infrastructure_fee_wan: null }),
    // 19.1 pays
    parcel({ parcel_no: "两层", storeys: 2 }),
    parcel({ parcel_no: "层数不明", storeys: null }),
    parcel({ parcel_no: "强度不达标", intensity_met: false }),
    parcel({ parcel_no: "强度不明", intensity_met: null }),
    parcel({ parcel_no: "租赁", tenure: "租赁" }),
    parcel({ parcel_no: "政策以前", year: 2020 }),
    parcel({ parcel_no: "加层", storeys: 2 }), parcel({ parcel_no: "加层", year: 2022 }), parcel({ parcel_no: "加层", year: 2023 }),
  ];
  expect(await cases({ land }, "2023-12")).toEqual(["2021 19 A 三层 区自然资源局 3 1000000.00", "2021 19 A 四层，没有配套费 区自然资源局 4 -", "2022 19 A 加层 区自然资源局 3 1000000.00"]);
});

it("lists teams of article 12 by their title, under the code or else the recipient, from the first award year", async () => {
  const recognitions = [
    team({ recognition_no: "没有代码" }),
    team({ recognition_no: "有代码", enterprise_id: "A" }),
    team({ recognition_no: "首日", recognised_on: "2021-01-01" }),
    team({ recognition_no: "前一天", recognised_on: "2020-12-31" }),
    team({ recognition_no: "别的称号", title: "科技企业孵化器" }),
  ];
  expect(await cases({ recognitions })).toEqual(["2021 12 A 有代码 区科技局 - -", "2021 12 示例团队 没有代码 区科技局 - -", "2021 12 示例团队 首日 区科技局 - -"]);
});
