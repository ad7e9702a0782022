import { statSync } from "node:fs";
import path from "node:path";
import { D521Error } from "../errors.ts";
import type { Lang } from "../messages.ts";
import { publicationFile } from "../publish/publication.ts";
import { readAccounts } from "../serve/accounts.ts";
import { audiences, audienceTitles } from "../serve/audiences.ts";
import { doctorMessages as messages } from "./messages.ts";
import { bad, type Finding, good, notice } from "./finding.ts";

/**
 * Each audience's site is there and not older than the dispatch that shows.
 *
 * @param builtAt  when that was built; undefined where nothing was
 */
export function checkSites(sites: string, builtAt: Date | undefined, lang: Lang): Finding[] {
  return audiences.map((audience) => {
    const title = audienceTitles[audience][lang];
    const advice = { advice: messages.site_advice };
    const site = path.join(sites, audience);
    const made = modified(path.join(site, "index.html"));
    // a site that a publication left as it was is as new as that publication
    const published = made && (modified(path.join(site, publicationFile)) ?? made);
    if (published === undefined) return notice("sites", messages.site_absent, { title }, advice);
    if (builtAt !== undefined && published < builtAt) {
      return notice("sites", messages.site_old, { title, published: minute(published), built: minute(builtAt) }, advice);
    }
    return good("sites", messages.site_good, { title, when: minute(published) });
  });
}

/** Somebody can sign in, and the accounts file is as it must be. */
export function checkAccounts(file: string): Finding {
  try {
    const count = readAccounts(file).size;
    if (count === 0) return notice("accounts", messages.accounts_none, {}, { advice: messages.accounts_none_advice });
    return good("accounts", messages.accounts_good, { count });
  } catch (error) {
    if (!(error instanceof D521Error)) throw error;
    return bad("accounts", error.text, error.params, { advice: messages.accounts_advice });
  }
}

function modified(file: string): Date | undefined {
  try {
    return statSync(file).mtime;
  } catch {
    return undefined;
  }
}

/** in the office's time, as the database's moments are */
function minute(moment: Date): string {
  return moment.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
}
