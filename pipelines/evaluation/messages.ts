export const evaluationMessages = {
  evaluation_missing: {
    zh: "找不到参数文件 {file}。",
    en: "There is no parameter file {file}.",
  },
  rating_profile_unknown: {
    zh: "没有名为「{name}」的亩均评价方案；可选：{names}。",
    en: "There is no rating profile named “{name}”; there are: {names}.",
  },
  evaluation_unreadable: {
    zh: "参数文件 {file} 不是可读的 YAML：{detail}",
    en: "The parameter file {file} is not readable YAML: {detail}",
  },
  evaluation_wrong: {
    zh: "参数文件 {file} 有误，改正后再运行：{problems}",
    en: "The parameter file {file} is wrong; mend it and run again: {problems}",
  },
} as const;
