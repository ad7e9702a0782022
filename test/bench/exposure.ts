import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { coverage, putEventYears, reveal } from "../model/simulate/event-years.ts";

/** `BENCH_DISTRICTS=20` for a shorter run */
const districts = Number(process.env["BENCH_DISTRICTS"] ?? 100);
/** with one and with two whole earlier award years on file */
const years = [2022, 2023];
/** of 99 draws a like one is below the 5th, or above the 95th, in exactly 5% each */
const draws = 99;

/**
 * The back-test of «全年»: in how many synthetic district-years the range from P5 to P95, as of March, June and September with what was
 * known then, holds what the closed year came to (wanted: 90% within 4).
 */
export async function bench(): Promise<void> {
  const database = await openDatabase(":memory:");
  try {
    const connection = await database.connect();
    await putEventYears(connection, { districts, years: [2021, years.at(-1)!] });
    for (const year of years) await reveal(database, connection, year);
    console.log("as of      years of history  district-years  entitled: within (below, above)  fundable: within (below, above)  expected / outcome  of it still to come");
    const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)}%`;
    for (const month of [3, 6, 9]) {
      const all = { entitled: [0, 0, 0], fundable: [0, 0, 0] };
      for (const year of years) {
        const answer = await coverage(database, connection, { year, month, districts, draws });
        const told = (["entitled", "fundable"] as const).map((what) => {
          const { within, below, above } = answer[what];
          all[what] = [within, below, above].map((count, index) => count + all[what][index]!);
          return `${share(within, districts)} (${below}, ${above})`;
        });
        const { expected_wan: expected, outcome_wan: outcome, arrivals_wan: arrivals } = answer.entitled;
        console.log(`${year}-0${month}    ${year - 2021}                 ${districts}             ${told.join("                 ")}                 ${(expected / outcome).toFixed(3)}               ${share(arrivals, expected)}`);
      }
      console.log(`month ${month}: of ${districts * years.length} district-years ${(["entitled", "fundable"] as const).map((what) => `${what} ${share(all[what][0]!, districts * years.length)} (${all[what][1]} below, ${all[what][2]} above)`).join(", ")}`);
    }
  } finally {
    database.close();
  }
}
