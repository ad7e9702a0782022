import { availableParallelism } from "node:os";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Compiled } from "./compile.ts";
import { type Slice, cutSlices } from "./slices.ts";

/** Draws in a piece of work: two thousand values are what DuckDB takes through an expression at a time. */
const drawsAtOnce = 2048;

export interface RunPlan {
  readonly draws: number;
  /** another connection with the search path of the simulation */
  connect(): Promise<DuckDBConnection>;
  /** hears after each piece; what it throws stops the run */
  onProgress?(drawn: number, draws: number): void;
}

/** Creates the tables that the pieces add to: sums by draw (`enterprise_no` null) and by enterprise (`draw` null). */
export function sumTable(compiled: Compiled, name: string): string {
  const columns = compiled.clauses.map((_, index) => `, entitled${index} hugeint, fundable${index} hugeint`).join("");
  return `create or replace table ${name} (draw integer, enterprise_no bigint, retention hugeint${columns})`;
}

/**
 * Draws `draws` and leaves in `wide_sum` their sums by draw and by enterprise. Pieces of draws and enterprises are worked on side by
 * side, one thread each: a piece is one scan of few rows, which DuckDB does not divide by itself.
 */
export async function runWide(connection: DuckDBConnection, compiled: Compiled, plan: RunPlan): Promise<void> {
  await connection.run(sumTable(compiled, "wide_sum"));
  const slices = slicesOf(compiled, plan.draws);
  for (const [slice, { enterprises }] of slices.entries()) await connection.run(`create or replace table wide_slice_${slice} as select * from wide_enterprise where enterprise_no in (${enterprises.join(", ")})`);
  const pieces: Piece[] = [];
  for (let first = 0; first < plan.draws; first += drawsAtOnce) {
    const end = Math.min(first + drawsAtOnce, plan.draws);
    const draws = `wide_draw_${first / drawsAtOnce}`;
    await connection.run(`create or replace table ${draws} as ${compiled.drawsSql(`range(${first}, ${end}) as numbers (draw)`)}`);
    for (const [slice, { slots }] of slices.entries()) pieces.push({ draws, slice, slots, end });
  }
  await inPieces(pieces, plan, compiled, "wide_sum", "grouping sets ((draw), (enterprise_no))", "draw, enterprise_no");
}

/**
 * The draws of the table `numbers` (column `draw`) once more: their sums by enterprise, in `wide_tail_sum`. The same seed draws the same,
 * so what was not kept can be had again.
 */
export async function runAgain(connection: DuckDBConnection, compiled: Compiled, plan: RunPlan, numbers: string): Promise<void> {
  await connection.run(sumTable(compiled, "wide_tail_sum"));
  const all = (await connection.runAndReadAll(`select draw from ${numbers} order by draw`)).getRows().map((row) => Number(row[0]));
  const slices = slicesOf(compiled, plan.draws);
  const pieces: Piece[] = [];
  for (let first = 0; first < all.length; first += drawsAtOnce) {
    const draws = `wide_tail_draw_${first / drawsAtOnce}`;
    const some = all.slice(first, first + drawsAtOnce);
    await connection.run(`create or replace table ${draws} as ${compiled.drawsSql(`(select unnest([${some.join(", ")}]) as draw) as numbers`)}`);
    for (const [slice, { slots }] of slices.entries()) pieces.push({ draws, slice, slots, end: plan.draws });
  }
  await inPieces(pieces, { draws: plan.draws, connect: () => plan.connect() }, compiled, "wide_tail_sum", "enterprise_no", "null as draw, enterprise_no");
}

/** The same for the same draws, so that what was drawn can be drawn again. */
function slicesOf({ slotsOf }: Compiled, draws: number): Slice[] {
  return cutSlices(slotsOf, Math.ceil(draws / drawsAtOnce));
}

interface Piece {
  /** table of draws */
  readonly draws: string;
  /** number of the part of the enterprises, and the places of their lines */
  readonly slice: number;
  readonly slots: readonly number[];
  /** so many draws are done with it and the pieces before it */
  readonly end: number;
}

async function inPieces(pieces: readonly Piece[], plan: RunPlan, compiled: Compiled, into: string, by: string, keys: string): Promise<void> {
  const sums = compiled.clauses.map((_, index) => `, sum(entitled${index}), sum(fundable${index})`).join("");
  const queue = [...pieces];
  let done = 0;
  let failed = false;
  const work = async () => {
    const own = await plan.connect();
    try {
      for (let piece = queue.shift(); piece && !failed; piece = queue.shift()) {
        await own.run(`insert into ${into} select ${keys}, sum(retention)${sums} from (${compiled.rowsSql(piece.draws, `wide_slice_${piece.slice}`, piece.slots)}) group by ${by}`);
        done = Math.max(done, piece.end);
        plan.onProgress?.(done, plan.draws);
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      own.closeSync();
    }
  };
  // all are heard out before an error goes on: none works on a database that is being taken away
  const ends = await Promise.allSettled(Array.from({ length: Math.min(availableParallelism(), pieces.length) }, work));
  for (const one of ends) if (one.status === "rejected") throw one.reason;
}
