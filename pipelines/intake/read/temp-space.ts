import { FileFault } from "./file-fault.ts";

/** What all files of a load may write beside it above three times their size, and one of them at a time. */
const shared = 200 << 20;
const sharedByOne = 100 << 20;

/** The room for temporary files that a load may use: three times the files' size and 200 MB. */
export class TempSpace {
  private left = shared;

  /** The part of it that one file of so many bytes may use. */
  forFile(bytes: number): FileSpace {
    return new FileSpace(3 * bytes, (wanted) => {
      if (wanted > this.left) return false;
      this.left -= wanted;
      return true;
    });
  }
}

/** One file's room. What a file that is refused has written is given back. */
export class FileSpace {
  private used = 0;
  private drawn = 0;

  constructor(
    private readonly own: number,
    private readonly draw: (bytes: number) => boolean,
  ) {}

  /** @throws FileFault `expands` where the file would take more than its part */
  take(bytes: number): void {
    this.used += bytes;
    const over = this.used - this.own - this.drawn;
    if (over <= 0) return;
    if (this.drawn + over > sharedByOne || !this.draw(over)) {
      this.used -= bytes;
      throw new FileFault("expands", { size: megabytes(this.used), file: megabytes(this.own / 3) });
    }
    this.drawn += over;
  }

  give(bytes: number): void {
    this.used -= bytes;
    const free = Math.min(this.drawn, this.own + this.drawn - this.used);
    if (free <= 0) return;
    this.draw(-free);
    this.drawn -= free;
  }
}

function megabytes(bytes: number): string {
  return (bytes / (1 << 20)).toFixed(bytes < 10 << 20 ? 2 : 0);
}
