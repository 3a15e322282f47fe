/** Writing systems that are told apart; `latin` beyond ASCII is letters with marks. */
export const SCRIPTS = ['latin', 'greek', 'cyrillic', 'semitic', 'indic', 'eastAsian', 'other'] as const;

const position = (name: (typeof SCRIPTS)[number]): number => SCRIPTS.indexOf(name);

/** First code of each stretch of the Unicode plane, and what is written with it. */
const STRETCHES: readonly (readonly [from: number, script: number])[] = [
  [0x80, position('other')],
  [0xc0, position('latin')],
  [0x2b0, position('other')],
  [0x370, position('greek')],
  [0x400, position('cyrillic')],
  [0x530, position('other')],
  [0x590, position('semitic')],
  [0x900, position('indic')],
  [0xe00, position('eastAsian')],
  [0x1000, position('other')],
  [0x1100, position('eastAsian')],
  [0x1200, position('other')],
  [0x1e00, position('latin')],
  [0x1f00, position('greek')],
  [0x2000, position('other')],
  [0x3040, position('eastAsian')],
  [0xd800, position('other')],
  [0xf900, position('eastAsian')],
  [0xfb00, position('semitic')],
  [0xff00, position('other')],
];

/** Position in {@link SCRIPTS} of a UTF-16 code unit beyond ASCII. */
export function scriptOf(code: number): number {
  let low = 0;
  let high = STRETCHES.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((STRETCHES[middle]?.[0] ?? 0) <= code) low = middle;
    else high = middle - 1;
  }
  return STRETCHES[low]?.[1] ?? position('other');
}
