import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { D521Error, exitCodes } from "../../errors.ts";
import { makeFolder } from "../../make-folder.ts";
import { profileMessages } from "./messages.ts";
import { type Profile, parseProfile, profileText } from "./profile.ts";
import { type Shape, fingerprint } from "./shape.ts";

/** `profiles` beside the database. */
export function profilesBeside(database: string): string {
  return path.join(path.dirname(path.resolve(database)), "profiles");
}

/** The profiles of a folder, by name. */
export class Profiles {
  private readonly byShape = new Map<string, Profile>();

  constructor(readonly all: readonly Profile[] = []) {
    for (const profile of all) {
      const key = fingerprint(profile);
      const other = this.byShape.get(key);
      if (other) throw sameShape(profile, other);
      this.byShape.set(key, profile);
    }
  }

  /** The profile of files of this shape. */
  of(shape: Shape): Profile | undefined {
    return this.byShape.get(fingerprint(shape));
  }
}

function sameShape(profile: Profile, other: Profile): D521Error {
  const zh = profileMessages.same_shape.zh.replace("{other}", `${other.name}.yaml`);
  const en = profileMessages.same_shape.en.replace("{other}", `${other.name}.yaml`);
  const message = { zh: profileMessages.field_wrong.zh.replace("{detail}", zh), en: profileMessages.field_wrong.en.replace("{detail}", en) };
  return new D521Error(exitCodes.usage, "profile_wrong", message, { file: `${profile.name}.yaml`, field: "headers" });
}

/**
 * Reads the profiles of a folder; none where there is no folder.
 *
 * @throws D521Error `profile_wrong` (usage) naming file and field: a load by half of the answers would read files otherwise than was said
 */
export function readProfiles(folder: string): Profiles {
  if (!existsSync(folder)) return new Profiles();
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml") && !name.startsWith(".")).sort();
  return new Profiles(files.filter((name) => lstatSync(path.join(folder, name)).isFile()).map((name) => parseProfile(name.slice(0, -".yaml".length), name, readFileSync(path.join(folder, name), "utf8"))));
}

/** Writes a profile aside and gives it its name in one step. @returns its file */
export function writeProfile(folder: string, profile: Profile): string {
  makeFolder(folder);
  const file = path.join(folder, `${profile.name}.yaml`);
  const aside = path.join(folder, `.${randomUUID()}.part`);
  try {
    writeFileSync(aside, profileText(profile), { flag: "wx" });
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
  return file;
}

/**
 * The file of a profile, also of one that cannot be read.
 *
 * @throws D521Error `no_such_profile` (usage)
 */
export function profileFile(folder: string, name: string): string {
  const known = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".yaml") && !file.startsWith(".")) : [];
  const file = known.find((one) => one === `${name}.yaml` || one === name);
  if (file === undefined) throw new D521Error(exitCodes.usage, "no_such_profile", profileMessages.no_such_profile, { name });
  return path.join(folder, file);
}
