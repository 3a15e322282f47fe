import type { ASTNode } from '@marcbachmann/cel-js';
import { LIMITS } from '../rule/rule-limits.ts';
import { type ExpressionEnvironment, LINEAR_MATCHES } from './expression-environment.ts';
import type { ExpressionFault } from './expression-fault.ts';

/** What may be called. None of these makes a value larger than what it was given. */
const FUNCTIONS = new Set([
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'lowerAscii',
  'upperAscii',
  'trim',
  'indexOf',
  'substring',
  'int',
  'double',
  'string',
  'has',
]);

/** What asks each item of a list. */
const QUANTIFIERS = new Set(['all', 'exists', 'exists_one', 'filter']);

/**
 * Admits an expression by what it consists of: known functions, lists asked item by item but not within one another, patterns
 * that are written out. What is left takes time in proportion to the asset. Answers the first fault; null when there is none.
 * `matches` is turned into the linear one.
 */
export function admitExpression(
  root: ASTNode,
  environment: Pick<ExpressionEnvironment, 'addPattern'>,
): ExpressionFault | null {
  const visit = (node: ASTNode, isWithin: boolean): ExpressionFault | null => {
    switch (node.op) {
      case 'value':
      case 'id':
        return null;
      case '!_':
      case '-_':
        return visit(node.args, isWithin);
      case 'list':
        return first(node.args, (item) => visit(item, isWithin));
      case 'map':
        return faultAt(node, 'maps cannot be used here');
      case '.?':
      case '[?]':
        return faultAt(
          node,
          'optional fields cannot be used here; ask with has(…) whether something is known',
        );
      case '.':
        if (isWithin && node.args[1] === 'columns')
          return faultAt(node, 'the columns cannot be asked for again for each of them');
        return visit(node.args[0], isWithin);
      case 'call': {
        const [name, args] = node.args;
        if (!FUNCTIONS.has(name)) return faultAt(node, `there is no function "${name}" here; ${KNOWN}`);
        return first(args, (argument) => visit(argument, isWithin));
      }
      case 'rcall':
        return visitMethod(node, isWithin);
      default:
        return first(node.args, (argument) => visit(argument, isWithin));
    }
  };

  const visitMethod = (
    node: Extract<ASTNode, { op: 'rcall' }>,
    isWithin: boolean,
  ): ExpressionFault | null => {
    const [name, receiver, args] = node.args;
    const isQuantifier = QUANTIFIERS.has(name);
    if (!isQuantifier && !FUNCTIONS.has(name))
      return faultAt(node, `there is no function "${name}" here; ${KNOWN}`);
    if (isQuantifier && isWithin)
      return faultAt(node, `"${name}" cannot stand within what another list is asked`);
    const fault =
      visit(receiver, isWithin) ?? first(args, (argument) => visit(argument, isWithin || isQuantifier));
    if (fault !== null || name !== 'matches') return fault;
    const pattern = args[0];
    if (args.length !== 1 || pattern?.op !== 'value' || typeof pattern.args !== 'string')
      return faultAt(pattern ?? node, 'the pattern of matches(…) must be written out, in quotation marks');
    if (pattern.args.length > LIMITS.patternLength)
      return faultAt(pattern, `a pattern has at most ${LIMITS.patternLength} characters`);
    try {
      environment.addPattern(pattern.args);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // RE2 words it, such as: error parsing regexp: invalid or unsupported Perl syntax: `(?=`.
      return faultAt(
        pattern,
        `the pattern cannot be used: ${error.message.slice(0, 200)} (the syntax is that of RE2, without look-around and back-references)`,
      );
    }
    node.args[0] = LINEAR_MATCHES;
    return null;
  };

  return visit(root, false);
}

const KNOWN = `known are ${[...FUNCTIONS, ...QUANTIFIERS].join(', ')}`;

const faultAt = (node: ASTNode, message: string): ExpressionFault => ({
  position: node.start,
  end: node.end,
  message,
});

function first(
  nodes: readonly ASTNode[],
  visit: (node: ASTNode) => ExpressionFault | null,
): ExpressionFault | null {
  for (const node of nodes) {
    const fault = visit(node);
    if (fault !== null) return fault;
  }
  return null;
}
