/**
 * What a reader of the supervision site might do who knows which enterprises a town has and when they report, and of each figure
 * all but one enterprise's: whatever is of one enterprise, or of two of whom one is the reader, is found out.
 */
import type { Claim, Row, Told } from "./told.ts";

/** By town and month (`2021-03-01`): each enterprise's figure in 万元. */
export type Months = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface TownKnows {
  readonly output: Months;
  readonly local_tax: Months;
  /** by town and year: investments of the year */
  readonly investment: Months;
  /** by enterprise: its industry */
  readonly industry: ReadonlyMap<string, string>;
  /** by town: its industrial enterprises in operation */
  readonly industrial: ReadonlyMap<string, number>;
}

export interface Shown {
  readonly month: string;
  readonly value: number;
}

function number(row: Row | undefined, column: string): number | undefined {
  const cell = row?.[column];
  return typeof cell === "number" ? cell : undefined;
}
/** The number at the head of a text: «12,345.60 万元». */
const ofText = (text: unknown): number | undefined => (typeof text === "string" && /^-?[\d,]+(\.\d+)?/.test(text) ? Number(/^-?[\d,]+(\.\d+)?/.exec(text)![0].replaceAll(",", "")) * (text.includes("%") ? 0.01 : 1) : undefined);

/** A town's figure by period, from its own column or from its rate and target. */
export function shown(told: Told, town: string, indicator: string): Shown[] {
  return (told.town_score ?? [])
    .filter((row) => row.town === town && row.indicator === indicator && row.period_kind === "month")
    .flatMap((row): Shown[] => {
      const target = number(row, "target") ?? ofText(row.target_text);
      const rate = number(row, "rate");
      // a growth is its own rate, with more digits than its text
      const value = number(row, "amount") ?? number(row, "share") ?? (target === undefined ? rate : undefined) ?? ofText(row.value_text) ?? (target === undefined || rate === undefined ? undefined : rate * target);
      return value === undefined ? [] : [{ month: `${String(row.period)}-01`, value }];
    })
    .sort((one, other) => one.month.localeCompare(other.month));
}

const monthsBetween = (after: string | undefined, to: string): string[] => {
  const year = to.slice(0, 4);
  return Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}-01`).filter((month) => month <= to && (after === undefined || month > after));
};
const lastYear = (month: string) => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;

/** Sums by enterprise over months. */
function over(months: Months, town: string, list: readonly string[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const month of list) for (const [enterprise, value] of months.get(`${town} ${month}`) ?? []) sums.set(enterprise, (sums.get(enterprise) ?? 0) + value);
  return sums;
}

/** One enterprise's part of a sum of one, or of two by the other. */
function ofFew(how: string, name: (enterprise: string) => string, sum: number, parts: ReadonlyMap<string, number>): Claim[] {
  const there = [...parts].filter(([, value]) => value !== 0);
  if (there.length === 1) return [{ how, secret: name(there[0]![0]), estimate: sum }];
  if (there.length === 2) return there.map(([enterprise]) => ({ how: `${how}, less one's own`, secret: name(enterprise), estimate: sum - (there.find(([other]) => other !== enterprise)?.[1] ?? 0) }));
  return [];
}

const towns = (told: Told) => [...new Set((told.town_score ?? []).map((row) => String(row.town)))];

/** Every stretch of months between two periods of a year that are shown: the year so far, a month, a quarter. */
export function stretches(told: Told, knows: TownKnows): Claim[] {
  return towns(told).flatMap((town) =>
    (["output", "local_tax"] as const).flatMap((figure) => {
      const list = shown(told, town, `target_${figure}`);
      return list.flatMap((to) =>
        [undefined, ...list.filter(({ month }) => month < to.month && month.slice(0, 4) === to.month.slice(0, 4))].flatMap((from) => {
          const months = monthsBetween(from?.month, to.month);
          return ofFew("months", (enterprise) => `${figure} ${enterprise} ${months[0]!}..${to.month}`, to.value - (from?.value ?? 0), over(knows[figure], town, months));
        }),
      );
    }),
  );
}

