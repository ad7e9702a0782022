import type { Column, Contract } from "../contracts.ts";
import { type Conversion, amountReader } from "./amount.ts";
import { boolReader } from "./bool.ts";
import type { CellReader } from "./cell-reader.ts";
import { creditCodeReader } from "./credit-code.ts";
import { dateReader } from "./date.ts";
import { integerReader } from "./integer.ts";
import { monthReader } from "./month.ts";
import { percentReader } from "./percent.ts";
import { quarterReader } from "./quarter.ts";
import { textReader } from "./text.ts";
import { townReader } from "./town.ts";
import { moneyInCells } from "./units.ts";
import { yearReader } from "./year.ts";

export interface CellContext {
  /** from the unit in the header; none where the header names none */
  readonly conversion?: Conversion;
  /** the unit that the header names; none where it names none */
  readonly unit?: string;
  readonly date1904: boolean;
  /** false where the whole file is known to have no `_`, which numbers need not be searched for then */
  readonly underscores?: boolean;
}

/** The reader of one column's cells in one file. */
export function readerOf(contract: Contract, column: Column, { conversion = { times: "1" }, unit, date1904, underscores = true }: CellContext): CellReader {
  switch (column.type) {
    case "id":
      return creditCodeReader();
    case "money":
      return amountReader(conversion, "not_money", underscores, unit ?? column.unit, moneyInCells);
    case "mu":
    case "number":
      return amountReader(conversion, "not_number", underscores, unit ?? column.unit);
    case "percent":
      return percentReader("times" in conversion && conversion.times === "0.01");
    case "int":
      return integerReader();
    case "year":
      return yearReader();
    case "bool":
      return boolReader();
    case "date":
      return dateReader(date1904);
    case "month":
      return monthReader(date1904);
    case "quarter":
      return quarterReader(date1904);
    case "town":
      return townReader();
    case "enum":
    case "text":
      return textReader({ values: column.values, spellings: column.spellings, inKey: contract.key.includes(column.name) });
  }
}
