import {
  baseStyles,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  type SourceState,
  t,
} from '@datawave/plugin-sdk/ui';
import type { GridBulkAction, GridSelected, GridState } from '@datawave/plugin-sdk/ui/grid';
import { html, nothing } from 'lit';
import type { DepartedSource, ListedSource, SourceAtRisk, SourcesByRisk } from './api.ts';
import { sourceColumns, sourceListStyles } from './source-columns.ts';

/** Sources that one list holds; nobody looks through more of them by eye. */
const MOST = 2_000;
/** Sources of which the risk is told. */
const MOST_RISKS = 200;

/** A source with what other plugins make of its risk. */
export interface SourceRow extends ListedSource {
  readonly risk: SourceAtRisk | null;
}

/** All registered sources. What other plugins know of each stands in the `source.row` slot. */
export class SourcesPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #grid = new Resource(
    this,
    () => 'grid',
    () => import('@datawave/plugin-sdk/ui/grid'),
  );
  #sources = new Resource(
    this,
    () => 'sources',
    async (_, signal) => {
      const [sources, risks] = await Promise.all([
        this.#all(signal),
        // Where it is not known, the list is shown without it.
        this.shell.api
          .get<SourcesByRisk>('/sources/risk', { query: { limit: MOST_RISKS }, signal })
          .catch((error: unknown) => {
            if (!(error instanceof ProblemError)) throw error;
            return null;
          }),
      ]);
      const known = new Map(risks?.items.map((item) => [item.source.id, item]));
      return sources.map((source): SourceRow => ({ ...source, risk: known.get(source.id) ?? null }));
    },
    { follows: ['sources'] },
  );
  #departed = new Resource(
    this,
    () => 'departed',
    (_key, signal) => this.shell.api.list<DepartedSource>('/sources/departures', { signal }),
  );
  static override styles = [baseStyles, layoutStyles];

  async #all(signal: AbortSignal): Promise<readonly ListedSource[]> {
    const sources: ListedSource[] = [];
    let cursor: string | null = null;
    do {
      const page: { readonly items: readonly ListedSource[]; readonly nextCursor: string | null } =
        await this.shell.api.list<ListedSource>('/sources', {
          query: { limit: 200, ...(cursor === null ? {} : { cursor }) },
          signal,
        });
      sources.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && sources.length < MOST);
    return sources;
  }

  override render(): unknown {
    const add = this.shell.may('sources:write')
      ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/sources/new">${t('Add source')}</dw-button>`
      : nothing;
    return html`<dw-page-header heading=${t('Sources')}><p slot="sub">${t('Where your data lives. Nothing is copied: values are looked at in memory and forgotten.')}</p>${add}</dw-page-header>
      ${this.#leaving()}${this.#sources.view({
        ready: (sources) => (sources.length === 0 ? this.#empty() : this.#list(sources)),
        loading: () => html`<dw-card><dw-loading lines="8"></dw-loading></dw-card>`,
      })}`;
  }

  /** Deletions that go on. Where that is not known, nothing is said of it. */
  #leaving(): unknown {
    const leaving = (this.#departed.value?.items ?? []).filter(({ state }) => state === 'deleting');
    return leaving.map(
      ({ source, taken, since }) =>
        html`<dw-callout tone="info" heading=${t('{title} is being deleted', { title: source.title })}>${t('{n} of the entries that were kept about it have been taken away so far.', { n: formatNumber(taken) })} <dw-time class="muted" at=${since}></dw-time></dw-callout>`,
    );
  }

  #empty(): unknown {
    return html`<dw-card><dw-empty icon="database" heading=${t('No source yet')}>
      ${t('Connect a database or a folder of files, and DataWave tells you which of its columns hold personal data.')}
      ${this.shell.may('sources:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/sources/new">${t('Add source')}</dw-button>` : nothing}</dw-empty></dw-card>`;
  }

  #list(sources: readonly SourceRow[]): unknown {
    return this.#grid.view({
      loading: () => html`<dw-card><dw-loading lines="8"></dw-loading></dw-card>`,
      ready: ({ gridOf, gridQuery, gridStateIn }) => {
        const columns = sourceColumns();
        const keep = (state: GridState): void => {
          const query = gridQuery(state, new URLSearchParams()).toString();
          this.shell.navigate(`/sources${query === '' ? '' : `?${query}`}`, { replace: true });
        };
        return html`<dw-card flush>${gridOf<SourceRow>({
          ...{ label: t('Sources'), columns, rows: sources, storageKey: 'sources', fileName: 'sources' },
          key: ({ id }) => id,
          href: ({ id }) => `/sources/${encodeURIComponent(id)}`,
          state: gridStateIn(this.page.query, columns),
          onState: keep,
          bulk: this.#bulk(),
          styles: sourceListStyles,
        })}</dw-card>`;
      },
    });
  }

  #bulk(): readonly GridBulkAction<SourceRow>[] {
    const mayScan = this.shell.may('scans:run') && this.shell.slots('source.actions').length > 0;
    const put = (state: SourceState) => (selected: GridSelected<SourceRow>) =>
      this.#each(selected, ({ id }) => this.shell.api.patch(`/sources/${encodeURIComponent(id)}`, { state }));
    return [
      ...(mayScan
        ? [
            {
              ...({ label: t('Scan now'), icon: 'scan', variant: 'primary' } as const),
              run: (selected: GridSelected<SourceRow>) =>
                this.#each(selected, ({ id }) => this.shell.api.post('/scans', { sourceId: id })),
            },
          ]
        : []),
      ...(this.shell.may('sources:write')
        ? [
            { label: t('Begin maintenance'), icon: 'pause', run: put('maintenance') },
            { label: t('End maintenance'), icon: 'play', run: put('active') },
          ]
        : []),
    ];
  }

  /** Does something to each source that is selected, one after the other, and says how many it was done to. */
  async #each(
    { rows, clear }: GridSelected<SourceRow>,
    act: (source: SourceRow) => Promise<unknown>,
  ): Promise<void> {
    const refused: string[] = [];
    for (const source of rows) {
      try {
        await act(source);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        refused.push(error.message);
      }
    }
    const done = rows.length - refused.length;
    const words = t('{n, plural, =0 {None was done} one {# was done} other {# were done}}', { n: done });
    this.shell.notify(
      refused.length === 0
        ? { tone: 'success', message: `${words}.` }
        : { tone: 'warning', message: `${words}. ${refused[0]}` },
    );
    clear();
    await this.#sources.reload();
  }
}
