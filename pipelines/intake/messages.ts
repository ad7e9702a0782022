import type { Messages } from "../messages.ts";

/** Why a command cannot start at all. */
export const commandMessages = {
  exports_missing: {
    zh: "找不到报表文件夹 {folder}，请用 --exports 指明存放报表的文件夹。",
    en: "There is no exports folder {folder}; name the folder that holds the exports with --exports.",
  },
  exports_empty: {
    zh: "文件夹 {folder} 是空的，请先放入报表（文件名如「税收月报_2021年6月.xlsx」）。",
    en: "The folder {folder} is empty; put the exports there first (file names such as 税收月报_2021年6月.xlsx).",
  },
  exports_unrelated: {
    zh: "文件夹 {folder} 里的 {count} 个文件没有一个是已知的报表，请按「报表名称_其他.xlsx」命名，报表名称见 d521 templates。",
    en: "None of the {count} files in {folder} is a known export; name them <data set>_<anything>.xlsx, see d521 templates for the data sets.",
  },
  returns_inside_exports: {
    zh: "退回表的文件夹 {folder} 在报表文件夹里面；报表文件夹只读，请用 --returns 指定别处。",
    en: "The folder for returned rows, {folder}, is inside the exports folder, which is never written to; name another with --returns.",
  },
  disk_full: {
    zh: "磁盘空间不足，没有写入任何数据；请腾出空间后再运行一次。",
    en: "The disk is full and nothing was written; free some space and run the load again.",
  },
} as const satisfies Messages;

/** Why a file or sheet was left alone. */
export const ignoredMessages = {
  not_an_export: { zh: "不是报表文件（只读 .xlsx .xlsm .xls .xlsb .et .ods .fods .xml .html .csv .tsv .txt），未读取", en: "not an export file (.xlsx .xlsm .xls .xlsb .et .ods .fods .xml .html .csv .tsv .txt are read), ignored" },
  name_unknown: { zh: "文件名不以任何报表名称开头，标题和表头也不像报表，未读取；是报表的，请改名为「报表名称_其他」", en: "its name begins with no data set's name, and neither title nor header is one's, ignored; if it is an export, rename it <data set>_<anything>" },
  no_sheet_known: { zh: "文件名和工作表名都不是已知的报表，标题和表头也不像，未读取；是报表的，请把文件或工作表改名为报表名称", en: "neither the file's nor a sheet's name is that of a data set, nor a title or header, ignored; if it is an export, name the file or the sheet after the data set" },
  lock_file: { zh: "是 Office 打开文件时留下的临时文件，未读取", en: "a lock file of an office program, ignored" },
  link_outside: { zh: "是指向文件夹外的链接，未读取", en: "a link out of the folder, not followed" },
  hidden_sheet: { zh: "工作表是隐藏的，未读取", en: "the sheet is hidden, not read" },
  return_letter: { zh: "是退回函，不是报表，未读取", en: "the letter of a returned workbook, no export, not read" },
  sheet_not_returned: { zh: "没有列在退回函里，只是随附，未读取；里面有更正的，请另行报送", en: "only came along in a returned workbook, not read; send a correction of it by itself" },
  sheet_not_chosen: { zh: "配置说只读另一个工作表，这一个未读取", en: "its profile says that another sheet is read alone, this one is not" },
  sheet_unrelated: { zh: "工作表不是报表，未读取", en: "the sheet is not an export, not read" },
} as const satisfies Messages;

