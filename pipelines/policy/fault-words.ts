import { said } from "../schema-words.ts";

/** What several checks of a policy file say, in the reader's language; each is the `problem` of a fault whose field is named beside it. */
export function noClause(id: string): string {
  return said(`没有条款 ${id}`, `there is no clause ${id}`);
}

/** A field that the clause's source has no use for. */
export function notWith(source: string): string {
  return said(`source 是 ${source} 时不能写`, `does not go with source ${source}`);
}

/** A name that the exports' contract does not list. */
export function notKnown(name: string, known: readonly string[]): string {
  return said(`没有「${name}」，可用的有 ${known.join("、") || "（无）"}`, `"${name}" is unknown; known are ${known.join(", ") || "none"}`);
}

export function together(one: string, other: string): string {
  return said(`${one} 和 ${other} 要一起写`, `${one} and ${other} go together`);
}

export function exactlyOne(one: string, other: string): string {
  return said(`${one} 和 ${other} 要写一个，也只能写一个`, `needs exactly one of ${one}, ${other}`);
}

/** A comparison that only makes sense over years. */
export function ofAnnualFigure(zh: string, en: string): string {
  return said(`${zh} 只用于年度指标`, `${en} is asked of an annual figure`);
}
