import { Argument } from "commander";
import { D521Error, exitCodes } from "../../errors.ts";
import { sentence } from "../../messages.ts";
import { defaultAccounts, putAccount, readAccounts, readRole, removeAccount, requireGoodName, unlockAccount } from "../../serve/accounts.ts";
import { type Audience, audiences, audienceTitles } from "../../serve/audiences.ts";
import { serveMessages } from "../../serve/messages.ts";
import { readNewPassword } from "../../serve/password-input.ts";
import type { CliCommand } from "../command.ts";
import { commandList } from "../command-list.ts";
import type { Context } from "../context.ts";
import { padText } from "../text-width.ts";

interface Options {
  readonly action: "add" | "list" | "remove" | "unlock";
  readonly user?: string;
  readonly role: readonly Audience[];
  readonly name?: string;
  readonly accounts: string;
}

export const command: CliCommand = {
  name: "account",
  summary: commandList.account,
  declare(command, text) {
    command
      .addArgument(new Argument("<action>", text(serveMessages.argument_action)).choices(["add", "list", "remove", "unlock"]))
      .argument("[user]", text(serveMessages.argument_user))
      .option("--role <ROLE>", `${text(serveMessages.option_role)} (${audiences.join(" | ")})`, readRole)
      .option("--name <NAME>", text(serveMessages.option_name))
      .option("--accounts <FILE>", text(serveMessages.option_accounts), defaultAccounts);
  },
  async run(given, context) {
    const options = { role: [], ...given } as unknown as Options;
    if (options.action === "list") list(options, context);
    else if (options.action === "add") await add(options, context);
    else if (options.action === "unlock") unlock(options, context);
    else remove(options, context);
    return exitCodes.done;
  },
};

function list({ accounts: file }: Options, context: Context): void {
  const accounts = [...readAccounts(file).values()];
  if (context.json) return context.out(JSON.stringify(accounts.map(({ user, name, roles, changed_at }) => ({ user, name, roles, changed_at }))));
  if (accounts.length === 0) return context.out(sentence(serveMessages.account_none, context.lang));
  for (const { user, name = "", roles } of accounts) context.out(`${padText(user, 20)}  ${padText(name, 12)}  ${titles(roles, context)}`);
}

async function add(options: Options, context: Context): Promise<void> {
  const user = namedUser(options);
  if (options.role.length === 0) throw new D521Error(exitCodes.usage, "role_missing", serveMessages.role_missing, { roles: audiences.join(" ") });
  // before anybody types a password twice
  requireGoodName(user);
  const password = await readNewPassword(user, context.lang);
  const isNew = await putAccount(options.accounts, user, password, options.role, context.now(), options.name);
  const roles = readAccounts(options.accounts).get(user)?.roles ?? [];
  if (context.json) return context.out(JSON.stringify({ user, roles, new: isNew }));
  context.out(sentence(isNew ? serveMessages.account_added : serveMessages.account_changed, context.lang, { user, roles: titles(roles, context) }));
}

function remove(options: Options, context: Context): void {
  const user = namedUser(options);
  removeAccount(options.accounts, user);
  context.out(context.json ? JSON.stringify({ user, removed: true }) : sentence(serveMessages.account_removed, context.lang, { user }));
}

function unlock(options: Options, context: Context): void {
  const user = namedUser(options);
  unlockAccount(options.accounts, user, context.now());
  context.out(context.json ? JSON.stringify({ user, unlocked: true }) : sentence(serveMessages.account_unlocked, context.lang, { user }));
}

function namedUser({ user, action }: Options): string {
  if (user === undefined) throw new D521Error(exitCodes.usage, "user_missing", serveMessages.user_missing, { action });
  return user.normalize("NFKC");
}

function titles(roles: readonly Audience[], { lang }: Context): string {
  return roles.map((role) => `${audienceTitles[role][lang]} (${role})`).join(lang === "zh" ? "、" : ", ");
}
