/** Verbs that what is said of values begins with, as they stand after one value. */
const OF_ONE: ReadonlyMap<string, string> = new Map([
  ['are', 'is'],
  ['have', 'has'],
  ...['pass', 'mix'].map((verb) => [verb, `${verb}es`] as const),
  ...'assign,begin,combine,end,fit,hold,lie,look,name,start'
    .split(',')
    .map((verb) => [verb, `${verb}s`] as const),
]);

/** Where another verb has the same values as its subject. */
const NEXT_VERB = new RegExp(`(?<=,? (?:and|or) )(?=(?:${[...OF_ONE.keys()].join('|')}) )`);

/** `known first names`, with what follows it: several things, before anything that is told of them. */
const SEVERAL =
  /^((?:(?!(?:a|an|as|at|but|for|in|of|or|the|those|with|without)\b)[\p{L}\d-]+ )*?)((?!as\b|yes\b)[\p{L}-]*[^\Ws]s)(?=[ ,:]|$)(.*)$/u;

/**
 * Says of how many values something holds, as evidence does: `49 of 50 distinct values have the form of an e-mail address`,
 * `1 of 50 distinct values has the form of an e-mail address`.
 * @param matched - how many of the values, no more than `sampled`
 * @param sampled - how many values were looked at, one at least
 * @param says - of several values, beginning with a verb: `have the form of an e-mail address`
 * @public
 */
export function sayMatches(matched: number, sampled: number, says: string): string {
  if (sampled === 1)
    return matched === 1
      ? `the only distinct value ${ofOne(says)}`
      : `the only distinct value is none of those that ${says}`;
  if (matched === 0) return `none of ${sampled} distinct values ${says}`;
  return `${matched} of ${sampled} distinct values ${matched === 1 ? ofOne(says) : says}`;
}

/** What is said of several values as it is said of one: `have digits` is `has digits`. */
export const ofOne = (says: string): string => {
  const clauses = says.split(NEXT_VERB).map(clauseOfOne);
  return clauses.includes(null) ? `is one of those that ${says}` : clauses.join('');
};

function clauseOfOne(clause: string): string | null {
  const verb = /^\p{L}+/u.exec(clause)?.[0] ?? '';
  const singular = OF_ONE.get(verb);
  if (singular === undefined) return null;
  const said = clause.slice(verb.length).replace(/\btheir\b/g, 'its');
  const rest = said.trimStart();
  if (verb !== 'are') return `${singular}${said}`;
  if (rest.startsWith('those ')) return `is one of ${rest}`;
  const [, before = '', things, after = ''] = SEVERAL.exec(rest) ?? [];
  if (things === undefined) return `is ${rest}`;
  // What is told of several does not fit one: names of cities, codes that exist.
  if (/^ (?:of|that)\b/.test(after)) return `is one of the ${rest}`;
  const thing = things.replace(/(?<=ss|x|ch)es$|ies$|s$/, (ending) => (ending === 'ies' ? 'y' : ''));
  const alternative = after.replace(/^( or (?:[\p{L}-]+ )*?[\p{L}-]+)s(?=[ ,]|$)/u, '$1');
  return `is ${articleOf(before + thing)} ${before}${thing}${alternative}`;
}

/** Acronyms are read letter by letter, but for those that are spoken as a word. */
const articleOf = (words: string): string =>
  (/^[A-Z]{2}/.test(words) ? /^(?!(?:MAC|SWIFT)\b)[AEFHILMNORSX]/ : /^[aeio]/i).test(words) ? 'an' : 'a';