/** This year less last year x (1 + growth): who came; last year less this year / (1 + growth): who went. The year so far and every stretch of it. */
export function years(told: Told, knows: TownKnows): Claim[] {
  return towns(told).flatMap((town) =>
    (["output", "local_tax"] as const).flatMap((figure) => {
      const values = new Map(shown(told, town, `target_${figure}`).map(({ month, value }) => [month, value]));
      const growth = new Map(shown(told, town, `${figure}_growth`).map(({ month, value }) => [month, value]));
      const usable = [...values.keys()].filter((month) => values.has(lastYear(month)) && growth.has(month));
      return usable.flatMap((to) =>
        [undefined, ...usable.filter((month) => month < to && month.slice(0, 4) === to.slice(0, 4))].flatMap((from) => {
          const months = monthsBetween(from, to);
          const change = (of: (month: string) => number) => of(to) - (from === undefined ? 0 : of(from));
          const came = new Map<string, number>();
          const went = new Map<string, number>();
          for (const month of months) {
            const [now, before] = [knows[figure].get(`${town} ${month}`) ?? new Map<string, number>(), knows[figure].get(`${town} ${lastYear(month)}`) ?? new Map<string, number>()];
            for (const [enterprise, value] of now) if (!before.has(enterprise)) came.set(enterprise, (came.get(enterprise) ?? 0) + value);
            for (const [enterprise, value] of before) if (!now.has(enterprise)) went.set(enterprise, (went.get(enterprise) ?? 0) + value);
          }
          const anybody = (some: ReadonlyMap<string, number>) => [...some.values()].some((value) => value !== 0);
          const name = (side: string) => (enterprise: string) => `${figure} ${enterprise} ${side}: ${months[0]!}..${to}`;
          const claims: Claim[] = [];
          if (!anybody(went)) claims.push(...ofFew("years", name("came"), change((month) => values.get(month)! - values.get(lastYear(month))! * (1 + growth.get(month)!)), came));
          if (!anybody(came)) claims.push(...ofFew("years", name("went"), change((month) => values.get(lastYear(month))! - values.get(month)! / (1 + growth.get(month)!)), went));
          return claims;
        }),
      );
    }),
  );
}

/** Sums by industry and month, each and against the months before, in whatever extract has any; nobody is asked whether it means to. */
export function industries(told: Told, knows: TownKnows): Claim[] {
  const parts = (figure: "output" | "local_tax", industry: string, month: string) =>
    new Map([...knows[figure]].flatMap(([at, there]) => (at.endsWith(` ${month}`) ? [...there].filter(([enterprise]) => knows.industry.get(enterprise) === industry) : [])));
  return Object.values(told).flatMap((rows) =>
    rows
      .filter((row) => row.industry_name !== undefined && row.enterprise_id === undefined)
      .flatMap((row) =>
        Object.keys(row).flatMap((column) => {
          const value = number(row, column);
          const month = `${String(row.month ?? row.period).slice(0, 7)}-01`;
          return value === undefined ? [] : (["output", "local_tax"] as const).flatMap((figure) => ofFew("an industry", (enterprise) => `${figure} ${enterprise} ${month}`, value, parts(figure, String(row.industry_name), month)));
        }),
      ),
  );
}

/** A year's investments, as such, per industrial enterprise, or against the target. */
export function investments(told: Told, knows: TownKnows): Claim[] {
  return towns(told).flatMap((town) =>
    (["target_investment", "technical_investment"] as const).flatMap((indicator) =>
      shown(told, town, indicator).flatMap(({ month, value }) =>
        ofFew(indicator, (enterprise) => `investment ${enterprise} ${month.slice(0, 4)}`, indicator === "technical_investment" ? value * (knows.industrial.get(town) ?? 0) : value, knows.investment.get(`${town} ${month.slice(0, 4)}`) ?? new Map()),
      ),
    ),
  );
}

