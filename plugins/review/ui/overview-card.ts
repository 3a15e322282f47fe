import {
  type Bar,
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ReviewSummary } from './api.ts';

/** Types named. */
const SHOWN = 5;

/** What waits for a person, on the overview. */
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

  /** What waits, by what it may be: how much in all is said among what wants attention. */
  #counts({ byReason, infoTypes }: ReviewSummary): unknown {
    const { abstained = 0 } = byReason;
    const bars = infoTypes.slice(0, SHOWN).map(
      ({ infoType, count }): Bar => ({
        ...{ label: this.infoTypeTitle(infoType), value: count, tone: 'info' },
        href: withQuery('/review', { infoType }),
      }),
    );
    return html`${bars.length === 0 ? nothing : html`<dw-bars .label=${t('Waiting, by what it may be')} .bars=${bars}></dw-bars>`}
      <ul role="list">
        ${abstained === 0 ? nothing : html`<li><a href="/review?reason=abstained">${t('{n, plural, one {# column that the engine is uncertain about} other {# columns that the engine is uncertain about}}', { n: abstained })}</a></li>`}
        <li><a href="/review?sensitivity=restricted">${t('Restricted ones first')}</a></li>
      </ul>`;
  }
}
