import { html, nothing } from 'lit';
import { formatNumber } from '../i18n/numbers.ts';
import { t } from '../i18n/translate.ts';
import type { GridData } from './grid-data.ts';
import type { GridBulkAction, GridOptions, GridSelected } from './options.ts';

const countedRows = (n: number): string => t('{n, plural, one {# row} other {# rows}}', { n });

/**
 * How many rows there are, as far as is known: `12,345 rows`, `12 of 300 rows`, `300 rows so far`, and that there are others where
 * the page reads no more than so many.
 */
export function countWords(
  data: GridData,
  options: Pick<GridOptions<never>, 'counted' | 'most'> | null,
): string {
  const counted = options?.counted ?? countedRows;
  const { total, unfiltered } = data;
  if (data.isBlank || data.problem !== null) return '';
  if (total === null) return t('{what} so far', { what: counted(data.rows.length) });
  const isNarrowed = unfiltered !== null && unfiltered !== total;
  const shown = formatNumber(total);
  if (unfiltered !== null && unfiltered >= (options?.most ?? Number.POSITIVE_INFINITY)) {
    const what = counted(unfiltered);
    return isNarrowed
      ? t('{shown} of the first {what}; search to find the others', { shown, what })
      : t('The first {what}; search to find the others', { what });
  }
  return isNarrowed ? t('{shown} of {what}', { shown, what: counted(unfiltered) }) : counted(total);
}

/** What stands in the bar while rows are selected. */
export interface DrawnBulk {
  readonly selected: GridSelected<never>;
  readonly bulk: readonly GridBulkAction<never>[];
  /** Rows that match; null when nobody knows. */
  readonly total: number | null;
  /** Whether more match than are selected, so that all can be. */
  readonly offersAll: boolean;
  selectAll(): void;
  /** Label of the action that is at work. */
  readonly running: string | null;
  run(action: GridBulkAction<never>): void;
}

/** Draws what can be done with the rows that are selected. */
export function bulkBar(drawn: DrawnBulk): unknown {
  const { selected, bulk, offersAll, total } = drawn;
  return html`<div class="bar chosen" role="group" aria-label=${t('Selected rows')}><div class="about"><span class="number">${
    selected.count === null
      ? t('All that match are selected')
      : t('{n, plural, one {# row} other {# rows}} selected', { n: selected.count })
  }</span>${
    offersAll
      ? html`<dw-button size="small" variant="quiet" @click=${drawn.selectAll}>${total === null ? t('Select all that match') : t('Select all {n, number} that match', { n: total })}</dw-button>`
      : nothing
  }</div><div class="tools">${bulk.map(
    (action) =>
      html`<dw-button size="small" variant=${action.variant ?? 'secondary'} icon=${action.icon ?? ''} ?busy=${drawn.running === action.label} ?disabled=${drawn.running !== null && drawn.running !== action.label} @click=${() => drawn.run(action)}>${action.label}</dw-button>`,
  )}<dw-button size="small" variant="quiet" icon="close" @click=${() => selected.clear()}>${t('Clear selection')}</dw-button></div></div>`;
}

/** What stands below the header when there are no rows: why, and what helps. */
export function emptyState(options: GridOptions<never>, isNarrowed: boolean, clear: () => void): unknown {
  if (isNarrowed)
    return html`<dw-empty class="state" icon="search" heading=${t('Nothing matches')}>${t('No row has all that the filters ask for.')}<dw-button slot="actions" @click=${clear}>${t('Clear filters')}</dw-button></dw-empty>`;
  const { heading = t('Nothing here yet'), text = '', icon = 'inbox', actions } = options.empty ?? {};
  return html`<dw-empty class="state" icon=${icon} heading=${heading}>${text}${actions === undefined ? nothing : html`<span slot="actions">${actions}</span>`}</dw-empty>`;
}
