import { invalid, type Model } from "./models.ts";

/**
 * Models that run once for each award year, the earlier year first, because a year reads what the years before it left.
 * Their `.yml` says so (`walk`), and their SQL stays one plain SELECT: this module turns each into one SELECT a year.
 *
 * - a walked model that reads another walked one reads that one's rows of the same year;
 * - of the relations in `walk.of_year` it sees the rows of its year only;
 * - a relation with `walk.plus_earlier: x` is, for its reader, its own rows and those of the walked model x of all earlier years.
 *
 * Under its own name a walked model is the rows of all years together; one with `plus_earlier` is what the last year sees.
 *
 * @param years  award years in ascending order, at least one
 * @throws D521Error `model_invalid` naming the file, where `walk` names what the model does not read or what is not walked
 */
export function walkedByYear(models: readonly Model[], years: readonly number[]): Model[] {
  const walked = new Map(models.filter((model) => model.doc.walk !== undefined).map((model) => [model.name, model]));
  return models.flatMap((model) => {
    const walk = model.doc.walk;
    if (!walk) return [model];
    for (const name of walk.of_year) if (!model.reads.some((read) => read.schema === "" && read.name === name)) throw invalid(model.file, `walk.of_year names "${name}", which it does not read`);
    if (walk.plus_earlier !== undefined) {
      if (walked.get(walk.plus_earlier)?.doc.walk?.plus_earlier !== undefined || !walked.has(walk.plus_earlier)) throw invalid(model.file, `walk.plus_earlier names "${walk.plus_earlier}", which is not walked`);
      return [{ ...model, ...withEarlier(model, years.slice(0, -1)) }];
    }
    const copies = years.map((year, index) => inYear(model, year, years.slice(0, index), walked));
    const parts = copies.map((copy) => copy.name);
    return [...copies, { ...model, sql: union(parts), reads: parts.map(relation), parts }];
  });
}

function inYear(model: Model, year: number, earlier: readonly number[], walked: ReadonlyMap<string, Model>): Model {
  let sql = model.sql;
  // a model's name is nothing else in its readers' SQL: their steps and columns are named apart
  const readInstead = (name: string, text: string) => (sql = sql.replaceAll(new RegExp(`\\b${name}\\b`, "g"), text));
  const reads = model.reads.flatMap((read) => {
    const other = walked.get(read.name);
    if (other?.doc.walk?.plus_earlier !== undefined) {
      const whole = withEarlier(other, earlier);
      readInstead(read.name, `(${whole.sql}\n)`);
      return whole.reads;
    }
    if (other) readInstead(read.name, nameInYear(read.name, year));
    else if (model.doc.walk!.of_year.includes(read.name)) readInstead(read.name, `(select * from ${read.name} where award_year = ${year})`);
    return [other ? relation(nameInYear(read.name, year)) : read];
  });
  return { ...model, name: nameInYear(model.name, year), sql, reads: [...new Map(reads.map((read) => [`${read.schema}.${read.name}`, read])).values()], isPart: true };
}

/** Its own rows, and below them those of the earlier years. */
function withEarlier(model: Model, earlier: readonly number[]): Pick<Model, "sql" | "reads"> {
  const before = earlier.map((year) => nameInYear(model.doc.walk!.plus_earlier!, year));
  return before.length === 0 ? model : { sql: `select * from (\n${model.sql}\n)\nunion all\n${union(before)}`, reads: [...model.reads, ...before.map(relation)] };
}

function nameInYear(name: string, year: number): string {
  return `${name}_${year}`;
}

function union(names: readonly string[]): string {
  return names.map((name) => `select * from ${name}`).join("\nunion all\n");
}

function relation(name: string) {
  return { schema: "", name };
}
