/** Which words a text holds, and which of them one is. */
export interface WordTable {
  /** Words that differ. */
  readonly size: number;
  /** Place of the word in the lists that the table was made of, the last where it stands there twice; -1 when it does not. */
  indexOf(word: string): number;
  /** Each once, in the order of their last places. */
  words(): IterableIterator<string>;
}

/**
 * Makes a table of the words that stand in a text: open addressing over places in the text. A map holds a string, a boxed
 * number and three words of its own for each; of a hundred thousand words that is ten times as much.
 * @param starts - first code unit of each word
 * @param ends - code unit after the last of each
 */
export function createWordTable(text: string, starts: readonly number[], ends: readonly number[]): WordTable {
  let capacity = 16;
  while (capacity < starts.length * 2) capacity *= 2;
  const mask = capacity - 1;
  // The word's place and one: nought is an empty slot.
  const slots = new Uint32Array(capacity);
  const from = Uint32Array.from(starts);
  const to = Uint32Array.from(ends);
  const wordAt = (index: number): string => text.slice(from[index] ?? 0, to[index] ?? 0);
  const slotOf = (word: string): number => {
    let slot = hashOf(word) & mask;
    for (;;) {
      const index = (slots[slot] ?? 0) - 1;
      if (index < 0) return slot;
      const start = from[index] ?? 0;
      if ((to[index] ?? 0) - start === word.length && text.startsWith(word, start)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  let size = 0;
  for (let index = 0; index < from.length; index++) {
    const slot = slotOf(wordAt(index));
    if (slots[slot] === 0) size++;
    slots[slot] = index + 1;
  }
  const indexOf = (word: string): number => (slots[slotOf(word)] ?? 0) - 1;
  return {
    size,
    indexOf,
    *words() {
      for (let index = 0; index < from.length; index++) {
        const word = wordAt(index);
        if (indexOf(word) === index) yield word;
      }
    },
  };
}

/** FNV-1a over code units; the upper bits are mixed into the lower ones, which are all that a table looks at. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++)
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash ^ (hash >>> 15);
}
