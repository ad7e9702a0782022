import { type Sql, identifier, literal } from "../cells/sql.ts";
import type { Column, Contract } from "../contracts.ts";
import { shown } from "./shown.ts";

const periodTypes: readonly Column["type"][] = ["month", "quarter", "year", "date"];
const numberTypes: readonly Column["type"][] = ["money", "mu", "number", "percent", "int"];

/** SQL over two rows of a data set that have the same key, as `earlier` and `latest`. */
export interface Comparison {
  /** some column that is no part of the key differs */
  readonly differs: Sql;
  /** the columns that do, each as a struct of column_name, unit, old_value, new_value, difference */
  readonly figures: Sql;
  readonly enterprise: Sql;
  readonly period: Sql;
  readonly item: Sql;
}

export function comparison(contract: Contract): Comparison {
  const keys = contract.columns.filter((column) => contract.key.includes(column.name));
  const others = contract.columns.filter((column) => !contract.key.includes(column.name));
  const period = keys.find((column) => periodTypes.includes(column.type));
  const items = keys.filter((column) => column !== period && column.name !== "enterprise_id");
  const differs = (column: Column) => `latest.${identifier(column.name)} is distinct from earlier.${identifier(column.name)}`;
  const figures = others.map((column) => {
    const [old, latest] = [`earlier.${identifier(column.name)}`, `latest.${identifier(column.name)}`];
    const difference = numberTypes.includes(column.type) ? `cast(${latest} as decimal(24, 8)) - cast(${old} as decimal(24, 8))` : "cast(null as decimal(24, 8))";
    return `case when ${differs(column)} then {'column_name': ${literal(column.zh)}, 'unit': ${literal(column.unit ?? "")}, 'old_value': ${old}::varchar, 'new_value': ${latest}::varchar, 'difference': ${difference}} end`;
  });
  return {
    differs: `(${others.map(differs).join(" or ") || "false"})`,
    figures: `list_filter([${figures.join(", ")}], lambda figure: figure is not null)`,
    enterprise: contract.columns.some(({ name }) => name === "enterprise_id") ? "latest.enterprise_id" : "null::varchar",
    period: period ? periodText(period) : "''",
    item: items.length > 0 ? `concat_ws(' ', ${items.map((column) => `latest.${identifier(column.name)}`).join(", ")})` : "''",
  };
}

function periodText({ name, type }: Column): string {
  const column = `latest.${identifier(name)}`;
  return type === "month" ? `strftime(${column}, '%Y-%m')` : `${column}::varchar`;
}

/** A figure's text as people write it: 空 for none, a number without the zeros that fill its places. */
export function figureText(name: Sql): Sql {
  return `case when ${name} is null then '空' when regexp_full_match(${name}, '-?\\d+\\.\\d+') then ${shown(name)} else ${name} end`;
}
