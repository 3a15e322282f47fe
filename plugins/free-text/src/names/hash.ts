/** Where FNV-1a begins, and what it multiplies by. */
export const FNV_BASIS = 0x811c9dc5;
export const FNV_PRIME = 0x01000193;

/** FNV-1a over UTF-16 code units, continued from `seed` and not yet ended: the same on every platform. */
export function growHash(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return hash;
}

/** The hash of a text. */
export const hashText = (text: string): number => finishHash(growHash(text, FNV_BASIS));

/** Mixes a number into a hash. */
export const mixHash = (hash: number, value: number): number =>
  finishHash(Math.imul(hash ^ value, 0x9e3779b1) + 0x7f4a7c15);

const FEATURE_SEED = 0x51ed270b;
/** The templates' part of the hashes of features. */
const TEMPLATES = Uint32Array.from({ length: 64 }, (_, template) => mixHash(FEATURE_SEED, template));

/** The hash of a feature: that the template has the value. */
export const featureHash = (template: number, value: number): number =>
  mixHash(TEMPLATES[template] ?? 0, value);

/** Ends a hash that was computed step by step as {@link hashText} does; never 0. */
export const mixWord = (hash: number): number => finishHash(hash) || 1;

/** Ends a hash that was computed step by step as {@link hashText} does. */
export function finishHash(hash: number): number {
  let mixed = hash;
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 13;
  return mixed >>> 0;
}
