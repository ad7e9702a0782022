/** `measure-simulate.ts FILE DRAWS`: runs one scenario on a built database and prints time and highest memory as JSON; a process of its own, so that its memory is its own. */
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";
import { simulate } from "../../../pipelines/simulate/simulate.ts";
import { buildMemoryLimit } from "../../../pipelines/warehouse/build.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

const [file = "", draws = ""] = process.argv.slice(2);
const scenario: Scenario = { name: "bench", assumption: "示例数据", budget_wan: {}, policy: { clauses: {}, gates: {} }, growth: [], uncertainty: { times: 1 } };
const database = await openDatabase(file, { memoryLimit: buildMemoryLimit });
let linesPerDraw = 0;
const started = performance.now();
await simulate({
  database,
  scenario,
  draws: Number(draws),
  seed: 1,
  now: () => new Date(),
  async onDrawn(connection) {
    const reader = await connection.runAndReadAll("select (select count(*) from int_award_funded) / (select count(*) from draw)");
    linesPerDraw = Number(reader.getRows()[0]![0]);
  },
});
const milliseconds = performance.now() - started;
// kilobytes on Linux
const peakBytes = process.resourceUsage().maxRSS * 1024;
database.close();
console.log(JSON.stringify({ milliseconds, peakBytes, linesPerDraw }));
