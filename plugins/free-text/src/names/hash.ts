/** FNV-1a over UTF-16 code units, continued from `seed`: the same on every platform. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return finish(hash);
}

/** Mixes a number into a hash. */
export const mixHash = (hash: number, value: number): number =>
  finish(Math.imul(hash ^ value, 0x9e3779b1) + 0x7f4a7c15);

/** Ends a hash that was computed step by step as {@link hashText} does; never 0. */
export const mixWord = (hash: number): number => finish(hash) || 1;

function finish(hash: number): number {
  let mixed = hash;
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 13;
  return mixed >>> 0;
}
