import { baseStyles, DataWaveElement, formatShare, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing, svg } from 'lit';
import type { Agreement, AgreementFigures } from './api.ts';

/** How often people agreed with each classifier and on each type, with how sure that is after so few decisions. */
export class ReviewAgreement extends DataWaveElement {
  #figures = new Resource(
    this,
    () => 'agreement',
    (_, signal) => this.shell.api.get<AgreementFigures>('/classifications/agreement', { signal }),
    { follows: ['review'] },
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: var(--dw-space-5); align-items: start; }
      ul { display: grid; gap: var(--dw-space-4); }
      .line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--dw-space-3); }
      .name { min-width: 0; overflow-wrap: anywhere; font-weight: 550; }
      svg { display: block; width: 100%; height: 0.875rem; margin-block: 0.25rem; }
      .track { fill: var(--dw-track); }
      .share { fill: var(--dw-success-fill); }
      .interval { stroke: var(--dw-text); stroke-width: 1.5; }
    `,
  ];

  override render(): unknown {
    return this.#figures.view({
      ready: (figures) =>
        figures.infoTypes.length === 0
          ? html`<dw-card><dw-empty icon="scale" heading=${t('No figures yet')}>${t('They come of what people accept, reject and correct.')}<dw-button slot="actions" href="/review">${t('To the queue')}</dw-button></dw-empty></dw-card>`
          : html`<div class="stack"><div class="cards">
              ${this.#card(t('By info type'), figures.infoTypes, this.infoTypeTitle)}
              ${this.#card(t('By classifier'), figures.classifiers, (name) => name)}
            </div>
            <p class="muted small">${t('Bars show the share accepted, lines its 95 % interval (Wilson).')} ${figures.named === 0 ? nothing : t('Besides, people named the type of {n, plural, one {# column} other {# columns}} that nothing was suggested for.', { n: figures.named })}</p></div>`,
    });
  }

  #card(heading: string, rows: readonly Agreement[], title: (name: string) => string): unknown {
    return html`<dw-card heading=${heading}>${
      rows.length === 0
        ? html`<p class="muted">${t('No classifier spoke for what was decided.')}</p>`
        : html`<ul role="list" aria-label=${heading}>${rows.map((row) => html`<li>${this.#row(row, title(row.name))}</li>`)}</ul>`
    }</dw-card>`;
  }

  #row(row: Agreement, title: string): unknown {
    const all = row.accepted + row.rejected + row.corrected;
    const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
    return html`<div class="line"><span class="name">${title}</span><span class="number small">${formatShare(row.agreement)} <span class="muted">(${t('{low} to {high}', { low: formatShare(row.low), high: formatShare(row.high) })})</span></span></div>
      <svg aria-hidden="true">${svg`
        <rect class="track" y="25%" width="100%" height="50%" rx="3"></rect>
        <rect class="share" y="25%" width=${percent(row.agreement)} height="50%" rx="3"></rect>
        <line class="interval" x1=${percent(row.low)} x2=${percent(row.high)} y1="50%" y2="50%"></line>
        <line class="interval" x1=${percent(row.low)} x2=${percent(row.low)} y1="15%" y2="85%"></line>
        <line class="interval" x1=${percent(row.high)} x2=${percent(row.high)} y1="15%" y2="85%"></line>`}</svg>
      <p class="muted small">${[
        t('{accepted} of {n, plural, one {# decision} other {# decisions}} accepted', {
          ...{ accepted: row.accepted, n: all },
        }),
        ...(row.rejected === 0 ? [] : [t('{n} rejected', { n: row.rejected })]),
        ...(row.corrected === 0 ? [] : [t('{n} corrected', { n: row.corrected })]),
      ].join(', ')}</p>`;
  }
}
