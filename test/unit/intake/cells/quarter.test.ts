import { quarterReader } from "../../../../pipelines/intake/cells/quarter.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a quarter", quarterReader(false), [
  ["2021Q2", "2021Q2"],
  ["二〇二一年第二季度", "2021Q2"],
  ["2021q2", "2021Q2"],
  ["2021-Q2", "2021Q2"],
  ["2021年第2季度", "2021Q2"],
  ["2021年二季度", "2021Q2"],
  ["2021年第四季度", "2021Q4"],
  ["2021年度第2季度", "2021Q2"],
  ["2021-06-30", "2021Q2"],
  ["2021Q5", { fault: "not_quarter" }],
  ["2021-2", { fault: "not_quarter" }],
  ["2021-02", { fault: "not_quarter" }],
  ["二季度", { fault: "not_quarter" }],
]);
