import { someDay } from "./days.ts";
import type { District } from "./enterprises.ts";
import { chanceOf } from "./random.ts";
import type { Rows } from "./row.ts";

/** Listings by chance; planted enterprises have their own, or none. */
export function* drawnDishonesty(district: District): Rows {
  for (const enterprise of district.enterprises) {
    const chance = chanceOf(district.seed, district.number, "dishonest", enterprise.index);
    if (enterprise.plant || !chance.chance(0.02)) continue;
    yield { 统一社会信用代码: enterprise.id, 列入日期: someDay(chance, 2020), 移出日期: chance.chance(0.4) ? someDay(chance, 2021) : null, 事由: "示例事由" };
  }
}
