import {
  type Bar,
  baseStyles,
  type ColumnProfile,
  DataWaveElement,
  formatNumber,
  formatShare,
  layoutStyles,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing, svg } from 'lit';
import type { AssetColumn, AssetDetail } from './api.ts';
import { spreadChart, spreadTitle, spreadWords } from './spread.ts';

/** One column at the side of the list: what it is taken for, why, what speaks against it, and what its values look like. */
export class CatalogColumnDetail extends DataWaveElement {
  static override properties = { asset: { attribute: false }, column: { attribute: false } };
  declare asset: AssetDetail;
  declare column: AssetColumn;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      h3 { margin-block: var(--dw-space-4) var(--dw-space-3); }
      .figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--dw-space-4); }
      .figures dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .figures dd { font-size: var(--dw-font-size-l); font-weight: 600; font-variant-numeric: tabular-nums; }
      .range { display: grid; gap: var(--dw-space-1); }
      svg { display: block; width: 100%; height: 1.25rem; overflow: visible; }
      line { stroke: var(--dw-track); stroke-width: 4; stroke-linecap: round; }
      line.span { stroke: var(--dw-accent); }
      circle { fill: var(--dw-surface); stroke: var(--dw-accent); stroke-width: 3; }
      .ends { display: flex; justify-content: space-between; font-size: var(--dw-font-size-s); color: var(--dw-text-muted); }
      .masked { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
      .masked code { padding: 0.0625rem var(--dw-space-2); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-s); }
      .comment { white-space: pre-wrap; overflow-wrap: anywhere; max-block-size: 10rem; overflow: auto; }
    `,
  ];

  override render(): unknown {
    const { column, asset } = this;
    const { classifications, comment, profile } = column;
    return html`<p class="muted"><code>${column.dataType}</code>${column.nullable ? nothing : html` · ${t('never null')}`}</p>
      ${comment === null || comment === '' ? nothing : html`<div class="comment" role="group" aria-label=${t('Comment')} tabindex="0"><bdi>${comment}</bdi></div>`}
      <div class="stack">${
        classifications.length === 0
          ? html`<p class="muted">${t('Nothing in its name or its values spoke for a known type.')}</p>`
          : classifications.map((verdict) => html`<catalog-evidence .verdict=${verdict}></catalog-evidence>`)
      }<dw-slot name="column.sections" .context=${{ asset: asset.urn, column }}></dw-slot></div>
      <h3>${t('Profile')}</h3>${this.#profile(profile)}`;
  }

  #profile(profile: ColumnProfile): unknown {
    const { sampledRows } = this.asset;
    const values = Math.max(0, sampledRows - profile.nullCount);
    const figure = (title: string, value: unknown): unknown =>
      html`<div><dt>${title}</dt><dd>${value}</dd></div>`;
    const shapes: readonly Bar[] = profile.shapes.map(({ shape, share }) => ({
      label: shape,
      value: Math.round(share * 1000) / 10,
      tone: 'info',
    }));
    return html`<dl class="figures">
        ${figure(t('Nulls'), sampledRows === 0 ? '–' : formatShare(Math.min(1, profile.nullCount / sampledRows)))}
        ${figure(t('Distinct'), values === 0 ? formatNumber(profile.distinctCount) : t('{n, number} ({share})', { n: profile.distinctCount, share: formatShare(Math.min(1, profile.distinctCount / values)) }))}
        ${figure(t('Entropy'), t('{bits} bits a character', { bits: formatNumber(Math.round(profile.entropy * 10) / 10) }))}
      </dl>
      ${profile.length === null ? nothing : html`<h3>${t('Length of its values')}</h3>${this.#lengths(profile.length)}`}
      ${this.#spread(profile)}
      ${shapes.length === 0 ? nothing : html`<h3>${t('Commonest shapes, per cent of values')}</h3><dw-bars label=${t('Commonest shapes, per cent of values')} .bars=${shapes}></dw-bars>`}
      ${profile.maskedExamples.length === 0 ? nothing : html`<h3>${t('Masked examples')}</h3><p class="masked">${profile.maskedExamples.map((example) => html`<code>${example}</code>`)}</p>`}`;
  }

  #spread(profile: ColumnProfile): unknown {
    const { distribution } = profile;
    return distribution === undefined || distribution === null
      ? nothing
      : html`<h3>${spreadTitle(distribution)}</h3>${spreadChart(distribution)}<p class="muted small">${spreadWords(distribution)}</p>`;
  }

  /** From the shortest to the longest, with the mean between them. */
  #lengths({ min, max, mean }: NonNullable<ColumnProfile['length']>): unknown {
    const words = t('{min, number} to {max, number} characters, {mean} on average', {
      ...{ min, max, mean: formatNumber(Math.round(mean * 10) / 10) },
    });
    const at = (value: number): string => `${max === 0 ? 0 : (value / max) * 100}%`;
    return html`<div class="range"><svg role="img" aria-label=${words}>${svg`<line x1="0" x2="100%" y1="50%" y2="50%"></line><line class="span" x1=${at(min)} x2=${at(max)} y1="50%" y2="50%"></line><circle cx=${at(mean)} cy="50%" r="6"></circle>`}</svg>
      <span class="ends" aria-hidden="true">${words}</span></div>`;
  }
}
