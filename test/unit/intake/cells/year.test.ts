import { yearReader } from "../../../../pipelines/intake/cells/year.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a year", yearReader(), [
  ["2021", "2021"],
  ["二〇二一年", "2021"],
  ["二○二一", "2021"],
  ["2021年", "2021"],
  ["2021年度", "2021"],
  ["２０２１", "2021"],
  ["2021.0", "2021"],
  ["2021-12-31", "2021"],
  ["2021-2022", { fault: "not_year" }],
  ["2021年1-12月", { fault: "not_year" }],
  ["1905-07-13", { fault: "not_year" }],
  ["44312", { fault: "not_year" }],
  ["21", { fault: "not_year" }],
  ["1848", { fault: "not_year" }],
]);
