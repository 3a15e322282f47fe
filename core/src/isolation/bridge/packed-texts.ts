import { isMarked, MARK, type Mark } from './wire.ts';

/** Shorter lists are not worth it. */
const SHORTEST = 8;
const NULL = -1;

/**
 * A list of texts and nulls as one text with lengths: a column of a thousand cells is cloned as fast as one value.
 * @returns null when the list holds anything else, or is short
 */
export function packTexts(list: readonly unknown[]): (Mark & { readonly [MARK]: 'texts' }) | null {
  const { length } = list;
  if (length < SHORTEST || typeof (list[0] ?? '') !== 'string') return null;
  for (let index = 0; index < length; index++) {
    const value = list[index];
    if (typeof value !== 'string' && value !== null) return null;
  }
  const lengths = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    const value = list[index];
    lengths[index] = typeof value === 'string' ? value.length : NULL;
  }
  // Joining takes a null for nothing.
  return { [MARK]: 'texts', text: list.join(''), lengths };
}

/** @returns null when it does not add up */
export function unpackTexts(packed: unknown): (string | null)[] | null {
  if (typeof packed !== 'object' || packed === null || !isMarked(packed)) return null;
  const { text, lengths } = packed;
  if (typeof text !== 'string' || !(lengths instanceof Int32Array)) return null;
  const list = new Array<string | null>(lengths.length);
  let at = 0;
  for (let index = 0; index < lengths.length; index++) {
    const length = lengths[index] ?? NULL;
    if (length === NULL) {
      list[index] = null;
      continue;
    }
    if (length < 0 || at + length > text.length) return null;
    list[index] = text.substring(at, at + length);
    at += length;
  }
  return at === text.length ? list : null;
}
