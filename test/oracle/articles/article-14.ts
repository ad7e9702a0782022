import type { Facts } from "../facts.ts";
import type { Line } from "../line.ts";
import { recognisedUpTo } from "../recognised.ts";

/** Article 14: entrepreneurs. */
export function article14(facts: Facts, owner: string): Line[] {
  return recognisedUpTo(facts, owner, "14.1", "优秀企业家", { 区: 10, 市: 20, 省: 20, 国家: 20 });
}
