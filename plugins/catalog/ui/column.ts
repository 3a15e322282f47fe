import {
  baseStyles,
  type Classification,
  type ColumnProfile,
  columnSensitivity,
  DataWaveElement,
  formatNumber,
  formatShare,
  layoutStyles,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { AssetColumn } from './api.ts';

/** One column: name and verdict in a line; evidence and profile below when it is opened. */
export class CatalogColumn extends DataWaveElement {
  static override properties = {
    asset: { type: String },
    column: { attribute: false },
    isKey: { type: Boolean },
    sampledRows: { type: Number },
    isOpen: { state: true },
  };
  /** URN of the asset that it stands in. */
  declare asset: string;
  declare column: AssetColumn;
  declare isKey: boolean;
  declare sampledRows: number;
  declare isOpen: boolean;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; border-bottom: 1px solid var(--dw-border); container-type: inline-size; }
      :host(:last-child) { border-bottom: 0; }
      button { display: grid; grid-template-columns: minmax(10rem, 1.1fr) minmax(0, 1.4fr) 7rem 1rem; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); width: 100%; padding: 0.6875rem var(--dw-space-5); border: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
      button:hover { background: var(--dw-surface-2); }
      button:focus-visible { outline-offset: -2px; }
      .name { min-width: 0; overflow-wrap: anywhere; font-weight: 550; }
      .name .muted { font-weight: 400; }
      .verdict { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem var(--dw-space-3); min-width: 0; }
      .chevron { color: var(--dw-text-muted); transition: transform var(--dw-speed); }
      button[aria-expanded='true'] .chevron { transform: rotate(90deg); }
      .detail { display: grid; grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr); gap: var(--dw-space-5) var(--dw-space-6); padding: var(--dw-space-4) var(--dw-space-5) var(--dw-space-5); }
      h3 { margin-bottom: var(--dw-space-2); }
      .profile { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-1) var(--dw-space-4); font-size: var(--dw-font-size-s); }
      .profile dt { color: var(--dw-text-muted); }
      .profile dd { overflow-wrap: anywhere; }
      .shape { display: inline-flex; align-items: baseline; gap: var(--dw-space-1); margin-inline-end: var(--dw-space-3); }
      @container (max-width: 44rem) {
        button { grid-template-columns: minmax(0, 1fr) 1rem; padding-inline: var(--dw-space-4); }
        .verdict, button > dw-confidence { grid-column: 1; }
        .chevron { grid-column: 2; grid-row: 1; }
        .detail { grid-template-columns: minmax(0, 1fr); padding-inline: var(--dw-space-4); }
      }
    `,
  ];

  constructor() {
    super();
    this.asset = '';
    this.isKey = false;
    this.sampledRows = 0;
    this.isOpen = false;
  }

  override render(): unknown {
    const { column } = this;
    const best = column.classifications[0];
    return html`<button type="button" aria-expanded=${this.isOpen} aria-controls="detail" @click=${() => {
      this.isOpen = !this.isOpen;
    }}>
        <span class="name">${column.name}${this.isKey ? html` <dw-icon name="key" class="muted"></dw-icon><span class="visually-hidden">primary key</span>` : nothing}<br><span class="muted small mono">${column.dataType}</span></span>
        <span class="verdict">${
          best === undefined
            ? html`<span class="muted small">${column.profile.distinctCount === 0 ? 'no values' : 'nothing recognised'}</span>`
            : html`<span>${this.#titleOf(best)}</span>${best.status === 'suggested' ? nothing : html`<dw-badge tone="success">${best.status}</dw-badge>`}<dw-sensitivity .level=${columnSensitivity(column.classifications) ?? best.sensitivity}></dw-sensitivity>${this.#others(column.classifications.slice(1))}`
        }</span>
        ${best === undefined ? html`<span></span>` : html`<dw-confidence .value=${best.confidence}></dw-confidence>`}
        <dw-icon class="chevron" name="chevron-right"></dw-icon>
      </button>
      <div id="detail">${this.isOpen ? this.#detail() : nothing}</div>`;
  }

  /** What a verdict says in two or three words. */
  #titleOf({ question, infoType, matched, sampled }: Classification): string {
    const title = this.infoTypeTitle(infoType);
    return question === 'contains'
      ? `contains ${title}, ${formatNumber(matched)} of ${formatNumber(sampled)}`
      : title;
  }

  /** What else is said, behind the best verdict. */
  #others(verdicts: readonly Classification[]): unknown {
    const types = verdicts.filter(({ question }) => question === 'type');
    const contained = verdicts.filter(({ question }) => question === 'contains');
    const brief = (list: readonly Classification[]): string =>
      list.length === 1 ? this.infoTypeTitle(list[0]?.infoType ?? '') : `${list.length} others`;
    return html`${types.length > 0 ? html`<span class="muted small">or ${brief(types)}</span>` : nothing}${contained.length > 0 ? html`<span class="muted small">contains ${brief(contained)}</span>` : nothing}`;
  }

  #detail(): unknown {
    const { classifications, comment, profile } = this.column;
    return html`<div class="detail">
      <div class="stack">${
        classifications.length === 0
          ? html`<p class="muted">Nothing in its name or its values spoke for a known type.</p>`
          : classifications.map((verdict) => html`<catalog-evidence .verdict=${verdict}></catalog-evidence>`)
      }<dw-slot name="column.sections" .context=${{ asset: this.asset, column: this.column }}></dw-slot></div>
      <div><h3>Profile</h3>${this.#profile(profile)}${comment === null || comment === '' ? nothing : html`<p class="muted small">Comment: ${comment}</p>`}</div>
    </div>`;
  }

  #profile(profile: ColumnProfile): unknown {
    const row = (title: string, value: unknown): unknown => html`<dt>${title}</dt><dd>${value}</dd>`;
    return html`<dl class="profile">
      ${row('Nulls', this.sampledRows === 0 ? '–' : `${formatNumber(profile.nullCount)} (${formatShare(profile.nullCount / this.sampledRows)})`)}
      ${row('Distinct', formatNumber(profile.distinctCount))}
      ${profile.length === null ? nothing : row('Length', profile.length.min === profile.length.max ? formatNumber(profile.length.min) : `${formatNumber(profile.length.min)} to ${formatNumber(profile.length.max)}, mean ${profile.length.mean.toFixed(1)}`)}
      ${
        profile.shapes.length === 0
          ? nothing
          : row(
              'Shape',
              profile.shapes
                .slice(0, 3)
                .map(
                  (entry) =>
                    html`<span class="shape"><code>${entry.shape}</code><span class="muted">${formatShare(entry.share)}</span></span>`,
                ),
            )
      }
      ${
        profile.maskedExamples.length === 0
          ? nothing
          : row(
              'Masked',
              profile.maskedExamples.map((example) => html`<code class="shape">${example}</code>`),
            )
      }
    </dl>`;
  }
}
