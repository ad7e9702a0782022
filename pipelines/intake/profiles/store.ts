import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { D521Error, exitCodes } from "../../errors.ts";
import { makeFolder } from "../../make-folder.ts";
import { profileMessages } from "./messages.ts";
import { type Profile, mostKilobytes, parseProfile, profileText, profileWrong } from "./profile.ts";
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

  /** The profiles of a data set's files, of whatever shape. */
  ofDataset(id: string): readonly Profile[] {
    return this.all.filter(({ dataset }) => dataset === id);
  }

  /** The profile of files of this shape. */
  of(shape: Shape): Profile | undefined {
    return this.byShape.get(fingerprint(shape));
  }
}

function sameShape(profile: Profile, other: Profile): D521Error {
  return profileWrong(`${profile.name}.yaml`, "headers", profileMessages.same_shape, { other: `${other.name}.yaml` });
}

/** Names under which a profile would be overlooked: .yml, .YAML, the .txt that an editor puts behind. */
const almost = /\.ya?ml(\.txt)?$/i;

/**
 * Reads the profiles of a folder; none where there is no folder.
 *
 * @throws D521Error `profile_wrong` (usage) naming file and field: a load by half of the answers would read files otherwise than was said
 */
export function readProfiles(folder: string): Profiles {
  if (!existsSync(folder)) return new Profiles();
  const files = readdirSync(folder).filter((name) => almost.test(name) && !name.startsWith(".")).sort();
  return new Profiles(
    files.map((name) => {
      if (!name.endsWith(".yaml")) throw profileWrong(name, "", profileMessages.file_ending);
      const file = path.join(folder, name);
      const found = statSync(file, { throwIfNoEntry: false });
      if (!found?.isFile()) throw profileWrong(name, "", profileMessages.not_a_file);
      if (found.size > mostKilobytes << 10) throw profileWrong(name, "", profileMessages.too_big, { most: mostKilobytes });
      return parseProfile(name.slice(0, -".yaml".length), name, readFileSync(file));
    }),
  );
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
  const known = existsSync(folder) ? readdirSync(folder).filter((file) => almost.test(file) && !file.startsWith(".")) : [];
  const file = known.find((one) => one === `${name}.yaml` || one === name);
  if (file === undefined) throw new D521Error(exitCodes.usage, "no_such_profile", profileMessages.no_such_profile, { name });
  return path.join(folder, file);
}
