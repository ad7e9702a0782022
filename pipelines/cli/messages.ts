/** Words of the command line itself; each command keeps its own. */
export const cliMessages = {
  program: {
    zh: "521 企业培壮行动计划调度工具：部门报表入库、政策计算、三类看板。命令后加 --help 看用法。",
    en: "521 Dispatch: department exports in, award liabilities and three dashboards out. Add --help after a command.",
  },
  option_lang: { zh: "提示信息的语言", en: "language of messages" },
  option_json: { zh: "以 JSON 输出结果，供程序读取", en: "print the answer as JSON, for programs" },
  option_help: { zh: "显示用法", en: "show this help" },
  option_version: { zh: "显示版本号", en: "show the version" },
  option_database: { zh: "数据库文件", en: "database file" },

  unknown_option: { zh: "没有「{option}」这个选项。", en: "There is no option {option}." },
  unknown_command: { zh: "没有「{command}」这个命令，运行 d521 --help 看全部命令。", en: "There is no command {command}; d521 --help lists them all." },
  did_you_mean: { zh: "您要的是不是 {suggestion}？", en: "Did you mean {suggestion}?" },
  option_value_missing: { zh: "选项 {option} 后面缺少取值。", en: "The option {option} needs a value." },
  option_missing: { zh: "缺少必需的选项 {option}。", en: "The option {option} is required." },
  argument_missing: { zh: "缺少必需的参数「{argument}」。", en: "The argument {argument} is required." },
  too_many_arguments: { zh: "参数太多：应有 {expected} 个，实有 {received} 个。", en: "Too many arguments: expected {expected}, got {received}." },
  option_not_allowed: { zh: "选项 {option} 只能取 {allowed}，不能取「{value}」。", en: "The option {option} takes one of {allowed}, not “{value}”." },
  argument_not_allowed: { zh: "参数「{argument}」只能取 {allowed}，不能取「{value}」。", en: "The argument {argument} takes one of {allowed}, not “{value}”." },
  options_conflict: { zh: "选项 {option} 和 {other} 不能同时使用。", en: "The options {option} and {other} exclude each other." },
  usage_other: { zh: "命令写法不对：{detail}", en: "The command is not written as expected: {detail}" },

  not_an_integer: { zh: "{option} 应为{range}的整数，得到的是「{value}」。", en: "{option} takes a whole number {range}, not “{value}”." },
  not_a_rate: { zh: "{option} 应为 0 到 1 之间的小数，得到的是「{value}」。", en: "{option} takes a number from 0 to 1, not “{value}”." },
  not_a_month: { zh: "{option} 应为年月，如 2021-12，得到的是「{value}」。", en: "{option} takes a month such as 2021-12, not “{value}”." },
  not_a_quarter: { zh: "{option} 应为季度，如 2021Q4，得到的是「{value}」。", en: "{option} takes a quarter such as 2021Q4, not “{value}”." },
  not_a_timestamp: {
    zh: "{option} 应为时间，如 2021-12-31 或 2021-12-31T18:00:00+08:00，得到的是「{value}」。",
    en: "{option} takes a time such as 2021-12-31 or 2021-12-31T18:00:00+08:00, not “{value}”.",
  },

  file_missing: { zh: "找不到 {path}。", en: "{path} does not exist." },
  no_permission: { zh: "没有权限读写 {path}，请检查文件的所有者和权限。", en: "No permission for {path}; check its owner and rights." },
  disk_full_somewhere: { zh: "磁盘已满，写不进文件，请腾出空间后重试。", en: "The disk is full; make room and try again." },
  disk_full: { zh: "磁盘已满，写不进 {path}，请腾出空间后重试。", en: "The disk is full, {path} cannot be written; make room and try again." },
  port_in_use: { zh: "端口 {port} 已被别的程序占用，请用 --port 换一个端口。", en: "Port {port} is in use by another program; choose another with --port." },
  not_a_directory: { zh: "{path} 不是文件夹。", en: "{path} is not a folder." },
  is_a_directory: { zh: "{path} 是文件夹，这里需要的是文件。", en: "{path} is a folder; a file is needed here." },
  command_missing: { zh: "安装不完整：命令 {command} 的程序文件不在，请重新安装。", en: "The installation is incomplete: the file of the command {command} is not there; install again." },
  package_missing: { zh: "安装不完整：缺少程序包 {name}，请在项目文件夹运行 npm ci。", en: "The installation is incomplete: the package {name} is missing; run npm ci in the project's folder." },
  defect: {
    zh: "程序出了意外错误：{detail}。这是程序的缺陷，设置环境变量 D521_DEBUG=1 再运行一次可看到详情。",
    en: "Unexpected error: {detail}. This is a defect of the program; run again with D521_DEBUG=1 to see its trace.",
  },
} as const;

/** commander's own words, as they stand in its help, and the Chinese for them. */
export const helpWords: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Global Options:": "通用选项：",
  "Commands:": "命令：",
  "[options]": "[选项]",
  "[command]": "[命令]",
  choices: "可选",
  default: "默认",
  env: "环境变量",
  preset: "不写取值时",
};
