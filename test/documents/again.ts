import type { DocumentText } from "../../pipelines/documents/blocks.ts";
import type { Fact, Piece, Unit } from "../../pipelines/documents/facts.ts";

export interface SameFact {
  readonly piece: Fact;
  /** what the same place of the same query holds now */
  readonly again: unknown;
}

/** All that a document prints, in the order of reading: headings, paragraphs, captions, cells. */
export function pieceLists(document: DocumentText): (readonly Piece[])[] {
  const body = document.blocks.flatMap((block): (readonly Piece[])[] => {
    switch (block.kind) {
      case "heading":
        return [[block.text]];
      case "paragraph":
        return [[...(block.lead === undefined ? [] : [block.lead]), ...block.pieces]];
      case "picture":
        return [[block.caption]];
      case "table":
        return [[block.caption], ...block.columns.map(({ title }) => [title]), ...block.rows.flatMap((row) => row.map((piece) => [piece]))];
    }
  });
  return [document.issue, document.dated, ...document.title, ...body, ...document.notes];
}

const scales: Readonly<Record<Unit, { readonly shift: number; readonly places: number } | undefined>> = {
  text: undefined,
  count: { shift: 0, places: 0 },
  count_abs: { shift: 0, places: 0 },
  wan: { shift: -4, places: 2 },
  wan_abs: { shift: -4, places: 2 },
  points: { shift: 0, places: 2 },
  points_abs: { shift: 0, places: 2 },
  days: { shift: 0, places: 2 },
  percent: { shift: 2, places: 1 },
};

/** A value as a document should print it, by moving the point within its digits: half up, without any decimal library. */
export function printedAgain(value: unknown, unit: Unit, digits?: number): string {
  if (value === null || value === undefined || value === "") return "—";
  const text = String(value);
  if (digits !== undefined && unit.startsWith("wan")) return Number(text) === 0 ? "0" : `约${Number((Math.abs(Number(text)) / 10_000).toPrecision(digits))}`;
  const scale = scales[unit];
  if (scale === undefined) return text;
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new Error(`no plain number: ${text}`);
  const [, sign, whole, fraction = ""] = match;
  // digits with twelve places behind the point after the shift
  const shifted = BigInt(whole! + fraction.padEnd(16, "0").slice(0, 16)) * 10n ** BigInt(scale.shift + 4);
  const unitOfPlaces = 10n ** BigInt(20 - scale.places);
  const rounded = (shifted + unitOfPlaces / 2n) / unitOfPlaces;
  const shown = rounded.toString().padStart(scale.places + 1, "0");
  const point = shown.length - scale.places;
  const body = scale.places === 0 ? shown : `${shown.slice(0, point)}.${shown.slice(point)}`;
  const minus = sign === "-" && rounded !== 0n && !unit.endsWith("_abs") ? "-" : "";
  return `${minus}${body}${unit === "percent" ? "%" : ""}`;
}
