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
import { type RuleCounts, type RuleItem, ruleHref } from './api.ts';
import { describeBlocks } from './block-kinds.ts';

const TYPING_PAUSE_MS = 200;

/** The browser saves the answer as a file and stays where it is. */
const exportAll = (): void => location.assign('/api/v1/classification-rules/export?format=yaml');

/** All rules of the workspace: what they recognise, what they are built of, whether they take part. */
export class CustomRulesPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, isImporting: { state: true } };
  declare page: PageLocation;
  declare isImporting: boolean;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #rules = new PagedList<RuleItem, RuleCounts>(this, () => ({
    path: '/classification-rules',
    query: this.#chosen(),
  }));

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
      custom-rules-import { margin-bottom: var(--dw-space-4); }
      .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
    `,
  ];

  constructor() {
    super();
    this.isImporting = false;
  }

  #chosen(): { readonly q: string; readonly enabled: string } {
    return { q: this.page.query.get('q') ?? '', enabled: this.page.query.get('enabled') ?? '' };
  }

  #choose(change: { readonly q?: string; readonly enabled?: string }): void {
    this.shell.navigate(withQuery('/rules', { ...this.#chosen(), ...change }), { replace: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  override render(): unknown {
    const { q, enabled } = this.#chosen();
    const counts = this.#rules.page;
    const mayWrite = this.shell.may('custom-rules:write');
    const isNarrowed = q !== '' || enabled !== '';
    const isEmpty = counts?.total === 0 && !isNarrowed;
    return html`<dw-page-header heading="Rules">
        <p slot="sub">${counts === undefined || isEmpty ? 'What your own numbers, codes and words look like.' : `${count(counts.total, 'rule')}, ${formatNumber(counts.enabled)} enabled`}</p>
        ${
          mayWrite
            ? html`<dw-button slot="actions" expanded=${this.isImporting ? 'true' : 'false'} @click=${() => {
                this.isImporting = !this.isImporting;
              }}>Import</dw-button>`
            : nothing
        }
        ${isEmpty ? nothing : html`<dw-button slot="actions" @click=${exportAll}>Export</dw-button>`}
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/rules/new">Add rule</dw-button>` : nothing}
      </dw-page-header>
      ${
        this.isImporting
          ? html`<custom-rules-import @custom-rules-imported=${() => {
              this.isImporting = false;
              void this.#rules.reload();
            }}></custom-rules-import>`
          : nothing
      }
      ${
        isEmpty
          ? nothing
          : html`<div class="filters" role="search" aria-label="Filter rules">
        <div class="search"><dw-icon name="search"></dw-icon><input type="search" aria-label="Search" placeholder="Name, key or info type" autocomplete="off" spellcheck="false" .value=${live(q)} @input=${(
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
      return html`<dw-empty icon="filter" heading="No rule yet">Write a rule for what only your organisation has: staff numbers, project codes, product names. See what it would find before you save it.
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/rules/new">Add rule</dw-button>` : nothing}</dw-empty>`;
    return tableOf<RuleItem>({
      label: 'Rules',
      rows: rules,
      key: (rule) => rule.id,
      href: (rule) => ruleHref(rule.id),
      columns: [
        { key: 'title', title: 'Rule', cell: (rule) => rule.title },
        {
          key: 'state',
          title: 'State',
          cell: (rule) =>
            rule.enabled
              ? html`<dw-badge tone="success" dot>enabled</dw-badge>`
              : html`<dw-badge>disabled</dw-badge>`,
        },
        {
          key: 'type',
          title: 'Recognises',
          cell: (rule) =>
            `${rule.question === 'contains' ? 'contains ' : ''}${this.infoTypeTitle(rule.infoType)}`,
          grows: true,
        },
        {
          key: 'blocks',
          title: 'Built of',
          cell: (rule) => html`<span class="muted small">${describeBlocks(rule.blocks, rule.terms)}</span>`,
          wide: true,
        },
        { key: 'version', title: 'Version', align: 'end', cell: (rule) => rule.version },
        {
          key: 'changed',
          title: 'Changed',
          align: 'end',
          cell: (rule) => html`<span class="muted small"><dw-time at=${rule.updatedAt}></dw-time></span>`,
          wide: true,
        },
      ],
    });
  }
}
