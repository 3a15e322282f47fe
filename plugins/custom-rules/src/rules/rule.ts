import type { DataKind, InfoTypeDefinition } from '@datawave/plugin-sdk';
import type { ChecksumBlock } from '../checksums/checksum-block.ts';

/** A value fits an expression of the linear-time syntax RE2. */
export interface PatternBlock {
  readonly kind: 'pattern';
  readonly pattern: string;
  readonly ignoreCase?: boolean;
  /** It may stand anywhere within the value; else it is the whole value. */
  readonly anywhere?: boolean;
}

/** A value is one of the terms. */
export interface DictionaryBlock {
  readonly kind: 'dictionary';
  readonly terms: readonly string[];
  /** Case and accents count. */
  readonly exact?: boolean;
  /** A term may stand as whole words within the value; else it is the whole value. */
  readonly words?: boolean;
}

/** The column is so named: whole words of its name, however it is spelled. */
export interface NameBlock {
  readonly kind: 'name';
  readonly names: readonly string[];
  /** The name consists of nothing else. */
  readonly whole?: boolean;
  /** Whose name is looked at; the column's unless given. */
  readonly of?: 'column' | 'table';
}

/** Enough values of the column fit the blocks within: a fact about the column, like its name. */
export interface ValuesBlock {
  readonly kind: 'values';
  /** Distinct values at least; 1 unless given. */
  readonly atLeast?: number;
  /** Share of the distinct values at least, above 0 to 1. */
  readonly share?: number;
  readonly where: Block;
}

export interface AllBlock {
  readonly kind: 'all';
  readonly of: readonly Block[];
}
export interface AnyBlock {
  readonly kind: 'any';
  readonly of: readonly Block[];
}
/** At least so many of the blocks hold. */
export interface SomeBlock {
  readonly kind: 'some';
  readonly atLeast: number;
  readonly of: readonly Block[];
}
export interface NotBlock {
  readonly kind: 'not';
  readonly block: Block;
}

/** What a rule is built of. All but `name` and `values` are asked of each value by itself. */
export type Block =
  | PatternBlock
  | DictionaryBlock
  | ChecksumBlock
  | NameBlock
  | ValuesBlock
  | AllBlock
  | AnyBlock
  | SomeBlock
  | NotBlock;

/** A rule as people write, export and import it. */
export interface Rule {
  /** Names it within its workspace and in evidence; never changes. */
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  /** Id of a published info type, or one of its own. */
  readonly infoType: string | InfoTypeDefinition;
  /** `type`: the column is of the type. `contains`: such values stand among others. */
  readonly question: 'type' | 'contains';
  /** Kinds of columns that are looked at; all unless given. */
  readonly kinds?: readonly DataKind[];
  readonly match: Block;
  /** When a column fits: so many distinct values at least, and such a share of them. */
  readonly threshold: { readonly values: number; readonly share: number };
  /** Of columns that fit, the share that is right by its author's word; estimated from ordinary values unless given. */
  readonly confidence?: number;
  readonly enabled: boolean;
}

/** Id of the type that a rule recognises. */
export const infoTypeId = ({ infoType }: Pick<Rule, 'infoType'>): string =>
  typeof infoType === 'string' ? infoType : infoType.id;

/** Each block of a tree, the outermost first. */
function* blocksOf(block: Block): Generator<Block> {
  yield block;
  if (block.kind === 'values') yield* blocksOf(block.where);
  else if (block.kind === 'not') yield* blocksOf(block.block);
  else if (block.kind === 'all' || block.kind === 'any' || block.kind === 'some')
    for (const child of block.of) yield* blocksOf(child);
}

/** How many blocks of each kind a tree holds. */
export function countBlocks(block: Block): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of blocksOf(block)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
