import { halfWidthForm, trimmed } from "../cells/cell-reader.ts";
import { type Sql, literal } from "../cells/sql.ts";
import type { Column } from "../contracts.ts";
import { type FoundColumn, headerForm } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";
import { cellColumns } from "./source.ts";

interface ReadColumn {
  readonly column: Column;
  readonly index: number;
  readonly place: FoundColumn | undefined;
  readonly cell: Sql;
}

const amounts: readonly Column["type"][] = ["money", "mu", "number", "percent", "int", "bool"];
const noteStart = "^[(*※]?(注|备注|说明|附注|填表|填报|制表|制单|审核|复核|单位负责人|负责人|联系人|联系电话|报送|数据来源|打印|截至|统计口径)";

/**
 * What a row is that could not be read in its plainest form: `data`, or no data at all: `blank`, `total` (合计, 小计, 总计),
 * `note` below the table or numbering its columns (栏次), `header` (printed again on each page). A row that may be a damaged
 * data row is data.
 *
 * @param lastData  SQL of the last row that is data beyond doubt
 */
export function rowClass(source: TextTable, columns: readonly ReadColumn[], lastData: Sql): Sql {
  const present = columns.filter(({ place }) => place !== undefined);
  const cells = cellColumns(source).map((cell) => `nullif(${trimmed(cell)}, '')`);
  const filled = `len(list_filter([${cells.join(", ")}], lambda cell: cell is not null))`;
  const first = `coalesce(${cells.join(", ")})`;

  const named = present.filter(({ column }) => !amounts.includes(column.type));
  const someTotal = [isTotal(first), ...named.map(({ index }) => isTotal(`n${index}`))].join(" or ");
  // a row about one enterprise, month or case has its key; a total lacks a part of it
  const keyOpen = present
    .filter(({ column }) => source.contract.key.includes(column.name))
    .map(({ index }) => `n${index} is null or ${isTotal(`n${index}`)}`)
    .join(" or ");

  const figures = columns.filter(({ column }) => column.required && column.type !== "text");
  const noFigure = figures.map(({ index }) => `v${index} is null`).join(" and ");
  const note = `(${noFigure}) and (regexp_matches(${halfWidthForm(first)}, '${noteStart}')
    or (source_row > ${lastData} and ${filled} = 1 and regexp_matches(${first}, '[\\x{4e00}-\\x{9fff}].*[\\x{4e00}-\\x{9fff}].*[\\x{4e00}-\\x{9fff}].*[\\x{4e00}-\\x{9fff}]')))`;

  const header = present.map(({ place, cell }) => `lower(replace(replace(${halfWidthForm(cell)}, ' ', ''), '*', '')) = ${literal(headerForm(place?.header ?? ""))}`).join(" and ");
  return `case when ${filled} = 0 then 'blank' when (${someTotal}) and (${keyOpen}) then 'total' when ${numbersColumns(cells, filled)} then 'note' when coalesce(${note}, false) then 'note' when ${header} then 'header' else 'data' end`;
}

function isTotal(cell: Sql): Sql {
  return `coalesce(regexp_full_match(replace(${halfWidthForm(cell)}, ' ', ''), '.{0,12}(合计|小计|总计|共计)([:(].*)?'), false)`;
}

/**
 * True for a row that only numbers the columns: 栏次 1 2 3, 甲 乙 1 2, (1) (2) (3). The numbers count up by one, so that a
 * damaged row of small figures is not taken for one.
 */
function numbersColumns(cells: readonly Sql[], filled: Sql): Sql {
  const marks = `list_filter(list_transform([${cells.join(", ")}], lambda cell: regexp_replace(replace(${halfWidthForm("cell")}, ' ', ''), '^[(<\\[](.*)[)>\\]]$', '\\1')), lambda mark: mark is not null and mark not in ('', '栏次', '序号', '列次'))`;
  const numbers = `list_filter(${marks}, lambda mark: regexp_full_match(mark, '[0-9]{1,2}'))`;
  const counted = `list_transform(range(1, len(${numbers}) + 1), lambda n: n::varchar)`;
  return `coalesce(${filled} > 1 and len(${numbers}) > 1 and len(list_filter(${marks}, lambda mark: not regexp_full_match(mark, '[0-9]{1,2}|[甲乙丙丁戊己庚辛壬癸]'))) = 0
    and list_transform(${numbers}, lambda mark: ltrim(mark, '0')) = ${counted}, false)`;
}
