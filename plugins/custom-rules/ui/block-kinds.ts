import { msg, t } from '@datawave/plugin-sdk/ui';
import type { Block } from './api.ts';

export type BlockKind = Block['kind'];

/** What people read instead of a kind, in the order in which they are offered. */
export const BLOCK_TITLES: Readonly<Record<BlockKind, string>> = {
  pattern: msg('Pattern'),
  dictionary: msg('Dictionary'),
  name: msg('Name of the column'),
  checksum: msg('Check digit'),
  all: msg('All of these'),
  any: msg('Any of these'),
  some: msg('At least some of these'),
  not: msg('Not'),
  values: msg('Enough values fit'),
};

export const CHECKSUM_TITLES: Readonly<Record<string, string>> = {
  luhn: msg('Luhn (payment cards, IMEI)'),
  'mod-97-10': msg('ISO 7064 MOD 97-10 (IBAN, LEI)'),
  'mod-11-2': msg('ISO 7064 MOD 11-2 (ORCID, ISNI)'),
  'mod-37-2': msg('ISO 7064 MOD 37-2 (blood donations)'),
  'mod-11-10': msg('ISO 7064 MOD 11,10 (German tax number, OIB)'),
  'mod-37-36': msg('ISO 7064 MOD 37,36'),
  verhoeff: msg('Verhoeff (Aadhaar)'),
  damm: msg('Damm'),
  weighted: msg('Weighted sum'),
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

/** What a rule consists of, in a line: `2 patterns, 1 dictionary (300 terms)`. */
export function describeBlocks(blocks: Readonly<Record<string, number>>, terms: number): string {
  const words: Readonly<Record<string, (n: number) => string>> = {
    pattern: (n) => t('{n, plural, one {# pattern} other {# patterns}}', { n }),
    dictionary: (n) =>
      t(
        '{n, plural, one {# dictionary} other {# dictionaries}} ({terms, plural, one {# term} other {# terms}})',
        { n, terms },
      ),
    name: (n) => t('{n, plural, one {# name} other {# names}}', { n }),
    checksum: (n) => t('{n, plural, one {# check digit} other {# check digits}}', { n }),
  };
  return Object.entries(words)
    .flatMap(([kind, write]) => {
      const n = blocks[kind] ?? 0;
      return n === 0 ? [] : [write(n)];
    })
    .join(', ');
}
