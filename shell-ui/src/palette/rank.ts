const fold = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/**
 * How well a text fits what somebody typed, from 0 to 1; null when it does not at all. Best is its beginning, then the beginning of a
 * word, then anywhere within, then all letters in their order, with few others between them.
 */
export function fit(typed: string, text: string): number | null {
  const wanted = fold(typed).trim();
  const given = fold(text);
  if (wanted === '') return 1;
  if (given === wanted) return 1;
  if (given.startsWith(wanted)) return 0.95;
  const words = wanted.split(/\s+/);
  const starts = given.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => starts.some((start) => start.startsWith(word)))) return 0.85;
  if (given.includes(wanted)) return 0.7;
  if (words.length > 1 && words.every((word) => given.includes(word))) return 0.6;
  return scattered(wanted.replaceAll(/\s/g, ''), given);
}

/** All letters in their order; the fewer others between them the better. */
function scattered(wanted: string, given: string): number | null {
  let at = -1;
  let first = -1;
  for (const letter of wanted) {
    at = given.indexOf(letter, at + 1);
    if (at === -1) return null;
    if (first === -1) first = at;
  }
  const density = wanted.length / (at - first + 1);
  return wanted.length < 3 || density < 0.4 ? null : 0.4 * density;
}

/** Something that fits, and how well. */
export interface Ranked<T> {
  readonly item: T;
  readonly score: number;
}

/**
 * Those that fit, the best first; the title counts more than other words it is found by. Of two that fit as well the shorter is first,
 * equals keep their order.
 */
export function ranked<T>(
  typed: string,
  items: readonly T[],
  words: (item: T) => readonly [title: string, ...others: string[]],
): readonly Ranked<T>[] {
  return items
    .map((item) => {
      const [title, ...others] = words(item);
      const scores = [fit(typed, title) ?? 0, ...others.map((word) => 0.8 * (fit(typed, word) ?? 0))];
      return { item, score: Math.max(...scores), length: typed.trim() === '' ? 0 : title.length };
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.length - other.length);
}
