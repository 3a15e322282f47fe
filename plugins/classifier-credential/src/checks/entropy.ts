const LONGEST = 256;

/** `n log2 n`: adding one to a count changes their sum by the difference of two entries. */
const N_LOG_N = Float64Array.from({ length: LONGEST + 1 }, (_, n) => (n < 2 ? 0 : n * Math.log2(n)));

/** Measures the Shannon entropy of a text's first 256 characters, in bits each; characters 128 apart count as one. */
export type EntropyMeter = (text: string) => number;

/** Makes a meter that keeps its counters from one text to the next: allocating them costs more than counting. */
export function createEntropyMeter(): EntropyMeter {
  const counts = new Uint16Array(128);
  return (text) => {
    const length = Math.min(text.length, LONGEST);
    if (length === 0) return 0;
    let sum = 0;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index) & 127;
      const count = counts[code] ?? 0;
      counts[code] = count + 1;
      sum += (N_LOG_N[count + 1] ?? 0) - (N_LOG_N[count] ?? 0);
    }
    for (let index = 0; index < length; index++) counts[text.charCodeAt(index) & 127] = 0;
    return Math.log2(length) - sum / length;
  };
}

/**
 * Whether a text looks drawn at random: digits and letters mixed, entropy near what that many random characters have.
 * 3.2 bits separate hexadecimal keys of 20 characters and more from words and counters (gitleaks uses 3 to 4).
 */
export const isRandom = (text: string, entropyOf: EntropyMeter): boolean =>
  text.length >= 16 && /\d/.test(text) && /[a-z]/i.test(text) && entropyOf(text) >= 3.2;
