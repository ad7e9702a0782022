/**
 * A second reading of what a town is measured by, from the words of towns.yaml, targets.yaml and promises.yaml and not from the SQL:
 * plain rows, one town and month at a time. Whole numbers in the rows keep the sums exact.
 */
import { months, type Rows } from "./random-towns.ts";

type Rate = number | null;
const yearOf = (month: unknown) => Number(String(month).slice(0, 4));
const monthOf = (month: unknown) => Number(String(month).slice(5, 7));
const lastDay = (month: string) => new Date(Date.UTC(yearOf(month), monthOf(month), 0)).toISOString().slice(0, 10);
const quarterOf = (month: string) => `${yearOf(month)}Q${Math.ceil(monthOf(month) / 3)}`;
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const share = (numerator: number, denominator: number): Rate => (denominator > 0 ? numerator / denominator : null);

/** Off days within weeks, and weekends at work, of June to October 2021, as the State Council's office announced them for 2021. */
const off = new Set(["2021-06-14", "2021-09-20", "2021-09-21", "2021-10-01", "2021-10-04", "2021-10-05", "2021-10-06", "2021-10-07"]);
const work = new Set(["2021-09-18", "2021-09-26", "2021-10-09"]);

/** The day that is `days` working days after `from`. */
function dueOn(from: string, days: number): string {
  let left = days;
  let time = Date.parse(`${from}T00:00:00Z`);
  while (left > 0) {
    time += 86_400_000;
    const day = new Date(time).toISOString().slice(0, 10);
    const weekday = new Date(time).getUTCDay();
    if (work.has(day) || (weekday > 0 && weekday < 6 && !off.has(day))) left -= 1;
  }
  return new Date(time).toISOString().slice(0, 10);
}

export class TownReading {
  readonly #rows: Rows;
  readonly #asOf: string;

  constructor(rows: Rows, asOf: string) {
    this.#rows = rows;
    this.#asOf = `${asOf}-01`;
  }

  #of(dataset: string, town: string) {
    const ids = new Set(this.#rows.enterprises!.filter((row) => row.town === town).map((row) => row.enterprise_id));
    return (this.#rows[dataset] ?? []).filter((row) => ids.has(row.enterprise_id));
  }

  #cards(town: string) {
    return this.#rows.enterprises!.filter((row) => row.town === town);
  }

