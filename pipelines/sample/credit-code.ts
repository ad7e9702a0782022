const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** 18 characters: the 17 given and their check character (GB 32100-2015, weights 3^(i-1) mod 31). */
export function withCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first17 + alphabet[(31 - (sum % 31)) % 31]!;
}

/** A code of the division 379999, which does not exist, so that none belongs to a real enterprise. */
export function syntheticCode(district: number, index: number): string {
  let rest = district * 1_000_000 + index;
  let serial = "";
  for (let place = 0; place < 7; place += 1) {
    serial = alphabet[rest % 31]! + serial;
    rest = Math.floor(rest / 31);
  }
  return withCheckCharacter(`91379999MA${serial}`);
}
