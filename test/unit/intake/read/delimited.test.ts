import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DelimitedParser } from "../../../../pipelines/intake/read/delimited.ts";
import { text } from "../../../fixtures/intake/files.ts";

function parse(pieces: readonly string[], delimiter: "," | "\t" = ","): string[][] {
  const parser = new DelimitedParser(delimiter);
  return [...pieces.flatMap((piece) => [...parser.push(piece)]), ...parser.end()];
}

describe("splitting delimited text", () => {
  it.each<[string, string, string[][]]>([
    ["nothing", "", []],
    ["one row without a line end", "a,b", [["a", "b"]]],
    ["a comma at the end", "a,\n", [["a", ""]]],
    ["a quoted comma, quote and line end", '"a,""b""\nc",d\n', [['a,"b"\nc', "d"]]],
    ["an empty quoted cell", '"",x\n', [["", "x"]]],
    ["a quote inside a plain cell", '5"寸,x\n', [['5"寸', "x"]]],
    ["text after a closing quote", '"a"b,c\n', [["ab", "c"]]],
    ["blank lines", "a\n\nb\r\n\r\nc", [["a"], [""], ["b"], [""], ["c"]]],
  ])("%s", (_, input, rows) => {
    expect(parse([input])).toEqual(rows);
    expect(parse([...input])).toEqual(rows);
  });

  it("refuses a quotation mark that is never closed, naming the row where it opened", () => {
    expect(() => parse(['a\n"b\nc\n'])).toThrow(expect.objectContaining({ code: "unclosed_quote", params: { row: 2 } }));
  });

  it("gives back any rows that were written, however the text is cut", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "中", ",", '"', "\n", "\r", "\t", " "), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), fc.nat(20), fc.constantFrom("\n", "\r\n"), (rows, cut, newline) => {
        const written = text(rows, { newline });
        expect(parse([written.slice(0, cut), written.slice(cut)])).toEqual(rows);
      }),
    );
  });
});
