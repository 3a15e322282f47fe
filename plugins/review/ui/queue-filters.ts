import {
  choiceOf,
  formatNumber,
  msg,
  type PageLocation,
  SENSITIVITIES,
  sensitivityWord,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ReviewSummary } from './api.ts';

/** Filters of the queue as they stand in the address. */
export const FILTERS = ['reason', 'sensitivity', 'infoType', 'source', 'confidence', 'age'] as const;
export type Filter = (typeof FILTERS)[number];

const REASONS = {
  abstained: msg('Uncertain'),
  returned: msg('Came back'),
  suggested: msg('Suggested'),
} as const;

/** Bands of confidence: where the engine hesitates, and on either side. */
const BANDS = ['0-0.5', '0.5-0.8', '0.8-1'] as const;

/** `low`, `middle` and `high` stood in links before. */
const FORMER: Readonly<Record<string, string>> = { low: '0-0.5', middle: '0.5-0.8', high: '0.8-1' };

const AGES = {
  day: { title: msg('Since yesterday'), query: { maxAgeDays: 1 } },
  week: { title: msg('Less than a week'), query: { maxAgeDays: 7 } },
  month: { title: msg('More than a week'), query: { minAgeDays: 7 } },
  older: { title: msg('More than a month'), query: { minAgeDays: 30 } },
} as const;

const isAge = (value: string): value is keyof typeof AGES => value in AGES;

/** A range as it stands in the address: `0.35-0.6`. */
function rangeOf(text: string): { readonly minConfidence: number; readonly maxConfidence: number } | null {
  const [, low = '', high = ''] =
    /^([01](?:\.\d{1,4})?)-([01](?:\.\d{1,4})?)$/.exec(FORMER[text] ?? text) ?? [];
  const [minConfidence, maxConfidence] = [Number(low), Number(high)];
  return low === '' || minConfidence > maxConfidence || maxConfidence > 1
    ? null
    : { minConfidence, maxConfidence };
}

function rangeWords(text: string): string {
  const range = rangeOf(text);
  if (range === null) return text;
  const low = formatNumber(range.minConfidence);
  const high = formatNumber(range.maxConfidence);
  if (range.minConfidence === 0) return t('Below {high}', { high });
  return range.maxConfidence === 1 ? t('Above {low}', { low }) : t('{low} to {high}', { low, high });
}

export const chosenFilters = ({ query }: PageLocation): Record<Filter, string> => ({
  reason: query.get('reason') ?? '',
  sensitivity: query.get('sensitivity') ?? '',
  infoType: query.get('infoType') ?? '',
  source: query.get('source') ?? '',
  confidence: query.get('confidence') ?? '',
  age: query.get('age') ?? '',
});

export const isFiltered = (page: PageLocation): boolean =>
  Object.values(chosenFilters(page)).some((value) => value !== '');

/** The filters as the list of verdicts takes them. */
export function filterQuery(page: PageLocation): Record<string, string | number> {
  const { confidence, age, ...rest } = chosenFilters(page);
  return { ...rest, ...(rangeOf(confidence) ?? {}), ...(isAge(age) ? AGES[age].query : {}) };
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
  const own = chosen.confidence;
  const bands = own === '' || BANDS.some((band) => band === (FORMER[own] ?? own)) ? BANDS : [...BANDS, own];
  return html`<div class="filters" role="search" aria-label=${t('Filter the queue')}>
    ${select(
      'reason',
      t('Any reason'),
      (['abstained', 'returned', 'suggested'] as const).map((id) => [
        id,
        counted(t(REASONS[id]), summary.byReason[id] ?? 0),
      ]),
    )}
    ${select(
      'sensitivity',
      t('Any sensitivity'),
      SENSITIVITIES.toReversed().map((level) => [level, sensitivityWord(level)]),
    )}
    ${select(
      'infoType',
      t('Any info type'),
      summary.infoTypes.map(({ infoType, count }) => [
        infoType,
        counted(infoType === '' ? t('nothing recognised') : infoTypeTitle(infoType), count),
      ]),
    )}
    ${choiceOf({
      label: t('Any confidence'),
      value: FORMER[own] ?? own,
      options: bands.map((band) => [band, rangeWords(band)]),
      choose: (confidence) => choose({ confidence }),
    })}
    ${select(
      'age',
      t('Any age'),
      Object.entries(AGES).map(([id, { title }]) => [id, t(title)]),
    )}
    ${
      summary.sources.length < 2 && chosen.source === ''
        ? nothing
        : select(
            'source',
            t('Any source'),
            summary.sources.map(({ sourceId, title, count }) => [sourceId, counted(title, count)]),
          )
    }
    ${isFiltered(page) ? html`<dw-button variant="quiet" icon="close" href="/review">${t('Clear filters')}</dw-button>` : nothing}
  </div>`;
}
