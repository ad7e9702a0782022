/** What `demo` says while it works. */
export const demoMessages = {
  option_port: { zh: "端口；被占用时顺延到下一个空闲端口", en: "port; the next free one where it is taken" },
  option_host: { zh: "监听地址", en: "address to listen at" },
  option_enterprises: { zh: "企业数", en: "number of enterprises" },
  option_months: { zh: "月数，截至 2021 年 12 月", en: "number of months, to December 2021" },
  option_seed: { zh: "随机种子：同一个种子，同样的数据", en: "seed: the same seed gives the same data" },
  option_dir: { zh: "演示用的文件夹", en: "folder of the demo" },
  option_keep: { zh: "不重新生成，直接打开上次演示的看板", en: "make nothing anew, serve what the last demo left" },
  option_no_serve: { zh: "只生成，不打开服务", en: "make everything, serve nothing" },

  intro: {
    zh: "演示：{enterprises} 家虚构企业、{months} 个月（截至 2021 年 12 月）。全部是示例数据，与任何真实企业无关。",
    en: "Demo: {enterprises} made-up enterprises, {months} months to December 2021. All data are synthetic; no real enterprise is meant.",
  },
  step_sample: { zh: "造数", en: "sample" },
  step_load: { zh: "入库", en: "load" },
  step_build: { zh: "计算", en: "build" },
  step_publish: { zh: "建站", en: "publish" },
  sample_done: { zh: "写出 {files} 个报表文件、{rows} 行：{folder}", en: "{files} export files, {rows} rows, in {folder}" },
  sample_same: { zh: "报表与上次相同：{folder}", en: "the exports are those of last time: {folder}" },
  load_done: {
    zh: "读取 {read} 行 = 入库 {loaded} + 被替代 {superseded} + 隔离 {quarantined}；内容未变的文件 {unchanged} 个",
    en: "{read} rows read = {loaded} loaded + {superseded} superseded + {quarantined} quarantined; {unchanged} files unchanged",
  },
  build_done: { zh: "{month} 调度：{models} 个模型（{unchanged} 个未变），检查 {checks} 项通过", en: "dispatch of {month}: {models} models ({unchanged} unchanged), {checks} checks pass" },
  build_failed: { zh: "{month} 调度没有生成：{failed} 项必需检查未通过，如 {message}", en: "the dispatch of {month} does not show: {failed} required checks fail, such as: {message}" },
  publish_done: { zh: "三个看板已生成：{folder}", en: "three sites built in {folder}" },
  publish_same: { zh: "数据与页面都没有变，沿用上次的看板：{folder}", en: "neither data nor pages changed, the sites of last time stay: {folder}" },
  step_line: { zh: "[{number}/4] {step}　{text}（{seconds} 秒）", en: "[{number}/4] {step}: {text} ({seconds} s)" },
  nothing_kept: { zh: "{folder} 里没有上次的演示，请去掉 --keep 再运行。", en: "{folder} holds no earlier demo; run again without --keep." },

  accounts_title: { zh: "演示账号（密码每次随机生成，只在这里显示）：", en: "Demo accounts (the passwords are random, new each time, and shown only here):" },
  account_line: { zh: "  {title}  用户名 {user}  密码 {password}", en: "  {title}  user {user}  password {password}" },
  open: { zh: "用浏览器打开 {url} 登录。", en: "Open {url} in a browser and sign in." },
} as const;
