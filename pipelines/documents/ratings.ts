import { disclosureRules } from "../disclosure/rules.ts";
import type { Block } from "./blocks.ts";
import { type FactReader, type FactRow, type Piece, say } from "./facts.ts";

/** «12家», or that they are too few to be told. */
export function fewOr(row: FactRow, column: string): Piece[] {
  const count = row.number(column) ?? 0;
  return count > 0 && count < disclosureRules().min_contributors ? ["不足三家"] : [row.fact(column, "count"), "家"];
}

/** A cell of the towns' table: kept back where one or two enterprises are in it, or would follow from the district's number. */
function cell(row: FactRow, column: string, unit: "count" | "points" = "count"): Piece {
  return row.isKept(column) ? "不公布" : row.fact(column, unit);
}

/** Grades of the newest rating year by town: counts and land, no indicator that would give taxes away, no cell of one or two enterprises. */
export async function ratingsSection(reader: FactReader): Promise<{ blocks: Block[]; row: FactRow }> {
  const year = "(select max(rating_year) from mart.efficiency_rating)";
  const row = await reader.one(`
    select ${year} as rating_year, count(*) as enterprises, count(*) filter (where grade = 'A') as a, count(*) filter (where grade = 'B') as b, count(*) filter (where grade = 'C') as c, count(*) filter (where grade = 'D') as d,
      count(*) filter (where grade is null) as unrated, coalesce(sum(land_mu) filter (where grade = 'D'), 0) as district_d_land, count(*) filter (where consecutive_d_years >= 2) as d_again,
      count(*) filter (where is_provisional) as provisional, coalesce(max(profile_label), '') as profile_label
    from mart.efficiency_rating where rating_year = ${year}`);
  if (row.number("enterprises") === 0) return { blocks: [{ kind: "paragraph", pieces: ["没有亩均效益评价结果。"] }], row };
  const cells = [["A", "town_a"], ["B", "town_b"], ["C", "town_c"], ["D", "town_d"], ["不评价", "town_unrated"]].map(([grade, column]) => `max(enterprises) filter (where grade = '${grade}') as ${column}, bool_or(is_withheld) filter (where grade = '${grade}') as ${column}_few`);
  const towns = await reader.rows(`
    select coalesce(nullif(town, ''), '镇街不明') as town, sum(enterprises) as town_enterprises, bool_or(is_row_withheld) as town_few, ${cells.join(", ")}, max(land_mu) filter (where grade = 'D') as town_d_land
    from mart.town_grade where rating_year = ${year} group by 1 order by 1`);
  // a grade on less than twelve months of data is provisional
  const provisional = row.number("provisional") === 0 ? "" : row.number("provisional") === row.number("enterprises") ? "（数据未满全年，为暂评）" : say`（其中${fewOr(row, "provisional")}数据未满全年，为暂评）`;
  const land = (row.number("d") ?? 0) < disclosureRules().min_contributors ? [] : say`D类企业用地${row.fact("district_d_land", "points")}亩，`;
  return {
    row,
    blocks: [
      { kind: "paragraph", pieces: say`${row.fact("rating_year", "count")}年度亩均效益评价${provisional}涉及企业${fewOr(row, "enterprises")}，其中A类${fewOr(row, "a")}、B类${fewOr(row, "b")}、C类${fewOr(row, "c")}、D类${fewOr(row, "d")}，未定类${fewOr(row, "unrated")}。${row.number("d") === 0 ? "没有D类企业。" : say`${land}${row.number("d_again") === 0 ? "没有连续两年及以上为D类的" : say`连续两年及以上为D类的${fewOr(row, "d_again")}`}。`}评价方法：${row.fact("profile_label")}。` },
      {
        kind: "table",
        caption: "镇街亩均效益评价分布（单位：家、亩；只有一两家的和由合计能减出它的不公布）",
        columns: [{ title: "镇街", width: 36 }, { title: "企业", width: 15 }, { title: "A类", width: 14 }, { title: "B类", width: 14 }, { title: "C类", width: 14 }, { title: "D类", width: 14 }, { title: "未定类", width: 16 }, { title: "D类用地（亩）", width: 27 }],
        rows: towns.map((town) => [town.fact("town"), cell(town, "town_enterprises"), cell(town, "town_a"), cell(town, "town_b"), cell(town, "town_c"), cell(town, "town_d"), cell(town, "town_unrated"), cell(town, "town_d_land", "points")]),
      },
    ],
  };
}
