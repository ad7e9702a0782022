import { chmodSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { type Audience, audiences, isAudience } from "./audiences.ts";
import { serveMessages } from "./messages.ts";
import { hashPassword, type PasswordHash, passwordMatches, requireGoodPassword } from "./passwords.ts";
import { readText } from "./read-text.ts";

/** Where the accounts live when `--accounts` names no other file. */
export const defaultAccounts = path.join("var", "serve", "accounts.json");

const accountShape = z.strictObject({
  roles: z.array(z.enum(audiences)).min(1),
  password: z.strictObject({
    N: z.number().int().min(2 ** 14).max(2 ** 20),
    r: z.number().int().min(1).max(32),
    p: z.number().int().min(1).max(16),
    salt: z.base64().min(16),
    hash: z.base64().min(32),
  }),
  changed_at: z.iso.datetime(),
  unlocked_at: z.iso.datetime().optional(),
  name: z.string().max(40).optional(),
});

const fileShape = z.strictObject({ version: z.literal(1), accounts: z.record(z.string(), accountShape) });

export interface Account {
  readonly user: string;
  readonly roles: readonly Audience[];
  readonly password: PasswordHash;
  /** ISO 8601; a session older than this is over */
  readonly changed_at: string;
  /** ISO 8601; a lock for wrong passwords that began before this is lifted */
  readonly unlocked_at?: string | undefined;
  /** how the person is greeted; an account of several people may have none */
  readonly name?: string | undefined;
}

/** letters and digits of any script, so that a name may be Chinese; nothing that means something in a path or a log */
const userShape = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

/**
 * The accounts of a file, by user name; none where there is no file. Small, so it is read anew whenever it is needed
 * and a removed account is out at once.
 *
 * @throws D521Error `accounts_unreadable`, or `accounts_exposed` when anyone but its owner may read or write the file
 */
export function readAccounts(file: string): ReadonlyMap<string, Account> {
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw new D521Error(exitCodes.environment, "accounts_exposed", serveMessages.accounts_exposed, { file });
    text = readText(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
  try {
    const { accounts } = fileShape.parse(JSON.parse(text));
    return new Map(Object.entries(accounts).map(([user, account]) => [user, { user, ...account }]));
  } catch (cause) {
    // the contents stay out of the sentence: they are hashes
    const detail = cause instanceof z.ZodError ? (cause.issues[0]?.path.join(".") ?? "") : "JSON";
    throw new D521Error(exitCodes.environment, "accounts_unreadable", serveMessages.accounts_unreadable, { file, detail }, { cause });
  }
}

/**
 * Refuses a name that means something in a path or a log.
 *
 * @throws D521Error `user_wrong` (exit code 2)
 */
export function requireGoodName(user: string): void {
  if (!userShape.test(user)) throw new D521Error(exitCodes.usage, "user_wrong", serveMessages.user_wrong, { user });
}

/**
 * Adds an account, or gives an account another password and other roles.
 *
 * @param name  how its person is greeted; the one that the account has where absent
 * @returns whether the account is new
 * @throws D521Error (exit code 2) for a name, a password or no roles that will not do
 */
export async function putAccount(file: string, user: string, password: string, roles: readonly Audience[], now: Date, name?: string): Promise<boolean> {
  requireGoodName(user);
  if (roles.length === 0) throw new D521Error(exitCodes.usage, "role_missing", serveMessages.role_missing, { roles: audiences.join(" ") });
  requireGoodPassword(password, user);
  const hashed = await hashPassword(password);
  const accounts = new Map(readAccounts(file));
  const greeted = name === undefined ? accounts.get(user)?.name : shownName(name);
  const account = { user, roles: audiences.filter((role) => roles.includes(role)), password: hashed, changed_at: now.toISOString(), ...(greeted && { name: greeted }) };
  const isNew = !accounts.has(user);
  writeAccounts(file, accounts.set(user, account));
  return isNew;
}

/** A person's name as it is shown: one line, and no longer than a name. */
export function shownName(name: string): string {
  return name.normalize("NFKC").replace(/[\p{C}\s]+/gu, " ").trim().slice(0, 40);
}

/**
 * Reads one `--role` and puts it to those before it.
 *
 * @throws D521Error `role_wrong` (exit code 2)
 */
export function readRole(value: string, before: readonly Audience[] = []): readonly Audience[] {
  if (!isAudience(value)) throw new D521Error(exitCodes.usage, "role_wrong", serveMessages.role_wrong, { value, allowed: audiences.join(" ") });
  return [...before, value];
}

/**
 * Removes an account; its open sessions end with it.
 *
 * @throws D521Error `user_unknown`
 */
export function removeAccount(file: string, user: string): void {
  const accounts = new Map(readAccounts(file));
  if (!accounts.delete(user)) throw new D521Error(exitCodes.usage, "user_unknown", serveMessages.user_unknown, { user });
  writeAccounts(file, accounts);
}

/**
 * Lifts the lock of an account that wrong passwords have shut, without touching its password or its open sessions. The
 * server that is running sees it at the next try. Whoever calls this has made sure that an administrator asks.
 *
 * @throws D521Error `user_unknown`
 */
export function unlockAccount(file: string, user: string, now: Date): void {
  const accounts = new Map(readAccounts(file));
  const account = accounts.get(user);
  if (account === undefined) throw new D521Error(exitCodes.usage, "user_unknown", serveMessages.user_unknown, { user });
  writeAccounts(file, accounts.set(user, { ...account, unlocked_at: now.toISOString() }));
}

/** Written beside and renamed, so that a crash leaves the old file, and for its owner alone from its first byte. */
function writeAccounts(file: string, accounts: ReadonlyMap<string, Account>): void {
  const sorted = [...accounts.values()].sort((one, other) => (one.user < other.user ? -1 : 1));
  const content = { version: 1, accounts: Object.fromEntries(sorted.map(({ user, ...account }) => [user, account])) };
  makeFolder(path.dirname(path.resolve(file)));
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}

/** Stands in for an account that does not exist, so that a wrong name takes as long as a wrong password. */
let nobody: Promise<PasswordHash> | undefined;

/** The account that a name and a password open, or undefined; never says which of the two was wrong. */
export async function signIn(accounts: ReadonlyMap<string, Account>, user: string, password: string): Promise<Account | undefined> {
  nobody ??= hashPassword("no account has this password");
  const account = accounts.get(user);
  const matches = await passwordMatches(password, account?.password ?? (await nobody));
  return matches && account ? account : undefined;
}
