import { existsSync } from "node:fs";
import path from "node:path";
import { audiences } from "../serve/audiences.ts";

/** Where the demo lives when `--dir` names no other folder. */
export const defaultDemoDir = path.join("var", "demo");

/** The files of a demo: the same as those of the real work, but apart from them. */
export interface DemoPlaces {
  readonly exports: string;
  readonly database: string;
  /** the funds set aside for awards, made up like the rest */
  readonly budget: string;
  readonly sites: string;
  readonly accounts: string;
  readonly audit: string;
  /** what the scenarios were run on */
  readonly simulated: string;
  /** what the published sites were made from */
  readonly published: string;
}

export function placesIn(dir: string): DemoPlaces {
  const at = (name: string) => path.join(dir, name);
  return {
    exports: at("exports"),
    database: at("d521.duckdb"),
    budget: at("budget.yaml"),
    sites: at("sites"),
    accounts: at("accounts.json"),
    audit: at("audit.jsonl"),
    simulated: at("simulated.json"),
    published: at("published.json"),
  };
}

/** Whether each audience has a site to serve. */
export function allPublished({ sites }: DemoPlaces): boolean {
  return audiences.every((audience) => existsSync(path.join(sites, audience, "index.html")));
}
