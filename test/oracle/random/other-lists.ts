import { addDays, later, monthEnd } from "../calendar.ts";
import { Decimal } from "../money.ts";
import type { District, LandRow } from "../rows.ts";
import type { Draw } from "./draw.ts";

export function addExhibitions(draw: Draw, id: string, to: District): void {
  if (!draw.chance(30)) return;
  const day = draw.day();
  for (let index = draw.int(4) + 1; index > 0; index -= 1) {
    to.exhibitions.push({
      exhibition_no: `X${id}-${index}`,
      enterprise_id: id,
      exhibition_name: "示例展会",
      held_on: draw.chance(60) ? day : draw.day(),
      stand_fee_wan: draw.near([2, 3.333333, 5, 10]),
      fitting_fee_wan: draw.maybe(75, () => draw.near([0, 1, 5])),
      is_municipal_or_above: draw.chance(90),
    });
  }
}

export function addStandards(draw: Draw, id: string, to: District): void {
  if (!draw.chance(30)) return;
  for (let index = draw.int(2) + 1; index > 0; index -= 1) {
    const standard_type = draw.pick(["国际标准", "国家标准", "行业标准", "省地方标准", "团体标准"] as const);
    const role = draw.pick(["主持", "参与"] as const);
    const exceeds = () => (standard_type === "团体标准" ? draw.maybe(75, () => draw.chance(70)) : draw.maybe(20, () => draw.chance(50)));
    const begun = draw.day();
    const done = draw.chance(40) ? addDays(begun, draw.int(40)) : addDays(begun, 300 + draw.int(300));
    if (draw.chance(85)) to.standards.push({ standard_no: `B${id}-${index}`, enterprise_id: id, standard_type, role, node: "立项", reached_on: begun, exceeds_standards: exceeds() });
    if (draw.chance(70)) to.standards.push({ standard_no: `B${id}-${index}`, enterprise_id: id, standard_type, role, node: "发布", reached_on: done, exceeds_standards: exceeds() });
  }
}

export function addTalent(draw: Draw, id: string, to: District): void {
  if (!draw.chance(25)) return;
  for (let index = draw.int(3) + 1; index > 0; index -= 1) {
    to.talent.push({
      talent_no: `T${id}-${index}`,
      enterprise_id: id,
      category: draw.pick(["国家级人才", "外籍高端人才", "外籍专业人才"]),
      hired_on: draw.day(),
      remuneration_wan: draw.maybe(75, () => draw.near([30, 55.555555])),
    });
  }
}

export function addDishonesty(draw: Draw, id: string, to: District): void {
  if (!draw.chance(22)) return;
  // around the days of what has happened: the day itself is clean when it is the removal date
  const days = [
    ...to.recognitions.filter((row) => row.enterprise_id === id).map((row) => row.recognised_on),
    ...to.startup_loans.filter((row) => row.enterprise_id === id).map((row) => row.issued_on),
    "2021-12-31",
  ];
  // listed after the event, off or still on the list at the end of the as-of month
  if (draw.chance(40)) {
    const end = monthEnd(draw.asOfMonth);
    const paid = to.payments.filter((row) => row.enterprise_id === id).map((row) => row.paid_on);
    const since = paid.length > 0 && draw.chance(70) ? addDays(draw.pick(paid), draw.pick([0, 1, 20])) : addDays(end, -draw.int(300));
    if (since <= end) to.dishonesty.push({ enterprise_id: id, listed_on: since, removed_on: draw.maybe(60, () => later(addDays(end, draw.pick([-40, 0, 1, 60])), addDays(since, 1))), cause: null });
    return;
  }
  const day = draw.pick(days);
  const removed = draw.maybe(75, () => addDays(day, draw.pick([-1, 0, 1, 30])));
  const listed_on = draw.chance(75) ? addDays(day, draw.pick([-200, -30, -2])) : draw.day();
  to.dishonesty.push({ enterprise_id: id, listed_on, removed_on: removed !== null && removed > listed_on ? removed : null, cause: null });
}

/** Land, emissions, research, savings, patents, official grades: what comes by the year. */
export function addYearlyRows(draw: Draw, id: string, to: District): void {
  const last = Number(draw.asOfMonth.slice(0, 4));
  const hasLand = draw.chance(75);
  const pollutes = draw.chance(70);
  // too old to say anything of 2021
  if (draw.chance(8)) to.official_ratings.push({ year: draw.pick([2018, 2019]), enterprise_id: id, grade: "D" });
  for (let year = 2020; year <= last; year += 1) {
    if (hasLand && draw.chance(90)) {
      for (let parcel = draw.int(2) + 1; parcel > 0; parcel -= 1) {
        const row: LandRow = {
          year,
          enterprise_id: id,
          parcel_no: `${parcel}`,
          area_mu: draw.chance(30) ? draw.near([1.5, 3]) : draw.amount(200).plus(1),
          tenure: draw.pick(["自有", "租赁"]),
          storeys: draw.maybe(85, () => draw.pick([1, 2, 2, 3])),
          intensity_met: draw.maybe(85, () => draw.chance(75)),
          infrastructure_fee_wan: draw.maybe(35, () => draw.amount(500)),
        };
        // a plant stands for more than a year: the first parcel's two storeys are in the next year's file too
        const before = to.land.find((other) => other.year === year - 1 && other.enterprise_id === id && other.parcel_no === row.parcel_no);
        to.land.push(parcel === 1 && before?.storeys === 2 ? { ...before, year, area_mu: row.area_mu } : row);
      }
    }
    if (pollutes && draw.chance(85)) {
      const amount = () => draw.maybe(85, () => (draw.chance(25) ? new Decimal(0) : draw.amount(5)));
      to.emissions.push({ year, enterprise_id: id, cod_t: amount(), ammonia_t: amount(), so2_t: amount(), nox_t: amount() });
    }
    if (draw.chance(50)) to.research.push({ year, enterprise_id: id, research_wan: draw.near([0, 20, 300]) });
    if (draw.chance(15)) to.energy_savings.push({ year, enterprise_id: id, saving_tce: draw.near([1000, 1400, 1400.000001, 3000]), is_key_energy_user: draw.chance(80) });
    if (draw.chance(25)) {
      to.intellectual_property.push({
        year,
        enterprise_id: id,
        invention_patents: draw.maybe(80, () => draw.pick([0, 5, 6, 10, 11])),
        ip_pledge_financing_wan: draw.maybe(80, () => draw.near([500, 1000])),
        is_repaid: draw.maybe(80, () => draw.chance(75)),
      });
    }
    if (draw.chance(14)) to.official_ratings.push({ year, enterprise_id: id, grade: draw.pick(["A", "B", "C", "D"]) });
  }
}
