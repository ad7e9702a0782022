import { rmSync } from "node:fs";
import { putAccount } from "../serve/accounts.ts";
import { type Audience, audienceTitles, audiences } from "../serve/audiences.ts";
import { randomPassword } from "../serve/passwords.ts";

/** An account of the demo, with its password in the clear: shown once and kept nowhere. */
export interface DemoAccount {
  readonly audience: Audience;
  readonly user: string;
  readonly password: string;
}

/** Writes a new accounts file with one account an audience, named as the audience, each with a random password. */
export async function makeDemoAccounts(file: string, now: Date): Promise<DemoAccount[]> {
  rmSync(file, { force: true });
  const made: DemoAccount[] = [];
  for (const audience of audiences) {
    const account = { audience, user: audience, password: randomPassword() };
    await putAccount(file, account.user, account.password, [audience], now, `${audienceTitles[audience].zh}的示例用户`);
    made.push(account);
  }
  return made;
}
