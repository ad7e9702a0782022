import { type Sql, literal } from "../cells/sql.ts";
import type { Messages } from "../../messages.ts";
import { quotedSql } from "./shown.ts";

/** The Chinese sentence for a code, made in SQL for whole columns; parameters that a sentence does not name are not used. */
export function sentenceSql(messages: Messages, code: Sql, value: Sql, expected: Sql): Sql {
  const cases = Object.entries(messages).map(([name, message]) => {
    // what is on file goes in last, so that braces in it stay what they are
    const parts = message.zh.split(/(\{value\}|\{expected\})/).filter((part) => part !== "");
    const texts = parts.map((part) => (part === "{value}" ? quotedSql(value) : part === "{expected}" ? quotedSql(expected) : literal(part)));
    return `when ${literal(name)} then concat(${texts.join(", ")})`;
  });
  return `(case ${code} ${cases.join(" ")} end)`;
}
