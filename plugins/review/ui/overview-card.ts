import {
  baseStyles,
  count,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  Resource,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ReviewSummary } from './api.ts';

/** How much waits for a person, on the overview. */
export class ReviewOverviewCard extends DataWaveElement {
  #summary = new Resource(
    this,
    () => 'summary',
    (_, signal) => this.shell.api.get<ReviewSummary>('/classifications/summary', { signal }),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .waiting { font-size: var(--dw-font-size-2xl); line-height: 1.2; font-weight: 620; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
      ul { display: grid; gap: var(--dw-space-2); margin-top: var(--dw-space-4); }
    `,
  ];

  override willUpdate(): void {
    this.hidden = this.#summary.value?.waiting === 0;
  }

  override render(): unknown {
    return html`<dw-card heading="To review"><dw-button slot="actions" variant="quiet" size="small" href="/review">Review</dw-button>
      ${this.#summary.view({ ready: (summary) => this.#counts(summary), loading: () => html`<dw-loading lines="3"></dw-loading>` })}</dw-card>`;
  }

  #counts({ waiting, byReason }: ReviewSummary): unknown {
    const { abstained = 0, returned = 0 } = byReason;
    return html`<p><span class="waiting">${formatNumber(waiting)}</span> <span class="muted">${waiting === 1 ? 'verdict waits' : 'verdicts wait'} for a decision</span></p>
      <ul role="list">
        ${abstained === 0 ? nothing : html`<li><a href="/review?reason=abstained">${count(abstained, 'column')} that the engine is uncertain about</a></li>`}
        ${returned === 0 ? nothing : html`<li><a href="/review?reason=returned">${count(returned, 'verdict')} back because the evidence changed</a></li>`}
        <li><a href="/review?sensitivity=restricted">Restricted ones first</a></li>
      </ul>`;
  }
}
