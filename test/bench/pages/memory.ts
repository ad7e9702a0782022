import { type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** The most resident memory that a process and all it started had at one moment, in bytes. Linux only: elsewhere 0. */
export function watchMemory(child: ChildProcess): () => number {
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, ofTree(child.pid!))), 200);
  return () => {
    clearInterval(timer);
    return most;
  };
}

function ofTree(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  try {
    for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
      try {
        const status = readFileSync(`/proc/${name}/status`, "utf8");
        parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
        resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
      } catch {
        // ended since the listing
      }
    }
  } catch {
    return 0;
  }
  let sum = 0;
  for (const [pid, bytes] of resident) {
    for (let each: number | undefined = pid; each !== undefined && each !== 0; each = parents.get(each)) {
      if (each === root) {
        sum += bytes;
        break;
      }
    }
  }
  return sum;
}
