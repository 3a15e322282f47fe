import { createEntropyMeter } from '../checks/entropy.ts';
import { type CompiledForm, compileFormat } from './compile.ts';
import type { KeyFormat } from './key-format.ts';

/** What a value turned out to be. */
export interface FoundKey {
  readonly format: KeyFormat;
  /** Whether its check digits are right; true for a format without any. */
  readonly isChecked: boolean;
}

/** Looks values up among all formats at about the cost of one. */
export interface KeyIndex {
  /** The format of a value that is a key by its form alone; null when it is none. */
  find(value: string): FoundKey | null;
  /** The format of a value whose form counts only beside one of the words; null when it is none. */
  findNear(value: string, words: ReadonlySet<string>): FoundKey | null;
  /** Whether some format counts only beside this word. */
  isKeyword(word: string): boolean;
}

interface Entry {
  readonly form: CompiledForm;
  /** Made when it is first needed: most formats never are. */
  whole: RegExp | null;
}

/** Values of more than so many characters are looked up by their start only. */
const LONGEST_BY_LENGTH = 256;

/**
 * Builds the index: forms with a literal start stand under its first two characters; the others under each length that
 * they may have, tried by the literal inside. Almost every ordinary value meets an empty list.
 */
export function createKeyIndex(formats: readonly KeyFormat[]): KeyIndex {
  const byStart = new Map<number, Entry[]>();
  const byLength = new Map<number, Entry[]>();
  const byKeyword = new Map<string, Entry[]>();
  const entropyOf = createEntropyMeter();
  let shortest = Number.POSITIVE_INFINITY;
  for (const format of formats) {
    for (const form of compileFormat(format, entropyOf)) {
      const entry: Entry = { form, whole: null };
      if (format.keywords !== undefined) {
        for (const keyword of format.keywords) put(byKeyword, keyword, entry);
        continue;
      }
      shortest = Math.min(shortest, form.minLength);
      if (form.prefixes.length > 0 && form.prefixes.every((prefix) => prefix.length > 1)) {
        for (const start of new Set(form.prefixes.map(startOf))) put(byStart, start, entry);
      } else {
        for (let length = form.minLength; length <= Math.min(form.maxLength, LONGEST_BY_LENGTH); length++)
          put(byLength, length, entry);
      }
    }
  }
  const nothing: readonly Entry[] = [];
  return {
    find(value) {
      if (value.length < shortest) return null;
      return (
        match(value, byStart.get(startOf(value)) ?? nothing) ??
        match(value, byLength.get(value.length) ?? nothing)
      );
    },
    findNear(value, words) {
      for (const word of words) {
        const found = match(value, byKeyword.get(word) ?? nothing);
        if (found !== null) return found;
      }
      return null;
    },
    isKeyword: (word) => byKeyword.has(word),
  };
}

function match(value: string, entries: readonly Entry[]): FoundKey | null {
  let unchecked: FoundKey | null = null;
  for (const entry of entries) {
    const { form } = entry;
    if (value.length < form.minLength || value.length > form.maxLength) continue;
    if (
      form.literalAt !== null
        ? !value.startsWith(form.literal, form.literalAt)
        : !value.includes(form.literal)
    )
      continue;
    entry.whole ??= new RegExp(`^(?:${form.pattern})$`);
    if (!entry.whole.test(value) || !form.isRandomEnough(value)) continue;
    if (form.hasRightCheck(value)) return { format: form.format, isChecked: true };
    unchecked ??= { format: form.format, isChecked: false };
  }
  return unchecked;
}

const startOf = (text: string): number => (text.charCodeAt(0) << 16) | text.charCodeAt(1);

function put<K>(map: Map<K, Entry[]>, key: K, entry: Entry): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [entry]);
  else present.push(entry);
}
