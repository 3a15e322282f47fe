import type { Asset, AssetSelection, ScanRuleSettings } from '@datawave/plugin-sdk';
import { compileExpression, type Expression } from '../expression/compile-expression.ts';
import { ExpressionAsset, expressionColumn } from '../expression/expression-values.ts';
import { type GlobVerdict, globList } from './glob-list.ts';
import { WorkBudget } from './work-budget.ts';

/** What a rule says of which assets and columns are read. */
export type Selecting = Pick<ScanRuleSettings, 'assets' | 'columns' | 'highWater'>;

/** A selection with whether part of the rule could not be worked out, so that more is read than it may mean. */
export interface Selected extends AssetSelection {
  readonly isUndecided: boolean;
}

/** How long selecting may take for one page of assets. */
const MOST_MS = 10_000;

/** Why what cannot be worked out is read: leaving it out silently would hide what it holds. */
const SO_READ = 'so it is scanned';

/**
 * Decides for each asset of a page, in their order, whether it is read and which of its columns. An expression that cannot be
 * worked out for an asset excludes nothing. Others have their turn meanwhile; when a page takes too long, the rest of it
 * is scanned whole, with that as its reason.
 * @param mostMs - milliseconds after which that is so
 */
export async function selectAssets(
  rule: Selecting,
  assets: readonly Asset[],
  mostMs = MOST_MS,
): Promise<readonly Selected[]> {
  const admits = globList(rule.assets);
  const where = expressionOf(rule.assets.where, 'asset');
  const columnsOf = columnSelector(rule);
  const highWaterOf = highWaterChooser(rule);
  const budget = new WorkBudget(mostMs);
  const selected: Selected[] = [];
  for (const asset of assets) {
    await budget.pause();
    selected.push(budget.isSpent ? OUT_OF_TIME : await decide(asset));
  }
  return selected;

  async function decide(asset: Asset): Promise<Selected> {
    const byName = admits(asset.path);
    if (byName !== null) return leaveOut(reasonOf(byName));
    const verdict = where === null ? true : where(new ExpressionAsset(asset));
    if (verdict === false) return leaveOut('the expression for assets does not hold');
    const { columns, reason } = await columnsOf(asset, budget);
    const undecided =
      typeof verdict === 'boolean'
        ? null
        : `the expression for assets cannot tell, since ${verdict.undecided}, ${SO_READ}`;
    const reasons = [undecided, reason].filter((text) => text !== null);
    return {
      isIncluded: true,
      columns,
      ...highWaterOf(asset),
      reason: reasons.length === 0 ? 'the rule lets it in' : reasons.join('; '),
      isUndecided: undecided !== null || reason !== null,
    };
  }
}

/** The column that tells whether an asset changed; nothing where the rule names none for it. */
function highWaterChooser({
  highWater = [],
}: Selecting): (asset: Asset) => Pick<AssetSelection, 'highWater'> {
  const chosen = highWater.map(({ assets, column }) => ({
    column,
    fits: globList({ include: [assets], exclude: [] }),
  }));
  return ({ path }) => {
    const found = chosen.find(({ fits }) => fits(path) === null);
    return found === undefined ? {} : { highWater: found.column };
  };
}

type ColumnSelector = (
  asset: Asset,
  budget: WorkBudget,
) => Promise<{ readonly columns: readonly string[] | null; readonly reason: string | null }>;

const ALL = { columns: null, reason: null };
/** Which columns are read; null for all. Why not all could be decided, if so. */
function columnSelector({ columns: rule }: Selecting): ColumnSelector {
  const where = expressionOf(rule.where, 'column');
  if (where === null && rule.include.length === 0 && rule.exclude.length === 0) return async () => ALL;
  const admits = globList(rule);
  return async (asset, budget) => {
    if (asset.columns.length === 0)
      return { columns: null, reason: 'its columns are known only once it is read, so all of them are' };
    const seen = where === null ? null : new ExpressionAsset(asset);
    const wanted: string[] = [];
    let undecided = 0;
    let because = '';
    for (const column of asset.columns) {
      if (budget.isDue) await budget.pause();
      if (budget.isSpent) return { columns: null, reason: TOO_LONG };
      if (admits([column.name]) !== null) continue;
      const verdict = where === null || seen === null ? true : where(seen, expressionColumn(asset, column));
      if (verdict === false) continue;
      if (verdict !== true) {
        undecided += 1;
        because = verdict.undecided;
      }
      wanted.push(column.name);
    }
    const reason =
      undecided === 0
        ? null
        : `the expression for columns cannot tell of ${undecided === 1 ? 'one' : undecided}, since ${because}, so ${undecided === 1 ? 'it is' : 'they are'} read`;
    return { columns: wanted.length === asset.columns.length ? null : wanted, reason };
  };
}

/** A stored expression was checked when it was saved; one that is refused all the same, by a later release, decides nothing. */
function expressionOf(text: string | null, topic: 'asset' | 'column'): Expression | null {
  if (text === null) return null;
  const { expression } = compileExpression(text, topic);
  return expression ?? (() => ({ undecided: 'the expression cannot be used any more' }));
}

const reasonOf = (verdict: Exclude<GlobVerdict, null>): string =>
  verdict === 'not included'
    ? 'the name matches none of the include patterns'
    : `the name matches the exclude pattern "${verdict.excludedBy}"`;

const leaveOut = (reason: string): Selected => ({
  isIncluded: false,
  reason,
  columns: null,
  isUndecided: false,
});

const TOO_LONG = 'selecting took too long, so all of it is read';
const OUT_OF_TIME: Selected = { isIncluded: true, reason: TOO_LONG, columns: null, isUndecided: true };
