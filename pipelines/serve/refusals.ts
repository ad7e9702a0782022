import type { AuditEvent } from "./audit.ts";

/** lines a minute from one address that nobody is signed in at: enough to see an attack, too few to fill a disk */
export const refusalsAMinute = 60;

/**
 * Keeps refusals of strangers few: so many of an address are written within a minute, the last one with the mark that more
 * are not. Who is signed in is written every time.
 *
 * @returns whether, and how, an event is to be written
 */
export function createRefusals(): (event: AuditEvent, address: string, at: number) => AuditEvent | undefined {
  const counts = new Map<string, number>();
  let minute = 0;
  return (event, address, at) => {
    if (event.user !== undefined) return event;
    if (Math.floor(at / 60_000) !== minute) counts.clear();
    minute = Math.floor(at / 60_000);
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    if (count > refusalsAMinute) return undefined;
    return count === refusalsAMinute ? { ...event, muted: true } : event;
  };
}
