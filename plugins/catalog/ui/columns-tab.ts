import {
  baseStyles,
  type Classification,
  columnSensitivity,
  count,
  DataWaveElement,
  formatCompact,
  formatShare,
  layoutStyles,
  type PageLocation,
  SENSITIVITIES,
  sensitivityWord,
  t,
} from '@datawave/plugin-sdk/ui';
import { type GridColumn, gridOf, gridQuery, gridStateIn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import type { AssetColumn, AssetDetail } from './api.ts';
import { marked } from './marked.ts';
import { statusWord } from './words.ts';

const cellStyles = css`
  .name { display: flex; align-items: center; gap: 0.375rem; min-width: 0; font-weight: 550; }
  .name bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`;

/** The columns of an asset as a grid; one that is opened is explained at the side. Which one stands in the address. */
export class CatalogColumnsTab extends DataWaveElement {
  static override properties = { asset: { attribute: false }, page: { attribute: false } };
  declare asset: AssetDetail;
  declare page: PageLocation;
  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    const { asset } = this;
    const open = asset.columns.find(({ name }) => name === this.page.query.get('column'));
    const columns = this.#gridColumns();
    return html`<dw-card flush>${gridOf<AssetColumn>({
      label: t('Columns'),
      columns,
      rows: asset.columns,
      key: ({ name }) => name,
      counted: (n) => count(n, 'column'),
      open: ({ name }) => this.#go((query) => query.set('column', name)),
      state: gridStateIn(this.page.query, columns),
      onState: (state) => this.#navigate(gridQuery(state, this.page.query)),
      storageKey: 'catalog.columns',
      fileName: `${asset.name}-columns`,
      styles: cellStyles,
      empty: { icon: 'columns', heading: t('It has no columns.') },
    })}</dw-card>
    <dw-drawer heading=${open?.name ?? ''} .open=${open !== undefined} @close=${() => this.#go((query) => query.delete('column'))}>
      ${open === undefined ? nothing : html`<catalog-column-detail .asset=${asset} .column=${open}></catalog-column-detail>`}</dw-drawer>`;
  }

  #go(change: (query: URLSearchParams) => void): void {
    const query = new URLSearchParams(this.page.query);
    const before = query.toString();
    change(query);
    if (query.toString() !== before) this.#navigate(query);
  }

  #navigate(query: URLSearchParams): void {
    this.shell.navigate(`/assets/${encodeURIComponent(this.asset.urn)}?${query}`, { replace: true });
  }

  #gridColumns(): readonly GridColumn<AssetColumn>[] {
    const { asset } = this;
    const infoTypes = [
      ...new Set(asset.columns.flatMap(({ classifications }) => bestOf(classifications)?.infoType ?? [])),
    ];
    return [
      {
        key: 'name',
        title: t('Column'),
        width: 220,
        grows: true,
        filter: { kind: 'text' },
        cell: (column) =>
          html`<span class="name">${marked(column.name)}${asset.primaryKey.includes(column.name) ? html`<dw-icon name="key" class="muted"></dw-icon><span class="visually-hidden">${t('primary key')}</span>` : nothing}<dw-slot name="column.badges" layout="row" .context=${{ asset, column }}></dw-slot></span>`,
      },
      {
        key: 'dataType',
        title: t('Data type'),
        width: 150,
        filter: { kind: 'text' },
        cell: ({ dataType }) => html`<span class="muted mono small">${dataType}</span>`,
      },
      {
        key: 'infoType',
        title: t('Holds'),
        width: 210,
        value: ({ classifications }) => bestOf(classifications)?.infoType ?? '',
        text: ({ classifications }) => this.#verdictWords(classifications),
        filter: { kind: 'choice', options: infoTypes.map((id) => [id, this.infoTypeTitle(id)] as const) },
        cell: (column) => this.#verdict(column),
      },
      {
        key: 'sensitivity',
        title: t('Sensitivity'),
        width: 140,
        value: ({ classifications }) => columnSensitivity(classifications) ?? '',
        filter: {
          kind: 'choice',
          options: SENSITIVITIES.toReversed().map((level) => [level, sensitivityWord(level)] as const),
        },
        cell: ({ classifications }) => {
          const level = columnSensitivity(classifications);
          return level === null ? nothing : html`<dw-sensitivity .level=${level}></dw-sensitivity>`;
        },
      },
      {
        key: 'confidence',
        title: t('Confidence'),
        width: 140,
        value: ({ classifications }) => bestOf(classifications)?.confidence ?? null,
        cell: ({ classifications }) => {
          const best = bestOf(classifications);
          return best === undefined
            ? nothing
            : html`<dw-confidence .value=${best.confidence}></dw-confidence>`;
        },
      },
      {
        key: 'nulls',
        title: t('Nulls'),
        width: 90,
        align: 'end',
        wide: true,
        value: ({ profile }) => (asset.sampledRows === 0 ? null : profile.nullCount / asset.sampledRows),
        cell: ({ profile }) =>
          asset.sampledRows === 0 ? '–' : formatShare(Math.min(1, profile.nullCount / asset.sampledRows)),
      },
      {
        key: 'distinct',
        title: t('Distinct'),
        width: 90,
        align: 'end',
        wide: true,
        value: ({ profile }) => profile.distinctCount,
        cell: ({ profile }) => formatCompact(profile.distinctCount),
      },
      { key: 'ordinal', title: t('Position'), width: 90, align: 'end', hidden: true },
      {
        key: 'comment',
        title: t('Comment'),
        width: 220,
        hidden: true,
        cell: ({ comment }) => marked(comment ?? ''),
      },
    ];
  }

  #verdictWords(classifications: readonly Classification[]): string {
    const best = bestOf(classifications);
    if (best === undefined) return '';
    const title = this.infoTypeTitle(best.infoType);
    return best.question === 'contains' ? t('contains {what}', { what: title }) : title;
  }

  #verdict({ classifications, profile }: AssetColumn): unknown {
    const best = bestOf(classifications);
    if (best === undefined)
      return html`<span class="muted small">${profile.distinctCount === 0 ? t('no values') : t('nothing recognised')}</span>`;
    return html`${this.#verdictWords(classifications)}${best.status === 'suggested' ? nothing : html` <dw-badge tone="success">${statusWord(best.status)}</dw-badge>`}`;
  }
}

/** What counts of a column: what a person rejected does not. */
const bestOf = (classifications: readonly Classification[]): Classification | undefined =>
  classifications.find(({ status }) => status !== 'rejected') ?? classifications[0];
