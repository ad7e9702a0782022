/**
 * Words that Evidence's components bring along in English, and what stands there instead. A pair whose English is not
 * found stops the build: a new version of Evidence moved it, and a reader would meet English again.
 */
const labels = {
  "viz/core/EmptyChart.svelte": [["'No Records'", "'没有数据'"]],
  "viz/core/SearchBar.svelte": [["placeholder = 'Search'", "placeholder = '搜索'"]],
  "viz/core/ECharts.svelte": [
    ['text="Save Image"', 'text="存为图片"'],
    ['text="Download Data"', 'text="下载数据"'],
  ],
  "viz/core/Delta.svelte": [["Loading...", "读取中…"]],
  "viz/core/Value.svelte": [["Loading...", "读取中…"]],
  "viz/table/_DataTable.svelte": [
    [">No Results<", ">没有符合的记录<"],
    ["\t\t\t\t\t\tPage\n", "\t\t\t\t\t\t第\n"],
    ["of {totalRows.toLocaleString()} records", "/ {totalRows.toLocaleString()} 行"],
    ["'Search Failed'", "'搜索失败'"],
    ['aria-label="first-page"', 'aria-label="首页"'],
    ['aria-label="previous-page"', 'aria-label="上一页"'],
    ['aria-label="next-page"', 'aria-label="下一页"'],
    ['aria-label="last-page"', 'aria-label="末页"'],
  ],
  "viz/table/EnterFullScreen.svelte": [
    ['aria-label="Enter Fullscreen"', 'aria-label="全屏"'],
    ["<span>Fullscreen</span>", "<span>全屏</span>"],
  ],
  "viz/table/TableHeader.svelte": [[">Links<", ">链接<"]],
  "viz/table/TableRow.svelte": [[">See more<", ">查看<"]],
  "ui/DownloadData.svelte": [["text = 'Download'", "text = '下载'"]],
  "ui/Details.svelte": [["title = 'Details'", "title = '说明'"]],
  "ui/ChartLoading.svelte": [["Loading...", "读取中…"]],
  "ui/Info.svelte": [['aria-label="Toggle tooltip"', 'aria-label="说明"']],
  "atoms/skeletons/Skeleton.svelte": [["Loading...", "读取中…"]],
  "inputs/dropdown/Dropdown.svelte": [
    ["No results found.", "没有符合的选项"],
    ["Select all", "全选"],
    ["Clear selection", "清除"],
  ],
  // the whole icon collections, some megabytes, for a page of settings that is not built
  "source-config/SourceConfigRow.svelte": [["import * as simpleIcons from '@steeze-ui/simple-icons';", "const simpleIcons = {};"]],
  "source-config/NewSourceForm.svelte": [["import * as simpleIcons from '@steeze-ui/simple-icons';", "const simpleIcons = {};"]],
};

/**
 * @param {string} content  a component's source
 * @param {string} filename its path
 * @returns {string} the source with our words
 * @throws when one of the words is no longer there
 */
export function translate(content, filename = "") {
  const file = filename.replaceAll("\\", "/");
  if (!file.includes("@evidence-dev/core-components/")) return content;
  let code = content;
  for (const [ending, pairs] of Object.entries(labels)) {
    if (!file.endsWith(`/${ending}`)) continue;
    for (const [english, chinese] of pairs) {
      if (!code.includes(english)) throw new Error(`${ending} no longer holds "${english.trim()}": mend reports/shared/labels.js`);
      code = code.replaceAll(english, chinese);
    }
  }
  return code;
}
