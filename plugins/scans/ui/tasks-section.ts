import {
  attempt,
  baseStyles,
  DataWaveElement,
  type ListPage,
  layoutStyles,
  t,
} from '@datawave/plugin-sdk/ui';
import {
  type DwGrid,
  type GridFilter,
  type GridRequest,
  type GridSelected,
  gridOf,
} from '@datawave/plugin-sdk/ui/grid';
import { html, nothing } from 'lit';
import { isEnded, type ListedScan, type ScanTask, scanHref } from './api.ts';
import { assetHref, canRetry, taskCellStyles, taskColumns } from './task-columns.ts';

/** While tasks end, the list is read again this often at most. */
const REFRESH_MS = 2000;
/** Assets that one request scans once more. */
const MOST_RETRIED = 1000;

/**
 * The assets of a run with their outcome, as many as there may be. Rows on screen change where they stand; the list is read again
 * now and then.
 */
export class ScansTasksSection extends DataWaveElement {
  static override properties = { run: { attribute: false }, hasParts: { state: true } };
  declare run: ListedScan;
  /** Whether some of them are parts of an asset. */
  declare hasParts: boolean;
  /** Newer than what the list holds, by id. */
  readonly #newer = new Map<string, ScanTask>();
  readonly #newest = (task: ScanTask): ScanTask => this.#newer.get(task.id) ?? task;
  #readAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #seen = '';

  static override styles = [baseStyles, layoutStyles];

  constructor() {
    super();
    this.hasParts = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(() => clearTimeout(this.#timer));
  }

  get #grid(): DwGrid | null {
    return this.renderRoot.querySelector('dw-grid');
  }

  /** A task that has ended since the list was read. */
  ended(task: ScanTask): void {
    this.#newer.set(task.id, task);
    this.requestUpdate();
  }

  override willUpdate(): void {
    this.hidden = this.run.tasks.total === 0;
  }

  override updated(): void {
    const { state, tasks } = this.run;
    const seen = `${state} ${tasks.done} ${tasks.total}`;
    if (seen === this.#seen) return;
    const isFirst = this.#seen === '';
    this.#seen = seen;
    if (!isFirst) this.#readAgain(isEnded(state));
  }

  #readAgain(atOnce: boolean): void {
    if (this.#timer !== undefined && !atOnce) return;
    clearTimeout(this.#timer);
    const wait = atOnce ? 0 : Math.max(0, this.#readAt + REFRESH_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#readAt = performance.now();
      const known = [...this.#newer.keys()];
      void this.#grid?.reload().then(() => {
        for (const id of known) this.#newer.delete(id);
      });
    }, wait);
  }

  override render(): unknown {
    const { run } = this;
    if (run.tasks.total === 0) return nothing;
    const columns = taskColumns({ hasBytes: run.progress.bytes > 0, newest: this.#newest });
    const counted = (n: number): string =>
      this.hasParts
        ? t('{n, plural, one {# asset or part} other {# assets and parts}}', { n })
        : t('{n, plural, one {# asset} other {# assets}}', { n });
    const mayRetry = isEnded(run.state) && this.shell.may('scans:run');
    return html`<dw-card heading=${t('Assets')} flush>${gridOf<ScanTask>({
      ...{ label: t('Assets of this scan'), columns, counted, rowHeight: 'measured' },
      ...{ storageKey: 'scans.tasks', fileName: 'scan', styles: taskCellStyles },
      key: ({ id }) => id,
      href: (task) => assetHref(this.#newest(task)),
      source: { key: run.id, load: (request, signal) => this.#load(request, signal) },
      ...(mayRetry && run.canRetry
        ? {
            actions: this.#actions,
            actionsWidth: 64,
            bulk: [{ label: t('Retry chosen'), icon: 'refresh', run: (one) => this.#retryChosen(one) }],
          }
        : {}),
      empty: { icon: 'table', heading: t('No asset yet') },
    })}</dw-card>`;
  }

  #query(filters: Readonly<Record<string, GridFilter>>): { readonly state?: string; readonly q?: string } {
    const { state, name } = filters;
    return {
      ...(state?.kind === 'choice' && state.any.length > 0 ? { state: state.any.join(',') } : {}),
      ...(name?.kind === 'text' && name.text.trim() !== '' ? { q: name.text.trim() } : {}),
    };
  }

  async #load(
    { cursor, limit, sort: [first], filters }: GridRequest,
    signal: AbortSignal,
  ): Promise<ListPage<ScanTask>> {
    const sort = first === undefined ? undefined : `${first.descending ? '-' : ''}${first.key}`;
    const query = { ...this.#query(filters), sort, limit, cursor: cursor ?? undefined };
    const page = await this.shell.api.list<ScanTask>(`/scans/${encodeURIComponent(this.run.id)}/tasks`, {
      ...{ query, signal },
    });
    this.hasParts ||= page.items.some(({ slice }) => slice !== null);
    return page;
  }

  readonly #actions = (task: ScanTask): unknown =>
    canRetry(this.#newest(task))
      ? html`<dw-button size="small" variant="quiet" icon="refresh" label=${t('Retry {asset}', { asset: task.name })} @click=${() => void this.#retry([task.id])}></dw-button>`
      : nothing;

  async #retryChosen(selected: GridSelected<ScanTask>): Promise<void> {
    const chosen = selected.all === null ? selected.keys : await this.#missing(selected.all);
    await this.#retry(chosen.slice(0, MOST_RETRIED));
  }

  /** Ids of what was not done, of all that match. */
  async #missing(all: NonNullable<GridSelected<ScanTask>['all']>): Promise<readonly string[]> {
    const asked = this.#query(all.filters);
    const tasks = await this.shell.api.all<ScanTask>(`/scans/${encodeURIComponent(this.run.id)}/tasks`, {
      query: { ...asked, state: asked.state ?? 'failed,cancelled' },
      limit: MOST_RETRIED,
    });
    return tasks.map(({ id }) => id).filter((id) => !all.except.includes(id));
  }

  /** These assets alone, in a scan of its own; those among them that are done already are left out. */
  readonly #retry = (tasks: readonly string[]): Promise<boolean> =>
    attempt(this.shell, async () => {
      const run = await this.shell.api.post<ListedScan>(
        `/scans/${encodeURIComponent(this.run.id)}/tasks/retry`,
        { tasks },
      );
      this.shell.navigate(scanHref(run.id));
    });
}
