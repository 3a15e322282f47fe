/** The text behind a count of things, as catalogs have it: `{n, plural, one {# column} other {# columns}}`. */
export const countText = (one: string, many = `${one}s`): string =>
  `{n, plural, one {# ${one}} other {# ${many}}}`;
