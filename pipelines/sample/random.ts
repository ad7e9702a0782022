/**
 * Seeded chance. Each question has its own stream, named by a key, so that a new question never changes the answers of
 * the others, and nothing has to be kept in memory.
 */
export interface Chance {
  /** in [0, 1) */
  next(): number;
  /** true with this probability */
  chance(probability: number): boolean;
  /** whole number in [from, to] */
  whole(from: number, to: number): number;
  between(from: number, to: number): number;
  /** normal distribution */
  normal(mean: number, deviation: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Four 32-bit words out of a text (the mixing constants are those of MurmurHash3's finalizer). */
function words(text: string): [number, number, number, number] {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  let c = 0xc2b2ae35;
  let d = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x85ebca6b);
    b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35);
    c = Math.imul(c ^ (b >>> 16) ^ code, 0x27d4eb2f);
    d = (d + c) ^ (a >>> 7);
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** The stream of a key: the same key gives the same numbers, on every machine. */
export function chanceOf(...key: readonly (string | number)[]): Chance {
  return new Stream(...words(key.join("\u001f")));
}

/** The generator sfc32. A class, as a million of them are made and closures would be made anew for each. */
class Stream implements Chance {
  constructor(
    private a: number,
    private b: number,
    private c: number,
    private counter: number,
  ) {
    for (let round = 0; round < 12; round += 1) this.next();
  }

  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  normal(mean: number, deviation: number): number {
    // Box and Muller
    return mean + deviation * Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }
}
