import {
  baseStyles,
  DataWaveElement,
  forEachSelected,
  formatNumber,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import type {
  DwGrid,
  GridBulkAction,
  GridPage,
  GridRequest,
  GridSelected,
  GridState,
} from '@datawave/plugin-sdk/ui/grid';
import { html, nothing } from 'lit';
import type { DepartedSource, ListedSource, SourceAtRisk, SourcesByRisk } from './api.ts';
import { mayScan, pause, resume, scanNow, sourceMenu } from './source-actions.ts';
import { sourceColumns, sourceListStyles } from './source-columns.ts';

/** Up to so many sources are there at once and ordered by anything; of more the server gives a page at a time. */
const MOST_AT_ONCE = 500;
/** Sources of which the risk is told. */
const MOST_RISKS = 200;

/** A source with what other plugins make of its risk. */
export interface SourceRow extends ListedSource {
  readonly risk: SourceAtRisk | null;
}

type Risks = ReadonlyMap<string, SourceAtRisk>;

/** All registered sources. What other plugins know of each stands in the `source.row` slot. */
export class SourcesPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, leaving: { state: true } };
  declare page: PageLocation;
  /** The source whose deletion somebody is asked about. */
  declare leaving: SourceRow | null;
  #grid = new Resource(
    this,
    () => 'grid',
    () => import('@datawave/plugin-sdk/ui/grid'),
  );
  #sources = new Resource(
    this,
    () => 'sources',
    async (_, signal) => {
      const [page, risks] = await Promise.all([
        this.shell.api.list<ListedSource>('/sources', { query: { limit: MOST_AT_ONCE }, signal }),
        this.#risks(signal),
      ]);
      const rows = page.items.map((source) => withRisk(source, risks));
      void this.renderRoot.querySelector<DwGrid>('dw-grid')?.reload();
      return { rows, risks, isPaged: page.nextCursor !== null };
    },
    { follows: ['sources'] },
  );
  #departed = new Resource(
    this,
    () => 'departed',
    (_key, signal) => this.shell.api.list<DepartedSource>('/sources/departures', { signal }),
  );
  static override styles = [baseStyles, layoutStyles];

  constructor() {
    super();
    this.leaving = null;
  }

  /** Where it is not known, the list is shown without it. */
  async #risks(signal: AbortSignal): Promise<Risks> {
    try {
      const { items } = await this.shell.api.get<SourcesByRisk>('/sources/risk', {
        query: { limit: MOST_RISKS },
        signal,
      });
      return new Map(items.map((item) => [item.source.id, item]));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return new Map();
    }
  }

  override render(): unknown {
    const { leaving } = this;
    const add = this.shell.may('sources:write')
      ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/sources/new">${t('Add source')}</dw-button>`
      : nothing;
    const left = (): void => {
      this.leaving = null;
    };
    const deleted = (): void => {
      left();
      void this.#departed.reload();
      void this.#sources.reload();
    };
    return html`<dw-page-header heading=${t('Sources')}><p slot="sub">${t('Where your data lives. Nothing is copied: values are looked at in memory and forgotten.')}</p>${add}</dw-page-header>
      ${this.#leaving()}${this.#sources.view({
        ready: (sources) => (sources.rows.length === 0 ? this.#empty() : this.#list(sources)),
        loading: () => html`<dw-card><dw-loading lines="8"></dw-loading></dw-card>`,
      })}
      ${leaving === null ? nothing : html`<sources-delete-dialog .source=${leaving} @dw-deleted=${deleted} @close=${left}></sources-delete-dialog>`}`;
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

  #list({ rows, risks, isPaged }: { rows: readonly SourceRow[]; risks: Risks; isPaged: boolean }): unknown {
    return this.#grid.view({
      loading: () => html`<dw-card><dw-loading lines="8"></dw-loading></dw-card>`,
      ready: ({ gridOf, gridQuery, gridStateIn }) => {
        const hasSchedule = this.shell.slots('source.row.schedule').length > 0;
        const columns = sourceColumns({ isPaged, hasSchedule });
        const keep = (state: GridState): void => {
          const query = gridQuery(state, new URLSearchParams()).toString();
          this.shell.navigate(`/sources${query === '' ? '' : `?${query}`}`, { replace: true });
        };
        const load = (request: GridRequest, signal: AbortSignal): Promise<GridPage<SourceRow>> =>
          this.#page(request, risks, signal);
        return html`<dw-card flush>${gridOf<SourceRow>({
          ...{ label: t('Sources'), columns, storageKey: 'sources', fileName: 'sources' },
          ...(isPaged ? { source: { key: 'sources', load } } : { rows }),
          key: ({ id }) => id,
          href: ({ id }) => `/sources/${encodeURIComponent(id)}`,
          counted: (n) => t('{n, plural, one {# source} other {# sources}}', { n }),
          state: gridStateIn(this.page.query, columns),
          onState: keep,
          bulk: this.#bulk(),
          actions: this.#menu,
          actionsWidth: 64,
          styles: sourceListStyles,
        })}</dw-card>`;
      },
    });
  }

  /** A page of very many, in the order and with the filters that the server knows. */
  async #page(
    { cursor, limit, sort: [first], filters }: GridRequest,
    risks: Risks,
    signal: AbortSignal,
  ): Promise<GridPage<SourceRow>> {
    const any = (key: string): string | undefined => {
      const filter = filters[key];
      return filter?.kind === 'choice' && filter.any.length > 0 ? filter.any.join(',') : undefined;
    };
    const { title } = filters;
    const query = {
      ...{ limit, cursor: cursor ?? undefined, state: any('state'), health: any('health') },
      q: title?.kind === 'text' && title.text.trim() !== '' ? title.text.trim() : undefined,
      sort: first?.key === 'title' && first.descending ? '-title' : undefined,
    };
    const page = await this.shell.api.list<ListedSource>('/sources', { query, signal });
    return { ...page, items: page.items.map((source) => withRisk(source, risks)) };
  }

  readonly #menu = (source: SourceRow): unknown => {
    const items = sourceMenu(this.shell, source, {
      changed: () => void this.#sources.reload(),
      remove: () => {
        this.leaving = source;
      },
    });
    return html`<dw-menu size="small" variant="quiet" label=${t('What to do with {title}', { title: source.title })} .items=${items}></dw-menu>`;
  };

  #bulk(): readonly GridBulkAction<SourceRow>[] {
    const each =
      (act: (source: SourceRow) => Promise<unknown>) => async (selected: GridSelected<SourceRow>) => {
        await forEachSelected(this.shell, selected, act);
        await this.#sources.reload();
      };
    return [
      ...(mayScan(this.shell)
        ? [
            {
              ...({ label: t('Scan now'), icon: 'scan', variant: 'primary' } as const),
              run: each((source) => scanNow(this.shell, source)),
            },
          ]
        : []),
      ...(this.shell.may('sources:write')
        ? [
            {
              ...{ label: t('Pause scans and checks'), icon: 'pause' },
              run: each((source) => pause(this.shell, source)),
            },
            {
              ...{ label: t('Resume scans and checks'), icon: 'play' },
              run: each((source) => resume(this.shell, source)),
            },
          ]
        : []),
    ];
  }
}

const withRisk = (source: ListedSource, risks: Risks): SourceRow => ({
  ...source,
  risk: risks.get(source.id) ?? null,
});
