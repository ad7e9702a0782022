import { type FactReader, type FactRow, type Piece, say } from "./facts.ts";

/** What the dispatch is: month, knowledge, policy version; for the head and the notes of a document. */
export async function dispatchRow(reader: FactReader): Promise<FactRow> {
  return reader.one(`
    select strftime(as_of_month, '%Y年%-m月') as month, cast(extract(year from as_of_month) as integer) as year, cast(extract(month from as_of_month) as integer) as month_no,
      cast(extract(quarter from as_of_month) as integer) as quarter_no, strftime(known_at at time zone 'Asia/Shanghai', '%Y年%-m月%-d日') as known_on,
      strftime(known_at at time zone 'Asia/Shanghai', '%Y年%-m月%-d日 %H:%M') as known_at_zh, coalesce(strftime(data_from, '%Y年%-m月'), '无') as data_from, coalesce(strftime(data_to, '%Y年%-m月'), '无') as data_to, policy_label, is_synthetic, as_of_closed
    from mart.dispatch`);
}

/** How the figures are to be read; the law's word on selective rewards included. */
export function documentNotes(dispatch: FactRow): Piece[][] {
  const synthetic = dispatch.values.is_synthetic === true ? "本文所有企业和数字都是示例数据，不是真实情况。" : "";
  return [
    say`${synthetic}数据所属月份${dispatch.fact("data_from")}${dispatch.text("data_from") === dispatch.text("data_to") ? "" : say`至${dispatch.fact("data_to")}`}，得知于${dispatch.fact("known_at_zh")}以前${dispatch.values.as_of_closed === true ? "" : "；年度未结束，预计数按同比增速推算"}。`,
    say`金额按${dispatch.fact("policy_label")}计算，是计算结果，不是兑付决定；兑付前应按《公平竞争审查条例》先行审查。评价权重、预测和调整规则为项目设定。`,
  ];
}
