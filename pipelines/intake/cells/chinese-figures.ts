import { type Sql, given } from "./sql.ts";

const figures = "〇○零一二三四五六七八九十廿卅元";

/**
 * The text of a date with our figures for Chinese ones: 二〇二一年六月, 2021年六月廿六日, 二○二一年十二月三十一日, 2021年元月.
 * 廿六 is 26, 三十一 31, 十 10; a year's figures stand one by one.
 */
export function withPlainFigures(cell: Sql): Sql {
  return given(cell, "in_words", replaceFigures);
}

function replaceFigures(norm: Sql): Sql {
  const replaced = (text: Sql, pattern: string, by: string) => `regexp_replace(${text}, '${pattern}', '${by}', 'g')`;
  const single = `translate(replace(replace(replace(${norm}, '元月', '一月'), '廿', '二十'), '卅', '三十'), '〇○零一二三四五六七八九', '000123456789')`;
  const plain = replaced(replaced(replaced(replaced(single, "([1-3])十([1-9])", "\\1\\2"), "([1-3])十", "\\10"), "十([1-9])", "1\\1"), "十", "10");
  return `(case when regexp_matches(${norm}, '[${figures}]') then ${plain} else ${norm} end)`;
}