/** What is wrong with a cell, or a row; the place stands before it. */
export const cellMessages = {
  missing: { zh: "没有填写，这一列必填", en: "is blank, but required" },
  figure_elsewhere: {
    zh: "没有找到这个企业这个月的数：本文件只有一项，这一项应在{expected}里，请补上再报",
    en: "was not found for this enterprise and month: this file has one figure alone, and this one is expected in {expected}; add it there and send it again",
  },
  error_cell: { zh: "「{value}」是表格公式的出错标记，请改成实际的值", en: "“{value}” is the error mark of a formula; write the value itself" },
  formula_unsaved: {
    zh: "是公式，文件里没有存下算出的结果，请用 Excel 或 WPS 打开并保存一次再报",
    en: "is a formula whose result is not stored; open the file in a spreadsheet program, save it once and send it again",
  },
  formula_stale: {
    zh: "是公式，存下的结果是 0 或空的，而文件标明要重新计算，请用 Excel 或 WPS 打开并保存一次再报",
    en: "is a formula whose stored result is zero or empty in a file that is yet to be calculated; open it in a spreadsheet program, save it once and send it again",
  },
  not_money: { zh: "「{value}」不是金额，应如 {expected}", en: "“{value}” is not an amount such as {expected}" },
  not_number: { zh: "「{value}」不是数字，应如 {expected}", en: "“{value}” is not a number such as {expected}" },
  too_large: { zh: "「{value}」超出了能记录的大小，请核对单位和小数点", en: "“{value}” is larger than can be stored; check the unit and the decimal point" },
  not_percent: { zh: "「{value}」不是百分比，应如 {expected}", en: "“{value}” is not a percentage such as {expected}" },
  ambiguous_percent: {
    zh: "「{value}」没有百分号，同一列又有大于 1 的数，分不清是百分之几还是小数，应如 {expected}",
    en: "“{value}” has no per cent sign while others of its column are over 1, so it may be per cent or a fraction; write it like {expected}",
  },
  number_rounded: {
    zh: "编号被当成数字存成了「{value}」，后几位已丢失，请把该列设为文本后重填",
    en: "the number was stored as “{value}” and lost its last digits; make the column text and fill it in again",
  },
  files_disagree: {
    zh: "「{value}」与{expected}不一致，两处都没有标明是更正，时间也分不出先后；请只把要用的一份在文件名里写上「更正」再报，或在退回表里只留要用的一行交回",
    en: "“{value}” differs from {expected}; neither says that it corrects the other, and neither is newer. Send the right file again with 更正 in its name, or leave the right row alone in the workbook of returned rows",
  },
  months_missing: {
    zh: "到「{value}」的本年累计减去以前各月才是当月数，而这一项 {expected} 还没有入库，请报送这几个月的（没有发生的报 0），入库后本行自动读入",
    en: "the month's figure is the year to date up to “{value}” less the months before, of which {expected} are not on file for this item; send those, 0 where there was nothing, and this row is loaded with them",
  },
  broken_text: {
    zh: "「{value}」里有乱码「�」，原来的字已丢失，请补上再报",
    en: "“{value}” holds � in place of characters that were lost; write them again",
  },
  not_integer: { zh: "「{value}」不是整数，应如 {expected}", en: "“{value}” is not a whole number such as {expected}" },
  not_bool: { zh: "「{value}」不是 {expected}", en: "“{value}” is not one of {expected}" },
  not_date: { zh: "「{value}」不是日期，应如 {expected}", en: "“{value}” is not a date such as {expected}" },
  not_month: { zh: "「{value}」不是月份，应如 {expected}", en: "“{value}” is not a month such as {expected}" },
  month_span: { zh: "「{value}」是几个月的，不是一个月的数，请按月填报", en: "“{value}” is of several months and no month's figure; send it by month" },
  ambiguous_month: { zh: "「{value}」分不清是1月还是10月，应如 {expected}", en: "“{value}” may be January or October; write it like {expected}" },
  not_quarter: { zh: "「{value}」不是季度，应如 {expected}", en: "“{value}” is not a quarter such as {expected}" },
  not_year: { zh: "「{value}」不是年度，应如 {expected}", en: "“{value}” is not a year such as {expected}" },
  not_listed: { zh: "「{value}」不在可填的范围内：{expected}", en: "“{value}” is not one of the allowed: {expected}" },
  not_town: { zh: "「{value}」不是本区的镇街：{expected}", en: "“{value}” is not a town of the district: {expected}" },
  code_length: { zh: "统一社会信用代码「{value}」不是 18 位", en: "the credit code “{value}” does not have 18 characters" },
  code_characters: { zh: "统一社会信用代码「{value}」含有不该有的字符（没有 I、O、S、V、Z）", en: "the credit code “{value}” holds a character that none may have (no I, O, S, V, Z)" },
  code_check: { zh: "统一社会信用代码「{value}」的校验位不对，请核对是否抄错", en: "the check character of the credit code “{value}” is wrong; check it for a slip" },
  code_rounded: { zh: "统一社会信用代码被当成数字存成了「{value}」，后几位已丢失，请把该列设为文本后重填", en: "the credit code was stored as the number “{value}” and lost its last digits; make the column text and fill it in again" },
  too_many_cells: { zh: "这一行比表头多出内容「{value}」，可能有逗号没有加引号", en: "the row has more cells than the header (“{value}”), perhaps an unquoted comma" },
  name_unknown: { zh: "没有信用代码，企业名录里也没有「{value}」；相近的有：{expected}", en: "has no credit code, and the directory has no “{value}”; near ones: {expected}" },
  name_ambiguous: { zh: "没有信用代码，企业名录里有不止一家「{value}」：{expected}", en: "has no credit code, and the directory has more than one “{value}”: {expected}" },
} as const satisfies Messages;

