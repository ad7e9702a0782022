import type { Context } from "./context.ts";
import { textWidth } from "./text-width.ts";

/** A bar on standard error that a person watches. On anything but a terminal it says nothing at all. */
export interface Progress {
  /** `done` of the total so far, and what is being done now */
  at(done: number, note?: string): void;
  /** one more is done */
  step(note?: string): void;
  /** takes the bar away; what follows is written on a clean line */
  end(): void;
}

const cells = 24;
/** between two drawings: a terminal does not show more, and drawing must not slow the work */
const restMilliseconds = 80;

/**
 * Begins a progress bar. Nothing is drawn unless `context.interactive`, so callers need not ask.
 *
 * @param total  how many steps there are; 0 where it is not known yet (then only the note is shown)
 */
export function startProgress(
  context: Pick<Context, "interactive" | "now">,
  label: string,
  total: number,
  write: (text: string) => void = (text) => void process.stderr.write(text),
): Progress {
  let done = 0;
  let drawnAt = 0;
  let ended = false;
  const columns = () => Math.max(40, process.stderr.columns ?? 80) - 1;

  const draw = (note: string) => {
    if (!context.interactive || ended) return;
    const now = context.now().getTime();
    if (now - drawnAt < restMilliseconds && done < total) return;
    drawnAt = now;
    const filled = total > 0 ? Math.min(cells, Math.floor((done / total) * cells)) : 0;
    const bar = total > 0 ? ` ${"█".repeat(filled)}${"░".repeat(cells - filled)} ${done}/${total}` : "";
    write(`\r\x1b[2K${fit(`${label}${bar} ${note}`, columns())}`);
  };

  return {
    at(count, note = "") {
      done = count;
      draw(note);
    },
    step(note = "") {
      done += 1;
      draw(note);
    },
    end() {
      if (context.interactive && !ended) write("\r\x1b[2K");
      ended = true;
    },
  };
}

/** Cuts a line at the terminal's edge, and drops control characters that a file's name may bring. */
function fit(line: string, columns: number): string {
  let kept = "";
  let width = 0;
  for (const character of line.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ")) {
    width += textWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return kept;
}
