/** What is used here of semver, which brings no declarations of its own. */
declare module "semver" {
  export interface SemVer {
    readonly major: number;
    readonly minor: number;
  }

  export function satisfies(version: string, range: string, options?: { readonly includePrerelease?: boolean }): boolean;
  /** in npm's short form, or null where it is none */
  export function validRange(range: string): string | null;
  export function valid(version: string): string | null;
  /** the least version of a range */
  export function minVersion(range: string): SemVer | null;
  /** the first version in a text, `0.29` too */
  export function coerce(text: string): SemVer | null;
  export function lt(version: string | SemVer, other: string | SemVer): boolean;
}
