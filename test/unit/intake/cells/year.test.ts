import { yearReader } from "../../../../pipelines/intake/cells/year.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a year", yearReader(), [
  ["2021", "2021"],
  ["2021年", "2021"],
  ["2021年度", "2021"],
  ["２０２１", "2021"],
  ["2021.0", "2021"],
  ["1905-07-13", { fault: "not_year" }],
  ["44312", { fault: "not_year" }],
  ["21", { fault: "not_year" }],
  ["1848", { fault: "not_year" }],
]);
