import { expect, it } from "vitest";
import { createLockout, lockoutRule } from "../../../pipelines/serve/lockout.ts";

it("a lock that was lifted does not come back, and only what fails afterwards counts towards the next", () => {
  const lockout = createLockout();
  const fail = (times: number, at: number) => Array.from({ length: times }, () => lockout.failed("a", at)).some(Boolean);
  expect(fail(lockoutRule.failures, 1_000)).toBe(true);
  expect(lockout.lockedFor("a", 1_000)).toBe(lockoutRule.lockedMilliseconds);
  lockout.forgive("a", 999);
  expect(lockout.lockedFor("a", 2_000)).toBeGreaterThan(0);
  lockout.forgive("a", 1_000);
  expect(lockout.lockedFor("a", 2_000)).toBe(0);

  expect(fail(lockoutRule.failures - 1, 3_000)).toBe(false);
  lockout.forgive("a", 3_000);
  expect(fail(lockoutRule.failures - 1, 4_000)).toBe(false);
  // the same lifting is seen at every later try, and lifts nothing newer
  lockout.forgive("a", 3_000);
  expect(fail(1, 5_000)).toBe(true);
  lockout.forgive("a", 3_000);
  expect(lockout.lockedFor("a", 5_000)).toBe(lockoutRule.lockedMilliseconds);
});