  /** In the library at a month's end: its newest quarter's row up to then, else the oldest; entered, not left. */
  members(month: string) {
    const until = lastDay(month);
    const ids = [...new Set(this.#rows.nurture_library!.map((row) => row.enterprise_id))];
    return ids.flatMap((id) => {
      const rows = this.#rows.nurture_library!.filter((row) => row.enterprise_id === id && String(row.entered_on) <= until).sort((one, other) => (String(one.quarter) < String(other.quarter) ? -1 : 1));
      const row = rows.filter(({ quarter }) => String(quarter) <= quarterOf(month)).at(-1) ?? rows[0];
      return row === undefined || (row.left_on != null && String(row.left_on) <= until) ? [] : [row];
    });
  }

  /** January to this month of a year, or null where one is not on file. */
  #yearToDate(id: unknown, figure: string, year: number, month: string): number | null {
    const rows = this.#rows.production!.filter((row) => row.enterprise_id === id && yearOf(row.month) === year && monthOf(row.month) <= monthOf(month));
    return rows.length === monthOf(month) ? sum(rows.map((row) => Number(row[figure]))) : null;
  }

  /** Backbone: output or revenue up on the year before entry. Small and micro: revenue up 10% a year since then, or above scale since entry. */
  isMet(member: Rows[string][number], month: string): boolean {
    const base = yearOf(member.entered_on) - 1;
    const grown = (figure: string, tenths: number) => {
      const [now, before] = [this.#yearToDate(member.enterprise_id, figure, yearOf(month), month), this.#yearToDate(member.enterprise_id, figure, base, month)];
      if (now === null || before === null) return false;
      const years = yearOf(month) - base;
      return tenths === 0 ? now > before : now > 0 && now * 10 ** years >= before * (10 + tenths) ** years;
    };
    if (member.tier === "骨干") return grown("output_wan", 0) || grown("revenue_wan", 0);
    const raised = this.#rows.size_events!.some((row) => row.enterprise_id === member.enterprise_id && String(row.happened_on) >= String(member.entered_on) && String(row.happened_on) <= lastDay(month));
    return raised || grown("revenue_wan", 1);
  }

  /** The rate of every indicator of a town at a month's end. */
  rates(town: string, month: string): Record<string, Rate> {
    const year = yearOf(month);
    const toDate = (row: Rows[string][number]) => yearOf(row.month) === year && String(row.month) <= month;
    const industrial = new Set(this.#cards(town).filter((row) => row.sector === "工业").map((row) => row.enterprise_id));
    const output = this.#of("production", town).filter((row) => industrial.has(row.enterprise_id));
    const taxes = this.#of("taxes", town);
    const growth = (rows: Rows[string], figure: string): Rate => {
      const pairs = rows.filter(toDate).flatMap((row) => {
        const before = rows.find((other) => other.enterprise_id === row.enterprise_id && other.month === `${year - 1}${String(row.month).slice(4)}`);
        return before === undefined ? [] : [[Number(row[figure]), Number(before[figure])] as const];
      });
      const last = sum(pairs.map((pair) => pair[1]));
      // nothing of the month itself is missing data, not the months before it
      if (!rows.some((row) => row.month === month)) return null;
      return share(sum(pairs.map((pair) => pair[0])) - last, last);
    };
    const isPlan = month >= "2021-03-01";
    const everyone = isPlan ? this.members(month) : [];
    const here = new Set(this.#cards(town).map((row) => row.enterprise_id));
    const members = everyone.filter((row) => here.has(row.enterprise_id));
    const growing = members.filter(({ tier }) => tier !== "龙头");
    const rated = monthOf(month) === 12 ? year : year - 1;
    const listed = this.#of("land", town).filter((row) => row.year === rated && industrial.has(row.enterprise_id) && this.#cards(town).some((card) => card.enterprise_id === row.enterprise_id && card.operating_status === "存续"));
    const taxed = listed.flatMap((row) => {
      const own = taxes.filter((tax) => tax.enterprise_id === row.enterprise_id && yearOf(tax.month) === rated);
      return own.length > 0 ? [{ land: Number(row.area_mu), tax: sum(own.map((tax) => Number(tax.total_tax_wan))) }] : [];
    });
    const gradeOf = (row: Rows[string][number]) => this.#rows.official_ratings!.find((grade) => grade.year === row.year && grade.enterprise_id === row.enterprise_id)?.grade;
    const events = this.#of("size_events", town).filter((row) => yearOf(row.happened_on) === year && String(row.happened_on) <= lastDay(month)).length;
    const invested = this.#rows.transformation_projects!.some((row) => row.year === year) ? sum(this.#of("transformation_projects", town).filter((row) => row.year === year).map((row) => Number(row.total_investment_wan))) : null;
    const working = this.#cards(town).filter((row) => row.sector === "工业" && row.operating_status === "存续").length;
    const target = (indicator: string, reached: number | null, isStock = false): Rate => {
      const set = this.#rows.town_targets!.find((row) => row.town === town && row.year === year && row.indicator === indicator);
      return set === undefined || reached === null ? null : reached / ((Number(set.target_value) * (isStock ? 12 : monthOf(month))) / 12);
    };
    const total = (rows: Rows[string], figure: string) => (rows.some(toDate) && rows.some((row) => row.month === month) ? sum(rows.filter(toDate).map((row) => Number(row[figure]))) : null);
    const hasEvents = this.#rows.size_events!.length > 0;
    return {
      output_growth: growth(output, "output_wan"),
      local_tax_growth: growth(taxes, "local_tax_wan"),
      new_above_scale: hasEvents ? share(events * 100, this.#cards(town).length) : null,
      library_progress: share(growing.filter((row) => this.isMet(row, month)).length, growing.length),
      tax_per_mu: share(sum(taxed.map(({ tax }) => tax)), sum(taxed.map(({ land }) => land))),
      d_land_share: share(sum(listed.filter((row) => gradeOf(row) === "D").map((row) => Number(row.area_mu))), sum(listed.map((row) => Number(row.area_mu)))),
      technical_investment: invested === null ? null : share(invested, working),
      target_output: target("工业总产值", total(output, "output_wan")),
      target_local_tax: target("地方税收", total(taxes, "local_tax_wan")),
      target_new_above_scale: target("新增规上", hasEvents ? events : null),
      target_library: target("培育库企业", everyone.length > 0 ? members.length : null, true),
      target_investment: target("技改投资", invested),
      reporting: this.#reporting(town, month),
      visits: this.#visits(here, month),
      requests: this.#requests(town, here, month),
    };
  }

  /** Of the enterprises in operation that ever report: months of the year sent by the tenth of the next. */
  #reporting(town: string, month: string): Rate {
    const reporters = this.#cards(town).filter((card) => card.operating_status === "存续" && this.#rows.production!.some((row) => row.enterprise_id === card.enterprise_id)).map((card) => card.enterprise_id);
    const due = months.filter((one) => yearOf(one) === yearOf(month) && one <= month);
    const inTime = due.flatMap((one) => reporters.filter((id) => this.#rows.production!.some((row) => {
      if (row.enterprise_id !== id || row.month !== one) return false;
      const tenth = new Date(Date.UTC(yearOf(one), monthOf(one), 10)).toISOString().slice(0, 10);
      return String(row.known_at).slice(0, 10) <= tenth;
    })));
    return share(inTime.length, due.length * reporters.length);
  }

  /** Members at the end of the plan's quarters that are over: seen in the quarter by the leader who is named, or by any. */
  #visits(here: ReadonlySet<unknown>, month: string): Rate {
    const ends = ["2021-06-01", "2021-09-01"].filter((end) => lastDay(end) <= lastDay(month) && yearOf(end) === yearOf(month) && end <= this.#asOf);
    const due = ends.flatMap((end) => this.members(end).filter((row) => here.has(row.enterprise_id)).map((row) => ({ row, from: end === "2021-06-01" ? "2021-04-01" : "2021-07-01", until: lastDay(end) })));
    const kept = due.filter(({ row, from, until }) => this.#rows.visits!.some((visit) => visit.enterprise_id === row.enterprise_id && String(visit.visited_on) >= from && String(visit.visited_on) <= until && (row.leader == null || visit.leader === row.leader)));
    return share(kept.length, due.length);
  }

  #requests(town: string, here: ReadonlySet<unknown>, month: string): Rate {
    const days: Record<string, number> = { 一般咨询: 1, 专业综合: 5, 其他: 15 };
    const received = this.#rows.requests!.filter((row) => (row.town === undefined ? here.has(row.enterprise_id) : row.town === town) && String(row.received_on) <= lastDay(this.#asOf));
    const due = received.map((row) => ({ row, due: dueOn(String(row.received_on), days[String(row.category)]!) })).filter((one) => one.due <= lastDay(month) && yearOf(one.due) === yearOf(month));
    return share(due.filter((one) => one.row.closed_on != null && String(one.row.closed_on) <= one.due).length, due.length);
  }
}
