import { HOLE, htmlWords } from './html-text.ts';
import {
  childOf,
  childrenOf,
  lineOf,
  literalsOf,
  nameOf,
  quasisOf,
  type SyntaxNode,
  walk,
} from './syntax.ts';

/** Words that somebody would see and that no translation is looked up for. */
export interface BareText {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** Attributes of elements, ours among them, whose values people read. */
const READ_ATTRIBUTES = new Set([
  ...[
    'aria-label',
    'aria-description',
    'aria-roledescription',
    'aria-valuetext',
    'alt',
    'title',
    'placeholder',
  ],
  ...[
    'heading',
    'label',
    'note',
    'help',
    'summary',
    'caption',
    'message',
    'text',
    'description',
    'subheading',
  ],
]);
/** Properties of objects in pages whose values people read: of tables, dialogs, notices, choices. */
const READ_PROPERTIES = new Set([
  ...[
    'message',
    'heading',
    'label',
    'title',
    'help',
    'note',
    'confirm',
    'placeholder',
    'empty',
    'description',
  ],
  ...['detail', 'caption', 'any', 'hint', 'cancel', 'summary', 'unit'],
]);
/** Which argument of a function people read. */
const READ_ARGUMENTS: Readonly<Record<string, number>> = {
  fieldOf: 1,
  checkboxOf: 1,
  switchOf: 1,
  radiosOf: 1,
  announce: 0,
};
/** Functions whose first argument is looked up. */
const LOOKED_UP = new Set(['t', 'rich', 'msg', 'count']);
/** Names and units that are the same in every language. */
const EVERYWHERE =
  /^(?:DataWave|Lucide|JSON|CSV|SQL|PDF|SHA-256|UTC|ms|kB|MB|GB|ID|URL|API|OK|Enter|Esc|Ctrl|Alt)$/;

const isProse = (text: string): boolean => {
  const words = text.replaceAll(HOLE, ' ').replaceAll('…', ' ').replaceAll(/&\w+;/g, ' ').trim();
  return (
    /\p{L}{2}/u.test(words) &&
    !/^(?:dw|wa)(?:-[a-z]+)+$/.test(words) &&
    !EVERYWHERE.test(words.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
  );
};
/** A word in lower case alone is mostly a name in code. */
const looksRead = (text: string): boolean =>
  isProse(text) && (/\s/.test(text.trim()) || /^\p{Lu}/u.test(text));

/** Wherever it stands, nothing else looks like this. */
const looksLikeSentence = (text: string): boolean =>
  /^\p{Lu}[\p{L}’']*\s+\p{Ll}/u.test(text) && isProse(text);

/** Words in templates, and in obvious places of strings, that are shown as they are. */
export function findBareText(file: string, source: string, tree: SyntaxNode): readonly BareText[] {
  const found = new Map<number, BareText>();
  const report = (text: string, start: number): void => {
    const shown = text.replaceAll(HOLE, '…').replaceAll(/\s+/g, ' ').trim();
    found.set(start, { text: shown, file, line: lineOf(source, start) });
  };
  const reportLiterals = (node: SyntaxNode | null, isRead: (text: string) => boolean): void => {
    for (const { text, start } of literalsOf(node, { partly: true })) if (isRead(text)) report(text, start);
  };
  const isTold = new Set<SyntaxNode>();
  const visit = (node: SyntaxNode): boolean | undefined => {
    if (node.type.startsWith('TS') && node.type !== 'TSAsExpression' && node.type !== 'TSSatisfiesExpression')
      return false;
    switch (node.type) {
      case 'TaggedTemplateExpression': {
        if (nameOf(childOf(node, 'tag')) === 'html') inTemplate(node, report, reportLiterals);
        const template = childOf(node, 'quasi');
        if (template !== null) isTold.add(template);
        break;
      }
      case 'NewExpression':
        // What goes wrong in the code itself is for those who mend it.
        if (nameOf(childOf(node, 'callee')) === 'Error') return false;
        break;
      case 'ImportDeclaration':
        return false;
      case 'Literal':
      case 'TemplateLiteral':
        if (!isTold.has(node)) reportLiterals(node, looksLikeSentence);
        break;
      case 'Property':
        if (READ_PROPERTIES.has(nameOf(childOf(node, 'key'))))
          reportLiterals(childOf(node, 'value'), looksRead);
        break;
      case 'CallExpression': {
        const args = childrenOf(node, 'arguments');
        if (LOOKED_UP.has(nameOf(childOf(node, 'callee')))) {
          for (const arg of args.slice(1)) walk(arg, visit);
          return false;
        }
        const index = READ_ARGUMENTS[nameOf(childOf(node, 'callee'))];
        if (index !== undefined) reportLiterals(args[index] ?? null, isProse);
        break;
      }
      case 'AssignmentExpression':
        if (isReadMember(childOf(node, 'left'))) reportLiterals(childOf(node, 'right'), isProse);
        break;
    }
    return undefined;
  };
  walk(tree, visit);
  return [...found.values()].sort((one, other) => one.line - other.line);
}

function inTemplate(
  node: SyntaxNode,
  report: (text: string, start: number) => void,
  reportLiterals: (node: SyntaxNode | null, isRead: (text: string) => boolean) => void,
): void {
  const template = childOf(node, 'quasi');
  if (template === null) return;
  const quasis = quasisOf(template);
  const elements = childrenOf(template, 'quasis');
  const expressions = childrenOf(template, 'expressions');
  /** Place in the source of a place in the joined template. Exact but for characters that are escaped. */
  const placeOf = (at: number): number => {
    let left = at;
    for (const [index, quasi] of quasis.entries()) {
      if (left <= quasi.length) return (elements[index]?.start ?? 0) + 1 + left;
      left -= quasi.length + HOLE.length;
    }
    return node.start;
  };
  for (const { attribute, text, hole, at } of htmlWords(quasis.join(HOLE))) {
    if (attribute !== null && !READ_ATTRIBUTES.has(attribute.replace(/^\./, ''))) continue;
    if (isProse(text)) report(text, placeOf(at + (text.length - text.trimStart().length)));
    const holes = text.split(HOLE).length - 1;
    for (const expression of expressions.slice(hole, hole + holes)) reportLiterals(expression, isProse);
  }
}

/** `document.title`, and what an element of ours starts with: `this.label`. */
const isReadMember = (node: SyntaxNode | null): boolean =>
  node?.type === 'MemberExpression' &&
  READ_PROPERTIES.has(nameOf(childOf(node, 'property'))) &&
  ['document', ''].includes(nameOf(childOf(node, 'object')));
