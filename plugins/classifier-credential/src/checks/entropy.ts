/** Shannon entropy of a text's characters, in bits each. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/**
 * Whether a text looks drawn at random: digits and letters mixed, entropy near what that many random characters have.
 * 3.2 bits separate hexadecimal keys of 20 characters and more from words and counters (gitleaks uses 3 to 4).
 */
export const isRandom = (text: string): boolean =>
  text.length >= 16 && /\d/.test(text) && /[a-z]/i.test(text) && entropyOf(text.slice(0, 256)) >= 3.2;
