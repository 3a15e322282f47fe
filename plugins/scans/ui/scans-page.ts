import {
  baseStyles,
  DataWaveElement,
  formStyles,
  type ListPage,
  layoutStyles,
  PagedList,
  type PageLocation,
  Resource,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ListedScan } from './api.ts';
import { queueStyles, queueTable } from './queue-table.ts';
import { scansTable } from './scans-table.ts';

const MOST_ACTIVE = 100;

const ends = () =>
  [
    ['completed', t('Completed', {}, 'scan')],
    ['completed-with-errors', t('Ended with problems')],
    ['failed', t('Failed', {}, 'scan')],
    ['cancelled', t('Cancelled', {}, 'scan')],
  ] as const;

/** Runs that are at work or wait for their turn, and those that have ended. */
export class ScansPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #active = new Resource(
    this,
    () => 'active',
    (_, signal) =>
      this.shell.api.list<ListedScan>('/scans', { query: { state: 'active', limit: MOST_ACTIVE }, signal }),
    { follows: ['scan-progress'] },
  );
  #sources = new Resource(
    this,
    () => 'sources',
    (_, signal) =>
      this.shell.api.get<ListPage<{ readonly id: string; readonly title: string }>>('/sources?limit=200', {
        signal,
      }),
  );
  #ended = new PagedList<ListedScan>(
    this,
    () => ({
      path: '/scans',
      query: { state: this.#chosen('state') || 'ended', source: this.#chosen('source') },
    }),
    { follows: ['scans'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    queueStyles,
    css`
      .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
      .filters { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); padding: var(--dw-space-3) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); }
      .filters select { width: auto; max-width: 100%; }
      dw-loading { padding-inline: var(--dw-space-5); }
      @media (max-width: 640px) { .filters { padding-inline: var(--dw-space-4); } .filters select { flex: 1 1 9rem; } }
    `,
  ];

  #chosen(filter: 'state' | 'source'): string {
    return this.page?.query.get(filter) ?? '';
  }

  override render(): unknown {
    return html`<dw-page-header heading=${t('Scans')}><p slot="sub">${t('Every run over your sources.')}</p><dw-button slot="actions" variant="quiet" icon="compare" href="/scans/drift">${t('Schema changes')}</dw-button></dw-page-header>
      <div class="stack loose">
      ${this.#active.view({
        loading: () => nothing,
        ready: ({ items, nextCursor }) =>
          items.length === 0
            ? nothing
            : html`<dw-card heading=${t('Now')} note=${this.#note(items)} flush>${queueTable(items, { isWhole: nextCursor === null, withSource: true })}</dw-card>`,
      })}
      <dw-card heading=${t('History')} flush>${this.#filters()}${this.#ended.view({
        ready: (runs) =>
          runs.length === 0
            ? this.#empty()
            : scansTable(runs, { withSource: true, label: t('History of scans') }),
      })}</dw-card></div>`;
  }

  #note(runs: readonly ListedScan[]): string {
    const waiting = runs.filter(({ state }) => state === 'queued').length;
    const paused = runs.filter(({ state }) => state === 'paused').length;
    const working = runs.length - waiting - paused;
    return [
      working === 0 ? '' : t('{n, number} at work', { n: working }),
      paused === 0 ? '' : t('{n, number} paused', { n: paused }),
      waiting === 0 ? '' : t('{n, number} waiting', { n: waiting }),
    ]
      .filter((part) => part !== '')
      .join(', ');
  }

  #empty(): unknown {
    if (this.#chosen('state') !== '' || this.#chosen('source') !== '')
      return html`<dw-empty icon="filter" heading=${t('No scan matches')}>${t('Choose another state or source.')}<dw-button slot="actions" href="/scans">${t('Clear')}</dw-button></dw-empty>`;
    if ((this.#active.value?.items.length ?? 0) > 0)
      return html`<dw-empty icon="scan" heading=${t('None has ended yet')}>${t('What is at work now stands here when it has ended.')}</dw-empty>`;
    return html`<dw-empty icon="scan" heading=${t('No scan yet')}>${t('Open a source and scan it.')}<dw-button slot="actions" href="/sources">${t('See sources')}</dw-button></dw-empty>`;
  }

  #filters(): unknown {
    const sources = this.#sources.value?.items ?? [];
    const state = this.#chosen('state');
    const source = this.#chosen('source');
    const choose = (change: { readonly state?: string; readonly source?: string }): void =>
      this.shell.navigate(withQuery('/scans', { state, source, ...change }), { replace: true });
    const select = (
      label: string,
      any: string,
      value: string,
      options: readonly (readonly [string, string])[],
      pick: (value: string) => void,
    ): unknown => {
      const changed = (event: Event): void => {
        if (event.target instanceof HTMLSelectElement) pick(event.target.value);
      };
      return html`<select aria-label=${label} @change=${changed}><option value="" ?selected=${value === ''}>${any}</option>${options.map(
        ([id, title]) => html`<option value=${id} ?selected=${id === value}>${title}</option>`,
      )}</select>`;
    };
    return html`<div class="filters" role="search" aria-label=${t('Filter the history')}>
      ${select(t('State'), t('Any state'), state, ends(), (chosen) => choose({ state: chosen }))}
      ${
        sources.length < 2
          ? nothing
          : select(
              t('Source'),
              t('Any of {n, plural, one {# source} other {# sources}}', { n: sources.length }),
              source,
              sources.map(({ id, title }) => [id, title] as const),
              (chosen) => choose({ source: chosen }),
            )
      }
    </div>`;
  }
}
