import type { Column, Contract } from "../intake/contracts.ts";
import type { CellCode, WarningCode } from "../intake/messages.ts";
import type { Chance } from "./random.ts";
import type { Cell, Row } from "./row.ts";

/** What a file's amounts are in; 万元 where it says nothing. */
export type MoneyUnit = "元" | "亿元";

/** A kind of oddity that one cell of a row can have. */
export interface MessKind {
  readonly kind: string;
  /** whether it can be planted in a cell as the file has it */
  readonly fits: (column: Column, cell: Cell, contract: Contract, row: Row) => boolean;
  readonly plant: (cell: Cell, chance: Chance, column: Column, row: Row, contract: Contract, unit?: MoneyUnit) => Cell;
  /** the fault that it is; without one the row loads and means the same */
  readonly code?: CellCode | ((column: Column) => CellCode);
  /** the row loads with this warning */
  readonly warning?: WarningCode;
}

const fullWidth = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
const isText = (cell: Cell): cell is string => typeof cell === "string" && cell !== "";
const isDay = (column: Column, cell: Cell) => column.type === "date" && isText(cell) && /^\d{4}-\d{2}-\d{2}$/.test(cell);
const isMonth = (column: Column, cell: Cell) => column.type === "month" && isText(cell) && /^\d{4}-\d{2}$/.test(cell);
const isAmount = (column: Column, cell: Cell) => ["money", "number", "mu"].includes(column.type) && typeof cell === "number";
const isRate = (column: Column, cell: Cell) => column.type === "percent" && isText(cell) && cell.endsWith("%");
const hasCode = (column: Column, cell: Cell) => column.type === "id" && isText(cell);

/** Titles of people and things, which may hold anything; never a name that another file is matched by. */
const freeTexts = ["项目名称", "展会名称", "解决问题", "事由", "认定部门", "出库原因"];

/** What real files have and `load` reads. */
const readable: readonly MessKind[] = [
  { kind: "全角数字", fits: isAmount, plant: (cell) => fullWidth(String(cell)) },
  { kind: "千分位", fits: (column, cell) => isAmount(column, cell) && Math.abs(Number(cell)) >= 1000, plant: (cell) => grouped(Number(cell)) },
  { kind: "带货币符号", fits: (column, cell) => column.type === "money" && isAmount(column, cell) && Number(cell) >= 0, plant: (cell) => `¥${grouped(Number(cell))}` },
  { kind: "数字存为文本", fits: (_, cell) => typeof cell === "number", plant: (cell) => String(cell) },
  { kind: "金额自带单位", fits: (column, cell) => column.type === "money" && isAmount(column, cell), plant: (cell, chance, _, __, ___, unit) => ownUnit(Number(cell), unit ?? "万元", chance) },
  { kind: "负数写法", fits: (column, cell) => isAmount(column, cell) && Number(cell) < 0, plant: (cell, chance) => chance.pick([`(${-Number(cell)})`, `${-Number(cell)}-`, `（${-Number(cell)}）`]) },
  { kind: "日期写法", fits: isDay, plant: (cell, chance) => dayForm(String(cell), chance) },
  { kind: "月份写法", fits: isMonth, plant: (cell, chance) => monthForm(String(cell), chance) },
  { kind: "季度写法", fits: (column, cell) => column.type === "quarter" && isText(cell), plant: (cell, chance) => quarterForm(String(cell), chance) },
  { kind: "年度写法", fits: (column, cell) => column.type === "year" && typeof cell === "number", plant: (cell, chance) => chance.pick([`${cell}年`, `${cell}年度`, fullWidth(String(cell))]) },
  { kind: "百分比写法", fits: isRate, plant: (cell, chance) => chance.pick([fullWidth(String(cell)), fraction(String(cell))]) },
  { kind: "百分比没有百分号", fits: (column, cell) => isRate(column, cell) && Number.parseFloat(String(cell)) > 1, plant: (cell) => String(cell).slice(0, -1), warning: "percent_points" },
  { kind: "空值写法", fits: (column, cell) => !column.required && cell === null && column.type !== "bool", plant: (_, chance) => chance.pick(["-", "—", "——", "/", "无", " "]) },
  { kind: "镇街别名", fits: (column, cell) => column.type === "town" && isText(cell), plant: (cell, chance) => townForm(String(cell), chance) },
  { kind: "是否写法", fits: (column, cell) => column.type === "bool" && isText(cell), plant: (cell, chance) => (cell === "是" ? chance.pick(["√", "Y", "1", "有", "TRUE"]) : chance.pick(["×", "N", "0", "无"])) },
  { kind: "等级写法", fits: (column, cell) => spellingsOf(column, cell).length > 0, plant: (cell, chance, column) => chance.pick(spellingsOf(column, cell)) },
  { kind: "前后有空格", fits: (_, cell) => isText(cell), plant: (cell, chance) => `${chance.pick(["\u3000", "  ", "\u00a0"])}${String(cell)} ` },
  { kind: "文字换行", fits: (column, cell) => freeTexts.includes(column.zh) && isText(cell), plant: (cell) => `${String(cell)}\n第二行，“引号”和"引号"` },
  { kind: "全角代码", fits: hasCode, plant: (cell) => fullWidth(String(cell)) },
  { kind: "小写代码", fits: hasCode, plant: (cell) => String(cell).toLowerCase() },
  { kind: "文字含标记或公式", fits: (column, cell) => freeTexts.includes(column.zh) && isText(cell), plant: (cell, chance) => `${chance.pick(["<img src=x onerror=alert(1)>", "=HYPERLINK(\"x\")", "@SUM(1)", "<script>1</script>", "'\"--", "../../", "{{x}}"])}${String(cell)}` },
];

