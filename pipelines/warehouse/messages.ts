export const warehouseMessages = {
  database_in_use: {
    zh: "数据库 {file} 正被另一个程序使用（进程号 {holder}），请等它结束后再试。",
    en: "The database {file} is in use by another process (PID {holder}); try again when it has ended.",
  },
  database_missing: {
    zh: "找不到数据库 {file}，请先运行 d521 load。",
    en: "There is no database {file}; run d521 load first.",
  },
  database_name_taken: {
    zh: "数据库文件不能叫 {name}（与库内的分区同名），请给 {file} 换个名字。",
    en: "A database file cannot be called {name}, which is a schema inside it; give {file} another name.",
  },
  database_invalid: {
    zh: "{file} 不是数据库文件，没有动它；请核对文件名，或换一个名字新建。",
    en: "{file} is no database; it was left alone. Check the name, or give another to make a new one.",
  },
  database_folder: {
    zh: "{file} 是文件夹，不是数据库文件；请核对 --database。",
    en: "{file} is a folder, not a database; check --database.",
  },
  database_denied: {
    zh: "没有权限读写数据库 {file}，请检查文件和所在文件夹的所有者和权限。",
    en: "No permission for the database {file}; check the owner and rights of the file and its folder.",
  },
  database_newer: {
    zh: "数据库 {file} 是别的版本的 DuckDB 写的，这个版本读不了；请用写它的程序版本打开，或换一个名字新建。",
    en: "The database {file} was written by another version of DuckDB, which this one cannot read; open it with the version that wrote it, or give another name to make a new one.",
  },
  database_corrupt: {
    zh: "数据库文件 {file} 已损坏；请恢复备份，或换一个名字重新装载各部门报表。",
    en: "The database file {file} is damaged; restore a copy, or give another name and load the exports again.",
  },
  database_unreadable: {
    zh: "打不开数据库 {file}：{detail}",
    en: "The database {file} cannot be opened: {detail}",
  },
  model_invalid: {
    zh: "{file} 不能运行：{detail}",
    en: "{file} cannot run: {detail}",
  },
  no_load: {
    zh: "数据库里还没有数据，请先运行 d521 load --exports 报表文件夹。",
    en: "The database holds no data yet; run d521 load --exports FOLDER first.",
  },
  no_months: {
    zh: "数据库里没有生产经营月报和税收月报，定不出调度月份，请用 --as-of 指定，例如 --as-of 2021-06。",
    en: "There are no monthly reports of production or taxes to take the month from; name it, for example --as-of 2021-06.",
  },
  month_beyond_data: {
    zh: "注意：最新的月报是 {newest}，{month} 的月报还没有入库，这一期的增速、评价和奖补缺数据。",
    en: "Note: the newest monthly report is of {newest}; those of {month} are not loaded, so growth, ratings and awards of this dispatch lack data.",
  },
  bad_as_of: {
    zh: "--as-of 应为 年-月，例如 2021-06，现在是「{value}」。",
    en: "--as-of takes a month such as 2021-06, not \"{value}\".",
  },
  check_failed: {
    zh: "{model} 未通过检查 {check}：{rows} 行不符。",
    en: "{model} fails the check {check}: {rows} rows do not hold.",
  },
  check_warned: {
    zh: "{model} 的检查 {check} 提醒：{rows} 行不符。",
    en: "{model}: the check {check} warns of {rows} rows.",
  },
  option_as_of: { zh: "调度月份 YYYY-MM，不写则取月报中最新的月份", en: "month of the dispatch, YYYY-MM; the newest month of the reports where absent" },
  option_budget: { zh: "预算文件：各奖励年度安排的奖补资金（万元），写法见 models/evaluation/budget.yaml；默认用数据库旁的 budget.yaml", en: "budget file: funds set aside by award year (10,000 CNY), written as models/evaluation/budget.yaml; budget.yaml beside the database by default" },
  option_rating_profile: { zh: "亩均评价方案（models/evaluation/rating 里的文件名，默认见 settings.yaml）", en: "profile of the per-mu evaluation (a file of models/evaluation/rating; settings.yaml names the default)" },
  option_known_at: {
    zh: "只用此时之前得知的数据，如 2021-07-05；不写则用全部已入库的数据",
    en: "use only what was known then, such as 2021-07-05; everything loaded where absent",
  },
  progress: { zh: "计算", en: "Building" },
  layer: {
    zh: "{layer}：计算 {built} 个，未变 {unchanged} 个，用时 {seconds} 秒",
    en: "{layer}: {built} built, {unchanged} unchanged, {seconds} s",
  },
  layer_staging: { zh: "清洗层", en: "staging" },
  layer_intermediate: { zh: "中间层", en: "intermediate" },
  layer_marts: { zh: "结果层", en: "marts" },
  build_visible: {
    zh: "{month} 调度已生成，检查 {checks} 项，全部必需检查通过，共用时 {seconds} 秒。",
    en: "The dispatch of {month} is built: {checks} checks, all required ones pass, {seconds} s in all.",
  },
  build_not_visible: {
    zh: "{month} 调度没有生成：{failed} 项必需检查未通过，看板仍显示上一次的结果。",
    en: "The dispatch of {month} does not show: {failed} required checks fail; the last good build stays.",
  },
  check_passed: {
    zh: "{model} 通过检查 {check}。",
    en: "{model} passes the check {check}.",
  },
} as const;
