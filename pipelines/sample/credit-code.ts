import { checkCharacter, creditCodeCharacters } from "../intake/cells/credit-code.ts";

/**
 * A unified social credit code of the division 379999, which does not exist, so that none belongs to a real enterprise.
 * Its check character is right (GB 32100-2015); index 0 is kept for examples.
 */
export function syntheticCode(district: number, index: number): string {
  let rest = district * 1_000_000 + index;
  let serial = "";
  for (let place = 0; place < 7; place += 1) {
    serial = creditCodeCharacters[rest % creditCodeCharacters.length]! + serial;
    rest = Math.floor(rest / creditCodeCharacters.length);
  }
  const first17 = `91379999MA${serial}`;
  return first17 + checkCharacter(first17);
}
