import { integerReader } from "../../../../pipelines/intake/cells/integer.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a count", integerReader(), [
  ["120", "120"],
  ["1,200", "1200"],
  ["12.0", "12"],
  ["１２", "12"],
  ["0", "0"],
  ["-3", "-3"],
  ["2147483647", "2147483647"],
  ["2147483648", { fault: "not_integer" }],
  ["12.5", { fault: "not_integer" }],
  ["12人", { fault: "not_integer" }],
]);
