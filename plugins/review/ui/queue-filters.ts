import { choiceOf, formatNumber, type PageLocation, SENSITIVITIES, withQuery } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ReviewSummary } from './api.ts';

/** Filters of the queue as they stand in the address. */
export const FILTERS = ['reason', 'sensitivity', 'infoType', 'source', 'confidence'] as const;
export type Filter = (typeof FILTERS)[number];

const REASONS = { abstained: 'Uncertain', returned: 'Came back', suggested: 'Suggested' } as const;

/** Bands of confidence: where the engine hesitates, and on either side. */
const BANDS = {
  low: { title: 'Below 0.50', query: { maxConfidence: 0.5 } },
  middle: { title: '0.50 to 0.80', query: { minConfidence: 0.5, maxConfidence: 0.8 } },
  high: { title: 'Above 0.80', query: { minConfidence: 0.8 } },
} as const;

const isBand = (value: string): value is keyof typeof BANDS => value in BANDS;

export const chosenFilters = ({ query }: PageLocation): Record<Filter, string> => ({
  reason: query.get('reason') ?? '',
  sensitivity: query.get('sensitivity') ?? '',
  infoType: query.get('infoType') ?? '',
  source: query.get('source') ?? '',
  confidence: query.get('confidence') ?? '',
});

/** The filters as the list of verdicts takes them. */
export function filterQuery(page: PageLocation): Record<string, string | number> {
  const { confidence, ...rest } = chosenFilters(page);
  return { ...rest, ...(isBand(confidence) ? BANDS[confidence].query : {}) };
}

/** Selects for every filter. */
export function filterBar(
  page: PageLocation,
  summary: ReviewSummary,
  infoTypeTitle: (id: string) => string,
  navigate: (path: string) => void,
): unknown {
  const chosen = chosenFilters(page);
  const choose = (change: Partial<Record<Filter, string>>): void =>
    navigate(withQuery('/review', { ...chosen, ...change }));
  const select = (filter: Filter, any: string, options: readonly (readonly [string, string])[]): unknown =>
    choiceOf({ label: any, value: chosen[filter], options, choose: (value) => choose({ [filter]: value }) });
  const counted = (title: string, count: number): string => `${title} (${formatNumber(count)})`;
  const isFiltered = Object.values(chosen).some((value) => value !== '');
  return html`<div class="filters" role="search" aria-label="Filter the queue">
    ${select(
      'reason',
      'Any reason',
      (['abstained', 'returned', 'suggested'] as const).map((id) => [
        id,
        counted(REASONS[id], summary.byReason[id] ?? 0),
      ]),
    )}
    ${select(
      'sensitivity',
      'Any sensitivity',
      SENSITIVITIES.toReversed().map((level) => [level, level]),
    )}
    ${select(
      'infoType',
      'Any info type',
      summary.infoTypes.map(({ infoType, count }) => [infoType, counted(infoTypeTitle(infoType), count)]),
    )}
    ${select(
      'confidence',
      'Any confidence',
      Object.entries(BANDS).map(([id, { title }]) => [id, title]),
    )}
    ${
      summary.sources.length < 2 && chosen.source === ''
        ? nothing
        : select(
            'source',
            'Any source',
            summary.sources.map(({ sourceId, title, count }) => [sourceId, counted(title, count)]),
          )
    }
    ${isFiltered ? html`<dw-button variant="quiet" icon="close" href="/review">Clear</dw-button>` : nothing}
  </div>`;
}
