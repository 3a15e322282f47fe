const PLACE = /\{(\w+)\}/;

/** Characters of a number. */
const LONGEST_NUMBER = 40;

interface Place {
  readonly name: string;
  /** What the translation counts by is a number. */
  readonly isCounted: boolean;
}

/**
 * A form that sentences are written by: `{n} of {total} were done`. Anybody's catalog may hold one, so that none may be slow: where the
 * rest cannot match behind the first place that fits, it is not tried behind later ones unless a number makes a difference, and then
 * once for each.
 */
export class SentenceForm {
  readonly text: string;
  /** What stands before, between and behind the places. */
  readonly #literals: readonly string[];
  readonly #places: readonly Place[];
  /** From this place on there is no number. */
  readonly #plainFrom: number;

  constructor(text: string, translation: string) {
    this.text = text;
    const parts = text.split(/(\{\w+\})/);
    this.#literals = parts.filter((_, index) => index % 2 === 0);
    this.#places = parts
      .filter((_, index) => index % 2 === 1)
      .map((part) => {
        const name = PLACE.exec(part)?.[1] ?? '';
        return { name, isCounted: new RegExp(`\\{${name}, ?(?:plural|number)`).test(translation) };
      });
    this.#plainFrom = this.#places.findLastIndex(({ isCounted }) => isCounted) + 1;
  }

  /** What stands in the places, by their names; null where the sentence was not written by this form. */
  match(sentence: string): Readonly<Record<string, string>> | null {
    const first = this.#literals[0] ?? '';
    if (!sentence.startsWith(first) || !sentence.endsWith(this.#literals.at(-1) ?? '')) return null;
    const ends = this.#place(0, first.length, sentence, new Set());
    if (ends === null) return null;
    const values: Record<string, string> = {};
    let begin = first.length;
    for (const [index, { name }] of this.#places.entries()) {
      const end = ends[index] ?? begin;
      values[name] ??= sentence.slice(begin, end);
      begin = end + (this.#literals[index + 1]?.length ?? 0);
    }
    return values;
  }

  /** Where each place from this one on ends, the first of which begins here; null where they cannot. */
  #place(index: number, begin: number, sentence: string, failed: Set<number>): readonly number[] | null {
    const place = this.#places[index];
    if (place === undefined) return begin === sentence.length ? [] : null;
    const key = index * (sentence.length + 1) + begin;
    if (failed.has(key)) return null;
    const next = this.#literals[index + 1] ?? '';
    const isLast = index === this.#places.length - 1;
    for (const end of place.isCounted
      ? numberEnds(sentence, begin)
      : isLast
        ? [sentence.length - next.length]
        : endsBefore(next, sentence, begin)) {
      if (end <= begin || !sentence.startsWith(next, end)) continue;
      const rest = this.#place(index + 1, end + next.length, sentence, failed);
      if (rest !== null) return [end, ...rest];
      // Later is only less room for what takes any text.
      if (!place.isCounted && index + 1 >= this.#plainFrom) break;
    }
    failed.add(key);
    return null;
  }
}

/** Ends of a number that begins here, the longest first. */
function* numberEnds(sentence: string, begin: number): Generator<number> {
  const isDigit = (at: number): boolean => {
    const character = sentence[at] ?? '';
    return character >= '0' && character <= '9';
  };
  if (!isDigit(begin)) return;
  let end = begin + 1;
  while (end < begin + LONGEST_NUMBER && (isDigit(end) || sentence[end] === ',')) end++;
  for (; end > begin; end--) yield end;
}

/** Places where a text stands behind at least one character, the nearest first. */
function* endsBefore(text: string, sentence: string, begin: number): Generator<number> {
  for (
    let at = sentence.indexOf(text, begin + 1);
    at >= 0 && at <= sentence.length;
    at = at === sentence.length ? -1 : sentence.indexOf(text, at + 1)
  )
    yield at;
}
