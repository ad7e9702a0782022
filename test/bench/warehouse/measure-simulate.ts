/** `measure-simulate.ts FILE DRAWS [one-clause]`: runs one scenario on a built database and prints {@link Measured} as JSON; a process of its own, so that its memory is its own. */
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";
import { simulate } from "../../../pipelines/simulate/simulate.ts";
import type { Compiled } from "../../../pipelines/simulate/wide/compile.ts";
import { runWide } from "../../../pipelines/simulate/wide/run.ts";
import { buildMemoryLimit } from "../../../pipelines/warehouse/build.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";

export interface Measured {
  /** the whole call */
  readonly milliseconds: number;
  /** of all processors, to the answer; without the yardstick */
  readonly processorMilliseconds: number;
  /** milliseconds of the same rows with one clause, 6.3, from the compiled policy to their sums; 0 where not asked for */
  readonly oneClause: number;
  readonly clauses: number;
  /** before the draws were run again for one clause */
  readonly peakBytes: number;
}

const [file = "", draws = "", yardstick] = process.argv.slice(2);
const scenario: Scenario = { name: "bench", assumption: "示例数据", budget_wan: {}, policy: { clauses: {}, gates: {} }, growth: [], uncertainty: { times: 1 } };
const database = await openDatabase(file, { memoryLimit: buildMemoryLimit });
const measured = { oneClause: 0, clauses: 0, peakBytes: 0 };
const processor = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
let again = 0;
let processorAgain = 0;
const processorBefore = processor();
const started = performance.now();
await simulate({
  database,
  scenario,
  draws: Number(draws),
  seed: 1,
  now: () => new Date(),
  async onDrawn(connection, compiled) {
    if (!compiled) throw new Error("the bench's policy does not compile");
    const before = performance.now();
    const processorThen = processor();
    // kilobytes on Linux
    measured.peakBytes = process.resourceUsage().maxRSS * 1024;
    measured.clauses = compiled.clauses.length;
    const [searchPath] = (await connection.runAndReadAll("select current_setting('search_path')")).getRows()[0]!;
    const connect = async () => {
      const other = await database.connect();
      await other.run(`set search_path = '${String(searchPath)}'`);
      return other;
    };
    if (yardstick === undefined) return;
    const largest = compiled.clauses.indexOf("6.3");
    const only: Compiled = { ...compiled, clauses: ["6.3"], rowsSql: (...of) => `select draw, enterprise_no, retention, entitled${largest} as entitled0, fundable${largest} as fundable0 from (${compiled.rowsSql(...of)})` };
    await connection.run("create table kept_sum as select * from wide_sum");
    const begun = performance.now();
    await runWide(connection, only, { draws: Number(draws), connect });
    measured.oneClause = performance.now() - begun;
    // the answer goes on from the sums of all clauses
    await connection.run("create or replace table wide_sum as select * from kept_sum");
    again = performance.now() - before;
    processorAgain = processor() - processorThen;
  },
});
const milliseconds = performance.now() - started - again;
const processorMilliseconds = processor() - processorBefore - processorAgain;
database.close();
console.log(JSON.stringify({ ...measured, milliseconds, processorMilliseconds } satisfies Measured));
