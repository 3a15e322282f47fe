const plain = new Intl.NumberFormat('en');

/**
 * How many of what, for people.
 * @param many - the plural; `one` with an s unless given
 * @example `countWords(1, 'asset')` is `1 asset`, `countWords(1200, 'entry', 'entries')` is `1,200 entries`.
 * @public
 */
export const countWords = (value: number, one: string, many = `${one}s`): string =>
  `${plain.format(value)} ${value === 1 ? one : many}`;
