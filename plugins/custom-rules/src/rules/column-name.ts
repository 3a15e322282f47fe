import { namePhrases, tokenizeName } from '@datawave/plugin-sdk';
import type { NameBlock } from './rule.ts';

/** Words of a phrase that is looked for in names. */
export const MOST_NAME_WORDS = 5;

/** A test of names by whole words, however they are spelled: `staff no` finds `StaffNumber` and `STAFF_NO`, not `staffing`. */
export function compileName(block: NameBlock): (name: string) => boolean {
  const wanted = new Set(block.names.map((phrase) => tokenizeName(phrase).join('')));
  if (block.whole === true) return (name) => wanted.has(tokenizeName(name).join(''));
  return (name) => namePhrases(tokenizeName(name)).some(({ text }) => wanted.has(text));
}
