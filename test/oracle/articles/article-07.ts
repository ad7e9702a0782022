import type { Facts } from "../facts.ts";
import type { Line } from "../line.ts";
import { byLevel, recognised } from "../recognised.ts";

/** Article 7: industrial internet. */
export function article07(facts: Facts, owner: string): Line[] {
  return [
    ...recognised(facts, owner, "7.1", "工业互联网平台", byLevel({ 国家: 50, 省: 20, 市: 10 })),
    ...recognised(facts, owner, "7.2", "试点示范", byLevel({ 国家: 50, 省: 20, 市: 10 })),
    ...recognised(facts, owner, "7.3", "两化融合贯标试点", byLevel({ 国家: 20, 省: 10 })),
  ];
}
