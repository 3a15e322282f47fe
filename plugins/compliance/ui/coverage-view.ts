import {
  baseStyles,
  count,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  type PageLocation,
  Resource,
  rich,
  severityTone,
  severityWord,
  type Tone,
  t,
} from '@datawave/plugin-sdk/ui';
import { chartOf } from '@datawave/plugin-sdk/ui/chart';
import { css, html, nothing } from 'lit';
import { type ControlStatus, type Coverage, type CoveredControl, type TrendDay, WORST_FIRST } from './api.ts';
import { dayWords, statusTitle, statusTone } from './state-words.ts';

const STATUSES: readonly ControlStatus[] = ['failing', 'waived', 'passing', 'not-assessed', 'manual'];
const DAYS = 90;
const FEWEST_DAYS = 14;
const TONES: Readonly<Record<ControlStatus, Tone>> = {
  ...{ failing: 'danger', waived: 'warning', passing: 'success', 'not-assessed': 'info', manual: 'neutral' },
};

/** How the controls of each framework stand, and how many violations stood on each of the last days. */
export class ComplianceCoverageView extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #coverage = new Resource(
    this,
    () => 'coverage',
    (_, signal) => this.shell.api.list<Coverage>('/frameworks/coverage', { signal }),
    { follows: ['violations'] },
  );
  #trend = new Resource(
    this,
    () => 'trend',
    (_, signal) => this.shell.api.list<TrendDay>('/violations/trend', { query: { days: DAYS }, signal }),
    { follows: ['violations'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .framework { display: grid; grid-template-columns: 18rem minmax(0, 1fr); gap: var(--dw-space-6); align-items: start; }
      ul { display: grid; }
      li a { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) auto; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); padding: var(--dw-space-2) var(--dw-space-2); border-block-end: 1px solid var(--dw-border); color: inherit; }
      li:last-child a { border-block-end: 0; }
      li a:hover { background: var(--dw-surface-2); text-decoration: none; }
      li strong { font-weight: 570; }
      .parts { display: grid; gap: var(--dw-space-1); margin-block-start: var(--dw-space-3); }
      .parts div { display: flex; justify-content: space-between; gap: var(--dw-space-3); }
      @media (max-width: 860px) { .framework { grid-template-columns: minmax(0, 1fr); } }
      @media (max-width: 640px) { li a { grid-template-columns: minmax(0, 1fr) auto; } .title { grid-column: 1 / -1; grid-row: 2; } }
    `,
  ];

  override render(): unknown {
    return html`<div class="stack loose">${this.#trend.view({ ready: ({ items }) => this.#days(items), loading: () => html`<dw-card heading=${t('Violations over time')}><dw-loading lines="4"></dw-loading></dw-card>` })}
      ${this.#coverage.view({
        ready: ({ items }) =>
          items.length === 0
            ? html`<dw-card><dw-empty icon="shield" heading=${t('No framework is installed')}>${t('Frameworks are plugins. Add one, and each scan assesses what it finds.')}</dw-empty></dw-card>`
            : items.map((framework) => this.#framework(framework)),
      })}</div>
      <compliance-control-drawer .page=${this.page} .coverage=${this.#coverage.value?.items ?? []}></compliance-control-drawer>`;
  }

  #days(all: readonly TrendDay[]): unknown {
    const first = all.findIndex(({ open, opened }) => open + opened > 0);
    if (first < 0) return nothing;
    // Days before anything was found tell nothing.
    const days = all.slice(Math.max(0, Math.min(first - 1, all.length - FEWEST_DAYS)));
    const last = days.at(-1);
    return html`<dw-card heading=${t('Violations over time')} note=${last === undefined ? '' : t('{n, plural, one {# violation stands} other {# violations stand}} today', { n: last.open })}>${chartOf(
      {
        kind: 'stacked',
        label: t('Violations that stood at the end of each day'),
        labelTitle: t('Day'),
        labels: days.map(({ day }) => dayWords(day)),
        series: WORST_FIRST.map((severity) => ({
          ...{
            label: severityWord(severity),
            tone: severityTone(severity),
            values: days.map(({ bySeverity }) => bySeverity[severity]),
          },
        })),
        height: 200,
      },
    )}</dw-card>`;
  }

  #framework(framework: Coverage): unknown {
    const automated = framework.controls.filter(({ status }) => status !== 'manual').length;
    const shown = STATUSES.filter((status) => framework.byStatus[status] > 0);
    const order = (control: CoveredControl): number => STATUSES.indexOf(control.status);
    const controls = framework.controls.toSorted((a, b) => order(a) - order(b));
    return html`<dw-card heading=${t(framework.title)} note=${t('{jurisdiction}, version {version}', { jurisdiction: t(framework.jurisdiction), version: framework.version })}>
      <div class="framework"><div>
        ${chartOf({
          kind: 'doughnut',
          label: t('Controls of {framework} by how they stand', { framework: t(framework.title) }),
          labelTitle: t('How it stands'),
          labels: shown.map(statusTitle),
          series: [{ label: t('Controls'), values: shown.map((status) => framework.byStatus[status]) }],
          tones: shown.map((status) => TONES[status]),
          height: 180,
        })}
        <dl class="parts small">
          <div><dt class="muted">${t('Controls')}</dt><dd class="number">${formatNumber(framework.controls.length)}</dd></div>
          <div><dt class="muted">${t('Judged by rules')}</dt><dd class="number">${formatNumber(automated)}</dd></div>
          <div><dt class="muted">${t('Assets assessed')}</dt><dd class="number">${formatNumber(framework.assets)}</dd></div>
          ${framework.lastAssessedAt === null ? nothing : html`<div><dt class="muted">${t('Last assessed')}</dt><dd><dw-time at=${framework.lastAssessedAt}></dw-time></dd></div>`}
        </dl></div>
        <ul role="list">${controls.map((control) => html`<li>${this.#control(framework, control)}</li>`)}</ul></div></dw-card>`;
  }

  #control(framework: Coverage, control: CoveredControl): unknown {
    const query = new URLSearchParams(this.page.query);
    query.set('drill', `${framework.id}/${control.id}`);
    return html`<a href="/compliance?${query}"><strong>${control.id}</strong><span class="title muted">${t(control.title)}</span>
      <span class="row">${control.failingAssets === 0 ? nothing : html`<span class="small muted">${rich('{n} in {assets}', { n: html`<b>${formatNumber(control.violations)}</b>`, assets: count(control.failingAssets, 'asset') })}</span>`}<dw-badge tone=${statusTone(control.status)}>${statusTitle(control.status)}</dw-badge></span></a>`;
  }
}
