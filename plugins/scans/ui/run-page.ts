import {
  baseStyles,
  DataWaveElement,
  type ListPage,
  layoutStyles,
  type PageLocation,
  Resource,
  remainingWords,
  rich,
  type StreamState,
  t,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { actOnRun, confirmCancel, type Verb, verbIcon, verbsOf, verbWords } from './act-on-run.ts';
import {
  type Comparison,
  type Drift,
  isEnded,
  type ListedScan,
  type LogEntry,
  type ScanProblem,
  type ScanTask,
  scanHref,
  stateWords,
  type Transition,
} from './api.ts';
import { comparisonCard, comparisonStyles } from './comparison-card.ts';
import { driftCard, driftStyles } from './drift-card.ts';
import { ScansLogSection } from './log-section.ts';
import { problemsCard } from './problems-card.ts';
import { progressCard, progressStyles } from './progress-card.ts';
import { ScansTasksSection } from './tasks-section.ts';
import { modeWords } from './words.ts';

const MOST_DRIFTS = 50;
const MOST_PROBLEMS = 50;
/** Problems of a run that is at work are read again this often at most. */
const PROBLEMS_MS = 3000;

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
  declare acting: Verb | null;
  declare now: number;
  #announced = '';
  #problemsTimer: ReturnType<typeof setTimeout> | undefined;
  #run = new Resource(
    this,
    () => this.#id,
    (id, signal) => this.#load(id, signal),
  );
  #problems = this.#part<ListPage<ScanProblem>>((id) => `/scans/${id}/problems?limit=${MOST_PROBLEMS}`);
  #transitions = this.#part<ListPage<Transition>>((id) => `/scans/${id}/transitions`);
  #drifts = this.#part<ListPage<Drift>>((id) => `/scans/${id}/drift?limit=${MOST_DRIFTS}`);
  #comparison = new Resource(
    this,
    () => (this.#run.value !== undefined && isEnded(this.#run.value.state) ? this.#id : null),
    (id, signal) => this.shell.api.get<Comparison>(`/scans/${id}/comparison`, { signal }),
  );

  static override styles = [baseStyles, layoutStyles, progressStyles, driftStyles, comparisonStyles];

  constructor() {
    super();
    this.stream = 'connecting';
    this.acting = null;
    this.now = Date.now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(() => clearTimeout(this.#problemsTimer));
  }

  get #id(): string {
    return encodeURIComponent(this.page.params['id'] ?? '');
  }

  #part<T>(path: (id: string) => string): Resource<string, T> {
    return new Resource(
      this,
      () => this.#id,
      (id, signal) => this.shell.api.get<T>(path(id), { signal }),
    );
  }

  async #load(id: string, signal: AbortSignal): Promise<ListedScan> {
    const run = await this.shell.api.get<ListedScan>(`/scans/${id}`, { signal });
    this.#announced = this.#summary(run);
    if (isEnded(run.state)) this.stream = 'ended';
    else this.#follow(id, signal);
    return run;
  }

  #follow(id: string, loading: AbortSignal): void {
    const timer = setInterval(() => {
      this.now = Date.now();
    }, 1000);
    const stop = (): void => clearInterval(timer);
    const signal = AbortSignal.any([this.lifetime, loading]);
    signal.addEventListener('abort', stop, { once: true });
    this.shell.api.events(`/scans/${id}/events`, {
      signal,
      onState: (state) => {
        this.stream = state;
        if (state === 'ended') stop();
      },
      onProblem: (problem) =>
        this.shell.notify({
          tone: 'warning',
          message: t('Progress is not shown live: {problem}', { problem: problem.message }),
        }),
      isComplete: () => isEnded(this.#run.value?.state ?? 'running'),
      onEvent: ({ event, data }) => {
        // What the server sends here is what it answers elsewhere under the same schema.
        if (event === 'scan') this.#arrived(data as ListedScan);
        else if (event === 'task') this.#taskEnded(data as ScanTask);
        else if (event === 'log') this.#log()?.came(data as LogEntry);
      },
    });
  }

  #arrived(run: ListedScan): void {
    const before = this.#run.value;
    this.#run.replace(run);
    const words = this.#summary(run);
    if (words !== this.#announced) {
      this.#announced = words;
      const left = run.progress.remainingSeconds;
      const told = t('Scan {state}, {done, number} of {total, number} assets', {
        ...{ state: stateWords(run.state), done: run.tasks.done, total: run.tasks.total },
      });
      this.shell.announce(left === null ? `${told}.` : `${told}, ${remainingWords(left)}.`);
    }
    if (before === undefined) return;
    if (before.state === run.state && before.held?.by === run.held?.by) return;
    void this.#transitions.reload();
    void this.#log()?.reload();
    if (!isEnded(run.state)) return;
    void this.#problems.reload();
    void this.#drifts.reload();
  }

  #log(): ScansLogSection | null {
    const section = this.renderRoot.querySelector('scans-log-section');
    return section instanceof ScansLogSection ? section : null;
  }

  /** What a screen reader is told of: a new state, and each quarter of the work. */
  #summary(run: ListedScan): string {
    return `${run.state} ${Math.floor(run.progress.fraction * 4)}`;
  }

  #taskEnded(task: ScanTask): void {
    const section = this.renderRoot.querySelector('scans-tasks-section');
    if (section instanceof ScansTasksSection) section.ended(task);
    if (task.state !== 'failed') return;
    this.#problemsTimer ??= setTimeout(() => {
      this.#problemsTimer = undefined;
      void this.#problems.reload();
    }, PROBLEMS_MS);
  }

  async #act(verb: Verb): Promise<void> {
    if (this.acting !== null) return;
    if (verb === 'cancel' && !(await confirmCancel(this, 1))) return;
    this.acting = verb;
    try {
      const run = await actOnRun(this, this.page.params['id'] ?? '', verb);
      if (run === null) await this.#run.reload();
      else if (verb === 'retry') this.shell.navigate(scanHref(run.id));
      else this.#arrived(run);
    } finally {
      this.acting = null;
    }
  }

  override render(): unknown {
    return this.#run.view({
      ready: (run) => {
        const transitions = this.#transitions.value?.items ?? [];
        return html`
      <dw-page-header heading=${t('Scan of {source}', { source: run.source.title })} .crumbs=${[{ title: t('Scans'), href: '/scans' }]}>
        <p slot="sub" class="row"><scans-state-badge .state=${run.state}></scans-state-badge><span>${run.startedAt === null ? rich('requested {when}', { when: html`<dw-time at=${run.createdAt}></dw-time>` }) : rich('started {when}', { when: html`<dw-time at=${run.startedAt}></dw-time>` })}</span>
          <a href="/sources/${encodeURIComponent(run.source.id)}">${run.source.title}</a></p>
        ${this.#actions(run)}
      </dw-page-header>
      <div class="stack loose">
        ${progressCard(run, { transitions, stream: this.stream, now: this.now })}
        ${isEnded(run.state) && run.state !== 'failed' ? html`<dw-slot name="scan.sections" .context=${{ scan: run }}></dw-slot>` : nothing}
        ${this.#problems.view({ loading: () => nothing, ready: ({ items }) => problemsCard(items, run.tasks.failed) })}
        ${this.#comparison.view({ loading: () => nothing, failed: () => nothing, ready: (comparison) => html`${comparisonCard(run, comparison)}${comparison.changes && comparison.changes.appeared + comparison.changes.changed + comparison.changes.gone > 0 ? html`<scans-changes-section .run=${run.id} .counts=${comparison.changes}></scans-changes-section>` : nothing}` })}
        ${this.#drifts.view({ loading: () => nothing, failed: () => nothing, ready: ({ items, nextCursor }) => driftCard(items, nextCursor !== null) })}
        <scans-tasks-section .run=${run}></scans-tasks-section>
        ${this.#about(run)}
        <scans-log-section .run=${run.id}></scans-log-section>
      </div>`;
      },
    });
  }

  #actions(run: ListedScan): unknown {
    if (!this.shell.may('scans:run')) return nothing;
    const button = (verb: Verb): unknown =>
      html`<dw-button slot="actions" icon=${verbIcon(verb)} ?busy=${this.acting === verb} @click=${() => void this.#act(verb)}>${verbWords(verb, run)}</dw-button>`;
    const [first, ...others] = verbsOf(run);
    // Pause and resume are one button, so that whoever pressed it with the keyboard is still on it.
    return html`${first === undefined ? nothing : button(first)}${others.map(button)}
      ${isEnded(run.state) ? html`<dw-slot slot="actions" name="source.actions" layout="row" .context=${{ source: run.source }}></dw-slot>` : nothing}`;
  }

  /** What was asked for. */
  #about(run: ListedScan): unknown {
    const fact = (title: string, text: unknown): unknown =>
      html`<div><dt>${title}</dt><dd>${text}</dd></div>`;
    return html`<dw-card heading=${t('What was asked for')}><dl class="facts">
      ${fact(t('Mode'), modeWords(run.mode))}
      ${fact(t('Rule'), run.rule === null ? t('None: the plain settings') : html`<a href="/scan-rules/${encodeURIComponent(run.rule.id)}">${run.rule.title}</a> <span class="muted">${t('version {n, number}', { n: run.rule.version })}</span>`)}
      ${fact(t('Priority'), run.priority === 0 ? t('Normal') : run.priority > 0 ? t('Before others ({n, number})', { n: run.priority }) : t('After others ({n, number})', { n: run.priority }))}
      ${run.retryOf === null ? nothing : fact(t('Makes up for'), html`<a href=${scanHref(run.retryOf)}>${t('an earlier scan')}</a>`)}
    </dl></dw-card>`;
  }
}
