import { percentReader } from "../../../../pipelines/intake/cells/percent.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a rate", percentReader(false), [
  ["3.85%", "0.03850000"],
  ["３．８５％", "0.03850000"],
  ["12.5 %", "0.12500000"],
  ["0.0385", "0.03850000"],
  ["1", "1.00000000"],
  ["3.85", "0.03850000"],
  ["0%", "0.00000000"],
  ["100%", "1.00000000"],
  ["150%", "1.50000000"],
  ["3.85%%", { fault: "not_percent" }],
  ["3.85‰", { fault: "not_percent" }],
  ["三点八五", { fault: "not_percent" }],
  ["%", { fault: "not_percent" }],
]);

describeCells("a rate under a header with (%)", percentReader(true), [
  ["3.85", "0.03850000"],
  ["0.5", "0.00500000"],
  ["3.85%", "0.03850000"],
]);
