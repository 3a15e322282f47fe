import {
  baseStyles,
  count,
  DataWaveElement,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  tableOf,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { PATH, type RuleCounts, type RuleItem, ruleHref } from './api.ts';
import { describeSampling, describeSchedule, describeSources } from './words.ts';

const TYPING_PAUSE_MS = 200;

/** All scan rules of the workspace: what they read, when they run, and what became of it last. */
export class ScanRulesPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #rules = new PagedList<RuleItem, RuleCounts>(this, () => ({ path: PATH, query: this.#chosen() }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .filters { display: flex; flex-wrap: wrap; gap: var(--dw-space-3); margin-bottom: var(--dw-space-4); }
      .search { position: relative; flex: 1 1 16rem; }
      .search dw-icon { position: absolute; inset: 0 auto 0 0.6875rem; margin: auto 0; color: var(--dw-text-muted); pointer-events: none; }
      .search input:not([type='checkbox'], [type='radio']) { padding-inline-start: 2.125rem; }
      .filters select { flex: 0 1 auto; width: auto; min-width: 9rem; }
    `,
  ];

  #chosen(): { readonly q: string; readonly enabled: string } {
    return { q: this.page.query.get('q') ?? '', enabled: this.page.query.get('enabled') ?? '' };
  }

  #choose(change: { readonly q?: string; readonly enabled?: string }): void {
    this.shell.navigate(withQuery('/scan-rules', { ...this.#chosen(), ...change }), { replace: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  override render(): unknown {
    const { q, enabled } = this.#chosen();
    const counts = this.#rules.page;
    const mayWrite = this.shell.may('scan-rules:write');
    const isNarrowed = q !== '' || enabled !== '';
    const isEmpty = counts?.total === 0 && !isNarrowed;
    return html`<dw-page-header heading="Scan rules">
        <p slot="sub">${counts === undefined || isEmpty ? 'What is scanned, how thoroughly and when.' : `${count(counts.total, 'rule')}, ${formatNumber(counts.enabled)} enabled`}</p>
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/scan-rules/new">Add rule</dw-button>` : nothing}
      </dw-page-header>
      ${
        isEmpty
          ? nothing
          : html`<div class="filters" role="search" aria-label="Filter scan rules">
        <div class="search"><dw-icon name="search"></dw-icon><input type="search" aria-label="Search" placeholder="Name or description" autocomplete="off" spellcheck="false" .value=${live(q)} @input=${(
          event: Event,
        ) => {
          const text = textOf(event).trim();
          clearTimeout(this.#typing);
          this.#typing = setTimeout(() => this.#choose({ q: text }), TYPING_PAUSE_MS);
        }}></div>
        <select aria-label="State" .value=${live(enabled)} @change=${(event: Event) => this.#choose({ enabled: textOf(event) })}>
          <option value="" ?selected=${enabled === ''}>Any state</option><option value="true" ?selected=${enabled === 'true'}>Enabled</option><option value="false" ?selected=${enabled === 'false'}>Disabled</option>
        </select></div>`
      }
      <dw-card flush>${this.#rules.view({ ready: (rules) => this.#list(rules, isNarrowed, mayWrite) })}</dw-card>`;
  }

  #list(rules: readonly RuleItem[], isNarrowed: boolean, mayWrite: boolean): unknown {
    if (rules.length === 0 && isNarrowed)
      return html`<dw-empty icon="search" heading="No rule fits">Try another word or any state.</dw-empty>`;
    if (rules.length === 0)
      return html`<dw-empty icon="clock" heading="No scan rule yet">Without one, a scan takes a sample of everything, on request. A rule narrows that down, reads more or less, and runs by itself.
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/scan-rules/new">Add rule</dw-button>` : nothing}</dw-empty>`;
    return tableOf<RuleItem>({
      label: 'Scan rules',
      rows: rules,
      key: (rule) => rule.id,
      href: (rule) => ruleHref(rule.id),
      columns: [
        { key: 'title', title: 'Rule', cell: (rule) => rule.title },
        {
          key: 'state',
          title: 'State',
          cell: (rule) =>
            rule.isEnabled
              ? html`<dw-badge tone="success" dot>enabled</dw-badge>`
              : html`<dw-badge>disabled</dw-badge>`,
        },
        {
          key: 'reads',
          title: 'Reads',
          grows: true,
          cell: (rule) =>
            html`<span class="small">${describeSampling(rule)} of ${rule.mode === 'full' ? 'everything' : 'what changed'}, ${describeSources(rule.sources)}</span>`,
        },
        {
          key: 'when',
          title: 'Runs',
          cell: (rule) => html`<span class="small">${describeSchedule(rule.schedule)}</span>`,
        },
        {
          key: 'next',
          title: 'Next',
          align: 'end',
          cell: (rule) =>
            rule.nextAt === null
              ? nothing
              : html`<span class="muted small"><dw-time at=${rule.nextAt}></dw-time></span>`,
        },
        {
          key: 'last',
          title: 'Last time',
          wide: true,
          cell: (rule) =>
            rule.last === null
              ? nothing
              : html`<span title=${rule.last.reason}>${rule.last.outcome === 'started' ? html`<dw-badge tone="success" dot>started</dw-badge>` : html`<dw-badge tone="warning" dot>skipped</dw-badge>`}</span>`,
        },
      ],
    });
  }
}
