import {
  baseStyles,
  DataWaveElement,
  explanationText,
  formatConfidence,
  formatNumber,
  formatShare,
  formStyles,
  layoutStyles,
  rich,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Act, assetHref, type ReviewItem } from './api.ts';
import { evidenceView } from './evidence-view.ts';

/** Told when a person has decided; `pick` asks for the type picker, `alike` for all that looks like it. */
export class ActAsked extends Event {
  readonly act: Act | 'pick' | 'alike';

  constructor(act: Act | 'pick' | 'alike') {
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
      .subheading { margin-top: var(--dw-space-4); font-size: var(--dw-font-size-s); font-weight: 600; }
      .evidence { display: grid; gap: 0.3125rem; margin-top: var(--dw-space-2); font-size: var(--dw-font-size-s); }
      .evidence li { display: grid; grid-template-columns: 3rem 4.5rem minmax(0, 1fr); gap: var(--dw-space-2); align-items: baseline; }
      .weight { font-weight: 600; font-variant-numeric: tabular-nums; text-align: end; }
      .evidence svg { display: block; width: 100%; height: 0.5rem; }
      .evidence .track { fill: var(--dw-track); }
      .evidence .bar { fill: var(--dw-success-fill); }
      .against .bar { fill: var(--dw-danger-fill); }
      .says { overflow-wrap: anywhere; }
      .effects { display: grid; gap: var(--dw-space-2); margin-top: var(--dw-space-4); }
      .foot { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); margin-top: var(--dw-space-4); }
      .actions { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); }
      .note { flex: 1 1 12rem; min-width: 10rem; }
      kbd { margin-inline-start: 0.25rem; padding: 0 0.3125rem; border: 1px solid currentColor; border-radius: 4px; font: inherit; font-size: var(--dw-font-size-xs); line-height: 1.3; }
      @container (max-width: 44rem) {
        .halves { grid-template-columns: minmax(0, 1fr); }
        .foot { display: contents; }
        .note { margin-top: var(--dw-space-3); }
        kbd { display: none; }
        .evidence li { grid-template-columns: 2.5rem minmax(0, 1fr); }
        .evidence svg { display: none; }
        .actions { position: sticky; bottom: 0; z-index: 1; margin-inline: calc(-1 * var(--dw-space-4)); padding: var(--dw-space-3) var(--dw-space-4); border-top: 1px solid var(--dw-border); background: var(--dw-surface); }
        .actions dw-button[data-main] { flex: 1 1 auto; }
      }
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
        <p class="sentence">${explanationText(item, this.infoTypeTitle(item.infoType))}</p>
        ${item.reasonDetail === null ? nothing : html`<dw-callout class="why" tone="info" heading=${item.reason === 'returned' ? t('It was rejected before, and is back') : t('Why you are asked')}>${saidText(item.reasonDetail)}</dw-callout>`}
        ${item.isStale ? html`<dw-callout class="why" tone="warning">${t('The classifiers have changed since. The next scan looks at it again.')}</dw-callout>` : nothing}
        ${evidenceView(item.evidence)}
        ${this.shell.may('review:decide') ? this.#effects() : nothing}
      </div>
      ${this.#looks()}
    </div>
    ${this.shell.may('review:decide') ? this.#actions() : nothing}`;
  }

  #effects(): unknown {
    const { item } = this;
    if (item.infoType === '') return nothing;
    const verdicts = [{ id: item.id, version: item.version }];
    return html`<div class="effects">
      <review-foresight heading=${t('If accepted:')} .body=${{ action: 'accept', verdicts }}></review-foresight>
      <review-foresight heading=${t('If rejected:')} .body=${{ action: 'reject', verdicts }}></review-foresight></div>`;
  }

  #looks(): unknown {
    const { item } = this;
    const row = (title: string, value: unknown): unknown => html`<dt>${title}</dt><dd>${value}</dd>`;
    const table = html`<a href=${assetHref(item.asset)}>${item.assetName}</a>`;
    const muted = (parts: unknown): unknown => html`<span class="muted">${parts}</span>`;
    return html`<dl>
      ${row(t('Table'), item.sourceTitle === null ? table : rich('<a></a> <m>in {source}</m>', { source: item.sourceTitle, a: () => table, m: muted }))}
      ${row(t('Data type'), html`<code>${item.dataType}</code>`)}
      ${item.sampled === 0 ? nothing : row(t('Matched'), t('{n} of {total} distinct values', { n: formatNumber(item.matched), total: formatNumber(item.sampled) }))}
      ${item.shapes.length === 0 ? nothing : row(t('Shapes'), html`<span class="chips">${item.shapes.map(({ shape, share }) => html`<span><code>${shape}</code> <span class="muted">${formatShare(share)}</span></span>`)}</span>`)}
      ${item.masked.length === 0 ? nothing : row(t('Masked'), html`<span class="chips">${item.masked.map((example) => html`<code>${example}</code>`)}</span>`)}
      ${item.neighbours.length === 0 ? nothing : row(t('Beside it'), html`<span class="chips">${item.neighbours.map(({ name, infoType }) => html`<span>${name}${infoType === null ? nothing : html` <span class="muted">${this.infoTypeTitle(infoType)}</span>`}</span>`)}</span>`)}
      ${item.openedAt === undefined ? nothing : row(t('Waits'), html`<dw-time at=${item.openedAt}></dw-time>`)}
      ${item.engine === undefined || item.engine === null ? nothing : row(t('Said by'), html`<code>${item.engine}</code>`)}
    </dl>`;
  }

  #actions(): unknown {
    const { item } = this;
    const act = (what: Act | 'pick' | 'alike') => () => void this.dispatchEvent(new ActAsked(what));
    return html`<div class="foot"><div class="actions">
      <dw-button data-main variant="primary" icon="check" ?busy=${this.busy} @click=${act({ action: 'accept' })}>${t('Accept')}<kbd aria-hidden="true">a</kbd></dw-button>
      <dw-button data-main icon="close" ?disabled=${this.busy} @click=${act({ action: 'reject' })}>${t('Reject')}<kbd aria-hidden="true">r</kbd></dw-button>
      <dw-button data-main icon="edit" ?disabled=${this.busy} @click=${act('pick')}>${t('Correct')}<kbd aria-hidden="true">c</kbd></dw-button>
      ${item.alternatives.map(({ infoType, confidence }, index) => html`<dw-button variant="quiet" ?disabled=${this.busy} @click=${act({ action: 'correct', infoType })}>${this.infoTypeTitle(infoType)} <span class="number small">${formatConfidence(confidence)}</span><kbd aria-hidden="true">${index + 1}</kbd></dw-button>`)}
      ${item.question === 'type' ? html`<dw-button variant="quiet" icon="columns" ?disabled=${this.busy} @click=${act('alike')}>${t('All like this')}<kbd aria-hidden="true">l</kbd></dw-button>` : nothing}
      </div><input class="note" aria-label=${t('Note')} placeholder=${t('Note (optional)')} maxlength="2000" autocomplete="off"></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'review-item-detail': ReviewItemDetail;
  }
}
