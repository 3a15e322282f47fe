import { classesOf, type ValueSignature } from './signature.ts';

/** The signatures of a column's values, of which it has few: what rules out one value rules out all that share its signature. @public */
export interface ColumnSignatures {
  /** By value, where its signature stands among `all`. */
  readonly places: Int32Array;
  readonly all: readonly ValueSignature[];
}

/** Finds the signatures of a column, once for all classifiers. */
export function signColumn(values: readonly string[]): ColumnSignatures {
  const places = new Int32Array(values.length);
  const all: ValueSignature[] = [];
  let size = 4;
  while (size < 2 * values.length) size *= 2;
  // A hash table of places among `all`, plus one, so that 0 is an empty slot; at least half of them stay empty. A map would
  // need a key made of three numbers for each value.
  const slots = new Int32Array(size);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? '';
    const classes = classesOf(value);
    const { length } = value;
    const first = firstOf(value);
    let slot = hashOf(classes, length, first) & (size - 1);
    let place = (slots[slot] ?? 0) - 1;
    while (place >= 0 && !isSame(all[place], classes, length, first)) {
      slot = (slot + 1) & (size - 1);
      place = (slots[slot] ?? 0) - 1;
    }
    if (place < 0) {
      place = all.length;
      all.push({ classes, length, first });
      slots[slot] = place + 1;
    }
    places[index] = place;
  }
  return { places, all };
}

/** The signature of a single value. */
export const signValue = (value: string): ValueSignature => ({
  classes: classesOf(value),
  length: value.length,
  first: firstOf(value),
});

function firstOf(value: string): number {
  const code = value.length === 0 ? 0 : value.charCodeAt(0);
  return code < 128 ? code : 128;
}

function hashOf(classes: number, length: number, first: number): number {
  const mixed = Math.imul(classes, 0x9e3779b1) ^ Math.imul((length << 8) | first, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

const isSame = (
  signature: ValueSignature | undefined,
  classes: number,
  length: number,
  first: number,
): boolean =>
  signature !== undefined &&
  signature.classes === classes &&
  signature.length === length &&
  signature.first === first;
