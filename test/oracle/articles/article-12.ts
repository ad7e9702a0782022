import type { Facts } from "../facts.ts";
import type { Line } from "../line.ts";
import { byLevel, recognised, recognisedUpTo } from "../recognised.ts";

/** Article 12: incubation. */
export function article12(facts: Facts, owner: string): Line[] {
  return [
    ...recognisedUpTo(facts, owner, "12.1", "创新创业共同体", { 省: 1000 }),
    ...recognisedUpTo(facts, owner, "12.2", "科技企业孵化器", { 国家: 500, 省: 200 }),
    ...recognised(facts, owner, "12.3", "众创空间", byLevel({ 国家: 50, 省: 20 })),
  ];
}
