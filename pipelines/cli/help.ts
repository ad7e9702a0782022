import type { Argument, Command, Help, HelpConfiguration, Option } from "commander";
import type { Lang } from "../messages.ts";
import { helpWords } from "./messages.ts";
import { textWidth, wrapText } from "./text-width.ts";

/**
 * How a command's help is laid out and in whose words: commander's own words are translated, columns are counted in
 * terminal cells (a Chinese character takes two), and the options of the whole program are shown with each command.
 */
export function helpIn(lang: Lang): HelpConfiguration {
  const word = (text: string): string => (lang === "zh" ? (helpWords[text] ?? text) : text);
  const colon = lang === "zh" ? "：" : ": ";

  const described = (described: Option | Argument, extra: readonly string[]): string => {
    if (extra.length === 0) return described.description;
    return lang === "zh" ? `${described.description}（${extra.join("；")}）` : `${described.description} (${extra.join("; ")})`;
  };
  const extraOf = (item: Option | Argument, showDefault: boolean): string[] => {
    const extra: string[] = [];
    if (item.argChoices) extra.push(word("choices") + colon + item.argChoices.join(lang === "zh" ? "、" : ", "));
    const value: unknown = item.defaultValue;
    if (value !== undefined && showDefault) extra.push(word("default") + colon + (item.defaultValueDescription ?? String(value)));
    return extra;
  };

  return {
    showGlobalOptions: true,
    styleTitle: word,
    commandUsage: (command: Command) => {
      const names = [];
      for (let at: Command | null = command; at; at = at.parent) names.unshift(at.name());
      return [...names, ...command.usage().split(" ").map(word)].join(" ");
    },
    subcommandTerm: (command: Command) => command.name(),
    optionDescription: (option: Option) => {
      const extra = extraOf(option, Boolean(option.required || option.optional));
      if (option.envVar !== undefined) extra.push(word("env") + colon + option.envVar);
      return described(option, extra);
    },
    argumentDescription: (argument: Argument) => described(argument, extraOf(argument, true)),
    displayWidth: textWidth,
    boxWrap(this: Help, text: string, width: number) {
      return width < this.minWidthToWrap ? text : wrapText(text, width);
    },
  } as HelpConfiguration;
}
