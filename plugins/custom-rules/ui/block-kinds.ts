import { count } from '@datawave/plugin-sdk/ui';
import type { Block } from './api.ts';

export type BlockKind = Block['kind'];

/** What people read instead of a kind, in the order in which they are offered. */
export const BLOCK_TITLES: Readonly<Record<BlockKind, string>> = {
  pattern: 'Pattern',
  dictionary: 'Dictionary',
  name: 'Name of the column',
  checksum: 'Check digit',
  all: 'All of these',
  any: 'Any of these',
  some: 'At least some of these',
  not: 'Not',
  values: 'Enough values fit',
};

export const CHECKSUM_TITLES: Readonly<Record<string, string>> = {
  luhn: 'Luhn (payment cards, IMEI)',
  'mod-97-10': 'ISO 7064 MOD 97-10 (IBAN, LEI)',
  'mod-11-2': 'ISO 7064 MOD 11-2 (ORCID, ISNI)',
  'mod-37-2': 'ISO 7064 MOD 37-2 (blood donations)',
  'mod-11-10': 'ISO 7064 MOD 11,10 (German tax number, OIB)',
  'mod-37-36': 'ISO 7064 MOD 37,36',
  verhoeff: 'Verhoeff (Aadhaar)',
  damm: 'Damm',
  weighted: 'Weighted sum',
};

/** A block to begin with. */
export function emptyBlock(kind: BlockKind): Block {
  const pattern: Block = { kind: 'pattern', pattern: '' };
  switch (kind) {
    case 'pattern':
      return pattern;
    case 'dictionary':
      return { kind, terms: [] };
    case 'name':
      return { kind, names: [] };
    case 'checksum':
      return { kind, checksum: 'luhn' };
    case 'values':
      return { kind, share: 0.8, where: pattern };
    case 'not':
      return { kind, block: pattern };
    case 'some':
      return { kind, atLeast: 2, of: [pattern, pattern] };
    case 'all':
    case 'any':
      return { kind, of: [pattern] };
  }
}

/** Blocks that stand directly within another. */
function childrenOf(block: Block): readonly Block[] {
  if (block.kind === 'all' || block.kind === 'any' || block.kind === 'some') return block.of;
  if (block.kind === 'not') return [block.block];
  return block.kind === 'values' ? [block.where] : [];
}

/** Makes a block one of another kind and keeps what it can: a group keeps its blocks, a single block comes into the group. */
export function withKind(block: Block, kind: BlockKind): Block {
  if (block.kind === kind) return block;
  const children = childrenOf(block);
  const kept = children.length > 0 ? children : [block];
  switch (kind) {
    case 'all':
    case 'any':
      return { kind, of: kept };
    case 'some':
      return { kind, atLeast: Math.min(2, kept.length), of: kept };
    case 'not':
      return { kind, block: kept[0] ?? emptyBlock('pattern') };
    case 'values':
      return { kind, share: 0.8, where: kept[0] ?? emptyBlock('pattern') };
    default:
      return children.find((child) => child.kind === kind) ?? emptyBlock(kind);
  }
}

const WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  pattern: ['pattern', 'patterns'],
  dictionary: ['dictionary', 'dictionaries'],
  name: ['name', 'names'],
  checksum: ['check digit', 'check digits'],
};

/** What a rule consists of, in a line: `2 patterns, 1 dictionary (300 terms)`. */
export function describeBlocks(blocks: Readonly<Record<string, number>>, terms: number): string {
  return Object.entries(WORDS)
    .flatMap(([kind, [one, many]]) => {
      const number = blocks[kind] ?? 0;
      if (number === 0) return [];
      return [count(number, one, many) + (kind === 'dictionary' ? ` (${count(terms, 'term')})` : '')];
    })
    .join(', ');
}
