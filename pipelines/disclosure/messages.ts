export const disclosureMessages = {
  disclosure_missing: {
    zh: "缺少公开规则文件 {file}",
    en: "The file of disclosure rules {file} is missing",
  },
  disclosure_wrong: {
    zh: "公开规则文件 {file} 有错：{problems}",
    en: "The file of disclosure rules {file} is wrong: {problems}",
  },
  no_rules: {
    zh: "公开规则文件里没有摘录 {extract} 的规则，读者 {audience} 不能得到它",
    en: "The disclosure rules have nothing on the extract {extract}, so {audience} cannot be given it",
  },
} as const;
