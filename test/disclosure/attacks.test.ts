/**
 * Tries to find out what is nobody's to know, on small random districts, from what the sites hold. Each attack worked on the sites as they
 * were before there were disclosure rules. A claim is a figure that follows; whoever guesses by rank and land alone may be lucky now and then.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bare } from "./bare.ts";
import { type RandomDistrict, randomDistrict } from "./district.ts";
import { awards, taxesFromRanks, taxesFromScores } from "./office.ts";
import { type Secrets, secretsOf, trueFigure } from "./secrets.ts";
import { type Claim, found, type Told, told } from "./told.ts";
import { industries, investments, neighbours, sharesOfKeptCells, smallCells, stretches, taxesOfLand, years } from "./towns.ts";
import { zeroTaxes } from "./zeros.ts";

/** by which attacks something came out of the marts themselves, in any district */
const ways = new Set<string>();

describe.each([
  [11, 60],
  [12, 90],
  [13, 140],
])("a district of seed %i with %i enterprises", (seed, enterprises) => {
  let district: RandomDistrict;
  let office: Told;
  let supervision: Told;
  let secrets: Secrets;
  beforeAll(async () => {
    district = await randomDistrict(seed, enterprises);
    [office, supervision, secrets] = [await told(district.connection, "leading-office"), await told(district.connection, "supervision"), await secretsOf(district.connection)];
  }, 120_000);
  afterAll(() => district.database.close());
  const hits = (claims: readonly Claim[]) => found(claims, (secret) => trueFigure(secrets, secret));

  it("what the marts hold falls to the attacks", async () => {
    const open = await bare(district.connection);
    const claims = [taxesFromScores(open, secrets.office), awards(open, secrets.office), zeroTaxes(open), industries(open, secrets.towns), years(open, secrets.towns), investments(open, secrets.towns), stretches(open, secrets.towns)].flat();
    for (const hit of hits(claims)) ways.add(hit.split(/[:,]/)[0]!);
    expect(smallCells(open, () => undefined).length).toBeGreaterThan(3);
  });

  it("the office cannot tell a tax from points, nor an award from a status or a sum", () => {
    expect(secrets.office.known.size).toBeGreaterThan(1);
    expect(hits(taxesFromScores(office, secrets.office))).toEqual([]);
    expect(hits(awards(office, secrets.office))).toEqual([]);
  });

  it("the office cannot tell who pays no tax from the order of a list", () => {
    expect([...secrets.truth].filter(([secret, value]) => secret.startsWith("tax ") && value === 0).length).toBeGreaterThan(6);
    expect(hits(zeroTaxes(office))).toEqual([]);
  });

  it("neither has sums by industry that are one enterprise's", () => {
    for (const audience of [office, supervision]) expect(hits(industries(audience, secrets.towns))).toEqual([]);
  });

  it("the office's guesses by rank and land are right no more often than chance lets them", () => {
    const guesses = taxesFromRanks(office, secrets.office);
    expect(guesses.length).toBeGreaterThan(20);
    expect(hits(guesses).length / guesses.length).toBeLessThan(0.1);
  });

  it("the office has nothing of the clauses that ask for taxes", () => {
    const asking = office.clause_year!.filter(({ is_tax }) => is_tax === true);
    for (const clause of asking) expect(clause).toMatchObject({ lines: null, district_wan: null });
    expect(office.enterprise_award!.filter(({ clause_id }) => clause_id === "6.1")).toEqual([]);
  });

  it.each([
    ["months, quarters and the year so far", () => stretches(supervision, secrets.towns)],
    ["a year less the year before", () => years(supervision, secrets.towns)],
    ["investments", () => investments(supervision, secrets.towns)],
    ["neighbours in a ranking", () => neighbours(supervision, secrets.towns)],
    ["tax per mu and land", () => taxesOfLand(supervision, secrets.ratedTaxes)],
  ])("supervision cannot tell an enterprise's figure by %s", (_, claims) => {
    expect(hits(claims())).toEqual([]);
  });

  it("supervision cannot reckon the land of a D cell that is kept back from its share", () => {
    expect(supervision.town_grade!.some(({ grade, land_mu }) => grade === "D" && land_mu === null)).toBe(true);
    expect(sharesOfKeptCells(supervision)).toEqual([]);
  });

  it("no cell that supervision has is of one or two enterprises, shown or left over", () => {
    const tiers: Readonly<Record<string, string>> = { leading_enterprises: "leading_2", backbone_enterprises: "backbone_20", small_micro_enterprises: "small_micro_100", leading: "leading_2", backbone: "backbone_20", small_micro: "small_micro_100" };
    const inLibrary = (column: string) => supervision.target_progress!.filter(({ target_id }) => column === "enterprises" || target_id === tiers[column]).reduce((sum, row) => sum + Number(row.in_library), 0);
    expect(smallCells(supervision, (column) => (column in tiers || column === "enterprises" ? inLibrary(column) : undefined))).toEqual([]);
    // something is left to show
    expect(supervision.town_score!.filter(({ score }) => score !== null).length).toBeGreaterThan(supervision.town_score!.length / 4);
  });
});

it("each attack works where there are no rules", () => {
  expect([...ways]).toEqual(expect.arrayContaining(["its score", "the total less the others", "the way to the next grade", "what it needs less what it lacks", "a run of codes", "a tenth of equals", "an industry", "status", "the sum of all that nothing stops", "months", "years", "target_investment", "technical_investment"]));
});
