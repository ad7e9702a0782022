import iconv from "iconv-lite";
import type { Encoding } from "./encoding.ts";
import { FileFault } from "./file-fault.ts";

/** Signs of a report, as they are written in traditional characters and those that are the same in both. */
const traditional = new Set("統會碼稅計業產額縣區號類項單總記錄應實繳納屬時間備註說明負責填報機關電話開發東廠價過這個為與從來對國際經濟發營收會員一月份年代合信用社地方名日期人公司企金");
const looksAt = 4_000;
const sampleLength = 12;

/**
 * Says what is wrong with a text in which no header was found: it is Big5, or was taken for another encoding and saved again.
 *
 * @param text      as decoded from the encoding that was detected
 * @param scoreOf   how many of the data set's columns a text's header names
 * @returns undefined where it is none of these
 */
export function garbledFault(text: string, encoding: Encoding, scoreOf: (text: string) => number): FileFault | undefined {
  const start = text.slice(0, looksAt);
  if (!/[^\0-\x7f]/.test(start)) return undefined;
  if (encoding === "gb18030") {
    const big5 = iconv.decode(iconv.encode(start, "gb18030"), "big5");
    const [asBig5, asIs] = [signsIn(big5), signsIn(start)];
    return asBig5 >= 6 && asBig5 > 2 * asIs ? new FileFault("big5", { meant: sampleOf(big5) }) : undefined;
  }
  for (const [original, wrong] of twice) {
    // the last character may be cut
    const meant = iconv.decode(iconv.encode(start, wrong), original);
    if (meant !== start && scoreOf(meant) >= 2) return new FileFault("encoded_twice", { original: original.toUpperCase(), sample: sampleOf(start), meant: sampleOf(meant) });
  }
  return undefined;
}

/** What a text was, and what it was taken for. */
const twice = [["utf-8", "win1252"], ["utf-8", "latin1"], ["gb18030", "win1252"], ["gb18030", "latin1"], ["utf-8", "gb18030"]] as const;

function signsIn(text: string): number {
  return Array.from(text).filter((sign) => traditional.has(sign)).length;
}

function sampleOf(text: string): string {
  return Array.from(text.trim().split(/[\r\n]/)[0] ?? "").slice(0, sampleLength).join("");
}
