import { type CharacterSet, readCharacterSet, readEscape } from './character-set.ts';
import { NotUnderstood, type PatternReader } from './pattern-reader.ts';

/** A pattern in its parts. */
export type PatternNode =
  | { readonly kind: 'one'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number }
  /** What must, or must not, stand on one side; it takes nothing. */
  | {
      readonly kind: 'look';
      readonly part: PatternNode;
      readonly isBehind: boolean;
      readonly isNegated: boolean;
    }
  | { readonly kind: 'start' | 'end' | 'boundary' | 'no boundary' }
  /** Whatever it is, and however long. */
  | { readonly kind: 'unknown' };

/** Reads a pattern; null when it holds what the reader does not know. */
export function readPattern({ source, flags }: RegExp): PatternNode | null {
  if (/[mv]/.test(flags)) return null;
  const reader: PatternReader = { source, at: 0, folds: flags.includes('i'), isUnicode: flags.includes('u') };
  try {
    const tree = readChoice(reader);
    return reader.at < source.length ? null : tree;
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

function readChoice(reader: PatternReader): PatternNode {
  const first = readSequence(reader);
  if (reader.source[reader.at] !== '|') return first;
  const parts = [first];
  while (reader.source[reader.at] === '|') {
    reader.at++;
    parts.push(readSequence(reader));
  }
  return { kind: 'choice', parts };
}

function readSequence(reader: PatternReader): PatternNode {
  const parts: PatternNode[] = [];
  for (;;) {
    const sign = reader.source[reader.at];
    if (sign === undefined || sign === '|' || sign === ')') {
      const [only] = parts;
      return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
    }
    parts.push(readQuantity(reader, readAtom(reader)));
  }
}

function readAtom(reader: PatternReader): PatternNode {
  const { source } = reader;
  const sign = source[reader.at];
  if (sign === '(') return readGroup(reader);
  if (sign === '^' || sign === '$') {
    reader.at++;
    return { kind: sign === '^' ? 'start' : 'end' };
  }
  if (sign === '\\') {
    const next = source[reader.at + 1] ?? '';
    if (next === 'b' || next === 'B') {
      reader.at += 2;
      return { kind: next === 'b' ? 'boundary' : 'no boundary' };
    }
    if (next >= '1' && next <= '9') {
      reader.at++;
      while (/\d/.test(source[reader.at] ?? '')) reader.at++;
      return { kind: 'unknown' };
    }
    return { kind: 'one', set: readEscape(reader) };
  }
  return { kind: 'one', set: readCharacterSet(reader) };
}

function readGroup(reader: PatternReader): PatternNode {
  const opening =
    /^\((?:\?(?::|<[\p{L}_$][\p{L}\d_$]*>|<?[=!]))?/u.exec(reader.source.slice(reader.at))?.[0] ?? '(';
  if (opening === '(' && reader.source[reader.at + 1] === '?') throw new NotUnderstood();
  reader.at += opening.length;
  const part = readChoice(reader);
  if (reader.source[reader.at] !== ')') throw new NotUnderstood();
  reader.at++;
  if (!/[=!]$/.test(opening)) return part;
  return { kind: 'look', part, isBehind: opening.includes('<'), isNegated: opening.endsWith('!') };
}

function readQuantity(reader: PatternReader, part: PatternNode): PatternNode {
  const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(reader.source.slice(reader.at, reader.at + 24));
  if (match === null) return part;
  reader.at += match[0].length;
  const [, fewest, isOpen, highest] = match;
  if (fewest === undefined) {
    const [sign] = match[0];
    return {
      kind: 'repeat',
      part,
      least: sign === '+' ? 1 : 0,
      most: sign === '?' ? 1 : Number.POSITIVE_INFINITY,
    };
  }
  const least = Number(fewest);
  const most =
    isOpen === undefined ? least : highest === '' ? Number.POSITIVE_INFINITY : Number(highest ?? least);
  return { kind: 'repeat', part, least, most };
}
