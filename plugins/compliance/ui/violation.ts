import { baseStyles, DataWaveElement } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Violation } from './api.ts';

/** One violation: what is wrong, where, which article asks for it, and how to mend it. */
export class ComplianceViolation extends DataWaveElement {
  static override properties = { violation: { attribute: false }, onAsset: { type: Boolean } };
  declare violation: Violation;
  /** Stands on the asset's own page, which need not be named again. */
  declare onAsset: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; padding: var(--dw-space-4) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); }
      :host(:last-of-type) { border-bottom: 0; }
      .head { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-1) var(--dw-space-3); }
      .where { font-weight: 550; overflow-wrap: anywhere; }
      .message { margin-top: var(--dw-space-1); max-width: 46rem; text-wrap: pretty; }
      .mend { display: flex; gap: var(--dw-space-2); margin-top: var(--dw-space-2); max-width: 46rem; color: var(--dw-text-muted); text-wrap: pretty; }
      .mend dw-icon { margin-top: 0.2rem; }
      @media (max-width: 640px) { :host { padding-inline: var(--dw-space-4); } }
    `,
  ];

  constructor() {
    super();
    this.onAsset = false;
  }

  override render(): unknown {
    const { violation } = this;
    const place = this.onAsset
      ? html`<span class="where">${violation.column ?? 'the whole asset'}</span>`
      : html`<a class="where" href="/assets/${encodeURIComponent(violation.asset)}">${violation.assetName}${violation.column === null ? nothing : html` · ${violation.column}`}</a>`;
    return html`
      <div class="head"><dw-severity .level=${violation.severity}></dw-severity>${place}
        <a class="small" href=${violation.controlUrl} target="_blank" rel="noopener noreferrer" title="${violation.frameworkTitle}: ${violation.controlSummary}">${violation.framework.toUpperCase()} ${violation.control}: ${violation.controlTitle} <dw-icon name="external"></dw-icon><span class="visually-hidden"> (opens in a new tab)</span></a>
        ${violation.state === 'resolved' ? html`<dw-badge tone="success">resolved</dw-badge>` : nothing}</div>
      <p class="message">${violation.message}</p>
      <p class="mend"><dw-icon name="arrow-right"></dw-icon><span><span class="visually-hidden">How to mend it: </span>${violation.remediation}</span></p>`;
  }
}
