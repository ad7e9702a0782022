import { D521Error, exitCodes } from "../errors.ts";
import type { Message } from "../messages.ts";
import { cliMessages } from "./messages.ts";

/**
 * Readers of option values, given to commander's `.option(flags, description, reader)`. Each names its option, as the
 * user wrote it, in the sentence it throws: `D521Error` with exit code 2.
 */
type Reader<Value> = (text: string) => Value;

function refuse(code: string, message: Message, option: string, value: string, more: Record<string, string> = {}): never {
  throw new D521Error(exitCodes.usage, code, message, { option, value, ...more });
}

/** A whole number within bounds, written in plain digits: no sign but a minus, no exponent, no spaces. */
export function integerOption(option: string, bounds: { readonly min?: number; readonly max?: number } = {}): Reader<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = bounds;
  const range = (): Message => {
    if (bounds.min !== undefined && bounds.max !== undefined) return { zh: ` ${min} 到 ${max} `, en: `from ${min} to ${max}` };
    if (bounds.min !== undefined) return { zh: `不小于 ${min} `, en: `of at least ${min}` };
    if (bounds.max !== undefined) return { zh: `不大于 ${max} `, en: `of at most ${max}` };
    return { zh: "普通", en: "in plain digits" };
  };
  return (text) => {
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    const { zh, en } = range();
    const message = {
      zh: cliMessages.not_an_integer.zh.replace("{range}", zh),
      en: cliMessages.not_an_integer.en.replace("{range}", en),
    };
    return refuse("usage_not_an_integer", message, option, text);
  };
}

/** A share from 0 to 1, such as `0.25`. */
export function rateOption(option: string): Reader<number> {
  return (text) => {
    const value = /^(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : NaN;
    return value >= 0 && value <= 1 ? value : refuse("usage_not_a_rate", cliMessages.not_a_rate, option, text);
  };
}

/** A month `YYYY-MM` from 1900 to 2999, returned as it is written. */
export function monthOption(option: string): Reader<string> {
  return (text) => (/^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/.test(text) ? text : refuse("usage_not_a_month", cliMessages.not_a_month, option, text));
}

/** A quarter `YYYYQn`, returned as it is written, the letter in upper case. */
export function quarterOption(option: string): Reader<string> {
  return (text) => (/^(19|2\d)\d{2}[Qq][1-4]$/.test(text) ? text.toUpperCase() : refuse("usage_not_a_quarter", cliMessages.not_a_quarter, option, text));
}

/**
 * A moment: ISO 8601 with or without a zone, or a date alone. Without a zone it is the office's time (+08:00), and a
 * date alone means the end of that day, so that `--known-at 2021-12-31` takes in what came on the 31st.
 */
export function timestampOption(option: string): Reader<Date> {
  const shape = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
  return (text) => {
    const [, year, month, day, time = "23:59:59.999", zone = "+08:00"] = shape.exec(text) ?? [];
    const written = zone === "Z" ? zone : zone.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours: string, minutes?: string) => `${hours}:${minutes ?? "00"}`);
    const moment = new Date(`${year}-${month}-${day}T${time}${written}`);
    // Date rolls 30 February over to March; a day that does not exist is a slip of the pen
    const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
    return year !== undefined && exists && !Number.isNaN(moment.getTime())
      ? moment
      : refuse("usage_not_a_timestamp", cliMessages.not_a_timestamp, option, text);
  };
}
