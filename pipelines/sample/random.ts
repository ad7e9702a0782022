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

/** The stream of a key: the same key gives the same numbers, on every machine. Generator: sfc32. */
export function chanceOf(...key: readonly (string | number)[]): Chance {
  let [a, b, c, counter] = words(key.join("\u001f"));
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return {
    next,
    chance: (probability) => next() < probability,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    between: (from, to) => from + next() * (to - from),
    // Box and Muller
    normal: (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}
