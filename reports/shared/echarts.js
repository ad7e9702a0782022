/**
 * ECharts with the chart kinds of the sites only, in the place of the whole package, and with tooltips in which a name
 * that holds markup is text: Evidence writes names into tooltips as HTML.
 */
import * as core from "echarts/core";
import { BarChart, BoxplotChart, FunnelChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import {
  DataZoomComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
  TransformComponent,
  VisualMapComponent,
} from "echarts/components";
import { LabelLayout, UniversalTransition } from "echarts/features";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

core.use([
  BarChart, BoxplotChart, FunnelChart, HeatmapChart, LineChart, SankeyChart, ScatterChart,
  DataZoomComponent, DatasetComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent,
  TitleComponent, TooltipComponent, TransformComponent, VisualMapComponent,
  LabelLayout, UniversalTransition, CanvasRenderer, SVGRenderer,
]);

export const { connect, registerTheme, registerMap, throttle, graphic, format, time, util } = core;

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for a place where HTML is read; also within arrays. */
export function escapeHtml(value) {
  if (typeof value === "string") return value.replace(/[&<>"']/g, (character) => entities[character]);
  return Array.isArray(value) ? value.map(escapeHtml) : value;
}

const named = ["name", "seriesName", "axisValue", "axisValueLabel", "value"];

function escapeParams(params) {
  if (Array.isArray(params)) return params.map(escapeParams);
  if (params === null || typeof params !== "object") return params;
  const safe = { ...params };
  for (const key of named) if (key in safe) safe[key] = escapeHtml(safe[key]);
  if (safe.data && typeof safe.data === "object" && !Array.isArray(safe.data)) safe.data = escapeParams(safe.data);
  else if (Array.isArray(safe.data)) safe.data = escapeHtml(safe.data);
  return safe;
}

const guarded = new WeakSet();

function guard(holder) {
  const tooltip = holder?.tooltip;
  if (Array.isArray(tooltip)) return tooltip.forEach((one) => guard({ tooltip: one }));
  const formatter = tooltip?.formatter;
  if (typeof formatter !== "function" || guarded.has(formatter)) return undefined;
  const safe = (params, ...rest) => formatter(escapeParams(params), ...rest);
  guarded.add(safe);
  tooltip.formatter = safe;
  return undefined;
}

export function init(...args) {
  const chart = core.init(...args);
  const setOption = chart.setOption.bind(chart);
  chart.setOption = (option, ...rest) => {
    guard(option);
    for (const series of [option?.series ?? []].flat()) guard(series);
    return setOption(option, ...rest);
  };
  return chart;
}
