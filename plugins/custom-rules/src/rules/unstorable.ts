import { type FieldError, pointerSegment } from '@datawave/plugin-sdk';

/** Deeper than any rule may be, shallow enough for every stack. */
const DEEPEST = 100;

/**
 * The first text that the database would not give back as it was: with U+0000 or half of a surrogate pair; or what is nested
 * too deeply to be looked at. Null when there is none.
 */
export function findUnstorable(value: unknown, pointer: string, depth = 0): FieldError | null {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0')
      ? null
      : { pointer, message: 'must hold neither U+0000 nor half of a surrogate pair' };
  if (typeof value !== 'object' || value === null) return null;
  if (depth > DEEPEST) return { pointer, message: 'is nested too deeply' };
  for (const [key, child] of Object.entries(value)) {
    const fault = findUnstorable(child, `${pointer}/${pointerSegment(key)}`, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}
