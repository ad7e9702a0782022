import { existsSync } from "node:fs";
import { D521Error, exitCodes } from "../errors.ts";
import type { Message } from "../messages.ts";
import type { CliCommand } from "./command.ts";
import { cliMessages } from "./messages.ts";

/**
 * Every command with the line that `d521 --help` shows, in the order of a working day. A command's file is read only
 * when it runs, so the list of all of them costs nothing; the file takes its line from here.
 */
export const commandList = {
  demo: {
    zh: "生成示例数据并走完全流程：入库、计算、建站、打开服务",
    en: "Make sample data and run everything on them: load, build, publish, serve",
  },
  templates: { zh: "生成各类报表的空白模板", en: "Write blank templates of every data set" },
  sample: { zh: "生成示例数据（模拟各部门报表）", en: "Write synthetic exports of the departments" },
  load: { zh: "把各部门报表读入数据库，逐文件报账，坏行隔离", en: "Read the departments' exports into the database, a line a file, bad rows quarantined" },
  profile: { zh: "记住对某类文件的回答（哪张报表、单位、所属期、列），下月照用", en: "Keep the answers about a sender's files (data set, unit, period, columns) for the months to come" },
  build: { zh: "按调度月份运行模型和检查", en: "Run the models and their checks for a dispatch month" },
  simulate: { zh: "按情景模拟全年奖补敞口", en: "Simulate the year's award exposure under a scenario" },
  compare: { zh: "两个政策版本并排计算：谁多得、谁少得", en: "Set another policy version beside the present one: who gains, who loses" },
  explain: { zh: "逐步说明一笔奖补是怎样算出来的", en: "Show step by step how an award was decided" },
  publish: { zh: "生成三类看板网站", en: "Build the dashboard sites" },
  brief: { zh: "写出每月调度简报（docx）和附件（xlsx）", en: "Write the monthly dispatch (.docx) with its annexes (.xlsx)" },
  bulletin: { zh: "写出季度通报（docx）和附件（xlsx）", en: "Write the quarterly bulletin (.docx) with its annexes (.xlsx)" },
  serve: { zh: "打开看板服务，登录后查看", en: "Serve the sites behind sign-in" },
  account: { zh: "增加、删除、列出看板账号", en: "Add, remove and list the accounts of the sites" },
  doctor: { zh: "检查安装、数据库和最近一次入库，并说明该怎么办", en: "Check the installation, the database and the newest load, and say what to do" },
} as const satisfies Readonly<Record<string, Message>>;

export type CommandName = keyof typeof commandList;

/**
 * Reads one command's file: `commands/<name>.ts`.
 *
 * @throws D521Error `command_missing` when the file itself is not there: an installation that was cut short
 */
export async function loadCommand(name: CommandName): Promise<CliCommand> {
  const url = new URL(`./commands/${name}.ts`, import.meta.url);
  if (!existsSync(url)) throw new D521Error(exitCodes.environment, "command_missing", cliMessages.command_missing, { command: name });
  const file = (await import(url.href)) as { command: CliCommand };
  return file.command;
}
