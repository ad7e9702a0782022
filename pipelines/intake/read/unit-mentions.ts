import { isMeasure, isMoneyUnit, isUnit, plainUnit } from "../cells/units.ts";

/** What a text says of the unit that figures are in. */
export interface UnitsSaid {
  /** the units that it names; undefined where it speaks of a unit in words that are not understood */
  readonly units: readonly string[] | undefined;
  /** it says how exact the figures are («精确到元»), which tells their unit only to a person */
  readonly isHint?: boolean;
}

/** «填报单位：…» names an office, and an office may be called after a unit. */
const officeBefore = /(填报|报送|编制|制表|填表|主管|报告|上报|申报|责任|牵头|建设|参保|用人|用地|所在|承办|承建|发文|印发|企业|事业|成员|配合|联系|纳税|缴费|投资|推荐|认定|受理|实施|施工|设计|监理|参展|组织|主办|协办|帮包|归口|调查|检查|执收|征收|预算|法人|采购|中标|服务|用能|用电|供电|开户|借款|贷款|经办|缴款|收款|付款|汇总|使用|管理|审核|制单|填制|有关|相关|其他|本|各|该)$/;
/** «单位名称», «单位产值能耗»: the word does not say a unit. */
const otherWord = /^(名称|全称|负责人|领导|代码|编码|地址|性质|类型|类别|电话|公章|盖章|签章|人|产值|产品|能耗|面积|成本|价格|工业|GDP|增加值|职工|个数|数量|数[:=]|所|内|外)/i;
/** What an office's name ends in. */
const officeName = /(公司|集团|局|厂|店|办|中心|委|会|府|部|处|院|校|所|社|镇|乡|街道|村|区|市|县|队|站|行|联|科|股|室|园|企业|部门|单位|盖章|公章|签章)(\(.*\))?$/;
/** What may stand beside a unit and changes nothing about it. */
const harmless = /^(|不?含税|税[前后]|含.{1,4}税|保留.*[位数]|保留整数|.{1,2}位小数|小数.*|取整|四舍五入|现价|当年价|可比价|不变价|本币|本位币|下同|同|除.{0,12}外|另有.*|详?见(表头|各列|各栏|列名)|人民币|rmb|cny)$/i;
/** Between what a statement lists. `/` stays: 元/亩 is a unit of its own. */
const separators = /[\s、,;。和及与()[\]{}【】〔〕〈〉<>《》"'“”|_]+/;
const closingFields = /\s+(?=[^\s:]{2,10}:)|[;。]/;

/** One spelling: half-width, today's characters, no spaces within a word. */
function unitForm(text: string): string {
  return text.normalize("NFKC").replaceAll("單", "单").replaceAll("幣", "币").replace(/单\s*位/g, "单位").replace(/人\s*民\s*币/g, "人民币").replace(/([十百千万亿美港])\s*([元圆圓])/g, "$1$2").replace(/元\s+整/g, "元整").replace(/\s*:\s*/g, ":").trim();
}

/**
 * What a line, cell or note says of a unit, in any wording: «单位：元（人民币）», «计量单位:元», «（万元）», «以元为单位», «金额均为万元».
 *
 * @returns undefined for a text that says nothing of a unit, such as «填报单位：元通公司» or «超过2000万元的企业»
 */
export function unitsSaid(text: string): UnitsSaid | undefined {
  if (!/[单單]\s*位|元|[圆圓]|币|幣|亩|米|㎡|顷|吨|瓦|[%％]|unit|\b(rmb|cny|yuan|renminbi|usd|hkd|eur|dollars?|euros?)\b/i.test(text)) return undefined;
  const line = unitForm(text);
  return combined([...wholly(line), ...stated(line), ...byPhrase(line), ...bracketed(line)]) ?? loosely(line);
}

/** As of {@link unitsSaid}, of a file's or sheet's name: a part of it that is a unit says so by itself. */
export function unitsNamed(name: string): UnitsSaid | undefined {
  const line = unitForm(name);
  const parts = line.split(/[\s_\-—–.,、()[\]【】]+/).map((part) => part.replace(/(版|口径|表)$/, ""));
  const units = parts.filter((part) => isUnit(part) && /[元亩米㎡顷吨瓦]/.test(part)).map((part) => ({ units: [plainUnit(part)] }));
  const unclear: UnitsSaid[] = parts.filter((part) => !isUnit(part) && isMoneyUnit(part)).map(() => ({ units: undefined }));
  return combined([...units, ...unclear, ...stated(line), ...byPhrase(line)]);
}

/** The units in a header's brackets; `unclear` where something there is meant as one and is none that is known. */
export function unitsInBrackets(remark: string): string[] {
  return remark.split(separators).filter((part) => part !== "" && !harmless.test(part));
}

function combined(all: readonly UnitsSaid[]): UnitsSaid | undefined {
  if (all.length === 0) return undefined;
  const units = all.flatMap((one) => one.units ?? []);
  if (all.some((one) => one.units === undefined && !one.isHint)) return { units: undefined };
  return units.length > 0 ? { units: [...new Set(units)] } : { units: undefined, isHint: true };
}

/** A cell that is a unit and nothing else: 元, （万元）, 人民币元. */
function wholly(line: string): UnitsSaid[] {
  const alone = /^[([【{〔<]?([^()[\]【】]+)[)\]】}〕>]?$/.exec(line)?.[1];
  if (alone === undefined) return [];
  if (isMeasure(alone)) return [{ units: [plainUnit(alone)] }];
  return isMoneyUnit(alone) ? [{ units: undefined }] : [];
}

/** «单位：…», wherever it stands and whatever stands behind it. */
function stated(line: string): UnitsSaid[] {
  const said: UnitsSaid[] = [];
  const marks = [...line.matchAll(/单位|币种|货币(?!单位)|金额(?=:)|\bunit\b/gi)];
  for (const [at, mark] of marks.entries()) {
    const before = line.slice(0, mark.index);
    if (/[以按用].{1,6}为(计量|金额|货币)?$/.test(before)) continue;
    const rest = line.slice(mark.index + mark[0].length, marks[at + 1]?.index).replace(/^\((盖章|公章|签章|章)\)/, "盖章");
    if (otherWord.test(rest)) continue;
    const separated = /^(为|是|[:=\-—(\[【]|\s)+/.exec(rest)?.[0] ?? "";
    const parts = rest.slice(separated.length).split(closingFields)[0]!.split(separators).map((part) => part.replace(/^(金额|款项|数额|面积|数量|价值|其中|均|都|为|是|以|按)+/, "").replace(/(计|为单位)$/, ""));
    const units = parts.filter(isUnit).map(plainUnit);
    const others = parts.filter((part) => !isUnit(part) && !harmless.test(plainUnit(part)));
    const isOffice = officeBefore.test(before);
    if (units.length > 0 && (!isOffice || others.length === 0)) {
      if (separated === "" && !isUnit(parts[0]!)) continue;
      // a unit beside the ones that are known («元，用电量为千瓦时») is not to be passed over
      said.push({ units: others.some(mentionsMeasure) ? undefined : units });
    } else if (!isOffice && others.length > 0 && separated.trim() !== "") {
      if (mark[0] === "金额" ? others.some(isMoneyUnit) : others.some(isMoneyUnit) || !officeName.test(others.join(""))) said.push({ units: undefined });
    } else if (mark[0] === "单位" && !isOffice && separated.trim() !== "" && parts.some((part) => /^(人民币|rmb|cny)$/i.test(part))) {
      // a currency, and not whether in ones or in ten thousands
      said.push({ units: undefined, isHint: true });
    } else if (separated === "" && others.length > 0 && isMoneyUnit(others[0]!)) said.push({ units: undefined });
  }
  return said;
}

function mentionsMeasure(part: string): boolean {
  return isMoneyUnit(part) || /(元|亩|平方米|公顷|吨|千瓦时|标准煤|标煤)$/.test(part);
}

/** «以元为单位», «按万元填报». */
function byPhrase(line: string): UnitsSaid[] {
  const phrases = line.matchAll(/[以按用]((?:人民币)?[^\s,。;、()以按用]{1,6}?)(?:为(?:计量|金额|货币)?单位|计(?:算|量|价)?(?=$|[^\p{Script=Han}])|填[报列写]|列示|反映|统计|核算)/gu);
  return Array.from(phrases, ([, unit]) => unit!).flatMap((unit): UnitsSaid[] => (isMeasure(unit) ? [{ units: [plainUnit(unit)] }] : isMoneyUnit(unit) ? [{ units: undefined }] : []));
}

/** «税收月报（元）»: brackets in a longer text. */
function bracketed(line: string): UnitsSaid[] {
  return Array.from(line.matchAll(/[([【]([^()[\]【】]*)[)\]】]/g), ([, inside]) => inside!.split(separators)).flatMap((parts) => [
    ...parts.filter(isMeasure).map((part) => ({ units: [plainUnit(part)] })),
    ...parts.filter((part) => !isUnit(part) && isMoneyUnit(part)).map(() => ({ units: undefined })),
  ]);
}

/** «本表金额均为元»; never an amount («2000万元以上») and no name («元通公司»). */
function loosely(line: string): UnitsSaid | undefined {
  const found = /(?:^|[^\p{L}\d.]|金额|[为是用币额])((?:人民币)?[十百千万亿]{0,2}元)(?=$|[^\p{L}\d/]|计|列|为单位)/u.exec(line)?.[1];
  if (found !== undefined && isMeasure(found)) return { units: [plainUnit(found)] };
  // in a foreign language: which unit is a person's to say
  if (/\b(?:rmb|cny|yuan|renminbi|usd|hkd|eur|dollars?|euros?)\b/i.test(line) && !/\d/.test(line)) return { units: undefined };
  return /(精确|保留|计算|核算|四舍五入|取整)[到至][十百千万亿]{0,2}元/.test(line) ? { units: undefined, isHint: true } : undefined;
}
