import type { Messages } from "../messages.ts";

/** Why a file or a sheet could not be read at all; it is rejected whole. */
export const fileMessages = {
  truncated: {
    zh: "文件不完整或已损坏，可能没有复制完，请重新导出。",
    en: "The file is incomplete or damaged, perhaps not fully copied; export it again.",
  },
  zip_bomb: {
    zh: "文件解开后大得不合常理（{detail}），为安全起见没有打开。",
    en: "The file would unpack to an unreasonable size ({detail}) and was not opened.",
  },
  too_big: {
    zh: "文件太大（{detail}），请分成几个文件，或另存为 CSV。",
    en: "The file is too big ({detail}); split it or save it as CSV.",
  },
  too_many_rows: {
    zh: "工作表超过 {rows} 行，Excel 也打不开这么多，请分成几个文件，或导出为 CSV。",
    en: "A sheet has more than {rows} rows, more than Excel itself can open; split it or export it as CSV.",
  },
  too_many_columns: {
    zh: "第 {row} 行的列数（至少 {columns} 列）超过 {most}，不像一张报表，请删去多余的列再报。",
    en: "Row {row} has more than {most} columns (at least {columns}), so this does not look like an export; remove the columns that do not belong to it.",
  },
  cell_too_long: {
    zh: "第 {row} 行第 {column} 列的一个单元格超过 {most} 个字，任何表格软件都存不下，请改短后再报。",
    en: "The cell in row {row}, column {column} has more than {most} characters, more than any spreadsheet can hold; shorten it and send it again.",
  },
  too_many_sheets: {
    zh: "工作簿有 {sheets} 个以上的工作表，最多只读 {most} 个，请分成几个文件。",
    en: "The workbook has {sheets} sheets or more; at most {most} are read. Split it.",
  },
  too_many_blank_rows: {
    zh: "数据行之间有 {rows} 个空行，超过 {most} 个，可能是导出出错，请删去空行再报。",
    en: "There are {rows} empty rows between the rows of data, more than {most}; perhaps the export failed. Remove them and send it again.",
  },
  too_deep: {
    zh: "文件内部的标记嵌套超过 {most} 层，不是表格软件存出的文件，为安全起见没有打开。",
    en: "The file's marks are nested more than {most} deep, which no spreadsheet program writes; it was not opened.",
  },
  too_many_marks: {
    zh: "第 {row} 行处连着 {most} 个以上的标记，不是表格软件存出的文件，为安全起见没有读入。",
    en: "At row {row} there are more than {most} marks in one cell or between two rows, which no spreadsheet program writes; the file was not read.",
  },
  too_many_merges: {
    zh: "合并单元格多于 {most} 处，或在表头处互相重叠，不是表格软件存出的文件，为安全起见没有读入；确是报表的，请取消合并再报。",
    en: "There are more than {most} merged ranges, or some that overlap in the header, which no spreadsheet program writes; the file was not read. If it is an export, take the merged ranges apart and send it again.",
  },
  expands: {
    zh: "展开后已有 {size} MB，与文件本身的大小（{file} MB）不相称，为安全起见没有读入；确是报表的，请分成几个文件，或另存为 CSV。",
    en: "It has come to {size} MB already, out of all proportion to the file's own {file} MB, and was not read; if it is an export, split it or save it as CSV.",
  },
  nul_bytes: {
    zh: "从第 {row} 行起有空字节（NUL），内容已经丢失，多半是没有复制完或磁盘出错，请重新导出。",
    en: "From line {row} on there are NUL bytes in place of the content, perhaps because it was not fully copied or a disk failed; export it again.",
  },
  password: {
    zh: "文件设有密码，打不开，请去掉密码后重新保存。",
    en: "The file is protected by a password; save it without one.",
  },
  not_a_workbook: {
    zh: "内容不是表格文件（{detail}），请用 Excel 或 WPS 打开后另存为 .xlsx。",
    en: "The content is no spreadsheet ({detail}); open it in a spreadsheet program and save it as .xlsx.",
  },
  web_archive: {
    zh: "是把网页整个存成的单个文件（.mht），读不了，请用 Excel 或 WPS 打开后另存为 .xlsx。",
    en: "The file is a web page saved with all its parts in one (.mht), which is not read; open it in a spreadsheet program and save it as .xlsx.",
  },
  empty_file: {
    zh: "文件里没有任何内容。",
    en: "The file has no content.",
  },
  mixed_encodings: {
    zh: "同一文件里混有 UTF-8 和 GB18030 两种编码（例如第 {row} 行），请重新导出为其中一种。",
    en: "The file mixes UTF-8 and GB18030 (for example in line {row}); export it again in one of them.",
  },
  unknown_encoding: {
    zh: "文字编码既不是 UTF-8、UTF-16，也不是 GB18030，请另存为 UTF-8 的 CSV。",
    en: "The text is neither UTF-8, UTF-16 nor GB18030; save it as UTF-8 CSV.",
  },
  big5: {
    zh: "文字是 Big5（繁体）编码，读出来像「{meant}」，请用简体表头另存为 UTF-8 的 CSV 或 .xlsx 再报。",
    en: "The text is in Big5 (traditional Chinese), it reads like “{meant}”; save it as UTF-8 CSV or .xlsx with a header in simplified characters.",
  },
  encoded_twice: {
    zh: "文字是乱码：本来是 {original} 编码，被当成别的编码又存了一次（「{sample}」本来是「{meant}」），请从原系统重新导出，不要再用这一份。",
    en: "The text is garbled: it was {original}, was taken for another encoding and saved again (“{sample}” was “{meant}”); export it again from where it came from.",
  },
  unclosed_quote: {
    zh: "第 {row} 行有一个引号没有配对，后面的行无法分清，请改正后再导出。",
    en: "A quotation mark opened in row {row} is never closed, so the rows after it cannot be told apart; correct it and export again.",
  },
  no_header: {
    zh: "找不到表头，应有一行写着：{expected}。",
    en: "No header row was found; one row must read: {expected}.",
  },
  unknown_delimiter: {
    zh: "各列是用「{delimiter}」分开的，只能读用半角的逗号、分号、竖线或制表符分开的文件，请重新导出。",
    en: "Its columns are separated by {delimiter}; only half-width commas, semicolons, bars and tabs are read, export it again.",
  },
  missing_columns: {
    zh: "表头（第 {row} 行）缺少必填的列：{columns}。",
    en: "The header (row {row}) lacks required columns: {columns}.",
  },
  which_report: {
    zh: "文件名和工作表名都不是报表名称，从标题和表头看可能是{names}，分不清是哪一张，请把文件或工作表改名为报表名称。",
    en: "Neither the file nor a sheet is named after a data set; by title and header it may be {names}; name the file or the sheet after one.",
  },
  period_conflict: {
    zh: "{place}是 {period}，{other_place}是 {other}，分不清是哪一期的，请改成一致。",
    en: "{place} says {period}, {other_place} says {other}, so it is not clear which period it is of; make them agree.",
  },
  period_longer: {
    zh: "没有「月份」列，{place}里写的是「{period}」，不是一个月的数，不能当作当月数入库；请按月报送，或加上「月份」列。",
    en: "It has no column of months, and {place} says “{period}”, which is no single month; send it by month, or add the column.",
  },
  rows_span: {
    zh: "{place}写的是几个月的（如「{period}」），不是{name}要的一个月的数，没有读入；请按月报送。",
    en: "{place} is of several months (such as {period}), which is no month's figure as {name} asks for; send it by month.",
  },
  doubled_header: {
    zh: "表头（第 {row} 行）里「{column}」出现了不止一次，分不清以哪一列为准。",
    en: "In the header (row {row}) {column} occurs more than once, so it is not clear which column counts.",
  },
  tables_beside: {
    zh: "第 {row} 行并排写着几个表头，各不相同：{tables}；并排的表只有表头相同的才能一起读，请分成几个工作表或文件。",
    en: "Row {row} holds several headers side by side that differ: {tables}; tables side by side are read together only where their headers are the same. Make several sheets or files of them.",
  },
  tables_below: {
    zh: "第 {row} 行是{other}的表头（{header}），上面是{name}；一个工作表里上下几张表，表头相同的才能一起读，请分成几个工作表或文件。",
    en: "Row {row} is a header of {other} ({header}) below {name}; tables below each other are read together only where their headers are the same. Make several sheets or files of them.",
  },
  title_between: {
    zh: "第 {row} 行「{title}」夹在行间，和上面的标题说的不是同一年、同一项，或者分不清是不是，下面的行不能照上面的读；请分成几个工作表或文件，各带自己的标题和表头。",
    en: "Row {row}, {title}, stands between the rows and is not known to be of the same year and figure as the title above, so the rows below cannot be read by that; make several sheets or files of it, each with its title and header.",
  },
  unit_beside: {
    zh: "「{header}」在{place}里写着单位{unit}，{other}里没有写，分不清是不是同一单位，请在各自的表头括号里写明。",
    en: "{header} is in {unit} in {place} while {other} names no unit, so it is not clear whether it is the same; write the unit in brackets in the header of each.",
  },
  months_without_year: {
    zh: "表头（第 {row} 行）是按月横排的，标题、工作表名、文件名和表头都没有写是哪一年的，请在标题里写上年份。",
    en: "The header (row {row}) has its months side by side, and no title, sheet's or file's name says of which year; write it in the title.",
  },
  months_without_figure: {
    zh: "表头（第 {row} 行）是按月横排的，标题、工作表名和文件名分不清是哪一项数，请在标题里写上一项（{figures}）。",
    en: "The header (row {row}) has its months side by side, and title, sheet's and file's name do not tell which one figure it is of; write it in the title ({figures}).",
  },
  months_added: {
    zh: "表头「{header}」是几个月的累计数，而表里没有其中各月的列，不能当作一个月的数；请按月分列再报。",
    en: "The header {header} is of several months that have no columns of their own here, so it cannot be read as one month's; send a column for each month.",
  },
  months_days: {
    zh: "表头（第 {row} 行）「{header}」是一天一列的，不是一个月的数，没有读入；请把各天合计成月，按月分列再报。",
    en: "The header (row {row}) has a column a day ({header}), which is no month's figure; add the days up and send a column for each month.",
  },
  months_left_out: {
    zh: "表头（第 {row} 行）「{header}」看不出是不是这个月当月的实际数（预计、累计等不是），没有读入；是的，请写成「1月」或「2021年1月」这样，不是的，请删去这一列再报。",
    en: "The header {header} (row {row}) is not known to be of the month's own actual figures (a forecast or a sum is not), so the table was not read; write it like 1月 or 2021年1月 where it is, and leave the column out where it is not.",
  },
  months_rows: {
    zh: "表头（第 {row} 行）是按月横排的，下面不止一行数，分不清哪一行是{name}的数；请只留这一行再报，分项、上年数另放。",
    en: "The header (row {row}) has its months side by side, and there is more than one row of figures below, so it is not clear which is of {name}; leave that one row, and put parts of it and last year's figures elsewhere.",
  },
  figures_elsewhere: {
    zh: "{months}只有「{figure}」一项，同一张报表的「{missing}」应在另外的文件或工作表里，这次没有；请把几个文件一起放好再报，齐了才能拼成完整的行。",
    en: "For {months} it has {figure} alone; {missing} of the same data set is expected in another file or sheet and did not come. Send them together: only then do they make whole rows.",
  },
  unknown_unit: {
    zh: "表头「{header}」的单位「{unit}」无法换算成{expected}。",
    en: "The unit {unit} in the header {header} cannot be converted to {expected}.",
  },
  figures_other: {
    zh: "{place}写着「{word}」，不像{name}要的当期实际数，没有读入；确是当期实际数的，请改掉这几个字再报。",
    en: "{place} says {word}, which are not the period's own figures that {name} asks for; if they are, take that word out and send it again.",
  },
  figures_span: {
    zh: "{place}写着「{word}」，而各行都是 {month} 一个月的，分不清是当月数还是几个月的合计，没有读入；请写明是哪个月的数再报。",
    en: "{place} says {word} while all rows are of {month}, so it is not clear whether they are that month's figures or the sum of several; say which month they are of and send it again.",
  },
  profile_month_absent: {
    zh: "没有「{column}」列，配置「{profile}」说它看{place}，而这一份的{place}没有写，请补上。",
    en: "It has no column {column}; the profile {profile} says that it stands in the {place}, which says none here; add it.",
  },
  profile_header_absent: {
    zh: "配置「{profile}」说有一个表头是「{column}」，这一份的表头里没有，请改正配置，或用 d521 profile forget 删去。",
    en: "The profile {profile} says that a header is {column}, and this header has none; correct the profile or remove it with d521 profile forget.",
  },
  profile_sheet_absent: {
    zh: "配置「{profile}」说只读工作表「{sheet}」，这一份里没有，有的是：{sheets}。",
    en: "The profile {profile} says that the sheet {sheet} is read, and there is none here, but {sheets}.",
  },
  near_unit: {
    zh: "没有写金额的单位，而《{dataset}》的另一种文件没有写的是{unit}（配置「{profile}」），分不清这一份是不是；请在表头写上单位，或者回答一次。",
    en: "It names no unit, and other files of {dataset} that name none are in {unit} (profile {profile}), so it is not clear what this one is in; write the unit in the header, or answer once.",
  },
  near_column: {
    zh: "表头「{header}」在《{dataset}》的另一种文件里是「{column}」（配置「{profile}」），分不清这一份是不是；请把表头改明白，或者回答一次。",
    en: "The header {header} is {column} in other files of {dataset} (profile {profile}), so it is not clear what it is here; change the header, or answer once.",
  },
  near_month: {
    zh: "{place}是 {period}，而这个部门或这种表头的另一种文件要看{wanted}（配置「{profile}」），分不清这一份看哪里；请都写成一致，或者回答一次。",
    en: "{place} is {period}, and of other files of this sender or with this header it is the {wanted} that counts (profile {profile}), so it is not clear which counts here; make them agree, or answer once.",
  },
  near_sheet: {
    zh: "有几个工作表都是《{dataset}》：{sheets}，而这个部门或这种表头的另一种文件只读「{sheet}」（配置「{profile}」），分不清这一份读哪个；请只留一个，或者回答一次。",
    en: "Several sheets are {dataset}: {sheets}; of other files of this sender or with this header {sheet} alone is read (profile {profile}), so it is not clear which is meant here; leave one, or answer once.",
  },
  units_disagree: {
    zh: "{first}和{second}写的单位不一致，分不清「{header}」以哪个为准，请改成一致，或把单位写在表头的括号里。",
    en: "{first} and {second} name different units, so it is not clear which one {header} is in; make them agree or write the unit in brackets in the header.",
  },
  unit_partly: {
    zh: "「{header}」的单位是{unit}，而「{other}」没有写单位，分不清也是{unit}还是{expected}，请在各自的表头括号里写明。",
    en: "{header} is in {unit} while {other} names no unit, so it is not clear whether that is in {unit} too or in {expected}; write the unit in brackets in each header.",
  },
  unit_unclear: {
    zh: "{place}说的单位看不懂，或者换算不成{expected}，请改成「单位：万元」这样的写法，或把单位写在表头的括号里。",
    en: "The unit that {place} speaks of is not understood or cannot be converted to {expected}; write it like 单位：万元, or in brackets in the header.",
  },
  unit_misfit: {
    zh: "{place}写的单位，本表没有一列能用；「{header}」应当用{expected}，请核对后写在表头的括号里。",
    en: "No column of the table can be in the unit that {place} names; {header} is expected in {expected}; check it and write the unit in brackets in the header.",
  },
  second_header: {
    zh: "第 {row} 行又有一个表头，列的次序或单位与第 {first} 行的表头不同，下面的行不能照上面的表头读；请分成两个工作表或文件，各带自己的表头，不要只删掉这一行。",
    en: "Row {row} is another header, with other columns or units than that in row {first}, so the rows below cannot be read by the first; make two sheets or files of it, each with its header, and do not merely delete this row.",
  },
  unit_midway: {
    zh: "{place}在数据中间写了单位，分不清上面的行是不是同一单位，请写到表头上方或表头的括号里。",
    en: "{place} names a unit in the middle of the data, so it is not clear which rows it is about; write it above the header or in brackets in it.",
  },
  mostly_no_data: {
    zh: "试读的 {rows} 行里有 {bad} 行是合计、注或重复的表头，不像{name}，没有读入，请核对是不是放错了文件或导出出错。",
    en: "Of {rows} rows that were tried {bad} are totals, notes or the header again, so this does not look like {name}; it was not read. Perhaps it is another file, or the export failed.",
  },
  mostly_bad: {
    zh: "试读的 {rows} 行里有 {bad} 行读不出来，超过 {share} 或 {most} 行，不像{name}，没有读入；前面的原因列在下面，请核对是不是放错了文件或列。",
    en: "{bad} of the {rows} rows that were tried cannot be read, more than {share} or {most}, so this does not look like {name} and was not read; the first reasons are listed. Check whether it is the right file and its columns are right.",
  },
  defect: {
    zh: "读这个文件时程序出错（{detail}），没有读入，其他文件不受影响；请把文件交给管理员。",
    en: "The program failed on this file ({detail}) and did not read it; the other files are not affected. Give the file to the administrator.",
  },
  unreadable: {
    zh: "文件读不出来：{detail}",
    en: "The file cannot be read: {detail}",
  },
} as const satisfies Messages;

export type FileCode = keyof typeof fileMessages;
