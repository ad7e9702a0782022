import { type YAMLError, parseDocument } from "yaml";
import type { Message, Params } from "../../messages.ts";
import { profileMessages } from "./messages.ts";

/** A text that is no plain YAML, as whoever wrote it should be told. */
export class YamlFault extends Error {
  override readonly name = "YamlFault";

  constructor(
    readonly text: Message,
    readonly params: Params = {},
  ) {
    super(text.en);
  }
}

/**
 * Reads YAML that a person may have edited: one document of plain values, in UTF-8.
 *
 * @throws YamlFault for another encoding, references (&, *), tags (!), several documents and whatever is no YAML
 */
export function readYaml(bytes: Uint8Array): unknown {
  let content: string;
  try {
    content = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new YamlFault(profileMessages.yaml_encoding);
  }
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(content)) throw new YamlFault(profileMessages.yaml_encoding);
  const document = parseDocument(content, { logLevel: "error", prettyErrors: true });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new YamlFault(wordsOf(fault), { line: fault.linePos?.[0].line ?? 1 });
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new YamlFault(profileMessages.yaml_reference);
  }
}

function wordsOf({ code }: YAMLError): Message {
  if (code === "TAB_AS_INDENT") return profileMessages.yaml_tab;
  if (code === "DUPLICATE_KEY") return profileMessages.yaml_twice;
  if (code === "MULTIPLE_DOCS") return profileMessages.yaml_several;
  if (code === "TAG_RESOLVE_FAILED") return profileMessages.yaml_tag;
  return profileMessages.yaml_form;
}
