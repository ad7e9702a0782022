import type { Messages } from "../messages.ts";

export const documentMessages = {
  option_month: { zh: "调度月份，如 2021-09", en: "dispatch month, such as 2021-09" },
  option_quarter: { zh: "季度，如 2021Q3", en: "quarter, such as 2021Q3" },
  option_out: { zh: "写到哪个文件夹", en: "folder to write to" },
  option_missing: { zh: "还要写明 {option}，如 {example}。", en: "{option} is missing; for example {example}." },
  no_build: { zh: "{file} 里还没有计算结果；先运行 d521 build。", en: "{file} holds no results yet; run d521 build first." },
  after_data: { zh: "数据只到 {last}，写不出 {month} 的文件；先装载以后各月的报表，再运行 d521 build。", en: "The data end in {last}; {month} cannot be written. Load the later months, then run d521 build." },
  before_data: { zh: "数据从 {first} 开始，写不出 {month} 的文件。", en: "The data begin in {first}; {month} cannot be written." },
  no_chinese_font: { zh: "这台机器没有中文字体，图表会变成方框，所以没有写；装一种（如 apt-get install fonts-noto-cjk）再运行。", en: "This machine has no Chinese font and charts would be boxes, so nothing was written; install one (such as apt-get install fonts-noto-cjk) and run again." },
  not_writable: { zh: "写不进文件夹 {folder}：{detail}。", en: "Cannot write to the folder {folder}: {detail}." },
  out_no_folder: { zh: "{folder} 不是文件夹，没有写；请用 --out 换一个。", en: "{folder} is not a folder and nothing was written; choose another with --out." },
  out_denied: { zh: "没有权限写文件夹 {folder}，没有写；请检查它的所有者和权限，或用 --out 换一个。", en: "No permission to write to {folder} and nothing was written; check its owner and rights, or choose another with --out." },
  out_full: { zh: "磁盘已满，写不进文件夹 {folder}；请腾出空间后重试。", en: "The disk is full and {folder} cannot be written; make room and try again." },
  aside: { zh: "数据库现在显示的是 {visible}；已另行计算 {month}，显示的结果没有动。", en: "The database shows {visible}; {month} was computed aside and what shows is untouched." },
  building: { zh: "计算 {month}", en: "Computing {month}" },
  written: { zh: "已写出 {file}", en: "Wrote {file}" },
} as const satisfies Messages;
