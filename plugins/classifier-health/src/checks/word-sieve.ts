/** Says of most texts, without taking them apart, that they hold no word of a list and no ending of another. */
export interface WordSieve {
  /** False when the text surely holds nothing; true when it is worth a closer look. */
  mayHold(text: string): boolean;
}

/** One bit for each hash: with 20,000 words one ordinary word in fifty is taken for one of them. */
const BITS = 20;
const MASK = (1 << BITS) - 1;
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
const A = 97;
const LETTERS = 26;

/** What the words and endings are, and how long a text of a list is at most. */
export interface SieveContents {
  /** Lower case, of letters only, without diacritics. */
  readonly words: Iterable<string>;
  /** Last three letters of words of six letters and more. */
  readonly endings: Iterable<string>;
  readonly mostWords: number;
}

/** Builds a sieve: a Bloom filter over whole words and a table of endings, read in one pass over a text's characters. */
export function createWordSieve({ words, endings, mostWords }: SieveContents): WordSieve {
  const held = new Uint8Array((MASK + 1) >> 3);
  for (const word of words) {
    let hash = SEED;
    for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), PRIME);
    const bit = (hash >>> (32 - BITS)) & MASK;
    held[bit >> 3] = (held[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  const ends = new Uint8Array(LETTERS ** 3);
  for (const ending of endings) ends[endingAt(ending)] = 1;
  return {
    mayHold(text) {
      let hash = SEED;
      let length = 0;
      let count = 0;
      // The last three letters as a number of base 26.
      let tail = 0;
      let before = 0;
      for (let index = 0; index <= text.length; index++) {
        const code = index < text.length ? text.charCodeAt(index) : 32;
        // Diacritics and ligatures are for the closer look.
        if (code > 127) return true;
        const letter = (code | 32) - A;
        if (letter >= 0 && letter < LETTERS && code >= 65) {
          if (letter === 4 && (before === 97 || before === 111)) return true;
          before = letter + A;
          hash = Math.imul(hash ^ before, PRIME);
          tail = (tail % (LETTERS * LETTERS)) * LETTERS + letter;
          length++;
          continue;
        }
        if (length > 0) {
          if (++count > mostWords) return false;
          const bit = (hash >>> (32 - BITS)) & MASK;
          if (length > 2 && ((held[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0) return true;
          if (length > 5 && ends[tail] === 1) return true;
          hash = SEED;
          length = 0;
          tail = 0;
        }
        before = 0;
      }
      return false;
    },
  };
}

function endingAt(ending: string): number {
  let at = 0;
  for (let index = 0; index < 3; index++) at = at * LETTERS + ending.charCodeAt(index) - A;
  return at;
}
