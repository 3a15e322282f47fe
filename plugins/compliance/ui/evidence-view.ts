import {
  baseStyles,
  choiceOf,
  count,
  DataWaveElement,
  type FrameworkInfo,
  fieldOf,
  filterStyles,
  formatDateTime,
  formatNumber,
  formStyles,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  SearchBox,
  t,
  textOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { type GridColumn, gridOf, gridQuery, gridStateIn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { type Assessment, assetHref } from './api.ts';

const FILTERS = ['q', 'framework', 'from', 'to'] as const;
type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

interface Verification {
  readonly checked: number;
  readonly broken: readonly { readonly asset: string; readonly number: number; readonly reason: string }[];
}

const cellStyles = css`
  .hash { font-family: var(--dw-font-mono); font-size: var(--dw-font-size-s); color: var(--dw-text-muted); }
`;

/** What was assessed when, by which version of which framework: to look at, to check and to take along. */
export class ComplianceEvidenceView extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    verified: { state: true },
    isChecking: { state: true },
  };
  declare page: PageLocation;
  declare verified: Verification | null;
  declare isChecking: boolean;
  readonly #search = new SearchBox(this, (q) => this.#go({ q }));
  #frameworks = new Resource(
    this,
    () => 'frameworks',
    (_, signal) => this.shell.api.all<FrameworkInfo>('/frameworks', { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
      .filters { align-items: end; }
      .filters .field { margin: 0; }
      .filters input[type='date'] { width: auto; }
      .export { min-height: var(--dw-control); }
      dw-callout { margin-block-end: var(--dw-space-4); }
    `,
  ];

  constructor() {
    super();
    this.verified = null;
    this.isChecking = false;
  }

  #filter(): Filter {
    const { query } = this.page;
    return Object.fromEntries(
      FILTERS.flatMap((name) => {
        const value = query.get(name) ?? '';
        return value === '' ? [] : [[name, value]];
      }),
    );
  }

  #go(change: Filter): void {
    this.verified = null;
    const query = new URLSearchParams(this.page.query);
    for (const [name, value] of Object.entries(change)) {
      if (value === '') query.delete(name);
      else query.set(name, value);
    }
    this.shell.navigate(`/compliance?${query}`, { replace: true });
  }

  readonly #verify = async (): Promise<void> => {
    if (this.isChecking) return;
    this.isChecking = true;
    try {
      this.verified = await this.shell.api.get<Verification>('/assessments/verification', {
        query: { ...this.#filter() },
        signal: this.lifetime,
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    } finally {
      this.isChecking = false;
    }
  };

  override render(): unknown {
    const filter = this.#filter();
    const file = (format: string): string => withQuery('/api/v1/assessments/export', { ...filter, format });
    const day = (name: 'from' | 'to', label: string): unknown =>
      fieldOf(
        name,
        label,
        html`<input id=${name} type="date" .value=${filter[name] ?? ''} @change=${(event: Event) => this.#go({ [name]: textOf(event) })}>`,
      );
    return html`<div class="filters" role="search" aria-label=${t('Filter evidence')}>
        ${this.#search.view(filter.q ?? '', t('Name of an asset'))}
        ${choiceOf({
          label: t('Any framework'),
          value: filter.framework ?? '',
          options: (this.#frameworks.value ?? []).map(({ id, title }) => [id, t(title)] as const),
          choose: (framework) => this.#go({ framework }),
        })}
        ${day('from', t('From'))}${day('to', t('To', {}, 'day'))}
        <dw-button icon="fingerprint" ?busy=${this.isChecking} @click=${this.#verify}>${t('Check the chain')}</dw-button>
        <span class="row export"><a href=${file('csv')} download="evidence.csv">${t('Export CSV')}</a><a href=${file('json')} download="evidence.json">${t('Export JSON')}</a></span>
      </div>
      ${this.verified === null ? nothing : this.#outcome(this.verified)}
      <dw-card flush>${this.#grid(filter)}</dw-card>`;
  }

  #outcome({ checked, broken }: Verification): unknown {
    if (broken.length === 0)
      return html`<dw-callout tone="success" live>${t('{n, plural, one {# record is as it was written.} other {All # records are as they were written.}}', { n: checked })}</dw-callout>`;
    return html`<dw-callout tone="danger" live heading=${t('Records were changed')}>${t(
      'Of {n, number} records {broken, number} or more do not fit their hash. The first: {asset}, number {number}.',
      {
        ...{
          n: checked,
          broken: broken.length,
          asset: broken[0]?.asset ?? '',
          number: String(broken[0]?.number ?? ''),
        },
      },
    )}</dw-callout>`;
  }

  #grid(filter: Filter): unknown {
    const columns: readonly GridColumn<Assessment>[] = [
      { key: 'at', title: t('When'), width: 215, cell: ({ at }) => formatDateTime(at) },
      {
        key: 'assetName',
        title: t('Asset'),
        width: 220,
        grows: true,
        cell: ({ assetName }) => html`<bdi>${assetName.slice(0, 300)}</bdi>`,
      },
      {
        key: 'framework',
        title: t('Framework'),
        width: 160,
        value: ({ framework, frameworkVersion }) => `${t(framework.toUpperCase())} ${frameworkVersion}`,
      },
      {
        key: 'violations',
        title: t('Violations'),
        width: 110,
        align: 'end',
        cell: ({ violations }) => formatNumber(violations),
      },
      {
        key: 'failed',
        title: t('Not met'),
        width: 220,
        wide: true,
        value: ({ failed }) => Object.keys(failed).sort().join(', '),
      },
      { key: 'number', title: t('Number'), width: 90, align: 'end', hidden: true },
      {
        key: 'hash',
        title: t('Hash'),
        width: 150,
        wide: true,
        cell: ({ hash }) => html`<span class="hash" title=${hash}>${hash.slice(0, 10)}</span>`,
      },
      {
        key: 'source',
        title: t('Source'),
        width: 150,
        hidden: true,
        value: ({ sourceTitle }) => sourceTitle,
      },
    ];
    return gridOf<Assessment>({
      label: t('Evidence'),
      columns,
      key: ({ id }) => id,
      counted: (n) => count(n, 'record'),
      href: ({ asset }) => `${assetHref(asset)}?tab=compliance-asset-section`,
      source: {
        key: filter,
        load: ({ cursor, limit }, signal) =>
          this.shell.api.list<Assessment>('/assessments', {
            query: { ...filter, limit, cursor: cursor ?? undefined },
            signal,
          }),
      },
      state: gridStateIn(this.page.query, columns),
      onState: (state) =>
        this.shell.navigate(`/compliance?${gridQuery(state, this.page.query)}`, { replace: true }),
      storageKey: 'compliance.evidence',
      fileName: 'evidence',
      styles: cellStyles,
      empty: {
        icon: 'clipboard',
        heading: t('Nothing was assessed yet'),
        text: t('Each scan writes down here what it assessed.'),
      },
    });
  }
}
