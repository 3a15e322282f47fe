import {
  baseStyles,
  DataWaveElement,
  forEachSelected,
  type ListPage,
  layoutStyles,
  type PageLocation,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import {
  type DwGrid,
  type GridBulkAction,
  type GridRequest,
  type GridSelected,
  gridOf,
  gridQuery,
  gridStateIn,
} from '@datawave/plugin-sdk/ui/grid';
import { html, nothing } from 'lit';
import { actOnRun, confirmCancel, runMenu, type Verb, verbIcon } from './act-on-run.ts';
import { type ListedScan, scanHref } from './api.ts';
import { inTurn } from './queue-table.ts';
import { historyColumns, queueColumns, runCellStyles } from './run-columns.ts';

const MOST_ACTIVE = 100;
/** Columns that the server orders by. */
const ORDERS: readonly string[] = ['requested', 'source', 'took'];

/** Runs that have not ended, in the order of their turns. */
interface Active {
  readonly runs: readonly ListedScan[];
  /** Whose turn is next, as far as that is known. */
  readonly next: string | undefined;
  /** Whether none is left out. */
  readonly isWhole: boolean;
}

/** Runs that are at work or wait for their turn, and those that have ended. */
export class ScansPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #active = new Resource(
    this,
    () => 'active',
    async (_, signal) => {
      const query = { state: 'active', limit: MOST_ACTIVE };
      const { items, nextCursor } = await this.shell.api.list<ListedScan>('/scans', { query, signal });
      const runs = inTurn(items);
      // Whose turn is next is known where none is left out.
      const next = nextCursor === null ? runs.find(({ state }) => state === 'queued')?.id : undefined;
      return { runs, next, isWhole: nextCursor === null };
    },
    { follows: ['scan-progress'] },
  );

  static override styles = [baseStyles, layoutStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(this.shell.live.follow('scans', () => void this.#history?.reload()));
  }

  get #history(): DwGrid | null {
    return this.renderRoot.querySelector<DwGrid>('.history dw-grid');
  }

  get #mayRun(): boolean {
    return this.shell.may('scans:run');
  }

  override render(): unknown {
    return html`<dw-page-header heading=${t('Scans')}><p slot="sub">${t('Every run over your sources.')}</p><dw-button slot="actions" variant="quiet" icon="compare" href="/scans/drift">${t('Schema changes')}</dw-button>${this.#start()}</dw-page-header>
      <div class="stack loose">
      ${this.#active.view({ loading: () => nothing, ready: (active) => (active.runs.length === 0 ? nothing : this.#queue(active)) })}
      <dw-card class="history" heading=${t('History')} flush>${this.#ended()}</dw-card></div>`;
  }

  /** The way to a new scan; the address opens it, so that a command leads there. */
  #start(): unknown {
    if (!this.#mayRun || !this.shell.may('sources:read')) return nothing;
    const close = (): void => this.#open(false);
    return html`<dw-button slot="actions" variant="primary" icon="scan" @click=${() => this.#open(true)}>${t('Run a scan')}</dw-button>
      ${this.page.query.has('start') ? html`<scans-run-dialog slot="actions" @close=${close}></scans-run-dialog>` : nothing}`;
  }

  #open(isOpen: boolean): void {
    const query = new URLSearchParams(this.page.query);
    if (isOpen) query.set('start', '1');
    else query.delete('start');
    const text = query.toString();
    this.shell.navigate(text === '' ? '/scans' : `/scans?${text}`, { replace: true });
  }

  #queue({ runs, next, isWhole }: Active): unknown {
    return html`<dw-card heading=${t('Now')} note=${this.#note(runs, isWhole)} flush>${gridOf<ListedScan>({
      ...{ label: t('Scans at work and in the queue'), columns: queueColumns(next), rows: runs },
      ...{ plain: true, rowHeight: 56, storageKey: 'scans.queue', styles: runCellStyles },
      key: ({ id }) => id,
      href: ({ id }) => scanHref(id),
      ...(this.#mayRun
        ? { actions: this.#actions, actionsWidth: 64, bulk: this.#bulk(['pause', 'resume', 'cancel']) }
        : {}),
    })}</dw-card>`;
  }

  #ended(): unknown {
    const columns = historyColumns();
    return gridOf<ListedScan>({
      ...{ label: t('History of scans'), columns, storageKey: 'scans.history', fileName: 'scans' },
      styles: runCellStyles,
      key: ({ id }) => id,
      href: ({ id }) => scanHref(id),
      counted: (n) => t('{n, plural, one {# scan} other {# scans}}', { n }),
      source: { key: 'ended', load: (request, signal) => this.#load(request, signal) },
      state: gridStateIn(this.page.query, columns),
      onState: (state) => {
        const text = gridQuery(state, this.page.query).toString();
        this.shell.navigate(text === '' ? '/scans' : `/scans?${text}`, { replace: true });
      },
      ...(this.#mayRun ? { actions: this.#actions, actionsWidth: 64, bulk: this.#bulk(['retry']) } : {}),
      empty: this.#empty(),
    });
  }

  async #load(
    { cursor, limit, sort: [first], filters }: GridRequest,
    signal: AbortSignal,
  ): Promise<ListPage<ListedScan>> {
    const { state, source } = filters;
    return this.shell.api.list<ListedScan>('/scans', {
      query: {
        ...{ limit, cursor: cursor ?? undefined },
        state: state?.kind === 'choice' && state.any.length > 0 ? state.any.join(',') : 'ended',
        q: source?.kind === 'text' && source.text.trim() !== '' ? source.text.trim() : undefined,
        // An address may name any column.
        sort:
          first !== undefined && ORDERS.includes(first.key)
            ? `${first.descending ? '-' : ''}${first.key}`
            : undefined,
      },
      signal,
    });
  }

  #note(runs: readonly ListedScan[], isWhole: boolean): string {
    const waiting = runs.filter(({ state }) => state === 'queued').length;
    const paused = runs.filter(({ state }) => state === 'paused').length;
    const working = runs.length - waiting - paused;
    return [
      working === 0 ? '' : t('{n, number} at work', { n: working }),
      paused === 0 ? '' : t('{n, number} paused', { n: paused }),
      waiting === 0 ? '' : t('{n, number} waiting', { n: waiting }),
      isWhole ? '' : t('more behind these'),
    ]
      .filter((part) => part !== '')
      .join(', ');
  }

  #empty() {
    if ((this.#active.value?.runs.length ?? 0) > 0)
      return {
        ...{ icon: 'scan', heading: t('None has ended yet') },
        text: t('What is at work now stands here when it has ended.'),
      };
    const actions = html`<dw-button href="/sources">${t('See sources')}</dw-button>`;
    return { icon: 'scan', heading: t('No scan yet'), text: t('Open a source and scan it.'), actions };
  }

  readonly #actions = (run: ListedScan): unknown => {
    const items = runMenu(run, (one, verb) => void this.#act(one, verb));
    return items.length === 0
      ? nothing
      : html`<dw-menu size="small" variant="quiet" label=${t('What to do with the scan of {source}', { source: run.source.title })} .items=${items}></dw-menu>`;
  };

  async #act(run: ListedScan, verb: Verb): Promise<void> {
    if (verb === 'cancel' && !(await confirmCancel(this, 1))) return;
    const done = await actOnRun(this, run.id, verb);
    if (done !== null && verb === 'retry') this.shell.navigate(scanHref(done.id));
    else await this.#reload();
  }

  async #reload(): Promise<void> {
    await Promise.all([this.#active.reload(), this.#history?.reload()]);
  }

  #bulk(verbs: readonly Verb[]): readonly GridBulkAction<ListedScan>[] {
    const words = {
      pause: t('Pause'),
      resume: t('Resume'),
      cancel: t('Cancel scans'),
      retry: t('Retry what is missing'),
    };
    return verbs.map((verb) => ({
      ...{ label: words[verb], icon: verbIcon(verb) },
      ...(verb === 'cancel' ? ({ variant: 'danger' } as const) : {}),
      run: async (selected: GridSelected<ListedScan>) => {
        if (verb === 'cancel' && !(await confirmCancel(this, selected.rows.length))) return;
        await forEachSelected(this.shell, selected, ({ id }) =>
          this.shell.api.post(`/scans/${encodeURIComponent(id)}/${verb}`),
        );
        await this.#reload();
      },
    }));
  }
}
