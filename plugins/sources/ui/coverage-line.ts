import { baseStyles, DataWaveElement, formatNumber, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { riskiest } from './riskiest.ts';

/** How many of the sources were scanned of late: a line of the card that tells of the coverage. */
export class SourcesCoverageLine extends DataWaveElement {
  #risk = new Resource(
    this,
    () => 'risk',
    (_, signal) => riskiest(this.shell, signal),
    { follows: ['sources', 'scans'] },
  );
  static override styles = [
    baseStyles,
    css`
      :host { display: grid; gap: var(--dw-space-1); }
      p { display: flex; justify-content: space-between; gap: var(--dw-space-3); }
    `,
  ];

  override willUpdate(): void {
    const { value } = this.#risk;
    this.hidden = value !== undefined && (value.scanned === null || value.total === 0);
  }

  override render(): unknown {
    return this.#risk.view({
      loading: () => html`<dw-loading lines="1"></dw-loading>`,
      failed: () => nothing,
      ready: ({ total, scanned }) => {
        if (scanned === null || total === 0) return nothing;
        const label = t('Sources scanned within {days, number} days', { days: scanned.days });
        return html`<p class="small"><span>${label}</span><span class="number">${t('{n} of {total}', { n: formatNumber(scanned.lately), total: formatNumber(total) })}</span></p>
          <dw-progress label=${label} .value=${scanned.lately / total} .tone=${scanned.lately === total ? 'success' : ''}></dw-progress>`;
      },
    });
  }
}