/** A figure that is kept back while its rank is shown lies between its neighbours' rates; where these are close, that is the figure. */
export function neighbours(told: Told, knows: TownKnows): Claim[] {
  const claims: Claim[] = [];
  const cells = (told.town_score ?? []).filter((row) => row.period_kind === "month" && /^target_(output|local_tax|investment)$/.test(String(row.indicator)));
  for (const row of cells.filter((cell) => number(cell, "rate") === undefined && number(cell, "score") !== undefined)) {
    const target = number(row, "target") ?? ofText(row.target_text);
    const others = cells.filter((cell) => cell.period === row.period && cell.indicator === row.indicator && number(cell, "rate") !== undefined);
    const below = Math.max(...others.filter((cell) => number(cell, "score")! <= number(row, "score")!).map((cell) => number(cell, "rate")!));
    const above = Math.min(...others.filter((cell) => number(cell, "score")! >= number(row, "score")!).map((cell) => number(cell, "rate")!));
    if (target === undefined || !Number.isFinite(below) || !Number.isFinite(above) || above / below > 1.04) continue;
    const [figure, month] = [String(row.indicator).slice(7), `${String(row.period)}-01`];
    const parts = figure === "investment" ? knows.investment.get(`${String(row.town)} ${month.slice(0, 4)}`) : over(knows[figure as "output"], String(row.town), monthsBetween(undefined, month));
    claims.push(...ofFew("neighbours", (enterprise) => (figure === "investment" ? `investment ${enterprise} ${month.slice(0, 4)}` : `${figure} ${enterprise} ${month.slice(0, 4)}-01-01..${month}`), (target * (below + above)) / 2, parts ?? new Map()));
  }
  return claims;
}

/** A year's tax of the rated enterprises: tax per mu x the land of all grades, where all are shown. */
export function taxesOfLand(told: Told, taxes: Months): Claim[] {
  return towns(told).flatMap((town) =>
    shown(told, town, "tax_per_mu").flatMap(({ month, value }) => {
      const year = Number(month.slice(0, 4)) - (month.slice(5, 7) === "12" ? 0 : 1);
      const cells = (told.town_grade ?? []).filter((row) => row.town === town && row.rating_year === year);
      if (cells.length === 0 || cells.some((row) => number(row, "land_mu") === undefined)) return [];
      return ofFew("tax per mu", (enterprise) => `tax ${year} ${enterprise}`, value * cells.reduce((sum, row) => sum + number(row, "land_mu")!, 0), taxes.get(`${town} ${year}`) ?? new Map());
    }),
  );
}

/** Shares of D land of towns whose D cell is kept back: the other grades' land x share / (1 - share) is that cell's land, and a share of zero tells that it is empty. */
export function sharesOfKeptCells({ town_grade, town_score }: Told): string[] {
  return (town_score ?? [])
    .filter(({ indicator, share, rate, score }) => indicator === "d_land_share" && (share ?? rate ?? score) !== null)
    .filter(({ period, town }) => {
      const year = Number(String(period).slice(0, 4)) - (/(-12|Q4)$/.test(String(period)) ? 0 : 1);
      return (town_grade ?? []).some((row) => row.town === town && row.rating_year === year && row.grade === "D" && row.land_mu === null);
    })
    .map(({ period, town }) => `${String(period)} ${String(town)}`);
}

/** Cells of a table that are one or two enterprises, shown or left over when the shown ones are taken from the district's number. */
export function smallCells(told: Told, districtOf: (column: string) => number | undefined): string[] {
  const columns = ["leading_enterprises", "backbone_enterprises", "small_micro_enterprises", "enterprises"];
  const library = columns.map((column) => ({ column, cells: (told.town_library ?? []).map((row) => row[column] ?? null) }));
  const grades = ["A", "B", "C", "D", "不评价"].flatMap((grade) => [...new Set((told.town_grade ?? []).map(({ rating_year }) => rating_year))].map((year) => ({ column: `${grade} ${String(year)}`, cells: (told.town_grade ?? []).filter((row) => row.grade === grade && row.rating_year === year).map((row) => row.enterprises ?? null) })));
  // as it was: a row a cell
  const tiers = [...new Set((told.town_library ?? []).flatMap(({ library_tier }) => (library_tier === undefined ? [] : [String(library_tier)])))].map((tier) => ({ column: tier, cells: (told.town_library ?? []).filter((row) => row.library_tier === tier).map((row) => row.enterprises ?? null) }));
  return [...(tiers.length > 0 ? tiers : library), ...grades].flatMap(({ column, cells }) => {
    const small = cells.filter((cell) => cell === 1 || cell === 2).length;
    const kept = cells.filter((cell) => cell === null).length;
    const total = districtOf(column);
    const rest = total === undefined ? undefined : cells.reduce((sum: number, cell) => sum - (typeof cell === "number" ? cell : 0), total);
    return [...(small > 0 ? [`${column}: ${small} cells of one or two`] : []), ...(kept === 1 && rest !== undefined && total! >= 3 ? [`${column}: the one cell that is kept back is ${rest}`] : []), ...(kept > 1 && rest === kept ? [`${column}: ${kept} cells that are kept back are one each`] : [])];
  });
}
