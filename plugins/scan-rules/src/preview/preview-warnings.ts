import type { ConnectorInfo, Source } from '@datawave/plugin-sdk';
import type { RuleDocument } from '../rule/rule-document.ts';
import type { Preview, PreviewTotals, PreviewWarning } from './preview.ts';

/** What a preview saw. */
export interface Seen {
  readonly rule: RuleDocument;
  /** False where the rule stands for none. */
  readonly isRuled: boolean;
  readonly source: Source;
  readonly connector: ConnectorInfo | undefined;
  readonly totals: PreviewTotals;
  readonly endedBy: Preview['endedBy'];
  /** Assets for which an expression could not be worked out. */
  readonly undecided: number;
  /** Assets let in for which the rule names a column that cannot tell what changed, each with why. */
  readonly highWater: readonly string[];
  /** Assets let in of which no column is read. */
  readonly columnless: number;
}

/** What whoever wrote the rule may not have meant, under stable codes. None of it is an error. */
export function previewWarnings(seen: Seen): readonly PreviewWarning[] {
  const { rule, isRuled, source, connector, totals, endedBy, undecided, columnless } = seen;
  const warnings: PreviewWarning[] = [];
  const warn = (code: string, message: string): void => void warnings.push({ code, message });
  const { assets, included } = totals;
  if (rule.sources.length > 0 && !rule.sources.includes(source.id))
    warn(
      'DW_SCAN_RULE_SOURCE',
      `The rule is not for the source "${source.title}"; it could not be started there.`,
    );
  if (assets === 0 && endedBy === null)
    warn('DW_SCAN_RULE_SOURCE_EMPTY', 'The source holds nothing that could be seen.');
  else if (included === 0 && endedBy === null)
    warn(
      'DW_SCAN_RULE_MATCHES_NOTHING',
      `The rule lets in none of the ${amount(assets, 'asset')}: a scan by it would read nothing.`,
    );
  else if (included === 0)
    warn(
      'DW_SCAN_RULE_MATCHES_NOTHING',
      `The rule lets in none of the ${amount(assets, 'asset')} that were looked at.`,
    );
  else if (isRuled && included === assets && totals.columnsLeftOut === 0)
    warn(
      'DW_SCAN_RULE_MATCHES_EVERYTHING',
      selectsNothing(rule)
        ? `The rule names no assets or columns, so it takes all of them: ${amount(assets, 'asset')}.`
        : `What the rule says of assets and columns keeps nothing out: all of ${amount(assets, 'asset')} would be scanned.`,
    );
  if (included > 0 && totals.unchanged === included)
    warn(
      'DW_SCAN_RULE_NOTHING_CHANGED',
      `Everything${isRuled ? ' that the rule lets in' : ''} is unchanged since its last scan: a run now would read nothing.`,
    );
  if (undecided > 0)
    warn(
      'DW_SCAN_RULE_UNDECIDED',
      `For ${amount(undecided, 'asset')} an expression cannot be worked out. What it cannot tell of is scanned.`,
    );
  if (columnless > 0)
    warn(
      'DW_SCAN_RULE_NO_COLUMNS',
      `Of ${amount(columnless, 'asset')} no column is let in: listed, but not read.`,
    );
  const [unmarked] = seen.highWater;
  if (unmarked !== undefined)
    warn(
      'DW_SCAN_RULE_HIGH_WATER',
      `The column that is to tell what changed cannot do so for ${amount(seen.highWater.length, 'asset')}, such as ${unmarked}.`,
    );
  const strategies = connector?.capabilities.strategies ?? ['random'];
  const { strategy, rows } = rule.sampling;
  if (rows !== 'full' && connector !== undefined && !strategies.includes(strategy))
    warn(
      'DW_SCAN_RULE_STRATEGY',
      `${connector.title} cannot draw ${strategy} samples; it takes what comes closest.`,
    );
  if (endedBy === 'limit')
    warn(
      'DW_SCAN_PREVIEW_PARTIAL',
      `The source holds more than ${amount(assets, 'asset')}; the figures are of these.`,
    );
  if (endedBy === 'time')
    warn(
      'DW_SCAN_PREVIEW_PARTIAL',
      `Looking through the source takes long; the figures are of the first ${amount(assets, 'asset')}.`,
    );
  return warnings;
}

const selectsNothing = ({ assets, columns }: RuleDocument): boolean =>
  [assets, columns].every(
    ({ include, exclude, where }) => include.length === 0 && exclude.length === 0 && where === null,
  );

const amount = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
