import { met } from "../readings.ts";
import { yearOf } from "../calendar.ts";
import { type Facts, firstAwardYear, sumOnFile } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { zero } from "../money.ts";
import type { CapitalEventRow } from "../rows.ts";
import { all, any, fromCell, type Truth, unknown, when } from "../truth.ts";

/** Article 4: growing up, restructuring, listing. */
export function article04(facts: Facts, owner: string): Line[] {
  return [...newlyCounted(facts, owner), ...secondYear(facts, owner), ...onlineRetail(facts, owner), ...onTheMarket(facts, owner)];
}

/** 4.1, 4.3, 4.4. */
function newlyCounted(facts: Facts, owner: string): Line[] {
  const clauses = { 新增规上工业: "4.1", 新增限上服务业: "4.3", 新增限上批零: "4.4" } as const;
  return facts.district.size_events
    .filter((row) => row.enterprise_id === owner)
    .flatMap((row) => lineOf({ year: yearOf(row.happened_on), owner, clause: clauses[row.event], on: row.happened_on, own: 5, condition: "met" }));
}

/**
 * 4.2: output of the year after entry 10% or more over the entry year's.
 * reading: it is an annual figure of its award year: its day for the dishonesty gate is 31 December, its basis projected in an open year.
 */
function secondYear(facts: Facts, owner: string): Line[] {
  return facts.district.size_events
    .filter((row) => row.enterprise_id === owner && row.event === "新增规上工业")
    .flatMap((row) => {
      const year = yearOf(row.happened_on) + 1;
      if (year > facts.asOfYear) return [];
      if (row.happened_on < "2021-01-01" && year === firstAwardYear) met("R10 an entry of 2020 for 4.2");
      const output = facts.annual(owner, "output", year);
      const before = facts.annual(owner, "output", year - 1);
      return lineOf({ year, owner, clause: "4.2", projected: facts.isOpen(year), own: 10, condition: grewByTenPercent(output, before) });
    });
}

function grewByTenPercent(output: ReturnType<Facts["annual"]>, before: ReturnType<Facts["annual"]>): Truth {
  // reading: no growth can be told from an entry year of zero (or less): failed, as in 6.3
  if (before !== undefined && before.lessThanOrEqualTo(0)) return "failed";
  if (output === undefined || before === undefined) return unknown("production");
  return when(output.times(100).greaterThanOrEqualTo(before.times(110)));
}

/**
 * 4.5: online retail of 3,000 or more for the first time on record.
 * reading: a year in which every row on file leaves the cell blank is a year without online retail (无); some blank, some filled is missing data.
 */
function onlineRetail(facts: Facts, owner: string): Line[] {
  if (!facts.registry.has(owner)) return [];
  const lines: Line[] = [];
  for (let year = firstAwardYear; year <= facts.asOfYear; year += 1) {
    const condition = all(retailIsLarge(facts, owner, year), firstTime(facts, owner, year));
    lines.push(...lineOf({ year, owner, clause: "4.5", projected: facts.isOpen(year), own: 5, condition }));
  }
  return lines;
}

function retailIsLarge(facts: Facts, owner: string, year: number): Truth {
  const figure = facts.annual(owner, "online_retail", year);
  if (figure !== undefined) return when(figure.greaterThanOrEqualTo(3000));
  const cells = facts.cellsOf(facts.months(owner, "online_retail"), year);
  return cells.length > 0 && cells.every((cell) => cell === null) ? "failed" : unknown("production");
}

/** reading: an earlier year with months missing counts by what is on record of it. */
function firstTime(facts: Facts, owner: string, year: number): Truth {
  const months = facts.months(owner, "online_retail");
  const before = facts.yearsOnRecord(owner, "online_retail").filter((other) => other < year);
  return when(before.every((other) => (sumOnFile(months, other) ?? zero).lessThan(3000)));
}

/** 4.6 to 4.11. */
function onTheMarket(facts: Facts, owner: string): Line[] {
  return facts.district.capital_events
    .filter((row) => row.enterprise_id === owner)
    .flatMap((row) => {
      const event = { year: yearOf(row.happened_on), owner, subject: row.event_no, on: row.happened_on };
      switch (row.event) {
        case "股份改制": {
          // reading: 4.6 and 4.7 each hold the one approved amount to their own cap
          const estimated = row.approved_wan === null;
          return [
            ...lineOf({ ...event, clause: "4.6", own: row.approved_wan ?? 20, cap: 20, estimated, condition: "met" }),
            ...lineOf({ ...event, clause: "4.7", own: row.approved_wan ?? 5, cap: 5, estimated, condition: wasAboveScale(facts, row) }),
          ];
        }
        case "境内首发上市":
          return lineOf({ ...event, clause: "4.8", own: 200, condition: "met" });
        case "境外首发上市": {
          const raised = row.funds_raised_wan;
          return lineOf({ ...event, clause: "4.9", own: 200, condition: raised === null ? unknown("capital_events") : when(raised.greaterThan(10_000)) });
        }
        case "借壳上市": {
          const invested = row.invested_here_rate;
          const investedHere = invested === null ? unknown("capital_events") : when(invested.greaterThanOrEqualTo("0.75"));
          return lineOf({ ...event, clause: "4.10", own: 200, condition: any(fromCell(row.headquarters_moved_in, "capital_events"), investedHere) });
        }
        case "新三板挂牌":
          return lineOf({ ...event, clause: "4.11", own: 30, condition: "met" });
        default:
          return [];
      }
    });
}

/** reading: above scale on the day if the registry says 规上 and no 新增规上工业 on file is later than the day. */
function wasAboveScale(facts: Facts, row: CapitalEventRow): Truth {
  const card = facts.registry.get(row.enterprise_id);
  if (!card) return unknown("enterprises");
  const entry = facts.district.size_events.find((event) => event.enterprise_id === row.enterprise_id && event.event === "新增规上工业");
  return all(when(card.sector === "工业"), when(card.size_class === "规上"), when(entry === undefined || entry.happened_on <= row.happened_on));
}
