/**
 * What a value looks like without what it says: letters become `a` and `A`, digits `9`, runs over three end in `+`:
 * `9+-AAA`. Other characters stay, those beyond ASCII become `?`.
 * @public
 */
export function valueShape(value: string): string {
  let shape = '';
  let tells = value.length <= 3;
  let index = 0;
  // A run at a time: nearly all values are ASCII, and have few runs.
  while (index < value.length) {
    const code = value.charCodeAt(index);
    if (code >= 128) return shapeOfAny(value);
    const symbol = SYMBOLS[code] ?? '?';
    const start = index++;
    while (index < value.length && SYMBOLS[value.charCodeAt(index)] === symbol) index++;
    const run = index - start;
    shape += run === 1 ? symbol : run === 2 ? symbol + symbol : run === 3 ? symbol.repeat(3) : `${symbol}+`;
    tells ||= symbol === 'a' || symbol === '9' || symbol === 'A';
  }
  return tells ? shape : FOLDED;
}

/** Nothing would be folded: the shape would be the value, which may be a password of signs. */
const FOLDED = '?+';

function shapeOfAny(value: string): string {
  if (value.length > 3 && !/[\p{L}\p{Nd}]/u.test(value)) return FOLDED;
  let shape = '';
  let previous = '';
  let run = 0;
  for (const character of value) {
    const symbol = symbolOf(character);
    run = symbol === previous ? run + 1 : 1;
    previous = symbol;
    if (run <= 3) shape += symbol;
    else if (run === 4) shape = `${shape.slice(0, -2)}+`;
  }
  return shape;
}

/** Of each character of ASCII. */
const SYMBOLS: readonly string[] = Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return '9';
  if (code >= 97 && code <= 122) return 'a';
  if (code >= 65 && code <= 90) return 'A';
  return code < 32 || code === 127 ? ' ' : String.fromCharCode(code);
});

function symbolOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 128) return SYMBOLS[code] ?? '?';
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/\p{L}/u.test(character)) return 'a';
  return /\p{Nd}/u.test(character) ? '9' : '?';
}
