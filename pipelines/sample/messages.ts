/** What `sample` says. */
export const sampleMessages = {
  option_out: { zh: "示例文件写到哪个文件夹", en: "folder for the sample files" },
  option_seed: { zh: "随机种子，相同则文件字节相同", en: "seed; the same seed gives the same bytes" },
  option_enterprises: { zh: "企业数", en: "enterprises" },
  option_months: { zh: "月数，到 2021 年 12 月为止", en: "months, ending with December 2021" },
  option_second_year: { zh: "另加 2022 年各月，以及跨两个奖励年度的情形", en: "the months of 2022 as well, and what takes two award years" },
  option_districts: { zh: "区县数，多于一个时各占一个文件夹", en: "districts; more than one have a folder each" },
  option_mess: { zh: "带毛病的行所占比例，0 到 1", en: "share of rows with an oddity, 0 to 1" },
  out_taken: {
    zh: "文件夹 {out} 里已有别的文件（如 {file}），没有写入；请用 --out 指明一个空文件夹。",
    en: "The folder {out} holds other files already (such as {file}), so nothing was written; name an empty folder with --out.",
  },
  progress: { zh: "造示例数据", en: "Writing the sample" },
  done: { zh: "示例数据已写到 {out}：{files} 个文件，{rows} 行（均为虚构）", en: "The sample is in {out}: {files} files, {rows} rows (all made up)" },
  planted: {
    zh: "其中带毛病 {all} 行：应入库 {loaded}，应被替代 {superseded}，应退回 {quarantined}；清单见 {manifest}",
    en: "{all} rows carry an oddity: {loaded} to load, {superseded} to be superseded, {quarantined} to be quarantined; listed in {manifest}",
  },
} as const;
