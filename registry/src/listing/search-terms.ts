/** What is looked through when somebody searches, by weight. */
export interface SearchTerms {
  /** Name and title, keywords, description, the beginning of the readme. */
  readonly weighted: { readonly a: string; readonly b: string; readonly c: string; readonly d: string };
  /** Of the name and the title: what is spelt a little otherwise has most of them, too. */
  readonly trigrams: readonly string[];
}

/** Characters of a readme that are looked through. */
const README_CHARACTERS = 20_000;

export function searchTerms(plugin: {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly readme: string;
}): SearchTerms {
  return {
    weighted: {
      a: `${words(plugin.name)} ${plugin.title}`,
      b: plugin.keywords.slice(0, 50).join(' ').slice(0, 2000),
      c: plugin.description,
      d: plugin.readme.slice(0, README_CHARACTERS),
    },
    trigrams: trigramsOf(`${words(plugin.name)} ${plugin.title}`),
  };
}

/** The words of a name: `@acme/connector-ledger` is found by each of them, too. */
export const words = (name: string): string => `${name} ${name.replace(/[@/._-]+/g, ' ').trim()}`;

/** Groups of three letters of each word, with its beginning and end marked as PostgreSQL's own `pg_trgm` does. At most 200. */
export function trigramsOf(text: string): readonly string[] {
  const found = new Set<string>();
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word.slice(0, 60)} `;
    for (let at = 0; at + 3 <= padded.length && found.size < 200; at += 1)
      found.add(padded.slice(at, at + 3));
  }
  return [...found];
}
