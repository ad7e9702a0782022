import * as semver from "semver";
import { z } from "zod";

const range = z.string().refine((text) => semver.validRange(text) !== null, "no range of npm");
const version = z.string().refine((text) => semver.valid(text) !== null, "no version");

/** The list of versions that are not to be installed: known-bad.yaml. */
export const knownBadShape = z.strictObject({
  checked_at: z.string(),
  bad: z.array(
    z.strictObject({
      package: z.string(),
      range,
      advisories: z.array(z.string().regex(/^(GHSA(-[23456789cfghjmpqrvwx]{4}){3}|CVE-\d{4}-\d+)$/)).min(1),
      why: z.string(),
      accepted: z.array(z.strictObject({ version, reason: z.string().min(10) })).optional(),
    }),
  ),
});
export type KnownBad = z.infer<typeof knownBadShape>;

/** Why versions are as they are: pins.yaml. */
export const pinsShape = z.strictObject({
  overrides: z.record(z.string(), z.string().min(10)),
  newest_at: z.string(),
  newest: z.record(z.string(), z.string().regex(/^(0\.)?\d+$/)),
  held: z.record(z.string(), z.string().min(10)),
});
export type Pins = z.infer<typeof pinsShape>;

/** What is used of package-lock.json. */
export interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** What is used of package.json. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

export interface BadPackage {
  readonly name: string;
  readonly version: string;
  /** where it lies, such as `node_modules/a/node_modules/b` */
  readonly place: string;
  readonly advisories: readonly string[];
  readonly why: string;
  /** why this version may stay nevertheless */
  readonly accepted?: string;
}

/** The packages of a lock file that are in one of the list's ranges. */
export function badPackages(lock: Lock, { bad }: KnownBad): BadPackage[] {
  return Object.entries(lock.packages).flatMap(([place, { version: found }]) => {
    const at = place.lastIndexOf("node_modules/");
    if (at < 0 || found === undefined) return [];
    const name = place.slice(at + "node_modules/".length);
    return bad
      .filter((one) => one.package === name && semver.satisfies(found, one.range, { includePrerelease: true }))
      .map(({ advisories, why, accepted = [] }) => {
        const reason = accepted.find((one) => one.version === found)?.reason;
        return { name, version: found, place, advisories, why, ...(reason !== undefined && { accepted: reason }) };
      });
  });
}

export interface OldPackage {
  readonly name: string;
  readonly version: string;
  readonly newest: string;
  /** why it is held back, where that is noted */
  readonly held?: string;
}

/** The packages that package.json pins two major versions or more behind the newest that is known. */
export function oldPackages(manifest: Manifest, { newest, held }: Pins): OldPackage[] {
  return pinned(manifest).flatMap(([name, version]) => {
    const known = semver.coerce(newest[name] ?? "");
    const own = semver.coerce(version);
    if (known === null || own === null) return [];
    const behind = known.major > 0 ? known.major - own.major : known.minor - own.minor;
    return behind < 2 ? [] : [{ name, version, newest: newest[name]!, ...(held[name] !== undefined && { held: held[name] }) }];
  });
}

/** What package.json has and the notes do not, or the other way about. */
export function missingNotes(manifest: Manifest, pins: Pins): string[] {
  const names = pinned(manifest).map(([name]) => name);
  const overrides = Object.keys(manifest.overrides ?? {});
  return [
    ...overrides.filter((name) => pins.overrides[name] === undefined).map((name) => `override ${name} has no reason`),
    ...Object.keys(pins.overrides).filter((name) => !overrides.includes(name)).map((name) => `reason for an override ${name} that is not there`),
    ...names.filter((name) => pins.newest[name] === undefined).map((name) => `newest version of ${name} is not noted`),
    ...Object.keys(pins.newest).filter((name) => !names.includes(name)).map((name) => `newest version of ${name}, which is not there`),
  ];
}

/** Packages of registries; folders of the project are none. */
function pinned({ dependencies = {}, devDependencies = {} }: Manifest): [name: string, version: string][] {
  return Object.entries({ ...dependencies, ...devDependencies }).filter(([, wanted]) => !wanted.startsWith("file:"));
}
