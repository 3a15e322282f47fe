import type { Block, Rule } from '../rules/rule.ts';

const RULE_KEYS = [
  'key',
  'title',
  'description',
  'infoType',
  'question',
  'kinds',
  'match',
  'threshold',
  'confidence',
  'enabled',
];

/** A rule in the order in which people read it, whatever order a database kept it in. */
export function orderRule(rule: Rule): Rule {
  const known: Readonly<Record<string, unknown>> = { ...rule };
  const ordered: Record<string, unknown> = {};
  for (const key of RULE_KEYS) {
    if (known[key] !== undefined) ordered[key] = key === 'match' ? orderBlock(rule.match) : known[key];
  }
  // The same keys and values as the rule that was given.
  return ordered as unknown as Rule;
}

function orderBlock(block: Block): Block {
  const { kind, ...rest } = block;
  const ordered: Record<string, unknown> = { kind };
  for (const [key, value] of Object.entries(rest).sort(
    ([a], [b]) => Number(isInner(a)) - Number(isInner(b)) || (a < b ? -1 : 1),
  ))
    ordered[key] = value;
  if (block.kind === 'all' || block.kind === 'any' || block.kind === 'some')
    ordered['of'] = block.of.map(orderBlock);
  if (block.kind === 'not') ordered['block'] = orderBlock(block.block);
  if (block.kind === 'values') ordered['where'] = orderBlock(block.where);
  // The same keys and values as the block that was given.
  return ordered as unknown as Block;
}

/** What holds further blocks, or may be long, stands last; but for names of columns, which `of` is, too. */
const isInner = (key: string): boolean =>
  key === 'of' || key === 'where' || key === 'block' || key === 'terms';
