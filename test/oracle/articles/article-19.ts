import { met } from "../readings.ts";
import { type Facts, firstAwardYear } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { all, fromCell, unknown, when } from "../truth.ts";

/**
 * Article 19: fees forgone for plants of two storeys.
 * reading: a parcel without a fee owes none; three storeys or more are decided case by case and have no amount, so no line.
 */
export function article19(facts: Facts, owner: string): Line[] {
  return facts.district.land
    .filter((row) => row.enterprise_id === owner && row.year >= firstAwardYear)
    .flatMap((row) => {
      if (row.infrastructure_fee_wan === null) return [];
      if (row.tenure === "租赁") met("R16 leased land");
      // R16: own land only
      const condition = all(when(row.tenure === "自有"), fromCell(row.intensity_met, "land"), row.storeys === null ? unknown("land") : when(row.storeys === 2));
      return lineOf({ year: row.year, owner, clause: "19.1", subject: row.parcel_no, own: row.infrastructure_fee_wan.times("0.8"), condition });
    });
}
