/** How many failures shut an account, and for how long. */
export const lockoutRule = { failures: 5, withinMilliseconds: 15 * 60_000, lockedMilliseconds: 15 * 60_000 } as const;

interface Record {
  failures: number[];
  lockedAt: number;
  lockedUntil: number;
}

/** Keeps guesses few. Counts by name, whether the name exists or not, so that locking tells nothing about it. */
export interface Lockout {
  /** milliseconds until the name may try again; 0 when it may */
  lockedFor(user: string, now: number): number;
  /** notes a failure; true when this one locked the name */
  failed(user: string, now: number): boolean;
  succeeded(user: string): void;
  /** forgets what happened to the name up to a moment: an administrator has lifted its lock then */
  forgive(user: string, at: number): void;
}

/** names that are remembered at once; beyond it the oldest is forgotten, so that made-up names cannot fill memory */
const most = 10_000;

export function createLockout(): Lockout {
  const records = new Map<string, Record>();
  return {
    lockedFor: (user, now) => Math.max(0, (records.get(user)?.lockedUntil ?? 0) - now),
    failed(user, now) {
      const record = records.get(user) ?? { failures: [], lockedAt: 0, lockedUntil: 0 };
      record.failures = [...record.failures.filter((at) => now - at < lockoutRule.withinMilliseconds), now];
      const locks = record.failures.length >= lockoutRule.failures;
      if (locks) {
        record.lockedAt = now;
        record.lockedUntil = now + lockoutRule.lockedMilliseconds;
        record.failures = [];
      }
      records.delete(user);
      records.set(user, record);
      const oldest = records.keys().next().value;
      if (records.size > most && oldest !== undefined) records.delete(oldest);
      return locks;
    },
    succeeded: (user) => void records.delete(user),
    forgive(user, at) {
      const record = records.get(user);
      if (record === undefined) return;
      record.failures = record.failures.filter((failedAt) => failedAt > at);
      if (record.lockedAt <= at) record.lockedUntil = 0;
    },
  };
}
