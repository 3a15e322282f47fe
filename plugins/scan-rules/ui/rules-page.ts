import {
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formatNumber,
  formStyles,
  layoutStyles,
  msg,
  PagedList,
  type PageLocation,
  SearchBox,
  saidText,
  t,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { PATH, type RuleCounts, type RuleItem, ruleHref } from './api.ts';
import { describeReading, describeSchedule, describeSources } from './words.ts';

const STATES = [
  ['true', msg('Enabled')],
  ['false', msg('Disabled')],
] as const;

/** All scan rules of the workspace: what they read, when they run, and what became of it last. */
export class ScanRulesPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));
  #rules = new PagedList<RuleItem, RuleCounts>(this, () => ({ path: PATH, query: this.#chosen() }), {
    follows: ['scan-rules'],
  });

  static override styles = [baseStyles, layoutStyles, formStyles, filterStyles];

  #chosen(): { readonly q: string; readonly enabled: string } {
    return { q: this.page.query.get('q') ?? '', enabled: this.page.query.get('enabled') ?? '' };
  }

  #choose(change: { readonly q?: string; readonly enabled?: string }): void {
    this.shell.navigate(withQuery('/scan-rules', { ...this.#chosen(), ...change }), { replace: true });
  }

  override render(): unknown {
    const { q, enabled } = this.#chosen();
    const counts = this.#rules.page;
    const mayWrite = this.shell.may('scan-rules:write');
    const isNarrowed = q !== '' || enabled !== '';
    const isEmpty = counts?.total === 0 && !isNarrowed;
    return html`<dw-page-header heading=${t('Scan rules')}>
        <p slot="sub">${counts === undefined || isEmpty ? t('What is scanned, how thoroughly and when.') : t('{n, plural, one {# rule} other {# rules}}, {enabled} enabled', { n: counts.total, enabled: formatNumber(counts.enabled) })}</p>
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/scan-rules/new">${t('Add rule')}</dw-button>` : nothing}
      </dw-page-header>
      ${
        isEmpty
          ? nothing
          : html`<div class="filters" role="search" aria-label=${t('Filter scan rules')}>
        ${this.#search.view(q, t('Name or description'))}
        ${choiceOf({ label: t('State'), any: t('Any state'), value: enabled, options: STATES.map(([id, title]) => [id, t(title)]), choose: (chosen) => this.#choose({ enabled: chosen }) })}</div>`
      }
      <dw-card flush>${this.#rules.view({ ready: (rules) => this.#list(rules, isNarrowed, mayWrite) })}</dw-card>`;
  }

  #list(rules: readonly RuleItem[], isNarrowed: boolean, mayWrite: boolean): unknown {
    if (rules.length === 0 && isNarrowed)
      return html`<dw-empty icon="search" heading=${t('No rule fits')}>${t('Try another word or any state.')}</dw-empty>`;
    if (rules.length === 0)
      return html`<dw-empty icon="clock" heading=${t('No scan rule yet')}>${t('Without one, a scan takes a sample of everything, on request. A rule narrows that down, reads more or less, and runs by itself.')}
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/scan-rules/new">${t('Add rule')}</dw-button>` : nothing}</dw-empty>`;
    return tableOf<RuleItem>({
      label: t('Scan rules'),
      rows: rules,
      key: (rule) => rule.id,
      href: (rule) => ruleHref(rule.id),
      columns: [
        { key: 'title', title: t('Rule'), cell: (rule) => rule.title },
        {
          key: 'state',
          title: t('State'),
          cell: (rule) =>
            rule.isEnabled
              ? html`<dw-badge tone="success" dot>${t('enabled')}</dw-badge>`
              : html`<dw-badge>${t('disabled')}</dw-badge>`,
        },
        {
          key: 'reads',
          title: t('Reads'),
          grows: true,
          cell: (rule) =>
            html`<span class="small">${describeReading(rule)}, ${describeSources(rule.sources)}</span>`,
        },
        {
          key: 'when',
          title: t('Runs'),
          cell: (rule) => html`<span class="small">${describeSchedule(rule.schedule)}</span>`,
        },
        {
          key: 'next',
          title: t('Next'),
          align: 'end',
          cell: (rule) =>
            rule.nextAt === null
              ? nothing
              : html`<span class="muted small"><dw-time at=${rule.nextAt}></dw-time></span>`,
        },
        {
          key: 'last',
          title: t('Last time'),
          wide: true,
          cell: (rule) =>
            rule.last === null
              ? nothing
              : html`<span title=${saidText(rule.last.reason ?? '')}>${rule.last.outcome === 'started' ? html`<dw-badge tone="success" dot>${t('started')}</dw-badge>` : html`<dw-badge tone="warning" dot>${t('skipped')}</dw-badge>`}</span>`,
        },
      ],
    });
  }
}
