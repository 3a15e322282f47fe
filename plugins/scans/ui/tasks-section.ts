import {
  attempt,
  baseStyles,
  DataWaveElement,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { isEnded, type ListedScan, type ScanTask, scanHref, TASK_STATES } from './api.ts';
import { taskStateTitle, taskStateWords, tasksTable } from './tasks-table.ts';

/** While tasks end, the list is read again this often at most. */
const REFRESH_MS = 2000;
const PAGE = 200;

/**
 * The assets of a run with their outcome, page by page, as many as there may be. Rows on screen change where they stand; the list
 * is read again now and then unless somebody has gone on to further pages.
 */
export class ScansTasksSection extends DataWaveElement {
  static override properties = { run: { attribute: false }, state: { state: true } };
  declare run: ListedScan;
  declare state: string;
  /** Newer than what the list holds, by id. */
  readonly #newer = new Map<string, ScanTask>();
  #tasks = new PagedList<ScanTask>(this, () => ({
    path: `/scans/${encodeURIComponent(this.run.id)}/tasks`,
    query: { limit: PAGE, ...(this.state === '' ? {} : { state: this.state }) },
  }));
  #readAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #seen = '';

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
      select { width: auto; }
      dw-loading { padding-inline: var(--dw-space-5); }
    `,
  ];

  constructor() {
    super();
    this.state = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(() => clearTimeout(this.#timer));
  }

  /** A task that has ended since the list was read. */
  ended(task: ScanTask): void {
    if (!this.#tasks.items.some(({ id }) => id === task.id)) return;
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
    if (this.#tasks.items.length > PAGE) return;
    if (this.#timer !== undefined && !atOnce) return;
    clearTimeout(this.#timer);
    const wait = atOnce ? 0 : Math.max(0, this.#readAt + REFRESH_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#readAt = performance.now();
      void this.#tasks.reload().then(() => this.#newer.clear());
    }, wait);
  }

  override render(): unknown {
    const { total } = this.run.tasks;
    if (total === 0) return nothing;
    const choose = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.state = event.target.value;
    };
    return html`<dw-card heading=${t('Assets')} note=${this.#hasSlices ? t('{n, plural, one {# asset or part} other {# assets and parts}}', { n: total }) : t('{n, plural, one {# asset} other {# assets}}', { n: total })} flush>
      <select slot="actions" aria-label=${t('Show assets in this state')} @change=${choose}>
        <option value="">${t('All')}</option>
        ${TASK_STATES.map((state) => html`<option value=${state} ?selected=${state === this.state}>${taskStateTitle(state)}</option>`)}
      </select>
      ${this.#tasks.view({
        ready: (tasks) =>
          tasks.length === 0
            ? html`<dw-empty icon="table" heading=${this.state === '' ? t('No asset yet') : t('No asset is {state}', { state: TASK_STATES.some((known) => known === this.state) ? taskStateWords(this.state as ScanTask['state']) : this.state })}>${this.state === '' ? '' : t('Of {n} none is in this state.', { n: formatNumber(total) })}</dw-empty>`
            : tasksTable(
                tasks.map((task) => this.#newer.get(task.id) ?? task),
                isEnded(this.run.state) && this.shell.may('scans:run') ? this.#retry : null,
              ),
      })}</dw-card>`;
  }

  /** One asset alone, in a scan of its own. */
  readonly #retry = (task: ScanTask): void =>
    void attempt(this.shell, async () => {
      const run = await this.shell.api.post<ListedScan>(
        `/scans/${encodeURIComponent(this.run.id)}/tasks/retry`,
        { tasks: [task.id] },
      );
      this.shell.navigate(scanHref(run.id));
    });

  get #hasSlices(): boolean {
    return this.#tasks.items.some(({ slice }) => slice !== null);
  }
}
