import { Decimal } from "decimal.js";
import type { RestatedFigure } from "./restated.ts";
import { type Lang, type Message, type Messages, sentence } from "../../messages.ts";
import { loadContracts } from "../contracts.ts";
import { profileMessages } from "../profiles/messages.ts";
import type { FileReport, LoadReport, RowReport } from "./report.ts";

const messages = {
  loaded: {
    zh: "{place} → {dataset}：读取 {read} 行，入库 {loaded}，被替代 {superseded}，退回 {quarantined}{rest}",
    en: "{place} → {dataset}: {read} rows read, {loaded} loaded, {superseded} superseded, {quarantined} quarantined{rest}",
  },
  skipped: { zh: "（另有合计、表注等 {count} 行不是数据）", en: " ({count} more are totals or notes)" },
  untouched: { zh: "，随退回表带回而没有改动的 {count} 行不重复入库", en: ", {count} rows that came along with returned ones unchanged were left alone" },
  read_as: { zh: "，{encoding}，{delimiter}分隔", en: ", {encoding}, {delimiter} separated" },
  comma: { zh: "逗号", en: "comma" },
  tab: { zh: "制表符", en: "tab" },
  semicolon: { zh: "分号", en: "semicolon" },
  bar: { zh: "竖线", en: "bar" },
  unknown_headers: { zh: "，未读取的列：{headers}", en: ", columns not read: {headers}" },
  told_by: { zh: "，是哪张报表按{by}认定", en: ", told to be this data set by {by}" },
  profile: { zh: "，按配置 {profile} 读取", en: ", read by the profile {profile}" },
  assumed: { zh: "，表里没有「{column}」列，按{place}取 {value}", en: ", no column {column}: {value} is taken from {place}" },
  cumulative: { zh: "，按{said}作本年累计读取，当月数是减去以前各月得出的", en: ", read as the year to date by {said}: the month's figures are what is left after the months before" },
  converted: { zh: "，单位已折算的列：{columns}", en: ", columns converted from their unit: {columns}" },
  unchanged: { zh: "{place}：内容已经入过库，没有变化", en: "{place}: its content is loaded already, nothing changes" },
  ignored: { zh: "{place}：{message}", en: "{place}: {message}" },
  rejected: { zh: "{place}：没有读入。{message}", en: "{place}: not read. {message}" },
  total: {
    zh: "共 {files} 个文件：读取 {read} 行 = 入库 {loaded} + 被替代 {superseded} + 退回 {quarantined}；拒收 {rejected}，未变 {unchanged}，提醒 {warnings} 条",
    en: "{files} files: {read} rows read = {loaded} loaded + {superseded} superseded + {quarantined} quarantined; {rejected} rejected, {unchanged} unchanged, {warnings} warnings",
  },
  restated: { zh: "{dataset}：{rows} 个已有的数据被更正", en: "{dataset}: {rows} figures on file were corrected" },
  figure: { zh: "  {what}「{column}」：{old} → {new}{difference}，见{place}第{row}行", en: "  {what}, {column}: {old} → {new}{difference}, {place} row {row}" },
  blank: { zh: "空", en: "blank" },
  answered: { zh: "{rows} 个退回的行已得到更正", en: "{rows} quarantined rows were answered" },
  open: { zh: "还有 {rows} 个退回的行没有更正", en: "{rows} quarantined rows are still open" },
  returned: { zh: "退回表：{bureau} {rows} 行 → {file}", en: "to be corrected: {rows} rows of {bureau} → {file}" },
  row: { zh: "{place}第{row}行{column}：{message}", en: "{place} row {row}{column}: {message}" },
  column: { zh: "「{column}」", en: ", {column}" },
  sheet: { zh: "{file}「{sheet}」", en: "{file} [{sheet}]" },
  warning: { zh: "提醒（已入库）：{text}", en: "warning (loaded): {text}" },
  more: { zh: "还有 {count} 行，见数据库的 {table} 表", en: "{count} more rows, see table {table} of the database" },
} as const satisfies Messages;

const delimiterNames: Readonly<Record<string, Message>> = { ",": messages.comma, "\t": messages.tab, ";": messages.semicolon, "|": messages.bar };
const printedRows = 20;

