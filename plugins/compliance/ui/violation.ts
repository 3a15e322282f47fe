import { baseStyles, count, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ViolationGroup } from './group-violations.ts';
import { messageOf } from './message.ts';
import { stateTitle } from './state-words.ts';

/** A violation, or several that ask the same of other columns: what is wrong, where, which article asks for it, and how to mend it. */
export class ComplianceViolation extends DataWaveElement {
  static override properties = { group: { attribute: false }, onAsset: { type: Boolean } };
  declare group: ViolationGroup;
  /** Stands on the asset's own page, which need not be named again. */
  declare onAsset: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; padding: var(--dw-space-4) var(--dw-space-5); border-block-end: 1px solid var(--dw-border); }
      :host(:last-of-type) { border-block-end: 0; }
      .head { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-1) var(--dw-space-3); }
      .where { font-weight: 550; overflow-wrap: anywhere; }
      .message { margin-block-start: var(--dw-space-1); max-width: 46rem; text-wrap: pretty; }
      .mend { display: flex; gap: var(--dw-space-2); margin-block-start: var(--dw-space-2); max-width: 46rem; color: var(--dw-text-muted); text-wrap: pretty; }
      .mend dw-icon { margin-block-start: 0.2rem; }
      .columns { display: flex; flex-wrap: wrap; gap: var(--dw-space-1) var(--dw-space-2); margin-block-start: var(--dw-space-2); }
      .columns code { padding: 0.0625rem var(--dw-space-2); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-s); overflow-wrap: anywhere; }
      details { margin-block-start: var(--dw-space-2); color: var(--dw-text-muted); }
      summary { cursor: pointer; width: fit-content; min-height: 1.5rem; }
      details li { max-width: 46rem; text-wrap: pretty; }
      @media (max-width: 640px) { :host { padding-inline: var(--dw-space-4); } }
    `,
  ];

  constructor() {
    super();
    this.onAsset = false;
  }

  override render(): unknown {
    const [violation] = this.group;
    const isOne = this.group.length === 1;
    const which = isOne ? violation.column : count(this.group.length, 'column');
    const place = this.onAsset
      ? html`<span class="where">${which ?? t('the whole asset')}</span>`
      : html`<a class="where" href="/assets/${encodeURIComponent(violation.asset)}"><bdi>${violation.assetName}</bdi>${which === null ? nothing : html` · <bdi>${which}</bdi>`}</a>`;
    return html`
      <div class="head"><dw-severity .level=${violation.severity}></dw-severity>${place}
        <a class="small" href=${violation.controlUrl ?? nothing} target="_blank" rel="noopener noreferrer" title="${t(violation.frameworkTitle)}: ${t(violation.controlSummary ?? '')}">${t(violation.framework.toUpperCase())} ${violation.control}: ${t(violation.controlTitle)} <dw-icon name="external"></dw-icon><span class="visually-hidden"> ${t('(opens in a new tab)')}</span></a>
        ${violation.state === 'resolved' ? html`<dw-badge tone="success">${stateTitle(violation.state)}</dw-badge>${violation.resolution ? html` <span class="muted small">${violation.resolution}</span>` : nothing}` : nothing}</div>
      ${isOne ? html`<p class="message">${messageOf(violation)}</p>` : this.#columns()}
      <p class="mend"><dw-icon name="arrow-right"></dw-icon><span><span class="visually-hidden">${t('How to mend it')}: </span>${t(violation.remediation)}</span></p>`;
  }

  /** Which columns, and on request why each. */
  #columns(): unknown {
    return html`<ul class="columns" role="list" aria-label=${t('Columns')}>${this.group.map(({ column }) => html`<li><code>${column}</code></li>`)}</ul>
      <details><summary class="small">${t('Why')}</summary><ul role="list">${this.group.map((one) => html`<li class="small">${messageOf(one)}</li>`)}</ul></details>`;
  }
}