/** The amount of the column that this one is a part of; none where that is not written. */
function wholeOf(column: Column, row: Row, contract: Contract): number | undefined {
  const whole = contract.columns.find(({ name }) => name === column.part_of);
  const cell = whole && row[whole.zh];
  return typeof cell === "number" ? cell : undefined;
}

/** What `load` must notice and take all the same. */
const noticed: readonly MessKind[] = [
  { kind: "分项大于合计", fits: (column, cell, contract, row) => typeof cell === "number" && (wholeOf(column, row, contract) ?? -1) >= 0, plant: (_, __, column, row, contract) => Math.round(wholeOf(column, row, contract)! * 150) / 100 + 1, warning: "part_over_whole" },
  { kind: "文字丢成问号", fits: (column, cell) => freeTexts.includes(column.zh) && isText(cell), plant: (cell) => `${String(cell)}??`, warning: "question_marks" },
  { kind: "累计与各月不符", fits: (column, cell, _, row) => column.year_to_date_of !== undefined && typeof cell === "number" && String(row.月份).endsWith("-01"), plant: (cell) => Number(cell) * 2 + 1000, warning: "year_to_date" },
  { kind: "超出常见范围", fits: (column, cell) => column.plausible !== undefined && column.type === "int" && typeof cell === "number", plant: (_, __, column) => column.plausible![1] + 1, warning: "implausible" },
  // a slip of the hand: the amount is not guessed, it warns and loads. Within these bounds it is odd in 万元 and in 元, and can be stored
  { kind: "多写了几个零", fits: (column, cell) => column.type === "money" && column.plausible !== undefined && typeof cell === "number" && cell > 5000 && cell <= 90_000, plant: (cell) => Number(cell) * 10_000_000, warning: "implausible" },
];

/** What `load` must refuse, each for one reason. */
const unreadable: readonly MessKind[] = [
  { kind: "信用代码校验位错", fits: hasCode, plant: (cell) => String(cell).slice(0, 17) + (String(cell).endsWith("0") ? "1" : "0"), code: "code_check" },
  { kind: "信用代码少一位", fits: hasCode, plant: (cell) => String(cell).slice(0, 17), code: "code_length" },
  { kind: "信用代码含字母I", fits: hasCode, plant: (cell) => `${String(cell).slice(0, 10)}I${String(cell).slice(11)}`, code: "code_characters" },
  { kind: "信用代码变成数字", fits: hasCode, plant: () => "9.1379999E+17", code: "code_rounded" },
  { kind: "文字丢成乱码", fits: (column, cell) => freeTexts.includes(column.zh) && isText(cell), plant: (cell) => `${String(cell).slice(0, 2)}�${String(cell).slice(3)}`, code: "broken_text" },
  { kind: "金额不可读", fits: isAmount, plant: (_, chance) => chance.pick(["1.2.3", "约500", "12x", "12,34", "一千"]), code: (column) => (column.type === "money" ? "not_money" : "not_number") },
  { kind: "公式出错", fits: (_, cell) => typeof cell === "number", plant: (_, chance) => chance.pick(["#REF!", "#DIV/0!", "#N/A"]), code: "error_cell" },
  { kind: "不是整数", fits: (column, cell) => column.type === "int" && typeof cell === "number", plant: (cell) => `${cell}.5`, code: "not_integer" },
  { kind: "不在可选范围", fits: (column, cell) => column.values !== undefined && isText(cell), plant: (_, chance) => chance.pick(["没有这一项", "待定", "示例新称号"]), code: "not_listed" },
  { kind: "不是本区镇街", fits: (column, cell) => column.type === "town" && isText(cell), plant: () => "示例外区镇", code: "not_town" },
  { kind: "不知是否", fits: (column, cell) => column.type === "bool" && isText(cell), plant: (_, chance) => chance.pick(["也许", "待核实", "2"]), code: "not_bool" },
  { kind: "日期不存在", fits: isDay, plant: (cell, chance) => chance.pick([`${String(cell).slice(0, 4)}-02-30`, `${String(cell).slice(0, 4)}年13月1日`, "待定"]), code: "not_date" },
  { kind: "月份不存在", fits: isMonth, plant: (cell) => `${String(cell).slice(0, 4)}-13`, code: "not_month" },
  { kind: "月份分不清", fits: (column, cell) => isMonth(column, cell) && /-(01|10)$/.test(String(cell)), plant: (cell) => `${String(cell).slice(0, 4)}.1`, code: "ambiguous_month" },
  { kind: "季度不存在", fits: (column, cell) => column.type === "quarter" && isText(cell), plant: (cell) => `${String(cell).slice(0, 4)}Q5`, code: "not_quarter" },
  { kind: "年度不可读", fits: (column, cell) => column.type === "year" && typeof cell === "number", plant: (cell) => String(cell).slice(2), code: "not_year" },
  { kind: "百分比不可读", fits: isRate, plant: () => "约4%", code: "not_percent" },
  { kind: "必填为空", fits: (column, cell) => column.required && cell !== null, plant: (_, chance) => chance.pick<Cell>([null, "—"]), code: "missing" },
];

