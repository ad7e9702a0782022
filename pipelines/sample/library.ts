import type { District, Enterprise } from "./enterprises.ts";
import { chanceOf } from "./random.ts";
import type { Rows } from "./row.ts";

/** Leaders who look after an enterprise: made-up people. */
export const leaders = ["示例甲", "示例乙", "示例丙", "示例丁", "示例戊", "示例己", "示例庚", "示例辛"] as const;

/** The leader who looks after an enterprise, the same in every file. */
export const leaderOf = (enterprise: Enterprise): string => leaders[enterprise.index % leaders.length]!;

/** The plan's library began with the plan: the second quarter of 2021. Some enter later, a few leave, two are promoted. */
const quarters = [
  { name: "2021Q2", starts: "2021-04-26" },
  { name: "2021Q3", starts: "2021-07-05" },
  { name: "2021Q4", starts: "2021-10-08" },
] as const;

/** 培育库: a row an enterprise and quarter. */
export function* nurtureLibrary(district: District): Rows {
  for (const [number, quarter] of quarters.entries()) {
    for (const enterprise of district.enterprises) {
      if (enterprise.tier === "") continue;
      const chance = chanceOf(district.seed, district.number, "library", enterprise.index);
      const entersIn = enterprise.tier === "小微" && chance.chance(0.2) ? chance.whole(1, 2) : 0;
      const leavesIn = enterprise.tier === "小微" && chance.chance(0.05) ? 2 : 9;
      if (number < entersIn) continue;
      const promoted = enterprise.tier === "小微" && enterprise.index % 53 === 0 && number === 2;
      yield {
        季度: quarter.name,
        统一社会信用代码: enterprise.id,
        梯队: promoted ? "骨干" : enterprise.tier,
        入库日期: quarters[entersIn]!.starts,
        出库日期: number === leavesIn ? "2021-11-15" : null,
        出库原因: number === leavesIn ? "连续两个季度产值下降" : null,
        帮包领导: leaderOf(enterprise),
      };
    }
  }
}
