import {
  baseStyles,
  DataWaveElement,
  formatCompact,
  formatNumber,
  layoutStyles,
  Resource,
  type Tone,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { RiskTerms, SourceAtRisk } from './api.ts';
import { riskiest } from './riskiest.ts';

/** With so many sources there is room to explain the first one. */
const FEW = 3;

const toneOf = (score: number): Tone =>
  score >= 70 ? 'danger' : score >= 40 ? 'warning' : score > 0 ? 'info' : 'success';

const factor = (value: number): string => formatNumber(Math.round(value * 10) / 10);

/** A term in words: what it was computed from. */
function wordsOf(
  terms: RiskTerms,
): readonly (readonly [title: string, factor: number | null, words: string])[] {
  const { sensitivity, exposure, violations, staleness } = terms;
  const sum = Object.values(violations?.figures ?? {}).reduce<number>((all, one) => all + (one ?? 0), 0);
  const rows = exposure?.figures['rows'] ?? null;
  const days = staleness?.figures['days'] ?? null;
  return [
    [
      t('Sensitivity'),
      sensitivity?.factor ?? null,
      t('{restricted, number} restricted, {confidential, number} confidential', {
        restricted: sensitivity?.figures['restricted'] ?? 0,
        confidential: sensitivity?.figures['confidential'] ?? 0,
      }),
    ],
    [
      t('Exposure'),
      exposure?.factor ?? null,
      rows === null
        ? t('Rows not known')
        : t('{rows} rows with sensitive columns', { rows: formatCompact(rows) }),
    ],
    [
      t('Violations'),
      violations?.factor ?? null,
      t('{n, plural, =0 {none open} one {# open} other {# open}}', { n: sum }),
    ],
    [
      t('Last scan'),
      staleness?.factor ?? null,
      days === null
        ? t('never')
        : t('{n, plural, =0 {today} one {# day ago} other {# days ago}}', { n: Math.floor(days) }),
    ],
  ];
}

/** Sources by their risk, on the start page: the score, and what it is made of. Hides itself while there is no source. */
export class SourcesRiskCard extends DataWaveElement {
  static override properties = { opened: { state: true }, isExplained: { state: true } };
  /** Id of the source whose terms are shown; null while nobody chose: then the first one's, where there are few. */
  declare opened: string | null;
  declare isExplained: boolean;
  #risk = new Resource(
    this,
    () => 'risk',
    (_, signal) => riskiest(this.shell, signal),
    { follows: ['sources', 'scans'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .risks { display: grid; gap: var(--dw-space-1); }
      .line { display: grid; grid-template-columns: minmax(0, 1fr) 6rem 2.25rem auto; align-items: center; gap: var(--dw-space-3); }
      .score { font-weight: 620; text-align: end; }
      .terms { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--dw-space-1) var(--dw-space-4); padding: var(--dw-space-3); margin-block: var(--dw-space-1) var(--dw-space-3); border-radius: var(--dw-radius); background: var(--dw-surface-2); font-size: var(--dw-font-size-s); }
      .terms div { display: contents; }
      .terms dd { text-align: end; }
      .how { margin-block-start: var(--dw-space-4); }
    `,
  ];

  constructor() {
    super();
    this.opened = null;
    this.isExplained = false;
  }

  override willUpdate(): void {
    this.hidden = this.#risk.value?.total === 0;
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Risk by source')}>
      <dw-button slot="actions" variant="quiet" size="small" icon="help" label=${t('How the score is made')} aria-expanded=${this.isExplained} @click=${() => {
        this.isExplained = !this.isExplained;
      }}></dw-button>
      ${this.#risk.view({
        ready: (
          risk,
        ) => html`<ul class="risks" role="list">${risk.items.map((item, index) => this.#line(item, index === 0 && risk.items.length <= FEW))}</ul>
          ${risk.total > risk.items.length ? html`<p class="muted small">${t('{n, plural, one {# source in all} other {# sources in all}}', { n: risk.total })}</p>` : nothing}
          ${this.isExplained ? this.#explained() : nothing}`,
        loading: () => html`<dw-loading lines="6"></dw-loading>`,
      })}</dw-card>`;
  }

  #line({ source, score, terms }: SourceAtRisk, isFirst: boolean): unknown {
    const isOpen = this.opened === null ? isFirst && score !== null : this.opened === source.id;
    const words = score === null ? t('Not scanned yet') : t('Risk {score} of 100', { score });
    return html`<li><div class="line">
        <a class="truncate" href="/sources/${encodeURIComponent(source.id)}">${source.title}</a>
        ${score === null ? html`<span class="muted small">${t('Not scanned yet')}</span>` : html`<dw-progress label=${words} .value=${score / 100} .tone=${toneOf(score)}></dw-progress>`}
        <span class="score number" aria-hidden="true">${score === null ? '–' : formatNumber(score)}</span>
        <dw-button variant="quiet" size="small" icon=${isOpen ? 'chevron-up' : 'chevron-down'} aria-expanded=${isOpen} label=${t('What makes up the risk of {source}', { source: source.title })} @click=${() => {
          this.opened = isOpen ? '' : source.id;
        }}></dw-button></div>
      ${isOpen ? html`<dl class="terms">${wordsOf(terms).map(([title, value, told]) => html`<div><dt>${title} <span class="muted">${value === null ? t('not known to you') : told}</span></dt><dd class="number">× ${value === null ? '1' : factor(value)}</dd></div>`)}</dl>` : nothing}</li>`;
  }

  #explained(): unknown {
    return html`<dw-callout class="how" tone="info" heading=${t('How the score is made')}>
      ${t('Sensitivity × exposure × open violations × time since the last scan, brought to a number from 0 to 100. Sensitivity grows with the restricted and confidential columns, exposure with the rows they hold (1 to 2), violations with those that are open by severity (1 to 3), time up to 90 days without a scan (1 to 2). Only what you may see is counted.')}</dw-callout>`;
  }
}
