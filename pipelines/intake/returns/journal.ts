import { appendFileSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";

interface Entry {
  /** time of the load */
  readonly at: string;
  readonly file: string;
  /** the file as the load made it; absent for one that is not finished */
  readonly made?: { readonly inode: number; readonly changed: number };
}

/**
 * What a load puts among the returned workbooks before it commits, one line of JSON each, written down before it is there.
 * A load that is killed leaves the journal, and the next takes back what no committed load stands behind.
 */
export class ReturnsJournal {
  constructor(
    private readonly journal: string,
    private readonly at: string,
  ) {}

  /** Before a file is begun that nobody is to read yet. */
  begin(file: string): void {
    this.write({ at: this.at, file });
  }

  /** Before the finished file `aside` gets the name under which people find it. */
  publish(aside: string, file: string): void {
    const { ino, mtimeMs } = statSync(aside);
    this.write({ at: this.at, file, made: { inode: ino, changed: mtimeMs } });
  }

  private write(entry: Entry): void {
    appendFileSync(this.journal, `${JSON.stringify(entry)}\n`);
  }
}

/**
 * Removes what a killed load left: unfinished files, and finished ones that nobody has changed since and whose load never
 * came about.
 */
export async function takeBackReturns(journal: string, isCommitted: (at: string) => Promise<boolean>): Promise<void> {
  if (!existsSync(journal)) return;
  for (const line of readFileSync(journal, "utf8").split("\n")) {
    const entry = parsed(line);
    if (entry === undefined || (entry.made && (await isCommitted(entry.at)))) continue;
    const now = statSync(entry.file, { throwIfNoEntry: false });
    if (now && (!entry.made || (now.ino === entry.made.inode && now.mtimeMs === entry.made.changed))) rmSync(entry.file);
  }
}

/** Undefined for a line that was not written to its end. */
function parsed(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
