import {
  count,
  formatCompact,
  formatNumber,
  sensitivityWord,
  severityTone,
  severityWord,
  t,
} from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import type { ListedAsset } from './api.ts';
import { marked } from './marked.ts';
import { typeWord } from './words.ts';

const SHOWN_TYPES = 3;
const SHOWN_TAGS = 3;

/** Styles of what {@link assetColumns} draws. */
export const assetCellStyles = css`
  .name { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; }
  .found { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 400; }
  mark { border-radius: 2px; background: var(--dw-warning-soft); color: inherit; box-shadow: 0 0 0 1px var(--dw-warning-fill); }
  .tags { display: inline-flex; gap: 0.25rem; max-width: 100%; overflow: hidden; }
`;

const typesOf = ({ infoTypes }: ListedAsset, titleOf: (id: string) => string): unknown => {
  if (infoTypes.length === 0) return nothing;
  const shown = infoTypes
    .slice(0, SHOWN_TYPES)
    .map((entry) => titleOf(entry.infoType))
    .join(', ');
  const rest = infoTypes.length - SHOWN_TYPES;
  return html`<span class="muted small">${shown}${rest > 0 ? ` +${formatNumber(rest)}` : nothing}</span>`;
};

const tagsOf = ({ tags }: ListedAsset): unknown => {
  const rest = tags.length - SHOWN_TAGS;
  return html`<span class="tags">${tags.slice(0, SHOWN_TAGS).map((tag) => html`<dw-badge>${tag}</dw-badge>`)}${rest > 0 ? html`<span class="muted small">+${formatNumber(rest)}</span>` : nothing}</span>`;
};

/** Columns of the list of assets. Those that sort are named as the API names its orders. */
export function assetColumns(options: {
  readonly infoTypeTitle: (id: string) => string;
  readonly words: readonly string[];
  readonly withViolations: boolean;
}): readonly GridColumn<ListedAsset>[] {
  const { infoTypeTitle, words, withViolations } = options;
  return [
    {
      key: 'name',
      title: t('Asset'),
      width: 190,
      grows: true,
      sortable: true,
      cell: ({ name, matchedColumns }) =>
        html`<span class="name">${marked(name, words)}${matchedColumns.length === 0 ? nothing : html` <span class="found">${matchedColumns.map((column, index) => html`${index === 0 ? '' : ', '}${marked(column, words)}`)}</span>`}</span>`,
    },
    {
      key: 'sensitivity',
      title: t('Sensitivity'),
      width: 158,
      sortable: true,
      text: ({ sensitivity }) => (sensitivity === null ? '' : sensitivityWord(sensitivity)),
      cell: ({ sensitivity }) =>
        sensitivity === null ? nothing : html`<dw-sensitivity .level=${sensitivity}></dw-sensitivity>`,
    },
    {
      key: 'holds',
      title: t('Holds'),
      width: 150,
      value: ({ infoTypes }) => infoTypes.map(({ infoType }) => infoTypeTitle(infoType)).join(', '),
      cell: (asset) => typesOf(asset, infoTypeTitle),
    },
    {
      key: 'sensitive',
      title: t('Sensitive'),
      width: 90,
      align: 'end',
      sortable: true,
      value: ({ sensitiveColumns }) => sensitiveColumns,
      cell: ({ sensitiveColumns, columns }) =>
        t('{some, number} of {all, number}', { some: sensitiveColumns, all: columns }),
    },
    {
      key: 'rows',
      title: t('Rows'),
      width: 80,
      align: 'end',
      hidden: true,
      sortable: true,
      value: ({ rowCount }) => rowCount,
      cell: ({ rowCount }) => (rowCount === null ? nothing : formatCompact(rowCount)),
    },
    ...(withViolations
      ? [
          {
            key: 'violations',
            title: t('Violations'),
            width: 98,
            align: 'end' as const,
            sortable: true,
            value: ({ violations }: ListedAsset) => violations?.standing ?? null,
            cell: ({ violations }: ListedAsset) =>
              violations === null || violations.standing === 0
                ? html`<span class="muted">–</span>`
                : html`<dw-badge tone=${severityTone(violations.worst ?? 'low')} dot>${formatNumber(violations.standing)}<span class="visually-hidden"> ${violations.worst === null ? '' : severityWord(violations.worst)}</span></dw-badge>`,
          },
        ]
      : []),
    {
      key: 'source',
      title: t('Source'),
      width: 155,
      wide: true,
      value: ({ source }) => source.title,
      cell: ({ source }) => html`<span class="muted">${marked(source.title)}</span>`,
    },
    {
      key: 'owner',
      title: t('Owner'),
      width: 140,
      hidden: true,
      value: ({ owner, ownerName }) => ownerName ?? owner,
      cell: ({ owner, ownerName }) => html`<span class="muted">${marked(ownerName ?? owner ?? '')}</span>`,
    },
    {
      key: 'domain',
      title: t('Domain'),
      width: 120,
      hidden: true,
      value: ({ domain }) => domain,
    },
    {
      key: 'tags',
      title: t('Tags'),
      width: 180,
      hidden: true,
      value: ({ tags }) => tags.join(', '),
      cell: tagsOf,
    },
    { key: 'type', title: t('Type'), width: 90, hidden: true, value: ({ type }) => typeWord(type) },
    {
      key: 'folder',
      title: t('Folder'),
      width: 160,
      hidden: true,
      cell: ({ folder }) => marked(folder ?? ''),
    },
    {
      key: 'columns',
      title: t('Columns'),
      width: 100,
      align: 'end',
      hidden: true,
      sortable: true,
      value: ({ columns }) => columns,
      cell: ({ columns }) => formatNumber(columns),
    },
    {
      key: 'scanned',
      title: t('Scanned'),
      width: 130,
      hidden: true,
      sortable: true,
      value: ({ lastScannedAt }) => lastScannedAt,
      cell: ({ lastScannedAt }) => html`<dw-time at=${lastScannedAt}></dw-time>`,
    },
  ];
}

/** How many there are, as a sentence for screen readers. */
export const foundWords = (total: number): string => t('{what} found', { what: count(total, 'asset') });
