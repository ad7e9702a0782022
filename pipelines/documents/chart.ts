import { Resvg } from "@resvg/resvg-js";
import { type EChartsCoreOption, init } from "echarts";
import { D521Error, exitCodes } from "../errors.ts";
import { documentMessages } from "./messages.ts";

/** 156 mm of type area at about 300 dots an inch. */
const pixelsWide = 1840;
const family = "Noto Sans CJK SC";

/**
 * Draws a chart as a picture. Colours tell apart without colour sight; every series is also labelled in words.
 *
 * @throws D521Error `no_chinese_font` (3) when the system has no font with Chinese characters: boxes are no chart
 */
export function drawChart(option: EChartsCoreOption, size: { readonly width: number; readonly height: number }): Buffer {
  needChineseFont();
  const chart = init(null, null, { renderer: "svg", ssr: true, width: size.width, height: size.height });
  chart.setOption({ animation: false, backgroundColor: "#ffffff", textStyle: { fontFamily: family, fontSize: 13, color: "#222222" }, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return rendered(svg, pixelsWide);
}

let checked: boolean | undefined;

/** Two different characters look different where a font has them; where none has, both are nothing or the same box. */
export function hasChineseFont(options: { readonly loadSystemFonts?: boolean } = {}): boolean {
  const glyph = (character: string) => rendered(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="2" y="32" font-size="30" font-family="${family}">${character}</text></svg>`, 40, options.loadSystemFonts);
  return !glyph("国").equals(glyph("山"));
}

function needChineseFont(): void {
  checked ??= hasChineseFont();
  if (!checked) throw new D521Error(exitCodes.environment, "no_chinese_font", documentMessages.no_chinese_font);
}

function rendered(svg: string, width: number, loadSystemFonts = true): Buffer {
  return new Resvg(svg, { fitTo: { mode: "width", value: width }, font: { loadSystemFonts, defaultFontFamily: family, sansSerifFamily: family } }).render().asPng();
}
