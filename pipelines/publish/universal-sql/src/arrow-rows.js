import { DataType } from "apache-arrow";

function evidenceType(type) {
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return "date";
  if (DataType.isFloat(type) || DataType.isInt(type) || DataType.isDecimal(type)) return "number";
  if (DataType.isBool(type)) return "boolean";
  return "string";
}

/**
 * An Arrow table as the rows that Evidence's components take: plain cells, dates as Date, with the columns' types beside
 * them in `_evidenceColumnTypes` (not enumerable).
 *
 * @param {import("apache-arrow").Table | null | undefined} table
 * @returns {Record<string, unknown>[]}
 */
export function arrowTableToJSON(table) {
  if (!table) return [];
  const fields = table.schema.fields.map((field) => ({ name: field.name, evidenceType: evidenceType(field.type), typeFidelity: "precise" }));
  const dates = fields.filter((field) => field.evidenceType === "date").map((field) => field.name);
  const rows = table.toArray();
  Object.defineProperty(rows, "_evidenceColumnTypes", { enumerable: false, value: fields });
  for (const row of rows) {
    for (const name of dates) if (row[name] !== null) row[name] = new Date(row[name]);
  }
  return rows;
}
