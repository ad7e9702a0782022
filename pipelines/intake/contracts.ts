import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

/** The kinds of cell that an export column can hold; each has its reader in `cells/`. */
export const columnTypes = ["id", "text", "town", "enum", "money", "mu", "number", "percent", "int", "year", "bool", "date", "month", "quarter"] as const;

export type ColumnType = (typeof columnTypes)[number];

/** What each kind of cell is stored as; money is 万元, mu is 亩, percent a fraction, month its first day, quarter `2021Q2`. */
export const duckdbTypes: Readonly<Record<ColumnType, string>> = {
  id: "VARCHAR",
  text: "VARCHAR",
  town: "VARCHAR",
  enum: "VARCHAR",
  money: "DECIMAL(18,6)",
  mu: "DECIMAL(18,6)",
  number: "DECIMAL(18,6)",
  percent: "DECIMAL(18,8)",
  int: "INTEGER",
  year: "INTEGER",
  bool: "BOOLEAN",
  date: "DATE",
  month: "DATE",
  quarter: "VARCHAR",
};

const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower-case letters, digits and _");

const columnSchema = z
  .strictObject({
    zh: z.string().min(1),
    name: identifier,
    type: z.enum(columnTypes),
    required: z.boolean(),
    unit: z.string().optional(),
    values: z.array(z.string()).min(1).optional(),
    spellings: z.record(z.string(), z.string()).optional(),
    aliases: z.array(z.string()).default([]),
    plausible: z.tuple([z.number(), z.number()]).optional(),
    jumps: z.boolean().default(false),
    year_to_date_of: identifier.optional(),
    part_of: identifier.optional(),
    signed: z.boolean().default(false),
  })
  .superRefine((column, context) => {
    if (column.type === "enum" && !column.values) context.addIssue(`enum ${column.name} has no values`);
    if (column.values && column.type !== "enum" && column.type !== "text") context.addIssue(`${column.type} ${column.name} cannot have values`);
    if (column.spellings && column.type !== "enum" && column.type !== "text") context.addIssue(`${column.type} ${column.name} cannot have spellings`);
    if (column.type === "money" && column.unit !== "万元") context.addIssue(`money ${column.name} must have the unit 万元`);
    if (column.type === "mu" && column.unit !== "亩") context.addIssue(`mu ${column.name} must have the unit 亩`);
  });

const contractSchema = z
  .strictObject({
    id: identifier,
    name: z.string().min(1),
    from: z.string().min(1),
    grain: z.string().min(1),
    key: z.array(identifier).min(1),
    columns: z.array(columnSchema).min(1),
    cumulative: z.array(identifier).default([]),
    match: z.strictObject({ name: identifier, when: z.strictObject({ column: identifier, equals: z.string() }) }).optional(),
  })
  .superRefine((contract, context) => {
    const names = contract.columns.map((column) => column.name);
    const headers = contract.columns.map((column) => column.zh);
    if (new Set(names).size < names.length) context.addIssue("two columns have the same name");
    if (new Set(headers).size < headers.length) context.addIssue("two columns have the same header");
    const known = (name: string) => {
      if (!names.includes(name)) context.addIssue(`there is no column ${name}`);
    };
    for (const name of contract.key) {
      known(name);
      if (contract.columns.some((column) => column.name === name && !column.required)) context.addIssue(`key column ${name} must be required`);
    }
    for (const { year_to_date_of, part_of } of contract.columns) for (const other of [year_to_date_of, part_of]) if (other) known(other);
    for (const name of contract.cumulative) {
      known(name);
      if (contract.columns.some((column) => column.name === name && column.type !== "money" && column.type !== "number")) context.addIssue(`${name} cannot be sent as the year's sum`);
    }
    if (contract.cumulative.length > 0 && !contract.columns.some((column) => column.type === "month" && contract.key.includes(column.name))) context.addIssue("only a data set of months can be sent as the year's sum");
    if (contract.match) {
      known(contract.match.name);
      known(contract.match.when.column);
      known("enterprise_id");
    }
  });

