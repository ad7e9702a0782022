/**
 * What Evidence's build takes from us beyond pages: charts of the kinds that we use, whose tooltips show names as text,
 * and pages without what Evidence adds to them. Stands in the working folder's root, where Evidence looks for it.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

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

/**
 * Evidence reads this once for the server's half and once for the browser's, and takes `preprocess` off the object on the
 * way: what stands on the prototype is there the second time too.
 */
class SiteConfig {
  get preprocess() {
    return [
      {
        name: "d521",
        markup: ({ content, filename }) => ({ code: withoutQueryViewers(content, filename) }),
        script: ({ content, filename }) => ({ code: withoutGrace(content, filename) }),
      },
    ];
  }

  kit = {
    alias: {
      echarts: path.join(here, "echarts.js"),
      "echarts/*": `${echarts}/*`,
    },
    adapter: keptBundle,
    prerender: { entries: [] },
    // a published site does not change under its reader's feet; no polling
    version: { name: "d521", pollInterval: 0 },
  };
}

export default new SiteConfig();
