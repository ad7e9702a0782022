import { halfWidthForm, trimmed } from "../cells/cell-reader.ts";
import { type Sql, given, literal, literals } from "../cells/sql.ts";
import { type Column, loadTowns } from "../contracts.ts";
import { headerForm } from "../read/header-names.ts";
import type { FoundColumn } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";
import { cellColumn, ownCells } from "./source.ts";

interface ReadColumn {
  readonly column: Column;
  readonly index: number;
  readonly place: FoundColumn | undefined;
  readonly cell: Sql;
}

const amounts: readonly Column["type"][] = ["money", "mu", "number", "percent", "int", "bool"];
const noteStart =
  "^[(*※]?(注|备注|说明|附注|填表|填报|制表|制单|审核|复核|单位负责人|负责人|联系人|联系电话|报送|数据来源|打印|截至|统计口径|盖章|签章)" +
  "|^[(\\[【]?(金额|计量|货币)?单 *位 *([:(]|为|是)|^[(\\[【]?(人民币)? *[十百千万亿]{0,2} *元[)\\]】]?$" +
  "|^.{0,6}(负责人|填表人|审核人|制表人|经办人|联系人|报送人|编制单位|填报单位|报[出送]日期|制表日期|签字|签章|盖章|领导) *([:(].*)?$";
/** What is printed at the head or foot of a page, wherever in the sheet its break fell. */
const pageMark = "^[-—(*※]*(续表|续上表|接上[页表]|转下页|未完)|^[(]?续[)]?$|^[-—]* *第 *[0-9]+ *页";
/** A point of a list: notes are numbered, and so are the groups that a table is divided into. */
const point = "^[(]?([0-9]{1,2}|[一二三四五六七八九十]{1,3})[.、)] *[^0-9]";
/** Who signs stands in labels with a colon; beside them may be a telephone number, which could be read as a figure. */
const signature = "^.{0,6}(填表人|审核人|制表人|制单人|复核人|经办人|联系人|报送人|负责人|联系电话|电话|填报单位|编制单位|报[出送]日期|制表日期|填报日期)([(]签[字章][)])? *:";
/** The characters of the words above and of totals as a system set to traditional characters writes them. */
const [traditional, simplified] = ["單備註說負責報審複覆聯電話數據來統計蓋領導總級簽稅額續頁轉訂編號經辦訖製貨幣圓圆億萬", "单备注说负责报审复复联电话数据来统计盖领导总级签税额续页转订编号经办讫制货币元元亿万"] as const;

/** A cell's words in the one form that the patterns here are written in. */
function words(cell: Sql): Sql {
  return inOneScript(halfWidthForm(cell));
}

function inOneScript(text: Sql): Sql {
  return `translate(${text}, '${traditional}', '${simplified}')`;
}

/** So far above a header that is there again its title may begin. */
const titleHeight = 3;
/** Columns beside the contract's in which a total says that it is one. */
const bearsNames = /名称|单位|企业|镇|街道|地区|行业|指标|项目|序号|类别/;

/** What {@link rowClass} asks again and again of a row, worked out once: how many cells are filled, the first of them, and its words. */
export function rowShape(source: TextTable): Sql {
  const cells = ownCells(source).map((cell) => `nullif(${trimmed(cell)}, '')`);
  return `len(list_filter([${cells.join(", ")}], lambda cell: cell is not null)) as row_filled, coalesce(${cells.join(", ")}) as row_first, ${words("row_first")} as row_words`;
}

/**
 * What a row is that could not be read in its plainest form: `data`, or no data at all: `blank`, `total` (合计, 小计, 平均),
 * `note` below the table or numbering its columns (栏次), `header` (printed again on each page). A row that may be a damaged
 * data row is data.
 *
 * @param lastData  SQL of the last row that is data beyond doubt
 * @param all  the relation of all rows that could not be read in their plainest form, with their {@link rowShape}
 */
export function rowClass(source: TextTable, columns: readonly ReadColumn[], lastData: Sql, all: string): Sql {
  // what is said for the whole table says nothing of a row
  const own = columns.filter(({ place }) => place?.stated === undefined);
  const present = own.filter(({ place }) => place !== undefined);
  const cells = ownCells(source).map((cell) => `nullif(${trimmed(cell)}, '')`);
  const [filled, first, firstWords] = ["row_filled", "row_first", "row_words"];

  // free text that need not be there is a remark, which may end like a total
  const named = present.filter(({ column }) => !amounts.includes(column.type) && (column.required || column.type !== "text"));
  const known = new Set(present.map(({ place }) => place!.index));
  const beside = source.table.headers.flatMap((header, index) => (!known.has(index) && bearsNames.test(header) ? [cellColumn(index)] : []));
  // what a row's cells say is asked of all in one list: DuckDB prepares each copy of a pattern for itself
  const someTotal = someOf([firstWords, ...named.map(({ index }) => inOneScript(`n${index}`)), ...beside.map(words)], isTotal);
  // a row about one enterprise, month or case has its key; a total lacks a part of it
  const keyOpen = someOf(present.filter(({ column }) => source.contract.key.includes(column.name)).map(({ index }) => inOneScript(`n${index}`)), (cell) => `${cell} is null or ${isTotal(cell)}`);

  const figures = own.filter(({ column }) => column.required && column.type !== "text");
  const noFigure = figures.map(({ index }) => `v${index} is null`).join(" and ");
  // a note stands at the left; a name alone in the column of names is what is left of a row
  const texts = present.filter(({ column, place }) => column.type === "text" && place!.index > 0).map(({ cell }) => `nullif(${trimmed(cell)}, '') is null`);
  const isLeft = [...texts, `not regexp_matches(${first}, '(公司|厂|店|合作社|经营部|工作室)$')`].join(" and ");
  const keys = own.filter(({ column }) => source.contract.key.includes(column.name) && column.type !== "text");
  const noKey = keys.length === 0 ? "false" : keys.map(({ index }) => `v${index} is null`).join(" and ");
  const alone = `${filled} = 1 and nullif(${trimmed(cells0(source))}, '') is not null`;
  const header = headerRow(source, present, cells, filled);
  const titlesHeader = `source_row in (select source_row - step from ${all}, range(1, ${titleHeight + 1}) as steps(step) where ${header})`;
  const furniture = `regexp_matches(${firstWords}, '${pageMark}') or (${alone} and (regexp_matches(${firstWords}, '${point}') or ${isTownHeading(first)} or ${titlesHeader}))`;
  const note = `((${noFigure}) and (${furniture})) or ((${noKey}) and regexp_matches(${firstWords}, '${signature}')) or (${noFigure}) and (regexp_matches(${firstWords}, '${noteStart}')
    or (source_row > ${lastData} and ${filled} = 1 and ${isLeft} and regexp_matches(${first}, '[\\x{4e00}-\\x{9fff}].*[\\x{4e00}-\\x{9fff}].*[\\x{4e00}-\\x{9fff}].*[\\x{4e00}-\\x{9fff}]')))`;

  return `case when ${filled} = 0 then 'blank' when (${someTotal}) and (${keyOpen}) then 'total' when ${numbersColumns(cells, filled)} then 'note' when coalesce(${note}, false) then 'note' when ${header} then 'header' else 'data' end`;
}

