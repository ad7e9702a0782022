import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { type Coverage, coverage, putEventYears, reveal } from "../model/simulate/event-years.ts";

/** `BENCH_DISTRICTS=20` for a shorter run */
const districts = Number(process.env["BENCH_DISTRICTS"] ?? 100);
/** `BENCH_SEED=2` for other districts */
const seed = Number(process.env["BENCH_SEED"] ?? 1);
/** with one and with two whole earlier award years on file */
const years = [2022, 2023];
const months = [3, 6, 9];
/** of 99 draws a like one is below the 5th, or above the 95th, in exactly 5% each */
const draws = 99;
const amounts = ["entitled", "fundable"] as const;

/**
 * The back-test of «全年»: in how many synthetic district-years the range from P5 to P95, as of March, June and September with what was
 * known then, holds what the closed year came to (wanted: 90% within 4).
 */
export async function bench(): Promise<void> {
  const found: { readonly month: number; readonly year: number; readonly answer: Record<(typeof amounts)[number], Coverage> }[] = [];
  const database = await openDatabase(":memory:");
  try {
    const connection = await database.connect();
    await putEventYears(connection, { districts, years: [2021, years.at(-1)!], seed });
    for (const year of years) {
      await reveal(database, connection, year);
      for (const month of months) found.push({ month, year, answer: await coverage(database, connection, { year, month, districts, draws }) });
    }
  } finally {
    database.close();
  }
  console.log("as of\thistory\tdistrict-years\tentitled within\tbelow\tabove\tfundable within\tbelow\tabove\texpected / outcome\tof it to come");
  for (const month of months) {
    for (const some of [...years.map((year) => [year]), years]) {
      const answers = found.filter((one) => one.month === month && some.includes(one.year)).map(({ answer }) => answer);
      const sum = (what: (typeof amounts)[number], of: keyof Coverage) => answers.reduce((total, answer) => total + answer[what][of], 0);
      const count = sum("entitled", "districts");
      const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(1)}%`;
      const told = amounts.flatMap((what) => [percent(sum(what, "within"), count), ...(["below", "above"] as const).map((side) => percent(sum(what, side), count))]);
      console.log([`month ${month}`, some.map((year) => `${year - 2021} y`).join(" and "), count, ...told, (sum("entitled", "expected_wan") / sum("entitled", "outcome_wan")).toFixed(3), percent(sum("entitled", "arrivals_wan"), sum("entitled", "expected_wan"))].join("\t"));
    }
  }
}
