import type { Messages } from "../messages.ts";

/** What the trials say to a finance official; every sentence may stand on the page. */
export const whatifMessages = {
  trial_no_database: { zh: "还没有入库和计算过的数据，不能试算；请管理员先入库、计算。", en: "There is no database to try anything on; load and build first." },
  trial_database_busy: { zh: "数据正在更新，请过一会儿再试。", en: "The database is being written; try again in a while." },
  trial_month_unknown: { zh: "数据截至月份「{month}」不能选；可选的是 {first} 到 {last}。", en: "The month {month} cannot be chosen; those from {first} to {last} can." },
  trial_policy_unknown: { zh: "情景文件写的政策版本不在这里，没有试算。", en: "There is no policy version of that name here." },
  trial_stopped: { zh: "这次试算已取消。", en: "This trial was cancelled." },
  trial_replaced: { zh: "这次试算已被您后来的试算取代。", en: "A later trial of yours took this one's place." },
  trial_full: { zh: "正在试算的人太多，请过一会儿再试。", en: "Too many trials are waiting; try again in a while." },
  trial_failed: { zh: "试算没有完成，请再试一次；多次如此请联系管理员。", en: "The trial did not end well; try again, and tell the administrator if it happens again." },
  trial_gone: { zh: "试算服务正在重新启动，请再试一次。", en: "The trial process is starting again; try once more." },
  trial_off: { zh: "这个服务没有打开试算。", en: "This server offers no trials." },
  trial_sign_in: { zh: "登录已过期，请重新登录后再试。", en: "Please sign in again." },
  trial_not_yours: { zh: "只有财政账号可以试算。", en: "Only finance accounts may run trials." },
  trial_foreign: { zh: "请求不是从本站页面发出的，没有执行。", en: "The request did not come from a page of this site." },
  trial_wrong: { zh: "填的内容有 {count} 处不对，没有试算：\n{problems}", en: "{count} entries are wrong, nothing was tried:\n{problems}" },
  trial_too_large: { zh: "内容太大：至多 {most} KB。", en: "Too large: at most {most} KB." },
  trial_unreadable: { zh: "服务器读不懂提交的内容，请刷新页面再试。", en: "What was sent cannot be read; reload the page." },
  trial_too_often: { zh: "操作太频繁，请稍等一分钟再试。", en: "Too many requests; wait a minute." },
  saved_unknown: { zh: "没有这个试算，可能已被删除。", en: "There is no such saved trial; it may have been deleted." },
  saved_not_yours: { zh: "这是别人保存的试算，只有保存的人可以删除。", en: "Somebody else saved this trial; only they can delete it." },
  saved_run_unknown: { zh: "要保存的结果已经不在了，请重新试算后再保存。", en: "The answer to be saved is no longer there; run it again." },
  saved_too_many: { zh: "保存的试算已有 {most} 个，请先删除几个。", en: "There are {most} saved trials already; delete some first." },
  saved_name_wrong: { zh: "名称只能用汉字、字母、数字、_ 和 -，最多 40 个字，不能有空格。", en: "A name has up to 40 letters, figures, _ or -." },
  solve_field_unknown: { zh: "没有这一项可以调的数，请重新选择。", en: "There is no such number to change." },
  solve_budget_wrong: { zh: "预算应为大于 0、不超过 100,000,000 的数（万元）。", en: "The budget must be over 0 and at most 100,000,000 (10,000 CNY)." },
} as const satisfies Messages;
