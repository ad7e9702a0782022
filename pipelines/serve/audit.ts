import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "../make-folder.ts";

/** Where the audit log lives when `--audit` names no other file. */
export const defaultAudit = path.join("var", "serve", "audit.jsonl");

/** One line of the audit log. Never holds a password, a token or a query. */
export interface AuditEvent {
  readonly event: "sign_in" | "sign_in_failed" | "locked" | "sign_out" | "open" | "download" | "denied" | "refused" | "trial_saved" | "trial_deleted" | "start" | "stop";
  readonly user?: string;
  readonly audience?: string;
  readonly path?: string;
  /** the table that a page made a workbook of; the name of a saved trial */
  readonly table?: string;
  readonly address?: string;
  readonly status?: number;
  /** no more refusals of this address are written within this minute */
  readonly muted?: true;
}

export interface Audit {
  write(event: AuditEvent, at: Date): void;
  close(): void;
}

/**
 * Opens the log for its owner alone and appends to it, a line at once, so that what was served is on record. A new month
 * starts a new file; the old one stays beside it as `audit_2021-11.jsonl`, and nothing is ever deleted.
 */
export function openAudit(file: string, now: Date): Audit {
  makeFolder(path.dirname(path.resolve(file)));
  let month = existsSync(file) ? monthOf(statSync(file).mtime) : monthOf(now);
  let handle: number | undefined;
  const at = (moment: Date) => {
    if (monthOf(moment) > month) {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
      if (existsSync(file)) putBy(file, month);
      month = monthOf(moment);
    }
    return (handle ??= openSync(file, "a", 0o600));
  };
  at(now);
  let open = true;
  return {
    write: ({ event, ...rest }, moment) => {
      if (open) writeSync(at(moment), `${visible(JSON.stringify({ at: moment.toISOString(), event, ...rest }))}\n`);
    },
    close: () => {
      if (open && handle !== undefined) closeSync(handle);
      open = false;
    },
  };
}

/** Signs that are not seen, or turn the text about, as their escapes: what was typed as a name must not repaint the log of who reads it. */
function visible(json: string): string {
  return json.replace(/[\u007f-\u009f\u00ad\p{Cf}\p{Co}\u2028\u2029]/gu, (sign) => [...Array(sign.length).keys()].map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""));
}

/** `2021-12` on the office's calendar. */
function monthOf(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
}

/** Renames a finished month's log to a name that is free. */
function putBy(file: string, month: string): void {
  const { dir, name, ext } = path.parse(file);
  for (let number = 1; ; number++) {
    const kept = path.join(dir, `${name}_${month}${number === 1 ? "" : `_${number}`}${ext}`);
    if (existsSync(kept)) continue;
    renameSync(file, kept);
    return;
  }
}

/** Files that carry data beyond the page that was opened: fetching one is a download. (`.arrow` files are what a page shows.) */
const dataFile = /\.(parquet|csv|xlsx|docx|pdf|zip)$/i;

/** What serving a file is to the log: a page opened, data downloaded, or nothing worth a line (scripts, styles, pictures). */
export function auditedAs(file: string): "open" | "download" | undefined {
  if (file.endsWith(".html")) return "open";
  return dataFile.test(file) ? "download" : undefined;
}
