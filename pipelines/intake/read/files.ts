import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { Contract, Contracts } from "../contracts.ts";
import type { IgnoredCode } from "../messages.ts";

export type FileKind = "workbook" | "text";

/** A file below the exports folder that may hold data. */
export interface ExportFile {
  /** path below the exports folder, with `/`: how people and the ledger name it */
  readonly name: string;
  readonly path: string;
  readonly kind: FileKind;
  /** the data set that the file's own name says; a workbook's sheets may say others, a title or header may say one where no name does */
  readonly contract: Contract | undefined;
}

/** A file or sheet that was left alone, and why. */
export interface Ignored {
  readonly file: string;
  readonly sheet?: string;
  readonly code: IgnoredCode;
}

/** By the ending: which files are looked at. What a file is says its content. */
const kinds: Record<string, FileKind> = {
  ...Object.fromEntries([".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ett", ".ods", ".fods", ".xml", ".html", ".htm", ".mht", ".mhtml"].map((ending) => [ending, "workbook" as const])),
  ...Object.fromEntries([".csv", ".tsv", ".txt"].map((ending) => [ending, "text" as const])),
};

/** What may follow a data set's name: nothing that would make it another word («培育库企业名单»), but a month or «更正». */
const afterName = /^(?!\p{Script=Han})|^(第|[一二三四五六七八九十]+[月季]|[上下]半年|全年|季度|年|月|更[正改新]|改正|修[正改订]|订正|勘误|[重补]报|重新|再次|[二两三四五六七八九十]次|汇总|最终|终稿|定稿|新版|旧|备份|副本|复件|作废|初稿|草稿|原[表稿件始]|报送|上报)/u;

/**
 * The data set that a file or sheet is named after: its Chinese name, alone or followed by anything that does not go on
 * with the word («税收月报_2021», «税收月报 (1)», «税收月报2021年6月», «税收月报更正»).
 */
export function contractNamed(name: string, contracts: Contracts): Contract | undefined {
  const plain = name.normalize("NFC").trim();
  for (const contract of contracts.values()) {
    if (plain === contract.name) return contract;
    if (plain.startsWith(contract.name) && afterName.test(plain.slice(contract.name.length))) return contract;
  }
  return undefined;
}

/**
 * Lists what is anywhere below the exports folder, in the order of the file names without their endings, then of their
 * paths: the order in which files of one load supersede one another, whatever the disk's own order is.
 * Reads no file and follows no link out of the folder.
 */
export async function listExports(folder: string, contracts: Contracts): Promise<{ files: ExportFile[]; ignored: Ignored[] }> {
  const root = await realpath(folder);
  const files: ExportFile[] = [];
  const ignored: Ignored[] = [];
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(path.join(root, below))) {
      const name = below ? `${below}/${entry}` : entry;
      const at = path.join(root, name);
      const status = await lstat(at).catch(() => undefined);
      if (!status) {
        // a name in no known encoding cannot be opened by the name that Node gives it
        ignored.push({ file: name, code: "not_an_export" });
      } else if (status.isDirectory()) {
        await visit(name);
      } else if (status.isSymbolicLink() && !(await isFileInside(root, at))) {
        ignored.push({ file: name, code: "link_outside" });
      } else if (entry.startsWith("~$") || entry.startsWith(".~")) {
        ignored.push({ file: name, code: "lock_file" });
      } else {
        const ending = path.extname(entry).toLowerCase();
        const kind = kinds[ending];
        const contract = contractNamed(path.basename(entry, path.extname(entry)), contracts);
        // a file of no known name may tell by its title or header what it is
        if (!kind || (!status.isFile() && !status.isSymbolicLink())) ignored.push({ file: name, code: "not_an_export" });
        else files.push({ name, path: at, kind, contract });
      }
    }
  };
  await visit("");
  const byName = (one: { name: string }, other: { name: string }) => compare(stem(one.name), stem(other.name)) || compare(one.name, other.name);
  files.sort(byName);
  ignored.sort((one, other) => compare(one.file, other.file));
  return { files, ignored };
}

async function isFileInside(root: string, link: string): Promise<boolean> {
  try {
    const target = await realpath(link);
    return target.startsWith(root + path.sep) && (await stat(target)).isFile();
  } catch {
    return false;
  }
}

/** A file's name without its folders and its ending. */
export function stem(name: string): string {
  const base = path.posix.basename(name);
  return base.slice(0, base.length - path.posix.extname(base).length);
}

/** By code unit: the same on every machine and in every locale. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
