export const publishMessages = {
  no_marts: {
    zh: "数据库 {file} 里还没有计算结果，请先运行 d521 build。",
    en: "The database {file} holds no results yet; run d521 build first.",
  },
  footer: {
    zh: "金额是按所选政策版本计算的结果，不是兑付决定。",
    en: "Amounts are a computation under the chosen policy version, not a decision to pay.",
  },
  unknown_audience: {
    zh: "没有名为「{audience}」的读者，可选：{known}",
    en: "There is no audience named \"{audience}\"; there are: {known}",
  },
  sources_failed: {
    zh: "{audience} 站点的数据没有切出来，已发布的站点保持不变：{detail}",
    en: "The data of the {audience} site could not be cut; the published site stays as it was: {detail}",
  },
  pages_failed: {
    zh: "{audience} 站点的页面没有建成，已发布的站点保持不变：{detail}",
    en: "The pages of the {audience} site could not be built; the published site stays as it was: {detail}",
  },
  published: {
    zh: "{title}：{folder}（{seconds} 秒，数据 {data} KB）",
    en: "{title}: {folder} ({seconds} s, data {data} KB)",
  },
  stayed: {
    zh: "{title}：{folder}（内容没有变，沿用原样）",
    en: "{title}: {folder} (nothing changed, stays as it is)",
  },
  progress: { zh: "建站", en: "Building" },
  option_audience: { zh: "只建一个读者的站点：{known}", en: "build one audience's site only: {known}" },
  option_base_path: { zh: "反向代理下的子路径，如 /521；与 serve 的同名选项一致", en: "sub-path behind a reverse proxy, such as /521; the same as serve's" },
  option_out: { zh: "站点放在哪个文件夹", en: "folder for the sites" },
  step_sources: { zh: "{title}：切出数据", en: "{title}: cutting its data" },
  step_bundle: { zh: "{title}：第一次或页面改过，打包页面（约一分钟）", en: "{title}: first time or changed pages, bundling them (about a minute)" },
  step_pages: { zh: "{title}：生成页面", en: "{title}: building its pages" },
  step_compress: { zh: "{title}：压缩", en: "{title}: compressing" },
} as const;
