import { boolReader } from "../../../../pipelines/intake/cells/bool.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a yes or a no", boolReader(), [
  ["是", "true"],
  ["√", "true"],
  ["Y", "true"],
  ["y", "true"],
  ["Ｙ", "true"],
  ["1", "true"],
  ["有", "true"],
  ["TRUE", "true"],
  ["否", "false"],
  ["×", "false"],
  ["N", "false"],
  ["0", "false"],
  ["无", "false"],
  ["不详", { fault: "not_bool" }],
  ["2", { fault: "not_bool" }],
]);
