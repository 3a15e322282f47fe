import { type ExaminedColumn, examineColumn } from '../engine/examine-column.ts';
import { CERTAIN } from '../engine/measure-chance.ts';
import { Pacer } from '../engine/pacer.ts';
import { compileRules } from '../engine/rule-set.ts';
import type { Block, Rule } from '../rules/rule.ts';
import { maskExample } from './mask-example.ts';

/** A value that nearly fits, masked, and what it lacks. */
export interface NearMiss {
  readonly example: string;
  readonly because: string;
}

const LOOKED_AT = 200;
const SHOWN = 5;

/** What people most often forget to allow. */
const VARIANTS: readonly (readonly [because: string, change: (value: string) => string])[] = [
  ['would fit in capital letters', (value) => value.toUpperCase()],
  ['would fit in small letters', (value) => value.toLowerCase()],
  ['would fit without blanks and signs', (value) => value.replace(/[\s.,/_-]+/g, '')],
  ['would fit without a trailing “.0”', (value) => value.replace(/\.0+$/, '')],
];

/** Of values that do not fit, some that would after a small change, or that fit a part of the rule. */
export async function findNearMisses(
  rule: Rule,
  column: ExaminedColumn,
  missing: readonly string[],
): Promise<readonly NearMiss[]> {
  const values = missing.slice(0, LOOKED_AT);
  if (values.length === 0) return [];
  const found = new Map<string, string>();
  const note = (value: string, because: string): void => {
    const example = maskExample(value);
    if (!found.has(example)) found.set(example, because);
  };
  for (const [because, change] of VARIANTS) {
    const changed = values.map(change);
    const fits = await fitting([rule.match], { ...column, values: changed });
    values.forEach((value, index) => {
      const variant = changed[index];
      if (variant !== value && variant !== undefined && fits[0]?.has(variant)) note(value, because);
    });
  }
  const parts = [...partsOf(rule.match)];
  if (parts.length > 1) {
    const fits = await fitting(parts, { ...column, values });
    for (const value of values) {
      const held = parts.filter((_, index) => fits[index]?.has(value));
      const lacked = parts.filter((_, index) => !fits[index]?.has(value));
      if (held.length > 0 && lacked.length > 0) note(value, `fits ${listed(held)}, not ${listed(lacked)}`);
    }
  }
  return [...found].slice(0, SHOWN).map(([example, because]) => ({ example, because }));
}

/** For each block the values that fit it. */
async function fitting(
  blocks: readonly Block[],
  column: ExaminedColumn,
): Promise<readonly ReadonlySet<string>[]> {
  const set = await compileRules(
    blocks.map((match, index) => ({
      rule: {
        key: `part-${index}`,
        title: '',
        infoType: 'RECORD_ID',
        question: 'type',
        match,
        threshold: { values: 1, share: 0 },
        enabled: true,
      },
      version: 0,
      chance: CERTAIN,
    })),
  );
  const fits = blocks.map(() => new Set<string>());
  const positions = new Map(set.rules.map((active, position) => [active, position]));
  await examineColumn(set, column, {
    pacer: new Pacer(),
    deadline: Number.POSITIVE_INFINITY,
    onValue: (active, value, doesFit) => {
      if (doesFit) fits[positions.get(active) ?? -1]?.add(value);
    },
  });
  return fits;
}

/** Blocks that are asked of values and wanted. */
function* partsOf(block: Block): Generator<Block> {
  if (block.kind === 'pattern' || block.kind === 'dictionary' || block.kind === 'checksum') yield block;
  else if (block.kind === 'all' || block.kind === 'any' || block.kind === 'some')
    for (const child of block.of) yield* partsOf(child);
}

const listed = (blocks: readonly Block[]): string =>
  [
    ...new Set(
      blocks.map((block) =>
        block.kind === 'checksum' ? `the check digit (${block.checksum})` : `the ${block.kind}`,
      ),
    ),
  ].join(' and ');
