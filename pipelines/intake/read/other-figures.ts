import type { Contract } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { type PeriodPlaces, placesOf, withFigures } from "./stated-period.ts";

/** A word that says that a table's figures are not those of its data set, and where it stands. */
export interface OtherFigures {
  readonly word: string;
  /** for people: `标题「1-6月累计」` */
  readonly place: string;
}

/** What stands for other figures than those that came about in the period: sums over it, plans, forecasts, rates of change. */
const words: readonly RegExp[] = [
  /累计|累积|年初至今/,
  /预测|预计|预估|估算|测算|推算|预期/,
  // an action plan's name is no plan of figures, and what came of a plan came about
  /(?<!行动|培育|倍增|成长|攻坚|人才|[三五两十]年)计划(?=数|表|值|指标|$|[^\p{Script=Han}])/u,
  /预算(?=数|表|安排|$|[^\p{Script=Han}])/u,
  /目标(?=数|表|值|任务|分解|$|[^\p{Script=Han}])|任务(?=数|表|分解)/u,
  /同比|环比|增速|增幅|增长率/,
  /上年同期|去年同期|上年数|去年数|同期数|上月数/,
  /月均|人均|户均/,
];
/** What a whole table is called that is not to be counted: withdrawn, a specimen, a draft. */
const noReport = /(?<!参照|参考|参见|按照?|见|附)(作废|样表|样张|草稿|草表|初稿)(?=[版表件]?(?:$|[^\p{Script=Han}]))/u;
const spans = /(?<!\d)(?:1[0-2]|0?[1-9])月?份?[-—–~至到]+(?:(?:19|20)\d\d年)?(?:1[0-2]|0?[1-9])月|[上下]半年|前[23]季度|第?[1-4]季度/;
const wholeYear = /全年|(?<!\d)0?1月?[-—–~至到]+12月/;
/** A longer text is no title. */
const longestName = 60;
/** A text that explains, and is no title. */
export const explains = /^[(（]?(说明|注|备注|附注|填表|填报|※|\*|\d{1,2}[.、])/;
const denied = /(不|非|勿|除|扣除|剔除)[^，。；,;]{0,6}$/;
const said = /(为|系|是|均|按|报)[^，。；,;不非勿]{0,8}$/;

/** «月报（含本年累计）» speaks of a column that is there beside the figures. */
const besides = /[含附及和与、][^，。；,;（(]{0,4}$/;

/** A column that checks the year's sum is in every table of its data set: by itself it is no reason for a title to speak of sums. */
function isControl(header: string, { columns }: Contract): boolean {
  return columns.some(({ zh, aliases, year_to_date_of }) => year_to_date_of !== undefined && [zh, ...aliases].some((name) => header.trim().startsWith(name)));
}

/**
 * Refuses a table whose title, sheet's or file's name says that it is none (作废, 样表, 草稿), or, of a month's, quarter's or year's
 * figures, that they are others: 累计, 预测数, 计划. Not where the data set is of such figures by its own name, nor where headers say which columns are the others.
 *
 * @param headers  all headers of the table, read or not
 * @throws FileFault `figures_other`
 */
export function refuseOtherFigures(contract: Contract, headers: readonly string[], places: PeriodPlaces): void {
  for (const { place, text } of placesOf(places)) {
    const word = otherFiguresIn(text, contract, headers, explains.test(text)) ?? (text.length > longestName || explains.test(text) ? undefined : noReport.exec(text.replaceAll(/\s/g, ""))?.[1]);
    if (word !== undefined) throw new FileFault("figures_other", { place, word, name: contract.name });
  }
}

/**
 * The word of a text that says that the figures are others, as of {@link refuseOtherFigures}.
 *
 * @param isNote  it explains: only what it says of the figures counts («以上为累计数»), not what else it speaks of
 */
export function otherFiguresIn(text: string, contract: Contract, headers: readonly string[], isNote: boolean): string | undefined {
  if (!isPeriodic(contract)) return undefined;
  for (const word of words) {
    const found = word.exec(text);
    if (!found) continue;
    const before = text.slice(0, found.index);
    if (denied.test(before) || (isNote && !said.test(before))) continue;
    if (!contract.name.includes(found[0]) && !headers.some((header) => header.includes(found[0]) && (besides.test(before) || !isControl(header, contract)))) return found[0];
  }
  return undefined;
}

/**
 * The span of several months that title, sheet's or file's name speak of: of a table of one month's rows it is not clear
 * whether they are the month's or the span's. A file of several sheets may be called after all their months.
 *
 * @throws FileFault `figures_other` for a part of a year in a table of years
 */
export function spanSaid(contract: Contract, places: PeriodPlaces): OtherFigures | undefined {
  const isMonthly = hasKey(contract, "month");
  if (!isMonthly && !(hasKey(contract, "year") && contract.columns.some(({ type }) => type === "money" || type === "number"))) return undefined;
  const all = placesOf(places).map(({ place, text }) => ({ place, isFile: place.startsWith("文件名"), text: withFigures(text).replaceAll(/\s/g, "") }));
  const near = all.filter(({ isFile }) => !isFile);
  const month = near.some(({ text }) => /(?<!\d)(?:1[0-2]|0?[1-9])月/.test(text) && !spans.test(text));
  for (const { place, text, isFile } of all) {
    const word = (isMonthly ? (spans.exec(text) ?? wholeYear.exec(text)) : wholeYear.test(text) ? null : spans.exec(text))?.[0];
    if (word === undefined || (explains.test(text) && !said.test(text.slice(0, text.indexOf(word)))) || (isFile && month)) continue;
    if (!isMonthly && !contract.name.includes("目标")) throw new FileFault("figures_other", { place, word, name: contract.name });
    if (isMonthly) return { word, place };
  }
  return undefined;
}

function isPeriodic(contract: Contract): boolean {
  return hasKey(contract, "month") || hasKey(contract, "quarter") || hasKey(contract, "year");
}

function hasKey(contract: Contract, wanted: string): boolean {
  return contract.columns.some(({ name, type }) => type === wanted && contract.key.includes(name));
}