/** One column of an export. */
export interface Column {
  /** header in the export */
  readonly zh: string;
  /** column of the raw table; its ending tells the unit */
  readonly name: string;
  readonly type: ColumnType;
  /** a blank cell is a fault */
  readonly required: boolean;
  /** unit of the stored value; another unit named in the header is converted to it */
  readonly unit?: string;
  /** the only texts allowed: always given for `enum`, sometimes for `text` */
  readonly values?: readonly string[];
  /** other spellings of a text → what is stored */
  readonly spellings?: Readonly<Record<string, string>>;
  /** other headers that name the same column, shared ones included */
  readonly aliases: readonly string[];
  /** [lowest, highest] stored value that raises no warning */
  readonly plausible?: readonly [number, number];
  /** a jump of more than ten times from one month to the next is warned of */
  readonly jumps: boolean;
  /** this column should be the year's sum of that one; a mismatch is warned of */
  readonly year_to_date_of?: string;
  /** this column is a part of that one, and no larger; what is is warned of */
  readonly part_of?: string;
  /** it is below nothing as a matter of course: a loss */
  readonly signed: boolean;
}

/** One data set: the only list of its columns. The raw table, the cleaning SQL and the templates are made from it. */
export interface Contract {
  readonly id: string;
  /** Chinese name: the file's or the sheet's name */
  readonly name: string;
  /** the bureau that sends it */
  readonly from: string;
  readonly grain: string;
  /** raw column names; a later row with the same values supersedes an earlier one */
  readonly key: readonly string[];
  readonly columns: readonly Column[];
  /**
   * columns that add up over the months of a year: a table that says 累计 of them is taken for the year's sums up to its month,
   * and the month's own figures are the differences. Empty where such a table is refused. A stock at the month's end is none
   */
  readonly cumulative: readonly string[];
  /** rows that lack a credit code, where `when` holds, are matched to the one enterprise with the name in column `name` */
  readonly match?: { readonly name: string; readonly when: { readonly column: string; readonly equals: string } };
}

const folder = fileURLToPath(new URL("./contracts/", import.meta.url));

/** Data set id → contract, in the order of the ids. */
export type Contracts = ReadonlyMap<string, Contract>;

let loaded: Contracts | undefined;

/**
 * Reads and checks every data set's contract.
 *
 * @throws Error naming file and place for an unknown key, an unknown type, a key without its column, two data sets of one
 *   name: a wrong contract is a defect of the project, never of its user
 */
export function loadContracts(): Contracts {
  loaded ??= readContracts(folder);
  return loaded;
}

/** As {@link loadContracts}, from any folder, read afresh. */
export function readContracts(from: string): Contracts {
  const shared = z.record(z.string(), z.array(z.string())).parse(parse(readFileSync(path.join(from, "shared", "headers.yaml"), "utf8")));
  const contracts = new Map<string, Contract>();
  const names = new Set<string>();
  for (const file of readdirSync(from).filter((name) => name.endsWith(".yaml")).sort()) {
    const result = contractSchema.safeParse(parse(readFileSync(path.join(from, file), "utf8")));
    if (!result.success) throw new Error(`contract ${file}: ${z.prettifyError(result.error)}`);
    const contract = result.data;
    if (`${contract.id}.yaml` !== file) throw new Error(`contract ${file}: its id is ${contract.id}`);
    if (names.has(contract.name)) throw new Error(`contract ${file}: the name ${contract.name} is taken`);
    names.add(contract.name);
    const headers = new Set(contract.columns.map((column) => column.zh));
    contracts.set(contract.id, {
      ...contract,
      columns: contract.columns.map((column) => ({
        ...column,
        aliases: [...column.aliases, ...(shared[column.zh] ?? [])].filter((alias) => !headers.has(alias)),
      })),
    });
  }
  return contracts;
}

/** The towns, streets and the zone, in the project's order, each with the other spellings that exports use. */
export function loadTowns(): ReadonlyMap<string, readonly string[]> {
  const towns = z.record(z.string(), z.array(z.string())).parse(parse(readFileSync(path.join(folder, "shared", "towns.yaml"), "utf8")));
  return new Map(Object.entries(towns));
}
