/**
 * What a value looks like without what it says: letters become `a` and `A`, digits `9`, runs over three end in `+`:
 * `9+-AAA`. Other characters stay, those beyond ASCII become `?`.
 * @public
 */
export function valueShape(value: string): string {
  // Nothing would be folded: the shape would be the value, which may be a password of signs.
  if (value.length > 3 && !/[\p{L}\p{Nd}]/u.test(value)) return '?+';
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

function symbolOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 48 && code <= 57) return '9';
  if (code >= 97 && code <= 122) return 'a';
  if (code >= 65 && code <= 90) return 'A';
  if (code < 32 || code === 127) return ' ';
  if (code < 128) return character;
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/\p{L}/u.test(character)) return 'a';
  return /\p{Nd}/u.test(character) ? '9' : '?';
}
