import {
  baseStyles,
  count,
  DataWaveElement,
  formatConfidence,
  formatShare,
  formStyles,
  layoutStyles,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Act, assetHref, type ReviewItem } from './api.ts';

/** Told when a person has decided; `pick` asks for the type picker. */
export class ActAsked extends Event {
  readonly act: Act | 'pick';

  constructor(act: Act | 'pick') {
    super('review-act');
    this.act = act;
  }
}

/** Everything that bears on one verdict, and what can be done with it. */
export class ReviewItemDetail extends DataWaveElement {
  static override properties = { item: { attribute: false }, busy: { type: Boolean } };
  declare item: ReviewItem;
  declare busy: boolean;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      :host { display: block; container-type: inline-size; }
      .halves { display: grid; grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr); gap: var(--dw-space-4) var(--dw-space-6); }
      .sentence { font-size: var(--dw-font-size-md); line-height: 1.5; text-wrap: pretty; overflow-wrap: anywhere; }
      .why { margin-top: var(--dw-space-3); }
      dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-1) var(--dw-space-4); font-size: var(--dw-font-size-s); align-content: start; }
      dt { color: var(--dw-text-muted); }
      dd { overflow-wrap: anywhere; }
      .chips { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; }
      details { margin-top: var(--dw-space-3); font-size: var(--dw-font-size-s); }
      details ul { display: grid; gap: 0.25rem; }
      .weight { display: inline-block; min-width: 2.75rem; font-weight: 600; font-variant-numeric: tabular-nums; color: var(--dw-success-text); }
      .against .weight { color: var(--dw-danger-text); }
      .actions { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); margin-top: var(--dw-space-4); }
      .note { flex: 1 1 12rem; min-width: 10rem; }
      kbd { margin-inline-start: 0.25rem; padding: 0 0.3125rem; border: 1px solid currentColor; border-radius: 4px; font: inherit; font-size: var(--dw-font-size-xs); line-height: 1.3; }
      @container (max-width: 44rem) { .halves { grid-template-columns: minmax(0, 1fr); } .note { flex-basis: 100%; } }
      @media (hover: none) { kbd { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.busy = false;
  }

  /** What was typed beside the buttons; null when nothing was. */
  get note(): string | null {
    const typed = this.renderRoot.querySelector<HTMLInputElement>('input.note')?.value.trim() ?? '';
    return typed === '' ? null : typed;
  }

  override render(): unknown {
    const { item } = this;
    return html`<div class="halves">
      <div>
        <p class="sentence">${item.explanation}</p>
        ${item.reasonDetail === null ? nothing : html`<dw-callout class="why" tone="info" heading=${item.reason === 'returned' ? 'It was rejected before, and is back' : 'Why you are asked'}>${item.reasonDetail}</dw-callout>`}
        ${item.isStale ? html`<dw-callout class="why" tone="warning">The classifiers have changed since. The next scan looks at it again.</dw-callout>` : nothing}
        ${this.#evidence()}
      </div>
      ${this.#looks()}
    </div>
    ${this.shell.may('review:decide') ? this.#actions() : nothing}`;
  }

  #evidence(): unknown {
    const { evidence } = this.item;
    if (evidence.length === 0) return nothing;
    return html`<details><summary>${count(evidence.length, 'piece', 'pieces')} of evidence</summary><ul role="list">${evidence.map(
      ({ weight, detail, classifier }) =>
        html`<li class=${weight < 0 ? 'against' : ''}><span class="weight">${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}</span> ${detail.replace(/\.$/, '')} <span class="muted mono">${classifier}</span></li>`,
    )}</ul></details>`;
  }

  #looks(): unknown {
    const { item } = this;
    const row = (title: string, value: unknown): unknown => html`<dt>${title}</dt><dd>${value}</dd>`;
    return html`<dl>
      ${row('Table', html`<a href=${assetHref(item.asset)}>${item.assetName}</a>${item.sourceTitle === null ? nothing : html` <span class="muted">in ${item.sourceTitle}</span>`}`)}
      ${row('Data type', html`<code>${item.dataType}</code>`)}
      ${item.sampled === 0 ? nothing : row('Matched', `${item.matched} of ${item.sampled} distinct values`)}
      ${item.shapes.length === 0 ? nothing : row('Shapes', html`<span class="chips">${item.shapes.map(({ shape, share }) => html`<span><code>${shape}</code> <span class="muted">${formatShare(share)}</span></span>`)}</span>`)}
      ${item.masked.length === 0 ? nothing : row('Masked', html`<span class="chips">${item.masked.map((example) => html`<code>${example}</code>`)}</span>`)}
      ${item.neighbours.length === 0 ? nothing : row('Beside it', html`<span class="chips">${item.neighbours.map(({ name, infoType }) => html`<span>${name}${infoType === null ? nothing : html` <span class="muted">${this.infoTypeTitle(infoType)}</span>`}</span>`)}</span>`)}
    </dl>`;
  }

  #actions(): unknown {
    const { item } = this;
    const act = (what: Act | 'pick') => () => void this.dispatchEvent(new ActAsked(what));
    return html`<div class="actions">
      <dw-button variant="primary" icon="check" ?busy=${this.busy} @click=${act({ action: 'accept' })}>Accept<kbd aria-hidden="true">a</kbd></dw-button>
      <dw-button icon="close" ?disabled=${this.busy} @click=${act({ action: 'reject' })}>Reject<kbd aria-hidden="true">r</kbd></dw-button>
      <dw-button icon="edit" ?disabled=${this.busy} @click=${act('pick')}>Correct<kbd aria-hidden="true">c</kbd></dw-button>
      ${item.alternatives.map(({ infoType, confidence }) => html`<dw-button variant="quiet" ?disabled=${this.busy} @click=${act({ action: 'correct', infoType })}>${this.infoTypeTitle(infoType)} <span class="number small">${formatConfidence(confidence)}</span></dw-button>`)}
      <input class="note" aria-label="Note" placeholder="Note (optional)" maxlength="2000" autocomplete="off">
    </div>`;
  }
}
