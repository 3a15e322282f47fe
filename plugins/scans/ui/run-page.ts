import {
  baseStyles,
  confirmAction,
  count,
  DataWaveElement,
  formatDuration,
  formatNumber,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  type StreamState,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  elapsed,
  isEnded,
  isWorking,
  type ListedScan,
  type ScanProblem,
  type ScanTask,
  stateTone,
  stateWords,
} from './api.ts';
import { problemsCard } from './problems-card.ts';
import { tasksTable } from './tasks-table.ts';

const SHOWN_TASKS = 200;

/** One run: live progress while it works, what it found, and every asset with its outcome. */
export class ScansRunPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    stream: { state: true },
    acting: { state: true },
    now: { state: true },
  };
  declare page: PageLocation;
  declare stream: StreamState;
  declare acting: string | null;
  declare now: number;
  #tasks = new Map<string, ScanTask>();
  #announced = '';
  #run = new Resource(
    this,
    () => this.#id,
    (id, signal) => this.#load(id, signal),
  );
  #problems = new Resource(
    this,
    () => this.#id,
    (id, signal) => this.shell.api.all<ScanProblem>(`/scans/${id}/problems`, { signal, limit: 500 }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .figures { display: flex; flex-wrap: wrap; gap: var(--dw-space-3) var(--dw-space-6); }
      .figures dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .figures dd { font-size: var(--dw-font-size-l); font-weight: 600; font-variant-numeric: tabular-nums; }
    `,
  ];

  constructor() {
    super();
    this.stream = 'connecting';
    this.acting = null;
    this.now = Date.now();
  }

  get #id(): string {
    return encodeURIComponent(this.page.params['id'] ?? '');
  }

  async #load(id: string, signal: AbortSignal): Promise<ListedScan> {
    const [run, tasks] = await Promise.all([
      this.shell.api.get<ListedScan>(`/scans/${id}`, { signal }),
      this.shell.api.all<ScanTask>(`/scans/${id}/tasks`, { signal, limit: SHOWN_TASKS }),
    ]);
    for (const task of tasks) this.#tasks.set(task.id, task);
    if (!isEnded(run.state)) this.#follow(id, signal);
    else this.stream = 'ended';
    return run;
  }

  #follow(id: string, loading: AbortSignal): void {
    const timer = setInterval(() => {
      this.now = Date.now();
    }, 1000);
    const stop = (): void => clearInterval(timer);
    this.lifetime.addEventListener('abort', stop, { once: true });
    this.shell.api.events(`/scans/${id}/events`, {
      signal: AbortSignal.any([this.lifetime, loading]),
      onState: (state) => {
        this.stream = state;
        if (state === 'ended') stop();
      },
      onProblem: (problem) =>
        this.shell.notify({ tone: 'warning', message: `Progress is not shown live: ${problem.message}` }),
      isComplete: () => isEnded(this.#run.value?.state ?? 'running'),
      onEvent: ({ event, data }) => {
        // What the server sends here is what it answers elsewhere under the same schema.
        if (event === 'scan') this.#arrived(data as ListedScan);
        else if (event === 'task') this.#taskEnded(data as ScanTask);
      },
    });
  }

  #arrived(run: ListedScan): void {
    const before = this.#run.value;
    this.#run.replace(run);
    const tenth = run.tasks.total === 0 ? 0 : Math.floor((run.tasks.done / run.tasks.total) * 4);
    const words = `${stateWords(run.state)} ${tenth}`;
    if (words !== this.#announced) {
      this.#announced = words;
      this.shell.announce(`Scan ${stateWords(run.state)}, ${run.tasks.done} of ${run.tasks.total} assets.`);
    }
    if (before !== undefined && !isEnded(before.state) && isEnded(run.state)) {
      void this.#problems.reload();
    }
  }

  #taskEnded(task: ScanTask): void {
    this.#tasks.set(task.id, task);
    if (task.state === 'failed') void this.#problems.reload();
    this.requestUpdate();
  }

  async #act(verb: 'pause' | 'resume' | 'cancel'): Promise<void> {
    if (verb === 'cancel') {
      const isConfirmed = await confirmAction(this, {
        heading: 'Cancel this scan?',
        text: 'What was found so far is kept. The rest is not looked at.',
        action: 'Cancel scan',
        isDangerous: true,
      });
      if (!isConfirmed) return;
    }
    this.acting = verb;
    try {
      this.#arrived(await this.shell.api.post<ListedScan>(`/scans/${this.#id}/${verb}`));
    } catch (error) {
      this.shell.notify({
        tone: 'danger',
        message: error instanceof ProblemError ? error.message : `The scan could not be ${verb}d.`,
      });
      await this.#run.reload();
    } finally {
      this.acting = null;
    }
  }

  override render(): unknown {
    return this.#run.view({
      ready: (run) => html`
      <dw-page-header heading="Scan of ${run.source.title}" .crumbs=${[{ title: 'Scans', href: '/scans' }]}>
        <p slot="sub" class="row"><scans-state-badge .state=${run.state}></scans-state-badge><span>started <dw-time at=${run.startedAt ?? run.createdAt}></dw-time></span>
          <a href="/sources/${encodeURIComponent(run.source.id)}">${run.source.title}</a></p>
        ${this.#actions(run)}
      </dw-page-header>
      <div class="stack loose">
        ${this.#progress(run)}
        ${isEnded(run.state) && run.state !== 'failed' ? html`<dw-slot name="scan.sections" .context=${{ scan: run }}></dw-slot>` : nothing}
        ${this.#problems.view({ loading: () => nothing, ready: (problems) => problemsCard(problems) })}
        ${this.#assets(run)}
      </div>`,
    });
  }

  #actions(run: ListedScan): unknown {
    if (!this.shell.may('scans:run')) return nothing;
    const button = (verb: 'pause' | 'resume' | 'cancel', title: string, icon: string): unknown =>
      html`<dw-button slot="actions" icon=${icon} ?busy=${this.acting === verb} @click=${() => void this.#act(verb)}>${title}</dw-button>`;
    return html`${run.canPause ? button('pause', 'Pause', 'pause') : nothing}${run.canResume ? button('resume', 'Resume', 'play') : nothing}${run.canCancel ? button('cancel', 'Cancel', 'stop') : nothing}
      ${isEnded(run.state) ? html`<dw-slot slot="actions" name="source.actions" layout="row" .context=${{ source: run.source }}></dw-slot>` : nothing}`;
  }

  #progress(run: ListedScan): unknown {
    const { total, done, failed } = run.tasks;
    const isKnown = total > 0 && run.state !== 'queued' && run.state !== 'initializing';
    const value = isEnded(run.state) ? 1 : isKnown ? done / total : null;
    const tone =
      run.state === 'failed'
        ? 'danger'
        : run.state === 'cancelled'
          ? 'neutral'
          : isEnded(run.state)
            ? stateTone(run.state)
            : '';
    const time = elapsed(run, this.now);
    const figure = (title: string, text: unknown): unknown =>
      html`<div><dt>${title}</dt><dd>${text}</dd></div>`;
    return html`<dw-card><div class="stack">
      ${this.stream === 'behind' ? html`<dw-callout tone="warning" icon="cloud-off" live>The connection was lost; what you see may be behind. Trying again.</dw-callout>` : nothing}
      ${run.error === null ? nothing : html`<dw-callout tone="danger" heading="The scan failed" live>${run.error.message} ${run.error.hint ?? ''}<div class="small"><code>${run.error.code}</code></div></dw-callout>`}
      <dw-progress label="Assets scanned" .value=${value} .tone=${tone}></dw-progress>
      <dl class="figures">
        ${figure('Assets', isKnown || isEnded(run.state) ? `${formatNumber(done)} of ${formatNumber(total)}` : isWorking(run.state) ? 'looking …' : '–')}
        ${figure('With problems', formatNumber(failed))}
        ${figure('Columns', formatNumber(run.columns))}
        ${figure('Sensitive', formatNumber(run.sensitiveColumns))}
        ${figure(isEnded(run.state) ? 'Took' : 'Running for', time === null ? '–' : formatDuration(isEnded(run.state) ? time : Math.floor(time / 1000) * 1000))}
      </dl></div></dw-card>`;
  }

  #assets(run: ListedScan): unknown {
    const tasks = [...this.#tasks.values()];
    if (tasks.length === 0) return nothing;
    const note =
      run.tasks.total > tasks.length
        ? `${formatNumber(tasks.length)} of ${count(run.tasks.total, 'asset')}`
        : count(tasks.length, 'asset');
    return html`<dw-card heading="Assets" note=${note} flush>${tasksTable(tasks)}</dw-card>`;
  }
}
