import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Contracts, loadContracts } from "../intake/contracts.ts";
import { makeFolder } from "../make-folder.ts";
import { templateOf } from "./template.ts";
import { formWorkbookBytes } from "./workbook-parts.ts";

/** Where templates go when `--out` names no folder. */
export const defaultTemplatesDir = path.join("var", "templates");

/** What was written and what was left alone. */
export interface TemplatesReport {
  readonly out: string;
  /** file names, in the order of the data sets' ids */
  readonly written: readonly string[];
  /** files that were there already with something in them: a filled form is never overwritten */
  readonly kept: readonly string[];
}

/**
 * Writes the blank form of every data set, `<data set's name>_模板.xlsx`. The same contracts give the same bytes.
 *
 * @throws the file system's error where the folder cannot be written
 */
export function writeTemplates(out: string, contracts: Contracts = loadContracts()): TemplatesReport {
  const written: string[] = [];
  const kept: string[] = [];
  makeFolder(out);
  for (const contract of contracts.values()) {
    const name = `${contract.name}_模板.xlsx`;
    const target = path.join(out, name);
    const bytes = formWorkbookBytes(templateOf(contract));
    if (existsSync(target) && !readFileSync(target).equals(bytes)) {
      kept.push(name);
      continue;
    }
    writeFileSync(target, bytes);
    written.push(name);
  }
  return { out, written, kept };
}
