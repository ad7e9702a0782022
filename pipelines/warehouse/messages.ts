export const warehouseMessages = {
  database_in_use: {
    zh: "数据库 {file} 正被另一个程序使用（进程号 {holder}），请等它结束后再试。",
    en: "The database {file} is in use by another process (PID {holder}); try again when it has ended.",
  },
  database_missing: {
    zh: "找不到数据库 {file}，请先运行 d521 load。",
    en: "There is no database {file}; run d521 load first.",
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
  bad_as_of: {
    zh: "--as-of 应为 年-月，例如 2021-06，现在是「{value}」。",
    en: "--as-of takes a month such as 2021-06, not \"{value}\".",
  },
  bad_known_at: {
    zh: "--known-at 应为日期或时间，例如 2021-07-05 或 2021-07-05 09:00，现在是「{value}」。",
    en: "--known-at takes a date or a time such as 2021-07-05 or 2021-07-05 09:00, not \"{value}\".",
  },
  check_failed: {
    zh: "{model} 未通过检查 {check}：{rows} 行不符，看板仍显示上一次的结果。",
    en: "{model} fails the check {check}: {rows} rows do not hold; the last good build still shows.",
  },
  check_warned: {
    zh: "{model} 的检查 {check} 提醒：{rows} 行不符。",
    en: "{model}: the check {check} warns of {rows} rows.",
  },
  check_passed: {
    zh: "{model} 通过检查 {check}。",
    en: "{model} passes the check {check}.",
  },
} as const;
