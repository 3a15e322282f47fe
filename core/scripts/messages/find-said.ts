import { ofOne } from '../../../plugin-sdk/src/governance/classifying/say-matches.ts';
import type { FoundKey } from './find-keys.ts';
import { childOf, childrenOf, lineOf, literalsOf, nameOf, type SyntaxNode, walk } from './syntax.ts';

/** Under it catalogs hold what the server says, see `saidText` of the SDK. */
export const SAID = 'said|';

/** Properties by which evidence is written, and functions that classifiers write it by. */
const PROPERTIES = new Set(['says', 'detail']);
const FUNCTIONS = new Set(['against', 'said']);

/** Whether a module writes evidence: no other `detail` is a sentence for people. */
export const writesEvidence = (file: string, source: string): boolean =>
  /^(?:plugins\/[^/]+\/src|plugin-sdk\/src\/governance)\//.test(file) &&
  !/\.(?:test|d)\.ts$/.test(file) &&
  /\b(?:RuleEvidence|Evidence|InfoTypeRule|ValueRule|SpanRule|NationalNumber)\b/.test(source);

/** Sentences of evidence that are written out, with `…` for what differs. */
export function findSaid(file: string, source: string, tree: SyntaxNode): readonly FoundKey[] {
  const found: FoundKey[] = [];
  const report = (node: SyntaxNode | null): void => {
    for (const { text, start } of literalsOf(node, { partly: true }))
      if (/\p{L}{2} /u.test(text))
        found.push({ key: `${SAID}${text}`, isRich: false, file, line: lineOf(source, start) });
  };
  walk(tree, (node) => {
    if (node.type === 'Property' && PROPERTIES.has(nameOf(childOf(node, 'key'))))
      report(childOf(node, 'value'));
    if (node.type === 'CallExpression' && FUNCTIONS.has(nameOf(childOf(node, 'callee'))))
      for (const argument of childrenOf(node, 'arguments')) report(argument);
    return undefined;
  });
  return found;
}

const PLACE = /\{\w+\}/;
const GAP = /…/;

/** Matches what stands between the places of a text, whatever stands in them. */
const patternOf = (text: string, place: RegExp): RegExp =>
  new RegExp(
    `^${text
      .split(place)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+?')}$`,
    's',
  );

/** Whether the keys of all catalogs hold a sentence, what it says of several things, or the form of it. */
export function knowsSaid(keys: Iterable<string>): (key: string) => boolean {
  const all = [...keys].filter((key) => key.startsWith(SAID));
  const known = new Set(all.flatMap((key) => [key, `${SAID}${ofOne(key.slice(SAID.length))}`]));
  const forms = all.filter((key) => PLACE.test(key));
  const patterns = forms.map((form) => patternOf(form, PLACE));
  return (key) =>
    known.has(key) ||
    patterns.some((pattern) => pattern.test(key)) ||
    // What is put in may be a part of the form's own words.
    (GAP.test(key) && forms.some((form) => patternOf(key, GAP).test(form)));
}
