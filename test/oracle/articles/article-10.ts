import type { Facts } from "../facts.ts";
import type { Line } from "../line.ts";
import { byLevel, recognised } from "../recognised.ts";

/** Article 10: research platforms. */
export function article10(facts: Facts, owner: string): Line[] {
  return [
    ...recognised(facts, owner, "10.1", "科研平台", byLevel({ 国家: 50, 省: 20, 市: 10 })),
    ...recognised(facts, owner, "10.2", "中小企业公共示范平台", byLevel({ 国家: 20, 省: 10 })),
    ...recognised(facts, owner, "10.3", "制造业创新中心", byLevel({ 国家: 200, 省: 100 })),
    ...recognised(facts, owner, "10.4", "新型研发机构", byLevel({ 国家: 50, 省: 30, 市: 10 })),
  ];
}
