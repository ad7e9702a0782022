import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";

/** Where the audit log lives when `--audit` names no other file. */
export const defaultAudit = path.join("var", "serve", "audit.jsonl");

/** One line of the audit log. Never holds a password, a token or a query. */
export interface AuditEvent {
  readonly event: "sign_in" | "sign_in_failed" | "locked" | "sign_out" | "open" | "download" | "denied" | "start" | "stop";
  readonly user?: string;
  readonly audience?: string;
  readonly path?: string;
  readonly address?: string;
  readonly status?: number;
}

export interface Audit {
  write(event: AuditEvent, at: Date): void;
  close(): void;
}

/** Opens the log for its owner alone and appends to it, a line at once, so that what was served is on record. */
export function openAudit(file: string): Audit {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const handle = openSync(file, "a", 0o600);
  let open = true;
  return {
    write: ({ event, ...rest }, at) => {
      if (open) writeSync(handle, `${JSON.stringify({ at: at.toISOString(), event, ...rest })}\n`);
    },
    close: () => {
      if (open) closeSync(handle);
      open = false;
    },
  };
}

/** Files that carry data beyond the page that was opened: fetching one is a download. (`.arrow` files are what a page shows.) */
const dataFile = /\.(parquet|csv|xlsx|docx|pdf|zip)$/i;

/** What serving a file is to the log: a page opened, data downloaded, or nothing worth a line (scripts, styles, pictures). */
export function auditedAs(file: string): "open" | "download" | undefined {
  if (file.endsWith(".html")) return "open";
  return dataFile.test(file) ? "download" : undefined;
}
