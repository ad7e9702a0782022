import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { contracts, type Cells } from "./policy-database.ts";

/**
 * The form of test/model/policy/article-NN.yaml. A case gives only what matters; the rest is an unremarkable enterprise A:
 * manufacturing, above scale, small, rated B, its tax growing faster than the district's, with new retention to spare.
 */
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const row = z.record(z.string(), scalar);
const amount = z.union([z.number(), z.string()]);

const annual = z.strictObject({
  output: amount.optional(),
  revenue: amount.optional(),
  profit: amount.nullish(),
  online_retail: amount.optional(),
  tax: amount.optional(),
  local_tax: amount.optional(),
  turnover_tax: amount.optional(),
  retention: amount.optional(),
  /** months that are not on file: production and taxes */
  without_months: z.array(z.number().int()).optional(),
});

const given = z.strictObject({
  rows: z.record(z.string(), z.array(row)).default({}),
  /** 万元 by enterprise and year; the year's twelve rows hold it in equal parts, the rest in December */
  annual: z.record(z.string(), z.record(z.string(), annual)).default({}),
  ratings: z.array(row).default([]),
  /** district tax by year; 1000 every year where absent; null: not on file */
  district: z.record(z.string(), amount.nullable()).optional(),
  rates: z.array(row).optional(),
  /** leave out the unremarkable registry row, taxes or rating of A */
  without: z.array(z.enum(["registry", "taxes", "rating"])).default([]),
});

const expected = z.strictObject({
  clause: z.string().optional(),
  enterprise: z.string().optional(),
  subject: z.string().default(""),
  year: z.number().int().optional(),
  basis: z.string().optional(),
  gross: amount.optional(),
  entitled: amount.optional(),
  fundable: amount.optional(),
  shortfall: amount.optional(),
  status: z.string().default("payable"),
  reasons: z.array(z.string()).optional(),
  paid: amount.optional(),
  outstanding: amount.optional(),
  redemption: z.string().optional(),
  due_on: z.string().optional(),
});

const caseSchema = z.strictObject({
  sentence: z.string().min(1),
  clause: z.union([z.string(), z.array(z.string())]),
  year: z.number().int().default(2021),
  as_of: z.string().optional(),
  /** readings that are chosen otherwise than in the policy file */
  readings: z
    .strictObject({
      events_from: z.string(),
      first_or_renewal_column: z.boolean(),
      rating_d: z.strictObject({ mode: z.enum(["on", "warn", "off", "official_only"]), max_age_years: z.number().int() }).partial(),
    })
    .partial()
    .default({}),
  given: given.prefault({}),
  /** the lines of the case's clauses and year, all of them; amounts in CNY */
  expect: z.array(expected),
  arithmetic: z.string().optional(),
});

const fileSchema = z.strictObject({ article: z.number().int(), cases: z.array(caseSchema).min(1) });

export type Case = z.infer<typeof caseSchema> & { readonly file: string; readonly id: string; readonly clauses: readonly string[]; readonly asOf: string };

/** All cases of the folder, in file order. */
export function readCases(folder: string): Case[] {
  const cases: Case[] = [];
  for (const file of readdirSync(folder).filter((name) => /^article-\d+\.yaml$/.test(name)).sort()) {
    const content = fileSchema.parse(parse(readFileSync(path.join(folder, file), "utf8")));
    content.cases.forEach((one, index) => {
      cases.push({ ...one, file, id: `${content.article}-${index + 1}`, clauses: [one.clause].flat(), asOf: one.as_of ?? `${one.year}-12` });
    });
  }
  return cases;
}

/** Cases that can share one database: same month, same readings, same district, same rates. Everything else hangs on the case's own ids. */
export function groupKey(one: Case): string {
  return JSON.stringify([one.asOf, one.readings, one.given.district ?? null, one.given.rates ?? null]);
}

/** Ids of a case stand apart from those of the other cases in its database. */
export function idOf(one: Case, name: string): string {
  return `${one.id}:${name}`;
}

