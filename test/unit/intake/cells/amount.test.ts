import { amountReader } from "../../../../pipelines/intake/cells/amount.ts";
import { moneyInCells } from "../../../../pipelines/intake/cells/units.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("money in 万元", amountReader({ times: "1" }, "not_money"), [
  ["1234.5", "1234.500000"],
  ["1,234.56", "1234.560000"],
  ["１，２３４．５６", "1234.560000"],
  ["(1,234.5)", "-1234.500000"],
  ["（1234.5）", "-1234.500000"],
  ["-12", "-12.000000"],
  ["−12", "-12.000000"],
  ["－12", "-12.000000"],
  ["+12", "12.000000"],
  ["¥12", "12.000000"],
  [" 12　", "12.000000"],
  [".5", "0.500000"],
  ["5.", "5.000000"],
  ["0", "0.000000"],
  ["1.2E+3", "1200.000000"],
  ["1E-05", "0.000010"],
  ["0.30000000000000004", "0.300000"],
  ["0.0000005", "0.000001"],
  ["999999999999.999999", "999999999999.999999"],
  ["1000000000000", { fault: "too_large" }],
  ["1.2.3", { fault: "not_money" }],
  ["12,34", { fault: "not_money" }],
  ["1,2345", { fault: "not_money" }],
  ["￥1,234.56", "1234.560000"],
  ["(￥12)", "-12.000000"],
  ["-￥12", "-12.000000"],
  ["RMB 12", "12.000000"],
  ["﹣12", "-12.000000"],
  ["'123.45", "123.450000"],
  ["12万元", { fault: "not_money" }],
  ["约100", { fault: "not_money" }],
  ["△12", { fault: "not_money" }],
  ["$12", { fault: "not_money" }],
  ["1_000", { fault: "not_money" }],
  ["12%", { fault: "not_money" }],
  ["--12", { fault: "not_money" }],
  ["(12", { fault: "not_money" }],
  ["nan", { fault: "not_money" }],
  ["inf", { fault: "not_money" }],
  ["十二", { fault: "not_money" }],
  ["#DIV/0!", { fault: "error_cell" }],
  ["####", { fault: "error_cell" }],
]);

describeCells("money in 万元, with the unit behind it", amountReader({ times: "1" }, "not_money", true, "万元"), [
  ["1,234.5 万元", "1234.500000"],
  ["(12)万元", "-12.000000"],
  ["12元", { fault: "not_money" }],
  ["12亿元", { fault: "not_money" }],
  ["万元", { fault: "not_money" }],
]);

describeCells("money in 元, each amount with a unit of its own", amountReader({ times: "0.0001" }, "not_money", true, "元", moneyInCells), [
  ["52万", "52.000000"],
  ["0.02亿", "200.000000"],
  ["3千元", "0.300000"],
  ["3仟圆", "0.300000"],
  ["100.00万元", "100.000000"],
  ["１，２３４．５ 万元", "1234.500000"],
  ["-1.5百万元", "-150.000000"],
  ["（52）万", "-52.000000"],
  ["12345元", "1.234500"],
  ["60-", "-0.006000"],
  ["1,234.50-", "-0.123450"],
  ["(60)", "-0.006000"],
  ["60--", { fault: "not_money" }],
  ["-60-", { fault: "not_money" }],
  ["9999999999亿", { fault: "too_large" }],
  ["52万美元", { fault: "not_money" }],
  ["约52万", { fault: "not_money" }],
  ["五十二万", { fault: "not_money" }],
  ["万", { fault: "not_money" }],
]);

describeCells("money in 元", amountReader({ times: "0.0001" }, "not_money"), [
  ["12345.67", "1.234567"],
  ["0.01", "0.000001"],
  ["0.004", "0.000000"],
  ["9999999999999999.99", "999999999999.999999"],
  ["99999999999999999", { fault: "too_large" }],
]);

describeCells("money in 亿元", amountReader({ times: "10000" }, "not_money"), [
  ["1.23456789", "12345.678900"],
  ["99999999", "999999990000.000000"],
  ["100000000", { fault: "too_large" }],
]);

describeCells("square metres as mu", amountReader({ dividedBy: "666.667" }, "not_number"), [
  ["666.667", "1.000000"],
  ["66,666.7", "100.000000"],
  ["0", "0.000000"],
  ["两亩", { fault: "not_number" }],
]);
