import { expect, it } from "vitest";
import { ask } from "./evaluation-database.ts";
import { randomTowns, towns } from "./random-towns.ts";
import { TownReading } from "./town-value-oracle.ts";

it.each([1, 2, 3, 4])("measures every town and month of random district %i as a second reading of the words does", async (seed) => {
  const rows = randomTowns(seed);
  const found = await ask(
    { asOf: "2021-09", rows, wanted: ["int_town_value"] },
    "select town, month::varchar as month, indicator, rate::double as rate from int_town_value where view = 'exact'",
  );
  const reading = new TownReading(rows, "2021-09");
  const places = new Map(found.map((row) => [`${String(row.town)} ${String(row.month)}`, { town: String(row.town), month: String(row.month) }]));
  // a target's twelfths are kept to six places, so five figures are compared
  const answers = found.map((row) => [`${String(row.town)} ${String(row.month)} ${String(row.indicator)}`, row.rate === null ? null : Number(row.rate).toPrecision(5)] as const).sort();
  const expected = [...places.values()].flatMap(({ town, month }) => Object.entries(reading.rates(town, month)).map(([indicator, rate]) => [`${town} ${month} ${indicator}`, rate?.toPrecision(5) ?? null] as const)).sort();
  expect(places.size).toBeGreaterThanOrEqual(20 * towns.length);
  expect(answers).toEqual(expected);
});
