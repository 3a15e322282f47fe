import { CODES } from './character-classes.ts';

/** Part of no word. */
export const OUTSIDE = 0;
/** Stands for a letter that is not ASCII; no other code has its bit. */
export const FOREIGN = 128;
/** Digits are hashed as what is less. */
export const DIGITS_END = 58;

/** What each UTF-16 code unit is hashed as where words are compared: ASCII letters as small ones. */
export function wordCodes(): Uint8Array {
  const folded = new Uint8Array(CODES);
  for (let code = 48; code < 58; code++) folded[code] = code;
  for (let code = 97; code < 123; code++) folded[code] = folded[code - 32] = code;
  folded.fill(FOREIGN, 0xc0, 0x2000);
  folded[0xd7] = folded[0xf7] = OUTSIDE;
  return folded;
}
