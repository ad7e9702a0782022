/**
 * Compares package-lock.json with the checked-in list of versions that have advisories, without the network, and says what
 * is two major versions behind. Run by `npm run audit:offline`; another lock file may be named.
 *
 * Ends with 1 for a package of the list that is not accepted there, or a note that is missing.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { badPackages, knownBadShape, type Lock, type Manifest, missingNotes, oldPackages, pinsShape } from "./compare.ts";

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const knownBad = knownBadShape.parse(parse(read("known-bad.yaml")));
const pins = pinsShape.parse(parse(read("pins.yaml")));
const manifest = JSON.parse(read("../../package.json")) as Manifest;
const lock = JSON.parse(readFileSync(process.argv[2] ?? new URL("../../package-lock.json", import.meta.url), "utf8")) as Lock;

const found = badPackages(lock, knownBad);
const refused = found.filter(({ accepted }) => accepted === undefined);
const notes = missingNotes(manifest, pins);

for (const { name, version, accepted } of found) if (accepted !== undefined) console.log(`accepted  ${name} ${version}: ${accepted}`);
for (const { name, version, newest, held } of oldPackages(manifest, pins)) console.log(`old       ${name} ${version}, the newest is ${newest} (${pins.newest_at})${held === undefined ? "" : `: ${held}`}`);
for (const { name, version, place, advisories, why } of refused) console.error(`BAD       ${name} ${version} at ${place}: ${why} (${advisories.join(", ")})`);
for (const note of notes) console.error(`MISSING   ${note}`);
console.log(`${Object.keys(lock.packages).length} packages, compared with ${knownBad.bad.length} ranges of ${knownBad.checked_at}: ${refused.length} bad.`);
process.exitCode = refused.length + notes.length > 0 ? 1 : 0;
