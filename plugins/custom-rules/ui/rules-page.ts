import {
  attempt,
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
  t,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type RuleCounts, type RuleItem, ruleHref } from './api.ts';
import { describeBlocks } from './block-kinds.ts';

const STATES = [
  ['true', msg('Enabled')],
  ['false', msg('Disabled')],
] as const;

/** All rules of the workspace: what they recognise, what they are built of, whether they take part. */
export class CustomRulesPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, isImporting: { state: true } };
  declare page: PageLocation;
  declare isImporting: boolean;
  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));
  #rules = new PagedList<RuleItem, RuleCounts>(
    this,
    () => ({
      path: '/classification-rules',
      query: this.#chosen(),
    }),
    { follows: ['custom-rules'] },
  );

  async #export(): Promise<void> {
    await attempt(this.shell, () =>
      this.shell.api.download('/classification-rules/export', {
        ...{ query: { format: 'yaml' }, name: 'classification-rules.yaml' },
      }),
    );
  }

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
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

  override render(): unknown {
    const { q, enabled } = this.#chosen();
    const counts = this.#rules.page;
    const mayWrite = this.shell.may('custom-rules:write');
    const isNarrowed = q !== '' || enabled !== '';
    const isEmpty = counts?.total === 0 && !isNarrowed;
    return html`<dw-page-header heading=${t('Classification rules')}>
        <p slot="sub">${counts === undefined || isEmpty ? t('What your own numbers, codes and words look like.') : t('{n, plural, one {# rule} other {# rules}}, {enabled} enabled', { n: counts.total, enabled: formatNumber(counts.enabled) })}</p>
        ${
          mayWrite
            ? html`<dw-button slot="actions" expanded=${this.isImporting ? 'true' : 'false'} @click=${() => {
                this.isImporting = !this.isImporting;
              }}>${t('Import')}</dw-button>`
            : nothing
        }
        ${isEmpty ? nothing : html`<dw-button slot="actions" @click=${() => void this.#export()}>${t('Export')}</dw-button>`}
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/rules/new">${t('Add rule')}</dw-button>` : nothing}
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
          : html`<div class="filters" role="search" aria-label=${t('Filter rules')}>
        ${this.#search.view(q, t('Name, key or info type'))}
        ${choiceOf({ label: t('State'), any: t('Any state'), value: enabled, options: STATES.map(([id, title]) => [id, t(title)]), choose: (chosen) => this.#choose({ enabled: chosen }) })}</div>`
      }
      <dw-card flush>${this.#rules.view({ ready: (rules) => this.#list(rules, isNarrowed, mayWrite) })}</dw-card>`;
  }

  #list(rules: readonly RuleItem[], isNarrowed: boolean, mayWrite: boolean): unknown {
    if (rules.length === 0 && isNarrowed)
      return html`<dw-empty icon="search" heading=${t('No rule fits')}>${t('Try another word or any state.')}</dw-empty>`;
    if (rules.length === 0)
      return html`<dw-empty icon="filter" heading=${t('No rule yet')}>${t('Write a rule for what only your organisation has: staff numbers, project codes, product names. See what it would find before you save it.')}
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/rules/new">${t('Add rule')}</dw-button>` : nothing}</dw-empty>`;
    return tableOf<RuleItem>({
      label: t('Classification rules'),
      rows: rules,
      key: (rule) => rule.id,
      href: (rule) => ruleHref(rule.id),
      columns: [
        { key: 'title', title: t('Rule'), cell: (rule) => rule.title },
        {
          key: 'state',
          title: t('State'),
          cell: (rule) =>
            rule.enabled
              ? html`<dw-badge tone="success" dot>${t('enabled')}</dw-badge>`
              : html`<dw-badge>${t('disabled')}</dw-badge>`,
        },
        {
          key: 'type',
          title: t('Recognises'),
          cell: (rule) =>
            rule.question === 'contains'
              ? t('contains {what}', { what: this.infoTypeTitle(rule.infoType) })
              : this.infoTypeTitle(rule.infoType),
          grows: true,
        },
        {
          key: 'blocks',
          title: t('Built of'),
          cell: (rule) => html`<span class="muted small">${describeBlocks(rule.blocks, rule.terms)}</span>`,
          wide: true,
        },
        { key: 'version', title: t('Version'), align: 'end', cell: (rule) => rule.version },
        {
          key: 'changed',
          title: t('Changed'),
          align: 'end',
          cell: (rule) => html`<span class="muted small"><dw-time at=${rule.updatedAt}></dw-time></span>`,
          wide: true,
        },
      ],
    });
  }
}
