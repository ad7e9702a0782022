const corrected = "更正|更改|改正|修改|修订|修正|订正|勘误|重报|重新报送|重新上报|更新|新版|终稿|定稿|最终";
const figures = "一二两三四五六七八九十";
const count = `(?:\\d{1,2}|[${figures}])`;
const counted: readonly RegExp[] = [
  new RegExp(`第?(${count})次(?:${corrected}|报送|上报|报表|填报|提交)`),
  new RegExp(`(?:${corrected})第?(${count})次`),
  new RegExp(`(?:${corrected})[版稿表件]?\\(?(${count})\\)?(?![\\d月年日${figures}])`),
  /(?<![a-z])v(\d{1,2})(?![\d.])/i,
];
const isCorrected = new RegExp(`(?:${corrected})(?!前|意见|说明|记录|建议)`);
/** A copy that was kept, or what was there before a correction; «新旧动能», «太原» are other words. */
const isOld = new RegExp(`(?<!新)旧(?=[版表稿数的]|$|[^\\p{Script=Han}])|备份|作废|废止|过期|(?<![太平中高还开草])原(?=[表稿件始版]|$|[^\\p{Script=Han}])|初稿|草稿|(?:${corrected})前|(?<![a-z])(?:bak|backup|old)(?![a-z])`, "iu");

/**
 * How far one text says that what it names replaces another: 0 for nothing said, 1 for 更正, 修改, 重报 and their like, the
 * count of a second or later correction (二次更正 is 2), -1 for 旧, 备份, 更正前.
 */
function markIn(text: string): number {
  const plain = text.normalize("NFKC").replace(/\s/g, "");
  if (isOld.test(plain)) return -1;
  if (/再次/.test(plain) && isCorrected.test(plain)) return 2;
  for (const form of counted) {
    const found = form.exec(plain)?.[1];
    if (found !== undefined) return Math.max(1, figures.includes(found) ? numberOf(found) : Number(found));
  }
  return isCorrected.test(plain) ? 1 : 0;
}

function numberOf(figure: string): number {
  return { 一: 1, 两: 2, 二: 2 }[figure] ?? figures.indexOf(figure);
}

/**
 * As of {@link markIn}, of a table by its file's and sheet's name and its titles. What says that it is old counts before
 * what says that it is new: a corrected workbook may keep the old sheet. A long title explains how corrections are made.
 */
export function senderMark(names: readonly string[], titles: readonly string[] = []): number {
  const marks = [...names, ...titles.filter((title) => title.length <= 40 && !/请|不得|勿|如需|说明/.test(title))].map(markIn);
  return marks.includes(-1) ? -1 : Math.max(0, ...marks);
}
