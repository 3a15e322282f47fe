import { formatCompact, tableOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { assetHref, type ListedAsset } from './api.ts';

const SHOWN_TYPES = 3;
const SHOWN_TAGS = 3;

/** What people call an info type. */
type InfoTypeTitle = (id: string) => string;

const typesOf = (asset: ListedAsset, titleOf: InfoTypeTitle): unknown => {
  if (asset.infoTypes.length === 0) return nothing;
  const shown = asset.infoTypes
    .slice(0, SHOWN_TYPES)
    .map((entry) => titleOf(entry.infoType))
    .join(', ');
  const rest = asset.infoTypes.length - SHOWN_TYPES;
  return html`<span class="muted small">${shown}${rest > 0 ? ` +${rest}` : nothing}</span>`;
};

/** Name and tags. */
const nameOf = ({ name, tags }: ListedAsset): unknown => {
  const rest = tags.length - SHOWN_TAGS;
  return html`${name}${tags.slice(0, SHOWN_TAGS).map((tag) => html` <dw-badge>${tag}</dw-badge>`)}${rest > 0 ? html` <span class="muted small">+${rest}</span>` : nothing}`;
};

/** Assets as a table, each a link to its page. */
export function assetsTable(
  assets: readonly ListedAsset[],
  options: { readonly withSource: boolean; readonly infoTypeTitle: InfoTypeTitle },
): unknown {
  return tableOf<ListedAsset>({
    label: 'Assets',
    rows: assets,
    key: (asset) => asset.urn,
    href: (asset) => assetHref(asset.urn),
    columns: [
      { key: 'name', title: 'Asset', cell: nameOf },
      {
        key: 'sensitivity',
        title: '',
        cell: (asset) =>
          asset.sensitivity === null
            ? nothing
            : html`<dw-sensitivity .level=${asset.sensitivity}></dw-sensitivity>`,
      },
      { key: 'types', title: 'Holds', cell: (asset) => typesOf(asset, options.infoTypeTitle), grows: true },
      {
        key: 'columns',
        title: 'Sensitive',
        align: 'end',
        cell: (asset) => html`${asset.sensitiveColumns} <span class="muted">of ${asset.columns}</span>`,
      },
      {
        key: 'rows',
        title: 'Rows',
        align: 'end',
        cell: (asset) => (asset.rowCount === null ? nothing : formatCompact(asset.rowCount)),
      },
      ...(assets.some(({ owner, domain }) => owner !== null || domain !== null)
        ? [
            {
              key: 'owner',
              title: 'Owner',
              cell: ({ owner, ownerName, domain }: ListedAsset) =>
                html`<span class="muted small">${[ownerName ?? owner, domain].filter((part) => part !== null).join(' · ')}</span>`,
              wide: true,
            },
          ]
        : []),
      ...(options.withSource
        ? [
            {
              key: 'source',
              title: 'Source',
              cell: (asset: ListedAsset) => html`<span class="muted">${asset.source.title}</span>`,
              wide: true,
            },
          ]
        : []),
    ],
  });
}
