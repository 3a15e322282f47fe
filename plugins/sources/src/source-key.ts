import { DataWaveError } from '@datawave/plugin-sdk';

const MAX_LENGTH = 63;

/** Makes a key from a title: lower case letters, digits and hyphens. */
export function keyFromTitle(title: string): string {
  const key = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  return key === '' ? 'source' : key;
}

/** The first of `base`, `base-2`, `base-3` ... that is not taken. */
export function freeKey(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`;
    const key = `${base.slice(0, MAX_LENGTH - suffix.length)}${suffix}`;
    if (!taken.has(key)) return key;
  }
}

export const keyTaken = (key: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SOURCE_KEY_TAKEN',
    message: `The key "${key}" names another source already.`,
    hint: 'Choose another key.',
    status: 409,
    errors: [{ pointer: '/key', message: 'is taken' }],
  });
