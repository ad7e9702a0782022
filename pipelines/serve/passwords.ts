import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { D521Error, exitCodes } from "../errors.ts";
import { serveMessages } from "./messages.ts";

/** A password as it is kept: scrypt's parameters, and salt and hash in base64. */
export interface PasswordHash {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly hash: string;
}

/** 32 MB and about a tenth of a second a guess (OWASP's scrypt advice of N 2^15, r 8, p 3) */
const cost = { N: 2 ** 15, r: 8, p: 3 };
const hashBytes = 32;
const shortest = 10;
/** scrypt takes any length; a bound keeps a request from being work */
const longest = 256;

/** Hashes a password with a new salt. The password is normalised (NFKC), as it is when it is checked. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost, hashBytes);
  return { ...cost, salt: salt.toString("base64"), hash: hash.toString("base64") };
}

/** Whether a password is the one that was hashed; takes the same time whatever the answer. */
export async function passwordMatches(password: string, kept: PasswordHash): Promise<boolean> {
  const expected = Buffer.from(kept.hash, "base64");
  const found = await derive(password.slice(0, longest), Buffer.from(kept.salt, "base64"), kept, expected.length);
  return timingSafeEqual(found, expected);
}

/** A random password of 16 signs that are not taken for one another, 79 bits. */
export function randomPassword(): string {
  const signs = "abcdefghjkmnpqrstuvwxyz23456789";
  return Array.from({ length: 16 }, () => signs[randomInt(signs.length)]).join("").replace(/(.{4})(?=.)/g, "$1-");
}

/**
 * Refuses what is too easy to guess.
 *
 * @throws D521Error `password_short`, `password_long`, `password_weak`, `password_is_name` (exit code 2)
 */
export function requireGoodPassword(password: string, user: string): void {
  const length = [...password].length;
  if (length < shortest) throw new D521Error(exitCodes.usage, "password_short", serveMessages.password_short, { min: shortest });
  if (password.length > longest) throw new D521Error(exitCodes.usage, "password_long", serveMessages.password_long, { max: longest });
  // digits alone, or a few signs over and over, are guessed first
  if (/^\p{N}+$/u.test(password) || new Set(password).size < 5) throw new D521Error(exitCodes.usage, "password_weak", serveMessages.password_weak);
  if (user.length > 2 && password.toLowerCase().includes(user.toLowerCase())) throw new D521Error(exitCodes.usage, "password_is_name", serveMessages.password_is_name);
}

function derive(password: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // maxmem must be a little over 128·N·r, or Node refuses
    scrypt(password.normalize("NFKC"), salt, bytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