/** Prints a report for people: files and sum on standard output, what went wrong on standard error, one sentence a row. */
export function printReport(report: LoadReport, lang: Lang, to: { out(line: string): void; err(line: string): void }): void {
  for (const one of report.ignored) to.out(sentence(messages.ignored, lang, { place: place(one.file, one.sheet ?? "", lang), message: one.message }));
  for (const file of report.files) {
    if (file.status === "rejected") {
      to.err(sentence(messages.rejected, lang, { place: place(file.file, file.sheet, lang), message: file.message ?? "" }));
      if (file.question) to.err(oneLine(sentence(profileMessages.ask, lang, { command: file.question.command })));
      if (file.question?.otherwise !== undefined) to.err(oneLine(sentence(file.code === "near_sheet" ? profileMessages.ask_every_sheet : profileMessages.ask_not_so, lang, { command: file.question.otherwise })));
      for (const row of file.reasons ?? []) to.err(`  ${rowLine(row, lang)}`);
    } else to.out(fileLine(file, lang));
  }
  const { totals } = report;
  to.out(
    sentence(messages.total, lang, {
      files: totals.files,
      read: totals.rows_read,
      loaded: totals.rows_loaded,
      superseded: totals.rows_superseded,
      quarantined: totals.rows_quarantined,
      rejected: totals.rejected,
      unchanged: totals.unchanged,
      warnings: totals.warnings,
    }),
  );
  for (const { dataset, rows } of report.restated) to.out(sentence(messages.restated, lang, { dataset: loadContracts().get(dataset)?.name ?? dataset, rows }));
  for (const figure of report.restated_figures.figures.slice(0, printedRows)) to.out(figureLine(figure, lang));
  const unlisted = report.restated_figures.total - Math.min(report.restated_figures.figures.length, printedRows);
  if (unlisted > 0) to.out(sentence(messages.more, lang, { count: unlisted, table: "ops.restatement" }));
  if (report.answered > 0) to.out(sentence(messages.answered, lang, { rows: report.answered }));
  if (report.quarantine_open > 0) to.out(sentence(messages.open, lang, { rows: report.quarantine_open }));
  for (const { bureau, file, rows } of report.returns) to.out(oneLine(sentence(messages.returned, lang, { bureau, rows, file })));
  for (const row of report.quarantined.slice(0, printedRows)) to.err(rowLine(row, lang));
  if (totals.rows_quarantined > printedRows) to.err(sentence(messages.more, lang, { count: totals.rows_quarantined - printedRows, table: "ops.quarantined_row" }));
  for (const row of report.warnings.slice(0, printedRows)) to.err(sentence(messages.warning, lang, { text: rowLine(row, lang) }));
  if (totals.warnings > printedRows) to.err(sentence(messages.more, lang, { count: totals.warnings - printedRows, table: "ops.warning" }));
}

/** What a correction changed: 税收月报 9137… 2021-01「税收合计」：10 → 11（+1 万元），见 税收月报_更正.csv 第2行 */
function figureLine(figure: RestatedFigure, lang: Lang): string {
  const name = loadContracts().get(figure.dataset)?.name ?? figure.dataset;
  const plain = (value: string | null) => (value === null ? sentence(messages.blank, lang) : /^-?\d+\.\d+$/.test(value) ? new Decimal(value).toString() : value);
  const difference = figure.difference === null ? "" : `（${figure.difference.startsWith("-") ? "" : "+"}${plain(figure.difference)}${figure.unit && ` ${figure.unit}`}）`;
  const what = [name, figure.enterprise_id, figure.period, figure.item].filter(Boolean).join(" ");
  return oneLine(sentence(messages.figure, lang, { what, column: figure.column, old: plain(figure.old_value), new: plain(figure.new_value), difference, place: place(figure.new_file, figure.new_sheet, lang), row: figure.new_row }));
}

function fileLine(file: FileReport, lang: Lang): string {
  if (file.status === "unchanged") return sentence(messages.unchanged, lang, { place: place(file.file, file.sheet, lang) });
  const { untouched, ...others } = file.rows_skipped;
  const skipped = others.total + others.note + others.header;
  const delimiter = file.delimiter === "" ? "" : sentence(messages.read_as, lang, { encoding: file.encoding.toUpperCase(), delimiter: sentence(delimiterNames[file.delimiter] ?? messages.comma, lang) });
  const converted = file.converted.length === 0 ? "" : sentence(messages.converted, lang, { columns: file.converted.join("、") });
  const unknown = file.unknown_headers.length === 0 ? "" : sentence(messages.unknown_headers, lang, { headers: file.unknown_headers.join("、") });
  return sentence(messages.loaded, lang, {
    place: place(file.file, file.sheet, lang),
    dataset: file.dataset,
    read: file.rows_read,
    loaded: file.rows_loaded,
    superseded: file.rows_superseded,
    quarantined: file.rows_quarantined,
    rest: (file.told_by === "" ? "" : sentence(messages.told_by, lang, { by: file.told_by })) + (file.profile === "" ? "" : sentence(messages.profile, lang, { profile: file.profile })) + delimiter + file.assumed.map((one) => sentence(messages.assumed, lang, one)).join("") + (file.cumulative === "" ? "" : sentence(messages.cumulative, lang, { said: file.cumulative })) + converted + unknown + (untouched > 0 ? sentence(messages.untouched, lang, { count: untouched }) : "") + (skipped > 0 ? sentence(messages.skipped, lang, { count: skipped }) : ""),
  });
}

function rowLine(row: RowReport, lang: Lang): string {
  const column = row.column === "" ? "" : sentence(messages.column, lang, { column: row.column });
  return oneLine(sentence(messages.row, lang, { place: place(row.file, row.sheet, lang), row: row.row, column, message: row.message }) + (row.others ?? []).map((one) => `；${one.column === "" ? "" : sentence(messages.column, lang, { column: one.column })}${one.message}`).join(""));
}

function place(file: string, sheet: string, lang: Lang): string {
  return oneLine(sheet === "" ? file : sentence(messages.sheet, lang, { file, sheet }));
}

/** A file or sheet name with line breaks must not look like two messages. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]/g, "�");
}
