import { textReader } from "../../../../pipelines/intake/cells/text.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

describeCells("free text", textReader({}), [
  [" 示例（甲）公司　", "示例（甲）公司"],
  ["=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")"],
  ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ["O'Brien; drop table x", "O'Brien; drop table x"],
  ["第一行\n第二行", "第一行\n第二行"],
  ["ＡＢＣ", "ＡＢＣ"],
  ["'", "'"],
  ["'-", "'-"],
  ["'无", "'无"],
  ["3.70406E+17", "3.70406E+17"],
  ["#REF!", { fault: "error_cell" }],
]);

describeCells("a text of the key", textReader({ inKey: true }), [
  ["ＲＤ－００１　", "RD-001"],
  ["'0012", "0012"],
  ["3.70406E+17", { fault: "number_rounded" }],
]);

describeCells("one of a list", textReader({ values: ["国家", "省"], spellings: { 省级: "省" } }), [
  ["省", "省"],
  [" 国 家 ", "国家"],
  ["省级", "省"],
  ["市", { fault: "not_listed" }],
]);
