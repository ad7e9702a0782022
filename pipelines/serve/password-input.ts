import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { D521Error, exitCodes } from "../errors.ts";
import { type Lang, sentence } from "../messages.ts";
import { serveMessages } from "./messages.ts";

/**
 * Reads a new password: twice and unseen where a person types, otherwise the first line of standard input. Never from
 * the command line, where other users of the machine could read it.
 *
 * @throws D521Error `password_missing`, `passwords_differ` (exit code 2)
 */
export async function readNewPassword(user: string, lang: Lang, input: NodeJS.ReadStream = process.stdin): Promise<string> {
  if (!input.isTTY) {
    const line = await firstLine(input);
    if (line === "") throw new D521Error(exitCodes.usage, "password_missing", serveMessages.password_missing);
    return line;
  }
  const password = await ask(input, sentence(serveMessages.password_prompt, lang, { user }));
  const again = await ask(input, sentence(serveMessages.password_again, lang));
  if (password !== again) throw new D521Error(exitCodes.usage, "passwords_differ", serveMessages.passwords_differ);
  return password;
}

async function firstLine(input: NodeJS.ReadStream): Promise<string> {
  let text = "";
  for await (const chunk of input.setEncoding("utf8")) {
    text += chunk as string;
    if (text.includes("\n") || text.length > 4096) break;
  }
  return text.split(/\r?\n/)[0] ?? "";
}

/** readline echoes to its output; an output that drops everything keeps the password off the screen. */
function ask(input: NodeJS.ReadStream, question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: nowhere, terminal: true });
  return new Promise((resolve) => {
    reader.once("line", (line) => {
      reader.close();
      process.stderr.write("\n");
      resolve(line);
    });
    reader.once("SIGINT", () => process.exit(130));
  });
}