function cells0(source: TextTable): Sql {
  return ownCells(source)[0]!;
}

/** True for the table's header printed again, or for one of its rows. */
function headerRow({ table }: TextTable, present: readonly ReadColumn[], cells: readonly Sql[], filled: Sql): Sql {
  const form = (cell: Sql) => `lower(replace(replace(${halfWidthForm(cell)}, ' ', ''), '*', ''))`;
  // of a header of several rows each column has its texts, and one merged downwards stands in all of them
  const texts = table.headerRows.length < 2 ? [] : cells.map((cell, index) => [cell, [...new Set(table.headerRows.map((row) => headerForm(row[index] ?? "")))].filter((text) => text !== "")] as const);
  const isRow = texts.length === 0 ? "false" : `(${filled} > 1 and ${texts.map(([cell, own]) => `(${cell} is null${own.length === 0 ? "" : ` or ${form(cell)} in (${literals(own)})`})`).join(" and ")})`;
  return `(${isRow} or (${wholeHeader(present)}))`;
}

function wholeHeader(present: readonly ReadColumn[]): Sql {
  return present.filter(({ place }) => place?.elsewhere === undefined).map(({ place, cell }) => `lower(replace(replace(${halfWidthForm(cell)}, ' ', ''), '*', '')) = ${literal(headerForm(place?.header ?? ""))}`).join(" and ");
}

/** True for a town's name, with what may stand around it above the rows of the town: 一、城头镇（12户）. */
function isTownHeading(first: Sql): Sql {
  const names = [...loadTowns()].flatMap(([town, others]) => [town, ...others]);
  return `regexp_full_match(replace(${halfWidthForm(first)}, ' ', ''), '([一二三四五六七八九十0-9]{1,3}[.、])?(${names.join("|")})([:(].*)?')`;
}

const totals = "上年同期数?|去年同期数?|上年数?|同期数?|合计|小计|总计|共计|累计|平均|平均值|平均数|均值|占比|比重|同比|环比|增速|增幅|增长|增长率";

/** True where some of the texts are so. */
function someOf(texts: readonly Sql[], isSo: (text: Sql) => Sql): Sql {
  return texts.length === 0 ? "false" : `len(list_filter([${texts.join(", ")}], lambda one: ${isSo("one")})) > 0`;
}

function isTotal(text: Sql): Sql {
  return `coalesce(regexp_full_match(replace(${text}, ' ', ''), '(?i)[-—*]*(.{0,12}(${totals})([:(%±].*)?(total|sum|average)?|total|其中[:,、]?.*)[-—*]*'), false)`;
}

/**
 * True for a row that only numbers the columns: 栏次 1 2 3, 甲 乙 1 2, (1) (2) (3), 1=2+3 2 3. The numbers count up by one, so that a
 * damaged row of small figures is not taken for one.
 */
function numbersColumns(cells: readonly Sql[], filled: Sql): Sql {
  const marks = `list_filter(list_transform([${cells.join(", ")}], lambda cell: regexp_replace(regexp_replace(replace(${halfWidthForm("cell")}, ' ', ''), '^[(<\\[](.*)[)>\\]]$', '\\1'), '^([0-9]{1,2})=[0-9+*/()-]+$', '\\1')), lambda mark: mark is not null and mark not in ('', '栏次', '序号', '列次'))`;
  const countUp = (numbers: Sql) => `len(${numbers}) > 1 and list_transform(${numbers}, lambda mark: ltrim(mark, '0')) = list_transform(range(1, len(${numbers}) + 1), lambda n: n::varchar)`;
  const onlyMarks = given(marks, "marks", (all) => `case when len(list_filter(${all}, lambda mark: not regexp_full_match(mark, '[0-9]{1,2}|[甲乙丙丁戊己庚辛壬癸]'))) = 0
    then ${given(`list_filter(${all}, lambda mark: regexp_full_match(mark, '[0-9]{1,2}'))`, "numbers", countUp)} end`);
  return `coalesce(${filled} > 1 and ${onlyMarks}, false)`;
}
