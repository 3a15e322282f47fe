const LONGEST = 40;

/** What a value looks like without what it says: letters become `a` and `A`, digits `9`; blanks and signs stay. */
export function maskExample(value: string): string {
  const shown = value.length > LONGEST ? value.slice(0, LONGEST) : value;
  // Without letter and digit the signs would be the value itself.
  const isBare = !/[\p{L}\p{N}]/u.test(shown);
  let mask = '';
  for (const character of shown) mask += isBare ? '?' : maskOf(character);
  return value.length > LONGEST ? `${mask}…` : mask;
}

function maskOf(character: string): string {
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/\p{L}/u.test(character)) return 'a';
  if (/\p{N}/u.test(character)) return '9';
  if (/\s/u.test(character)) return ' ';
  return character.length === 1 && character > ' ' && character <= '~' ? character : '?';
}
