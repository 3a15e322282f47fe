import { countText } from '../../../plugin-sdk/src/ui/i18n/count-text.ts';
import {
  childOf,
  childrenOf,
  type Literal,
  lineOf,
  literalsOf,
  nameOf,
  type SyntaxNode,
  walk,
} from './syntax.ts';

/** A text that is to be translated, and where it stands. */
export interface FoundKey {
  /** As in a catalog: the English text, after a context and a bar where there is one. */
  readonly key: string;
  /** Whether it may hold tags. */
  readonly isRich: boolean;
  readonly file: string;
  readonly line: number;
}

/** What marks a text: the translating functions, and `msg` for one that is translated later. */
const MARKS = new Set(['t', 'rich', 'count', 'msg']);

/** Texts that a module translates or marks. Only what it imports from the SDK counts: a variable may be called t, too. */
export function findKeys(file: string, source: string, tree: SyntaxNode): readonly FoundKey[] {
  const marks = importedMarks(tree);
  if (marks.size === 0) return [];
  const found: FoundKey[] = [];
  walk(tree, (node) => {
    if (node.type !== 'CallExpression') return undefined;
    const callee = childOf(node, 'callee');
    const mark = callee?.type === 'Identifier' ? marks.get(nameOf(callee)) : undefined;
    if (mark === undefined) return undefined;
    for (const { text, start } of keysOf(mark, childrenOf(node, 'arguments')))
      found.push({ key: text, isRich: mark === 'rich', file, line: lineOf(source, start) });
    return undefined;
  });
  return found;
}

/** Names in the module of what marks texts. */
function importedMarks(tree: SyntaxNode): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  for (const node of childrenOf(tree, 'body')) {
    if (node.type !== 'ImportDeclaration') continue;
    const from = String(childOf(node, 'source')?.['value']);
    if (from !== '@datawave/plugin-sdk/ui' && !/(^|\/)(i18n\/|(translate|count|msg)\.ts$)/.test(from))
      continue;
    for (const specifier of childrenOf(node, 'specifiers')) {
      const name = nameOf(childOf(specifier, 'imported'));
      if (MARKS.has(name)) marks.set(nameOf(childOf(specifier, 'local')), name);
    }
  }
  return marks;
}

function keysOf(mark: string, args: readonly SyntaxNode[]): readonly Literal[] {
  const literals = (index: number): readonly Literal[] => literalsOf(args[index] ?? null, { partly: false });
  if (mark === 'count') {
    const plurals = args[2] === undefined ? [undefined] : literals(2).map(({ text }) => text);
    return literals(1).flatMap(({ text, start }, index) => {
      const many = plurals.length === 1 ? plurals[0] : plurals[index];
      return args[2] !== undefined && many === undefined ? [] : [{ text: countText(text, many), start }];
    });
  }
  const context = literals(mark === 'msg' ? 1 : 2)[0]?.text;
  return literals(0)
    .filter(({ text }) => text !== '')
    .map(({ text, start }) => ({
      text: context === undefined ? text : `${context}|${text}`,
      start,
    }));
}
