import { checkValue, type FieldError, nearestKey, tokenizeName } from '@datawave/plugin-sdk';
import type { ChecksumBlock } from '../checksums/checksum-block.ts';
import { wordsOf } from '../dictionaries/dictionary-bank.ts';
import { checkPattern } from '../patterns/compile-pattern.ts';
import { faultMessage } from '../patterns/pattern-fault.ts';
import { MOST_NAME_WORDS } from './column-name.ts';
import type { Block, DictionaryBlock, NameBlock } from './rule.ts';
import { LIMITS } from './rule-limits.ts';
import { BLOCK_SCHEMAS } from './rule-schema.ts';

/** What a rule costs: bounded for each, and summed up for a workspace. */
export interface RuleCost {
  /** Instructions of its patterns. */
  readonly programSize: number;
  /** Terms of its dictionaries. */
  readonly terms: number;
}

interface Walk {
  readonly errors: FieldError[];
  blocks: number;
  programSize: number;
  terms: number;
}

/** Checks a tree of blocks: every fault at once, each with its pointer. Null where the block itself cannot be used. */
export function checkBlock(
  value: unknown,
  pointer: string,
  errors: FieldError[],
): { readonly block: Block | null; readonly cost: RuleCost } {
  const walk: Walk = { errors, blocks: 0, programSize: 0, terms: 0 };
  const block = visit(value, pointer, 0, false, walk);
  return { block, cost: { programSize: walk.programSize, terms: walk.terms } };
}

function visit(
  value: unknown,
  pointer: string,
  depth: number,
  isWithinValues: boolean,
  walk: Walk,
): Block | null {
  const fail = (message: string, below = ''): null => {
    walk.errors.push({ pointer: pointer + below, message });
    return null;
  };
  walk.blocks += 1;
  if (walk.blocks > LIMITS.blocks)
    return walk.blocks === LIMITS.blocks + 1 ? fail(`a rule has at most ${LIMITS.blocks} blocks`) : null;
  if (depth > LIMITS.blockDepth)
    return fail(`groups stand at most ${LIMITS.blockDepth} deep within each other`);
  // What is missing altogether has been said by the block around it.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const kind = 'kind' in value ? value.kind : undefined;
  if (!isKind(kind)) {
    const kinds = Object.keys(BLOCK_SCHEMAS);
    const meant = typeof kind === 'string' ? nearestKey(kind, kinds) : undefined;
    return fail(
      `must be one of ${kinds.join(', ')}${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
      '/kind',
    );
  }
  const checked = checkValue(BLOCK_SCHEMAS[kind], value);
  for (const fault of checked.errors) fail(fault.message, fault.pointer);
  const children = visitChildren(value, pointer, depth, isWithinValues || kind === 'values', walk);
  if (checked.errors.length > 0) {
    // What its author has to mend in the pattern is said at once, too.
    if (
      kind === 'pattern' &&
      'pattern' in value &&
      typeof value.pattern === 'string' &&
      value.pattern !== ''
    ) {
      const { fault } = checkPattern({ pattern: value.pattern });
      if (fault !== null) fail(faultMessage(fault), '/pattern');
    }
    return null;
  }
  // The schema of its kind has just been held against it.
  const block = checked.value as Block;
  if (block.kind === 'values' && isWithinValues) return fail('“values” cannot stand within “values”');
  switch (block.kind) {
    case 'pattern': {
      const { size, fault } = checkPattern(block);
      walk.programSize += size;
      return fault === null ? block : fail(faultMessage(fault), '/pattern');
    }
    case 'dictionary':
      return checkDictionary(block, fail, walk);
    case 'name':
      return checkNames(block, fail);
    case 'checksum':
      return checkChecksum(block, fail);
    case 'some':
      if (block.atLeast > block.of.length)
        return fail(
          `the group holds ${block.of.length === 1 ? 'one block' : `${block.of.length} blocks`}`,
          '/atLeast',
        );
  }
  if (children.includes(null)) return null;
  return block;
}

function visitChildren(
  value: object,
  pointer: string,
  depth: number,
  isWithinValues: boolean,
  walk: Walk,
): readonly (Block | null)[] {
  const child = (part: unknown, below: string): Block | null =>
    visit(part, pointer + below, depth + 1, isWithinValues, walk);
  if ('of' in value && Array.isArray(value.of))
    return value.of.slice(0, LIMITS.blocks + 1).map((part: unknown, index) => child(part, `/of/${index}`));
  return [
    ...('where' in value ? [child(value.where, '/where')] : []),
    ...('block' in value ? [child(value.block, '/block')] : []),
  ];
}

type Fail = (message: string, below?: string) => null;

function checkDictionary(block: DictionaryBlock, fail: Fail, walk: Walk): Block | null {
  walk.terms += block.terms.length;
  let isFine = true;
  block.terms.forEach((term, index) => {
    const words = block.words === true ? wordsOf(term).length : 1;
    if (term.trim() === '' || words === 0) fail('holds no word', `/terms/${index}`);
    else if (words > LIMITS.termWords)
      fail(`has ${words} words, ${LIMITS.termWords} are the most`, `/terms/${index}`);
    else return;
    isFine = false;
  });
  return isFine ? block : null;
}

function checkNames(block: NameBlock, fail: Fail): Block | null {
  let isFine = true;
  block.names.forEach((name, index) => {
    const words = tokenizeName(name).length;
    if (words > 0 && words <= MOST_NAME_WORDS) return;
    fail(
      words === 0 ? 'holds no word' : `has ${words} words, ${MOST_NAME_WORDS} are the most`,
      `/names/${index}`,
    );
    isFine = false;
  });
  return isFine ? block : null;
}

function checkChecksum(block: ChecksumBlock, fail: Fail): Block | null {
  const { checksum, weights, modulus, remainder, minLength, maxLength } = block;
  const faults: (readonly [message: string, below: string])[] = [];
  if (checksum === 'weighted') {
    if (weights === undefined)
      faults.push(['"weights" is missing: a factor for each digit, the check digit included', '/weights']);
    if (modulus === undefined) faults.push(['"modulus" is missing', '/modulus']);
    else if (remainder !== undefined && remainder >= modulus)
      faults.push(['must be less than the modulus', '/remainder']);
  } else {
    for (const name of ['weights', 'modulus', 'remainder'] as const)
      if (block[name] !== undefined) faults.push([`belongs to "weighted", not to "${checksum}"`, `/${name}`]);
  }
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    faults.push(['must be no more than "maxLength"', '/minLength']);
  for (const [message, below] of faults) fail(message, below);
  return faults.length === 0 ? block : null;
}

const isKind = (kind: unknown): kind is Block['kind'] =>
  typeof kind === 'string' && Object.hasOwn(BLOCK_SCHEMAS, kind);