/** The rows of one case, by data set, with ids of its own and every required column filled. */
export function rowsOf(one: Case): Record<string, Cells[]> {
  const rows: Record<string, Cells[]> = {};
  const add = (dataset: string, cells: Cells) => (rows[dataset] ??= []).push(complete(one, dataset, cells));
  const registered = new Set((one.given.rows.enterprises ?? []).map((cells) => cells.enterprise_id));
  if (!one.given.without.includes("registry") && !registered.has("A")) add("enterprises", { enterprise_id: "A" });
  if (!one.given.without.includes("rating") && !one.given.rows.official_ratings) add("official_ratings", { year: one.year - 1, enterprise_id: "A", grade: "B" });
  for (const [dataset, list] of Object.entries(one.given.rows)) for (const cells of list) add(dataset, cells);
  const years = new Map<string, z.infer<typeof annual>>();
  if (!one.given.without.includes("taxes")) {
    for (const year of [one.year - 1, one.year]) years.set(`A ${year}`, { tax: year < one.year ? 100 : 200, local_tax: 0, turnover_tax: 1000, retention: year < one.year ? 0 : 100_000 });
  }
  for (const [enterprise, byYear] of Object.entries(one.given.annual)) {
    for (const [year, figures] of Object.entries(byYear)) years.set(`${enterprise} ${year}`, { ...years.get(`${enterprise} ${year}`), ...figures });
  }
  for (const [key, figures] of years) {
    const [enterprise = "", year = ""] = key.split(" ");
    for (const [dataset, cells] of monthly(enterprise, Number(year), figures, one.asOf)) add(dataset, cells);
  }
  return rows;
}

/** Twelve monthly rows that add up to the annual figures exactly. */
function monthly(enterprise_id: string, year: number, figures: z.infer<typeof annual>, asOf: string): [string, Cells][] {
  const rows: [string, Cells][] = [];
  for (let month = 1; month <= 12; month += 1) {
    const day = `${year}-${String(month).padStart(2, "0")}-01`;
    if (figures.without_months?.includes(month) || day > `${asOf}-31`) continue;
    const part = (value: z.infer<typeof amount> | null | undefined) => (value === null || value === undefined ? null : twelfth(value, month));
    if (figures.output !== undefined || figures.revenue !== undefined || figures.profit !== undefined || figures.online_retail !== undefined) {
      rows.push(["production", { month: day, enterprise_id, output_wan: part(figures.output ?? 0), revenue_wan: part(figures.revenue ?? 0), profit_wan: part(figures.profit), online_retail_wan: part(figures.online_retail) }]);
    }
    if (figures.tax !== undefined || figures.local_tax !== undefined || figures.turnover_tax !== undefined || figures.retention !== undefined) {
      rows.push(["taxes", { month: day, enterprise_id, total_tax_wan: part(figures.tax ?? 0), local_tax_wan: part(figures.local_tax ?? 0), turnover_tax_wan: part(figures.turnover_tax ?? 0), retention_wan: part(figures.retention ?? 0) }]);
    }
  }
  return rows;
}

/** One of twelve parts in 万元, the last with what does not divide, so that they add up exactly. */
export function twelfth(value: number | string, month: number): string {
  const micro = BigInt(Math.round(Number(value) * 1e6));
  const each = micro / 12n;
  const own = month === 12 ? micro - each * 11n : each;
  const digits = (own < 0n ? -own : own).toString().padStart(7, "0");
  return `${own < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

const usual: Readonly<Record<string, Cells>> = {
  enterprises: { enterprise_name: "示例企业", town: "西集镇", sector: "工业", is_manufacturing: true, size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" },
  recognitions: { enterprise_id: "A", recipient: "示例获得者", recipient_type: "企业", level: "国家" },
  startup_loans: { enterprise_id: "A", borrower: "示例借款人" },
};

function complete(one: Case, dataset: string, cells: Cells): Cells {
  const contract = contracts.get(dataset);
  if (!contract) throw new Error(`${one.file} ${one.id}: there is no data set "${dataset}"`);
  const stranger = Object.keys(cells).find((name) => !contract.columns.some((column) => column.name === name));
  if (stranger !== undefined) throw new Error(`${one.file} ${one.id}: ${dataset} has no column "${stranger}"`);
  const withDefaults: Record<string, Cells[string]> = { ...usual[dataset], ...cells };
  for (const column of contract.columns) {
    if (withDefaults[column.name] === undefined) withDefaults[column.name] = column.required ? blank(one, column.type, column.values) : null;
    const value = withDefaults[column.name];
    const isOwn = column.type === "id" || ["founder", "borrower", "recipient", "person_no"].includes(column.name) || (contract.key.includes(column.name) && column.type === "text" && column.name !== "clause_id");
    if (isOwn && typeof value === "string") withDefaults[column.name] = idOf(one, value);
  }
  return withDefaults;
}

function blank(one: Case, type: string, values: readonly string[] | undefined): Cells[string] {
  if (type === "id") return "A";
  if (type === "date") return `${one.year}-06-30`;
  if (type === "year") return one.year;
  if (type === "bool") return false;
  if (type === "enum") return values?.[0] ?? "";
  return type === "text" ? "1" : "0";
}
