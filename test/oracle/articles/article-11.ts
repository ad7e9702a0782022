import type { Facts } from "../facts.ts";
import type { Line } from "../line.ts";
import { recognised, recognisedUpTo } from "../recognised.ts";

/** Article 11: key technology. reading: an enterprise is a 单位, so 11.3 pays it as one. */
export function article11(facts: Facts, owner: string): Line[] {
  const award = { 单位: 20, 个人: 10, 企业: 20 };
  return [
    ...recognisedUpTo(facts, owner, "11.1", "重大科技项目", { 国家: 100, 省: 100 }),
    ...recognisedUpTo(facts, owner, "11.2", "高校院所落户项目", { 国家: 100, 省: 100 }),
    ...recognised(facts, owner, "11.3", "墨子创新奖", (row) => award[row.recipient_type]),
  ];
}
