import type { Messages } from "../messages.ts";

/** What `templates` says. */
export const templateMessages = {
  option_out: { zh: "空白模板写到哪个文件夹", en: "folder for the blank templates" },
  done: {
    zh: "{count} 张空白模板在 {out}：填在与报表同名的那张表里，怎么填见「填表说明」表，填好后放进报表文件夹即可入库。",
    en: "{count} blank templates are in {out}: fill in the sheet that bears the data set's name; the sheet 填表说明 says how.",
  },
  kept: {
    zh: "{file} 已经在那里而且内容不同（可能已经填过），没有覆盖；要重写请先移走它。",
    en: "{file} is there already with other content (perhaps filled in) and was not overwritten; move it away first to have it anew.",
  },
} as const satisfies Messages;