/** All kinds; of the readable ones there are about as many as of the others, and each is as likely as any. */
export const messKinds: readonly MessKind[] = [...readable, ...noticed, ...unreadable];

function grouped(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 6 });
}

function dayForm(day: string, chance: Chance): Cell {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  // spreadsheets count days from 1899-12-30
  const serial = Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 25_569;
  return chance.pick<Cell>([`${year}/${month}/${date}`, `${year}年${month}月${date}日`, `${year}.${month}.${date}`, day.replaceAll("-", ""), fullWidth(day), `${day} 00:00:00`, serial]);
}

function monthForm(month: string, chance: Chance): Cell {
  const [year, number] = month.split("-") as [string, string];
  return chance.pick([`${year}.${number}`, `${year}${number}`, `${year}年${Number(number)}月`, `${year}/${Number(number)}`, `${month}-01`, fullWidth(month), `${figures(year)}年${monthInFigures(Number(number))}月`, wholeMonth(year, number)]);
}

const chinese = "〇一二三四五六七八九";
const figures = (digits: string) => Array.from(digits, (digit) => chinese[Number(digit)]).join("");
const monthInFigures = (month: number) => `${month >= 10 ? "十" : ""}${month % 10 > 0 ? figures(String(month % 10)) : ""}`;

/** A month as the days that its period begins and ends with. */
function wholeMonth(year: string, month: string): string {
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${month}-01至${year}-${month}-${last}`;
}

/** How many 元 one of a file's units is, as a power of ten. */
const powers = { 元: 0, 万元: 4, 亿元: 8 } as const;

/** An amount with a unit of its own behind it, whatever unit the file is in: 52万, 0.0052亿, 520千元. 元 alone is asked about, as in a column of 万元 it may be a slip. */
function ownUnit(amount: number, unit: keyof typeof powers, chance: Chance): string {
  const [name, power] = chance.pick([["万", 4], ["万元", 4], ["亿", 8], ["千元", 3]] as const);
  return `${shifted(amount, powers[unit] - power)}${name}`;
}

/** A number with its point moved: digits are moved as text, so that none is made up by binary fractions. */
function shifted(value: number, by: number): string {
  const [whole, fraction = ""] = Math.abs(value).toFixed(10).split(".") as [string, string?];
  const digits = `${"0".repeat(12)}${whole}${fraction}${"0".repeat(12)}`;
  const point = 12 + whole.length + by;
  return `${value < 0 ? "-" : ""}${digits.slice(0, point).replace(/^0+(?=\d)/, "")}.${digits.slice(point)}`.replace(/\.?0+$/, "");
}

function quarterForm(quarter: string, chance: Chance): Cell {
  const [year, number] = quarter.split("Q") as [string, string];
  return chance.pick([`${year}年第${number}季度`, `${year}年${"一二三四"[Number(number) - 1]}季度`, `${year}q${number}`, `${year}-Q${number}`]);
}

function townForm(town: string, chance: Chance): Cell {
  if (town === "山亭经济开发区") return chance.pick(["开发区", "经济开发区", "山亭区经济开发区"]);
  const bare = town.replace(/(街道|镇)$/, "");
  return chance.pick([bare, `山亭区${town}`, town.replace("凫", "鳧"), `${town}${town.endsWith("街道") ? "办事处" : "人民政府"}`]);
}

/** `4.35%` → `0.0435`, without the noise of binary fractions. */
function fraction(percent: string): string {
  return String(Math.round(Number.parseFloat(percent) * 10_000) / 1_000_000);
}

function spellingsOf(column: Column, cell: Cell): string[] {
  return Object.entries(column.spellings ?? {}).flatMap(([other, stored]) => (stored === cell ? [other] : []));
}