/** What looks wrong, but was loaded. */
export const warningMessages = {
  year_to_date: { zh: "本年累计「{value}」与各月之和 {expected} 不符", en: "the year to date “{value}” is not the sum of the months, {expected}" },
  jump: { zh: "「{value}」与上月 {expected} 相差十倍以上，请核对是否多写或少写了零", en: "“{value}” differs more than tenfold from last month's {expected}; check for a dropped or added zero" },
  implausible: { zh: "「{value}」不在常见范围 {expected} 内，请核对", en: "“{value}” is outside the usual range {expected}; check it" },
  day_assumed: { zh: "「{value}」只有年月，按当月 1 日读取，请补上日", en: "“{value}” has no day and was read as the first of the month; add the day" },
  blanked: {
    zh: "以前报过「{expected}」，这次没有这一列或这一格空着，已按空白替代；不是有意更正的，请补上再报",
    en: "“{expected}” was reported before; this time the column or the cell is empty and has taken its place; where that is not meant, fill it in and send it again",
  },
  month_blank: {
    zh: "这个月的格空着，另有「{expected}」，仍照那个数；确实没有的请填 0，那个数不对的请改正再报",
    en: "the month's cell is blank while “{expected}” is known, which stays; write 0 where there was nothing, or correct it",
  },
  day_rounded: {
    zh: "「{value}」等 {expected} 处离午夜不到一分钟，按次日读取，请核对",
    en: "“{value}” and so on ({expected} in all) is less than a minute before midnight and was read as the day that begins then; check it",
  },
  repeated_key: {
    zh: "与第 {expected} 行是同一项，数不同（{value}），以本行为准，请核对",
    en: "is of the same item as row {expected} with other values ({value}); this row counts, check it",
  },
  contradicted_marked: {
    zh: "与{expected}是同一项，数不同（{value}）；按文件名、表名或标题上的标记（更正、旧、备份等），以本行为准",
    en: "is of the same item as {expected} with other values ({value}); by the marks of the file, sheet or title (更正, 旧, 备份 and their like) this row counts",
  },
  contradicted_newer: {
    zh: "与{expected}是同一项，数不同（{value}）；本文件保存得晚，以本行为准，请核对",
    en: "is of the same item as {expected} with other values ({value}); this file was saved later, so this row counts, check it",
  },
  contradicted_today: {
    zh: "与今天早些时候入库的{expected}是同一项，数不同（{value}）；本文件没有标明是更正，已按更正替代，请核对",
    en: "is of the same item as {expected}, loaded earlier today, with other values ({value}); the file does not say that it is a correction and has taken its place, check it",
  },
  cut_end: {
    zh: "文件到「{value}」就结束了，没有换行，这个数可能没有写完，请核对",
    en: "the file ends at “{value}” without the end of a line, so the number may not be whole; check it",
  },
  other_name: {
    zh: "「{value}」与企业名录里这个信用代码的名称「{expected}」不同，请核对代码是否填错",
    en: "“{value}” is not the name of this credit code in the directory, “{expected}”; check whether the code is right",
  },
  months_sum: { zh: "「{value}」与本行各月之和 {expected} 不符，各月照各自的格入库，请核对", en: "“{value}” is not the sum of the months of its row, {expected}; the months were loaded as they stand, check it" },
  part_over_whole: { zh: "「{value}」比它所在的{expected}还大，请核对", en: "“{value}” is more than the whole that it is a part of, {expected}; check it" },
  unit_partly: { zh: "没有写单位，按{expected}读入，而同一张表的{value}另写了单位，请核对；不是{expected}的，把单位写在表头的括号里再报", en: "names no unit and was read in {expected}, while {value} of the same table names another; where it is not in {expected}, write its unit in brackets in the header and send the file again" },
  row_void: { zh: "写着「{value}」，这一行照样入库，请核对；确实不算的请删去这一行再报", en: "says “{value}” and the row was loaded all the same; where it is not to count, leave it out and send the file again" },
  question_marks: { zh: "「{value}」里有「??」，可能是导出时丢了字，请核对", en: "“{value}” holds “??”, perhaps characters that were lost in an export; check it" },
  difference_negative: {
    zh: "本年累计「{value}」减去以前各月得 {expected}，当月数是负数，照此入库；是退库、冲减或更正以前多报的不必改，不是的请核对后更正",
    en: "the year to date “{value}” less the months before is {expected}, below nothing, and was loaded so; nothing need be done where that is a refund or corrects too much before, else correct it",
  },
  difference_unknown: { zh: "以前有月份没有填这一列，本年累计「{value}」减不出当月数，按空白入库", en: "a month before has no figure here, so the month's cannot be told from the year to date “{value}” and was loaded as blank" },
  months_rederived: {
    zh: "以前的月份变了，{expected} 的当月数是用本年累计减出来的，已随之重算：{value}",
    en: "a month before has changed, so {expected}, told from the year to date, was differenced again: {value}",
  },
  profile_used: { zh: "按配置「{value}」读取（{expected}），不对的请用 d521 profile 改", en: "was read by the profile {value} ({expected}); where that is wrong, change it with d521 profile" },
  percent_points: { zh: "「{value}」没有百分号，按百分之几读取", en: "“{value}” has no per cent sign and was read as per cent" },
} as const satisfies Messages;

export type CellCode = keyof typeof cellMessages;
export type WarningCode = keyof typeof warningMessages;
export type IgnoredCode = keyof typeof ignoredMessages;
