/**
 * Sentences for people, in both languages side by side. Each command group keeps its own table next to its code
 * (`pipelines/<group>/messages.ts`); an error carries a code and parameters, and the sentence is made here, last.
 */
export type Lang = "zh" | "en";

export type Params = Record<string, string | number>;

export interface Message {
  readonly zh: string;
  readonly en: string;
}

/** A table of sentences. `{name}` in a sentence is filled from the parameters; a missing one is a programming error. */
export type Messages = Readonly<Record<string, Message>>;

/**
 * Fills a sentence.
 *
 * @throws when the sentence names a parameter that was not given, so that no «{file}» ever reaches a reader
 */
export function sentence(message: Message, lang: Lang, params: Params = {}): string {
  return message[lang].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`message parameter "${name}" was not given: ${message.en}`);
    return String(value);
  });
}
