export const policyMessages = {
  policy_missing: {
    zh: "找不到政策版本「{version}」：{directory} 里没有 common.yaml。现有版本：{versions}。",
    en: 'There is no policy version "{version}": {directory} holds no common.yaml. Versions there: {versions}.',
  },
  policy_unreadable: {
    zh: "政策文件 {file} 不是可读的 YAML：{detail}",
    en: "The policy file {file} is not readable YAML: {detail}",
  },
  policy_wrong: {
    zh: "政策文件有误，共 {count} 处，改正后再运行：\n{problems}",
    en: "The policy files have {count} faults; mend them and run again:\n{problems}",
  },
  no_build: {
    zh: "数据库 {database} 里还没有计算结果，请先运行 d521 build。",
    en: "The database {database} holds no results yet; run d521 build first.",
  },
  no_enterprise: {
    zh: "没有统一社会信用代码为「{enterprise}」的企业：名录和各项数据里都找不到。",
    en: 'There is no enterprise "{enterprise}": neither the registry nor any data set has it.',
  },
  no_year: {
    zh: "没有 {year} 奖励年度：已计算的年度为 {years}。",
    en: "There is no award year {year}: the years computed are {years}.",
  },
  no_clause: {
    zh: "政策里没有条款「{clause}」，请写成 6.3 这样的编号。",
    en: 'The policy has no clause "{clause}"; write an id such as 6.3.',
  },
  option_missing: {
    zh: "请给出 {option}。",
    en: "Give {option}.",
  },
} as const;
