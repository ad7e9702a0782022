/**
 * What Evidence's build takes from us beyond pages: Chinese words in its components (labels.js), tooltips that show
 * names as text, charts of the kinds that we use, and only the icons that are used. Stands in the working folder's root,
 * where Evidence looks for it.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { translate } from "./labels.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const echarts = path.dirname(createRequire(import.meta.url).resolve("echarts/package.json"));

export default {
  preprocess: [{ name: "d521-labels", markup: ({ content, filename }) => ({ code: translate(content, filename) }) }],
  kit: {
    alias: {
      echarts: path.join(here, "echarts.js"),
      "echarts/*": `${echarts}/*`,
    },
    // a published site does not change under its reader's feet; no polling
    version: { name: "d521", pollInterval: 0 },
  },
};
