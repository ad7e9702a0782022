import { isMap, isScalar, isSeq, parseDocument, visit } from "yaml";
import { said } from "../schema-words.ts";

/** An id that YAML takes for a number. */
export interface UnquotedId {
  /** as it is written: `15.10` */
  readonly written: string;
  /** one sentence that says to quote it */
  readonly problem: string;
}

/** Fields whose value, or each of whose values, is a clause's id. */
const idFields: ReadonlySet<unknown> = new Set(["clauses", "clause", "share_of"]);

/**
 * Parses a policy, amendment or scenario file, and finds the clause ids that stand there without quotation marks: to YAML
 * 15.10 is the number 15.1, another clause.
 *
 * @throws YAMLParseError for what is no YAML
 */
export function parseWithIds(text: string): { readonly content: unknown; readonly unquoted: readonly UnquotedId[] } {
  const document = parseDocument(text);
  // 15.1 and 15.10 are one number, and so one key twice: that they are to be quoted says it better
  const broken = document.errors.find(({ code }) => code !== "DUPLICATE_KEY");
  if (broken) throw broken;
  const unquoted: UnquotedId[] = [];
  const check = (node: unknown) => {
    if (!isScalar(node) || typeof node.value !== "number") return;
    const written = node.source ?? String(node.value);
    unquoted.push({ written, problem: said(`「${written}」没有加引号，会被当成数字 ${node.value}；条款编号要写成 "${written}"`, `${written} is not in quotation marks and would be read as the number ${node.value}; write the clause's id as "${written}"`) });
  };
  visit(document, {
    Pair(_, { key, value }) {
      // no field of these files is named by a fraction; a year may be one without its quotation marks
      if (isScalar(key) && /^\d+\.\d+$/.test(key.source ?? "")) check(key);
      if (!isScalar(key) || !idFields.has(key.value)) return;
      if (isMap(value)) for (const one of value.items) if (isScalar(one.key) && !/^\d+\.\d+$/.test(one.key.source ?? "")) check(one.key);
      if (isSeq(value)) for (const one of value.items) check(one);
      check(value);
    },
  });
  if (document.errors[0]) {
    if (unquoted.length === 0) throw document.errors[0];
    return { content: undefined, unquoted };
  }
  return { content: document.toJS() as unknown, unquoted };
}
