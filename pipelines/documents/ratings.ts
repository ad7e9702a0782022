import type { Block } from "./blocks.ts";
import { type FactReader, type FactRow, say } from "./facts.ts";

/** Grades of the newest rating year by town: counts and land, no indicator that would give taxes away. */
export async function ratingsSection(reader: FactReader): Promise<{ blocks: Block[]; row: FactRow }> {
  const year = "(select max(rating_year) from mart.efficiency_rating)";
  const grades = `count(*) as enterprises, count(*) filter (where grade = 'A') as a, count(*) filter (where grade = 'B') as b, count(*) filter (where grade = 'C') as c, count(*) filter (where grade = 'D') as d,
    count(*) filter (where grade is null) as unrated, coalesce(sum(land_mu) filter (where grade = 'D'), 0) as d_land, count(*) filter (where consecutive_d_years >= 2) as d_again`;
  const row = await reader.one(`select ${year} as rating_year, ${grades}, count(*) filter (where is_provisional) as provisional, coalesce(max(profile_label), '') as profile_label from mart.efficiency_rating where rating_year = ${year}`);
  if (row.number("enterprises") === 0) return { blocks: [{ kind: "paragraph", pieces: ["没有亩均效益评价结果。"] }], row };
  const towns = await reader.rows(`select coalesce(nullif(town, ''), '镇街不明') as town, ${grades} from mart.efficiency_rating where rating_year = ${year} group by 1 order by 1`);
  // a grade on less than twelve months of data is provisional
  const provisional = row.number("provisional") === 0 ? "" : row.number("provisional") === row.number("enterprises") ? "（数据未满全年，为暂评）" : say`（其中${row.fact("provisional", "count")}家数据未满全年，为暂评）`;
  return {
    row,
    blocks: [
      { kind: "paragraph", pieces: say`${row.fact("rating_year", "count")}年度亩均效益评价${provisional}涉及企业${row.fact("enterprises", "count")}家，其中A类${row.fact("a", "count")}家、B类${row.fact("b", "count")}家、C类${row.fact("c", "count")}家、D类${row.fact("d", "count")}家，未定类${row.fact("unrated", "count")}家。${row.number("d") === 0 ? "没有D类企业。" : say`D类企业用地${row.fact("d_land", "points")}亩，${row.number("d_again") === 0 ? "没有连续两年及以上为D类的" : say`连续两年及以上为D类的${row.fact("d_again", "count")}家`}。`}评价方法：${row.fact("profile_label")}。` },
      {
        kind: "table",
        caption: "镇街亩均效益评价分布（单位：家、亩）",
        columns: [{ title: "镇街", width: 36 }, { title: "企业", width: 15 }, { title: "A类", width: 14 }, { title: "B类", width: 14 }, { title: "C类", width: 14 }, { title: "D类", width: 14 }, { title: "未定类", width: 16 }, { title: "D类用地（亩）", width: 27 }],
        rows: towns.map((town) => [town.fact("town"), town.fact("enterprises", "count"), town.fact("a", "count"), town.fact("b", "count"), town.fact("c", "count"), town.fact("d", "count"), town.fact("unrated", "count"), town.fact("d_land", "points")]),
      },
    ],
  };
}
