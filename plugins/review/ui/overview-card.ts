import {
  baseStyles,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  Resource,
  rich,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ReviewSummary } from './api.ts';

/** How much waits for a person, on the overview. */
export class ReviewOverviewCard extends DataWaveElement {
  #summary = new Resource(
    this,
    () => 'summary',
    (_, signal) => this.shell.api.get<ReviewSummary>('/classifications/summary', { signal }),
    { follows: ['review'] },
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
    return html`<dw-card heading=${t('To review')}><dw-button slot="actions" variant="quiet" size="small" href="/review">${t('Review', {}, 'verb')}</dw-button>
      ${this.#summary.view({ ready: (summary) => this.#counts(summary), loading: () => html`<dw-loading lines="3"></dw-loading>` })}</dw-card>`;
  }

  #counts({ waiting, byReason }: ReviewSummary): unknown {
    const { abstained = 0, returned = 0 } = byReason;
    return html`<p>${rich('{n, plural, one {<b>{shown}</b> verdict waits for a decision} other {<b>{shown}</b> verdicts wait for a decision}}', { n: waiting, shown: formatNumber(waiting), b: (parts) => html`<span class="waiting">${parts}</span>` })}</p>
      <ul role="list">
        ${abstained === 0 ? nothing : html`<li><a href="/review?reason=abstained">${t('{n, plural, one {# column that the engine is uncertain about} other {# columns that the engine is uncertain about}}', { n: abstained })}</a></li>`}
        ${returned === 0 ? nothing : html`<li><a href="/review?reason=returned">${t('{n, plural, one {# verdict back because the evidence changed} other {# verdicts back because the evidence changed}}', { n: returned })}</a></li>`}
        <li><a href="/review?sensitivity=restricted">${t('Restricted ones first')}</a></li>
      </ul>`;
  }
}
