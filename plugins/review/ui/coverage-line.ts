import { baseStyles, DataWaveElement, formatNumber, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ReviewSummary } from './api.ts';

/** How many of the columns that hold something were decided by a person or need none: a line of the card that tells of the coverage. */
export class ReviewCoverageLine extends DataWaveElement {
  #summary = new Resource(
    this,
    () => 'summary',
    (_, signal) => this.shell.api.get<ReviewSummary>('/classifications/summary', { signal }),
    { follows: ['review'] },
  );
  static override styles = [
    baseStyles,
    css`
      :host { display: grid; gap: var(--dw-space-1); }
      p { display: flex; justify-content: space-between; gap: var(--dw-space-3); }
    `,
  ];

  #total(): number {
    const { byStatus = {} } = this.#summary.value ?? {};
    return Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  }

  override willUpdate(): void {
    this.hidden = this.#summary.value !== undefined && this.#total() === 0;
  }

  override render(): unknown {
    return this.#summary.view({
      loading: () => html`<dw-loading lines="1"></dw-loading>`,
      failed: () => nothing,
      ready: ({ waiting }) => {
        const total = this.#total();
        if (total === 0) return nothing;
        const decided = Math.max(0, total - waiting);
        const label = t('Settled verdicts');
        return html`<p class="small"><span>${label}</span><span class="number">${t('{n} of {total}', { n: formatNumber(decided), total: formatNumber(total) })}</span></p>
          <dw-progress label=${label} .value=${decided / total} .tone=${decided === total ? 'success' : ''}></dw-progress>`;
      },
    });
  }
}
