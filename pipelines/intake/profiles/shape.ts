import { createHash } from "node:crypto";
import path from "node:path";
import type { Contract, Contracts } from "../contracts.ts";
import { contractNamed } from "../read/files.ts";
import { shapeForm } from "../read/header-names.ts";

/** What a file that a bureau sends every month keeps from month to month: who sends it, what it is called after, how its columns are headed. */
export interface Shape {
  /** id of the data set that the file's or the sheet's name says; '' where neither says one */
  readonly named: string;
  /** what else is in the file's name and its folders', without dates and marks of corrections */
  readonly sender: string;
  /** the header's texts, figures as #: they may bear the month */
  readonly headers: readonly string[];
}

/**
 * The header of the first rows of a sheet or text, found without knowing what its columns are called: the first of the
 * rows with most words in them.
 *
 * @returns undefined where no row has two
 */
export function headersIn(rows: readonly (readonly string[])[]): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  for (const row of rows) {
    const words = row.filter(isWord).map(shapeForm);
    if (words.length > Math.max(1, best?.length ?? 0)) best = words;
  }
  return best;
}

/** A text that may head a column: no amount, date or code. */
function isWord(cell: string): boolean {
  if (cell.length > 100) return false;
  if (/\p{Script=Han}/u.test(cell)) return /\p{L}/u.test(cell.replaceAll(/[\p{N}年月日号季第]/gu, ""));
  return (cell.match(/\p{L}/gu)?.length ?? 0) > (cell.match(/\p{N}/gu)?.length ?? 0);
}

const marks = /更正|更改|改正|修改|修订|修正|订正|勘误|重新报送|重报|补报|更新|最终|终稿|定稿|新版|[再首]次|第?[一二三四五六七八九十]次|副本|复件/g;
const dates = /[〇零一二三四五六七八九十]+(?=[年月日季])|第?[一二三四1-4]季度|[上下]半年|全年|\p{N}+|年度|月份|[年月日季]/gu;

/** What a file's name below the exports folder says of its sender: «2021年6月/区税务局/税收月报_202106(更正).xlsx» is 区税务局. */
export function senderOf(name: string, contracts: Contracts): string {
  let rest = name.slice(0, name.length - path.posix.extname(name).length).normalize("NFKC");
  const names = [...contracts.values()].map((contract) => contract.name).sort((one, other) => other.length - one.length);
  for (const one of names) rest = rest.replaceAll(one, "/");
  const parts = rest.replaceAll(marks, "").replaceAll(dates, "").split("/").map((part) => part.replaceAll(/[^\p{L}]/gu, ""));
  return parts.filter((part) => part !== "").join("/");
}

/** The shape of a sheet or text, by its first rows and its names; undefined where nothing looks like a header. */
export function shapeOf(rows: readonly (readonly string[])[], file: { readonly name: string; readonly contract: Contract | undefined }, sheet: string, contracts: Contracts): Shape | undefined {
  const headers = headersIn(rows);
  return headers && { named: (contractNamed(sheet, contracts) ?? file.contract)?.id ?? "", sender: senderOf(file.name, contracts), headers };
}

/** One short text for a shape: the same for each month's file of a sender. */
export function fingerprint({ named, sender, headers }: Shape): string {
  return createHash("sha256").update(JSON.stringify([named, sender, headers.map(shapeForm)])).digest("hex").slice(0, 12);
}
