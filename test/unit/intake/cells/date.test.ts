import { dateReader } from "../../../../pipelines/intake/cells/date.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("a day", dateReader(false), [
  ["2021-04-26", "2021-04-26"],
  ["2021/4/26", "2021-04-26"],
  ["2021.4.26", "2021-04-26"],
  ["2021年4月26日", "2021-04-26"],
  ["2021 年 4 月 26 日", "2021-04-26"],
  ["２０２１年４月２６日", "2021-04-26"],
  ["20210426", "2021-04-26"],
  ["2021-04-26 00:00:00", "2021-04-26"],
  ["2021/4/26 9:30", "2021-04-26"],
  ["2021-04-26T08:00:00.000", "2021-04-26"],
  ["44312", "2021-04-26"],
  ["44312.5", "2021-04-26"],
  ["2020-02-29", "2020-02-29"],
  ["2021-02-29", { fault: "not_date" }],
  ["2021-13-01", { fault: "not_date" }],
  ["20211301", { fault: "not_date" }],
  ["2021-04", { fault: "not_date" }],
  ["2021年", { fault: "not_date" }],
  ["26/04/2021", { fault: "not_date" }],
  ["21-04-26", { fault: "not_date" }],
  ["1899-12-31", { fault: "not_date" }],
  ["3021-04-26", { fault: "not_date" }],
  ["infinity", { fault: "not_date" }],
  ["epoch", { fault: "not_date" }],
  ["去年", { fault: "not_date" }],
]);

describeCells("a day counted from 1904", dateReader(true), [
  ["42850", "2021-04-26"],
  ["2021-04-26", "2021-04-26"],
]);
