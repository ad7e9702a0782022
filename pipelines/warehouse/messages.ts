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
} as const;
