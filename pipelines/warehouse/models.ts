import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { DuckDBConnection } from "@duckdb/node-api";
import { parse } from "yaml";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { warehouseMessages } from "./messages.ts";
import { type ModelDoc, modelDocSchema } from "./model-doc.ts";
import { NotAQueryError, type ReadRelation, readsOf } from "./reads.ts";

/** Folder under `models/` → schema in which its relations show, in running order. */
export const layers = { staging: "staging", intermediate: "intermediate", marts: "mart" } as const;

export type Layer = keyof typeof layers;

/** One SELECT of `models/`, with what its `.yml` says of it. */
export interface Model {
  readonly name: string;
  readonly layer: Layer;
  /** path from the models folder, for messages */
  readonly file: string;
  readonly sql: string;
  readonly doc: ModelDoc;
  readonly reads: readonly ReadRelation[];
  /** names of the models whose rows together are this relation's: it has no table of its own */
  readonly parts?: readonly string[];
  /** one year's rows of a walked model: shown within the whole only */
  readonly isPart?: boolean;
}

/** The project's own `models/`. */
export const defaultModelsDir = fileURLToPath(new URL("../../models", import.meta.url));

/**
 * Functions whose answer is not decided by the tables that are read: a result kept by its content's hash would be wrong.
 * The clock of a model is `build_parameters`.
 */
const volatileFunctions = new Set([
  "now", "current_timestamp", "get_current_timestamp", "transaction_timestamp", "current_date", "today", "current_time", "get_current_time",
  "current_localtime", "current_localtimestamp", "random", "setseed", "uuid", "uuidv4", "uuidv7", "gen_random_uuid", "nextval",
  "read_csv", "read_csv_auto", "read_parquet", "parquet_scan", "read_json", "read_json_auto", "read_text", "read_blob", "glob",
]);

/**
 * Reads every model below `dir`, sorted by name.
 *
 * @throws D521Error `model_invalid` naming the file: no or a wrong `.yml`, a name used twice, not one SELECT, a volatile function
 */
export async function discoverModels(connection: DuckDBConnection, dir: string = defaultModelsDir): Promise<Model[]> {
  const models: Model[] = [];
  const fileOf = new Map<string, string>();
  for (const layer of Object.keys(layers) as Layer[]) {
    for (const file of sqlFiles(dir, layer)) {
      const name = path.basename(file, ".sql");
      if (!/^[a-z][a-z0-9_]*$/.test(name)) throw invalid(file, "a model's file name is its relation's name: lower-case letters, digits and _");
      const other = fileOf.get(name);
      if (other !== undefined) throw invalid(file, `the name "${name}" is taken by ${other}`);
      fileOf.set(name, file);
      models.push({ name, layer, file, ...(await readModel(connection, dir, file)) });
    }
  }
  return models.sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function readModel(connection: DuckDBConnection, dir: string, file: string): Promise<Pick<Model, "sql" | "doc" | "reads">> {
  const sql = readFileSync(path.join(dir, file), "utf8").trim();
  const doc = readDoc(dir, file.replace(/\.sql$/, ".yml"));
  const reads = await readsOf(connection, sql).catch((cause: unknown) => {
    if (cause instanceof NotAQueryError) throw invalid(file, `one plain SELECT was expected: ${cause.message}`);
    throw cause;
  });
  const volatile = reads.functions.find((name) => volatileFunctions.has(name));
  if (volatile !== undefined) throw invalid(file, `${volatile}() gives a different answer each time; read build_parameters instead`);
  return { sql, doc, reads: reads.relations };
}

function readDoc(dir: string, file: string): ModelDoc {
  const full = path.join(dir, file);
  if (!existsSync(full)) throw invalid(file, "this file is missing; it says what the model's columns mean");
  let content: unknown;
  try {
    content = parse(readFileSync(full, "utf8"));
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause));
  }
  const result = modelDocSchema.safeParse(content);
  if (!result.success) throw invalid(file, z.prettifyError(result.error).replaceAll(/\s*\n\s*(→ at )?/g, " "));
  const stranger = result.data.key.find((column) => !(column in result.data.columns));
  if (stranger !== undefined) throw invalid(file, `the key's column "${stranger}" is not among the columns`);
  return result.data;
}

function sqlFiles(dir: string, layer: string): string[] {
  const folder = path.join(dir, layer);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".sql"))
    .map((file) => path.join(layer, file))
    .sort();
}

/** A model file that cannot run. Its reader edits models, so the detail is in English. */
export function invalid(file: string, detail: string): D521Error {
  return new D521Error(exitCodes.environment, "model_invalid", warehouseMessages.model_invalid, { file: `models/${file}`, detail });
}
