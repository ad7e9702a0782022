/**
 * What Evidence's build takes from us beyond pages: Chinese words in its components (labels.js), tooltips that show
 * names as text, charts of the kinds that we use, and only the icons that are used. Stands in the working folder's root,
 * where Evidence looks for it.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { translate } from "./labels.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const echarts = path.dirname(createRequire(import.meta.url).resolve("echarts/package.json"));

/** A page's SQL is not for its readers, and Evidence's viewer of it speaks English. */
const withoutQueryViewers = (content, filename = "") => (filename.endsWith(".md") ? content.replace(/\{#if\s+\w+\s*\}\s*<QueryViewer\b[\s\S]*?\/>\s*\{\/if\}/g, "").replace(/import\s*\{\s*QueryViewer\s*\}\s*from\s*['"][^'"]+['"];?/g, "") : content);

/**
 * What is built here is kept and rendered again for each publication, so that no page is rendered now. Which routes are
 * rendered then, and without being linked from anywhere, is written beside what the browser loads.
 */
const keptBundle = {
  name: "d521-kept-bundle",
  adapt(builder) {
    builder.generateEnvModule();
    builder.writeClient("build");
    builder.writePrerendered("build");
    writeFileSync("routes.json", JSON.stringify(builder.routes.map(({ id, prerender }) => ({ id, prerender }))));
  },
};

/** While a new choice is read, Evidence leaves the old rows in place for a quarter of a second as though they answered it. */
const withoutGrace = (content, filename = "") => (filename.endsWith(".md") ? content.replaceAll("execFn: queryFunc }", "execFn: queryFunc, loadGracePeriod: 0 }") : content);

export default {
  preprocess: [
    {
      name: "d521",
      markup: ({ content, filename }) => ({ code: withoutQueryViewers(translate(content, filename), filename) }),
      script: ({ content, filename }) => ({ code: withoutGrace(content, filename) }),
    },
  ],
  kit: {
    alias: {
      echarts: path.join(here, "echarts.js"),
      "echarts/*": `${echarts}/*`,
    },
    adapter: keptBundle,
    prerender: { entries: [] },
    // a published site does not change under its reader's feet; no polling
    version: { name: "d521", pollInterval: 0 },
  },
};
