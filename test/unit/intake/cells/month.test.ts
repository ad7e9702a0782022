import { monthReader } from "../../../../pipelines/intake/cells/month.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a month", monthReader(false), [
  ["2021-04", "2021-04-01"],
  ["2021/4", "2021-04-01"],
  ["2021.04", "2021-04-01"],
  ["2021.4", "2021-04-01"],
  ["2021.10", "2021-10-01"],
  ["2021年4月", "2021-04-01"],
  ["2021年04月份", "2021-04-01"],
  ["202104", "2021-04-01"],
  ["２０２１０４", "2021-04-01"],
  ["2021-04-26", "2021-04-01"],
  ["2021年4月26日", "2021-04-01"],
  ["44312", "2021-04-01"],
  ["2021.1", { fault: "ambiguous_month" }],
  ["2021-13", { fault: "not_month" }],
  ["2021-00", { fault: "not_month" }],
  ["20210-4", { fault: "not_month" }],
  ["202113", { fault: "not_month" }],
  ["1-4月", { fault: "not_month" }],
  ["4月", { fault: "not_month" }],
  ["2021", { fault: "not_month" }],
  ["202106.0", "2021-06-01"],
  ["2021—06", "2021-06-01"],
  ["20216", { fault: "not_month" }],
  ["2021年1-6月", { fault: "not_month" }],
]);
