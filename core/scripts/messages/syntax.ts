import { parseAst } from 'rolldown/parseAst';

/** A node of the syntax tree of a TypeScript file, in the shape of ESTree, as far as it is looked at here. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Parses a TypeScript module. @throws Error where it is none */
export const parseTypeScript = (source: string): SyntaxNode =>
  parseAst(source, { lang: 'ts', astType: 'ts' }) as unknown as SyntaxNode;

/** Calls back for a node and everything below it, from the outside in. What answers false is not entered. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => boolean | undefined): void {
  if (visit(node) === false) return;
  for (const key in node) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, visit);
    } else if (isNode(value)) walk(value, visit);
  }
}

export const childOf = (node: SyntaxNode, key: string): SyntaxNode | null => {
  const value = node[key];
  return isNode(value) ? value : null;
};

export const childrenOf = (node: SyntaxNode, key: string): readonly SyntaxNode[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

/** Name of an identifier, or of the last part of a member expression; empty for anything else. */
export function nameOf(node: SyntaxNode | null): string {
  if (node === null) return '';
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return String(node['name']);
  if (node.type === 'MemberExpression') return nameOf(childOf(node, 'property'));
  return '';
}

/** Pieces of a template literal as they are written, one more than there are expressions. */
export const quasisOf = (template: SyntaxNode): readonly string[] =>
  childrenOf(template, 'quasis').map(({ value }) => {
    const { cooked, raw } = value as { readonly cooked: string | null; readonly raw: string };
    return cooked ?? raw;
  });

/** A text that is written out, with its place. */
export interface Literal {
  readonly text: string;
  readonly start: number;
}

/**
 * Texts that an expression may be where they are written out: of a condition both sides. Of a template with expressions its words,
 * with `…` for each of them.
 */
export function literalsOf(
  node: SyntaxNode | null,
  options: { readonly partly: boolean },
): readonly Literal[] {
  if (node === null) return [];
  const { start } = node;
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [{ text: node['value'], start }] : [];
    case 'TemplateLiteral': {
      const quasis = quasisOf(node);
      return quasis.length === 1 || options.partly ? [{ text: quasis.join('…'), start }] : [];
    }
    case 'ConditionalExpression':
      return [
        ...literalsOf(childOf(node, 'consequent'), options),
        ...literalsOf(childOf(node, 'alternate'), options),
      ];
    case 'LogicalExpression':
    case 'BinaryExpression':
      if (node.type === 'BinaryExpression' && !(options.partly && node['operator'] === '+')) return [];
      return [...literalsOf(childOf(node, 'left'), options), ...literalsOf(childOf(node, 'right'), options)];
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return literalsOf(childOf(node, 'expression'), options);
    default:
      return [];
  }
}

/** Line of a place in a source, from 1. */
export const lineOf = (source: string, place: number): number => source.slice(0, place).split('\n').length;
