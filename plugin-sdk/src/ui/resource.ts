import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { asProblem } from './as-problem.ts';
import { isAborted, type ProblemError } from './client/problem.ts';
import type { DataWaveElement } from './datawave-element.ts';
import { t } from './i18n/translate.ts';
import { ReloadWhenTold } from './live/reload-when-told.ts';

type State<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'ready';
      readonly value: T;
      /** What the value is of. */
      readonly of: string | null;
      readonly isReloading: boolean;
      readonly problem: ProblemError | null;
    }
  | { readonly kind: 'failed'; readonly problem: ProblemError };

/** How a {@link Resource} is drawn in each state; what is left out takes the design system's. @public */
export interface ResourceView<T> {
  ready(value: T): unknown;
  loading?(): unknown;
  failed?(problem: ProblemError, retry: () => void): unknown;
}

/** How a {@link Resource} keeps itself up to date. @public */
export interface ResourceOptions {
  /**
   * Topics of live updates after which it loads again by itself, quietly: not while the page is hidden, and not while somebody writes
   * into a field of the element.
   */
  readonly follows?: readonly string[];
}

/**
 * Data that an element shows: loaded when its key changes, aborted when the element goes, drawn with the same
 * loading, error and no-permission states everywhere. While it is loaded again the old value stays on screen.
 *
 * ```ts
 * #source = new Resource(this, () => this.sourceId, (id, signal) => this.shell.api.get<Source>(`/sources/${id}`, { signal }));
 * override render() { return this.#source.view({ ready: (source) => html`<h2>${source.title}</h2>` }); }
 * ```
 * @public
 */
export class Resource<Key, T> implements ReactiveController {
  readonly #host: DataWaveElement;
  readonly #key: () => Key | null;
  readonly #load: (key: Key, signal: AbortSignal) => Promise<T>;
  #state: State<T> = { kind: 'idle' };
  #shown: string | null = null;
  #running: AbortController | null = null;
  #follower: ReloadWhenTold | null = null;

  constructor(
    host: DataWaveElement,
    key: () => Key | null,
    load: (key: Key, signal: AbortSignal) => Promise<T>,
    { follows = [] }: ResourceOptions = {},
  ) {
    this.#host = host;
    this.#key = key;
    this.#load = load;
    host.addController(this);
    if (follows.length > 0) this.#follower = new ReloadWhenTold(host, follows, () => this.#refresh());
  }

  /** The value on screen; undefined until it is there. */
  get value(): T | undefined {
    return this.#state.kind === 'ready' ? this.#state.value : undefined;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
    // The server was away and answers again: what could not be had is had now, without anybody asking.
    this.#host.listen(window, 'dw-reached', () => {
      if ('problem' in this.#state && this.#state.problem?.status === 0) void this.reload();
    });
  }

  hostUpdate(): void {
    const key = this.#key();
    const identity = key === null ? null : JSON.stringify(key);
    if (identity === this.#shown) return;
    this.#shown = identity;
    if (key === null) this.#state = { kind: 'idle' };
    else void this.#run(key);
  }

  hostDisconnected(): void {
    this.#running?.abort();
    this.#running = null;
    this.#shown = null;
  }

  /** Loads again and resolves when that is done; the old value stays until then. */
  async reload(): Promise<void> {
    this.#follower?.settled();
    const key = this.#key();
    if (key !== null) await this.#run(key);
  }

  /** Loads again unless that is being done already: then what comes is new enough, or the next change tells. */
  async #refresh(): Promise<void> {
    const key = this.#key();
    if (key !== null && this.#shown !== null && this.#state.kind !== 'loading') await this.#run(key);
  }

  /** Puts a newer value that came by another way: an event, the answer to a change. */
  replace(value: T): void {
    this.#follower?.settled();
    this.#state = { kind: 'ready', value, of: this.#shown, isReloading: false, problem: null };
    this.#host.requestUpdate();
  }

  view(view: ResourceView<T>): unknown {
    const state = this.#state;
    if (state.kind === 'ready') {
      return state.problem === null || this.#isToldAround(state.problem, state.of)
        ? view.ready(state.value)
        : html`${this.#stale(state.problem)}${view.ready(state.value)}`;
    }
    if (state.kind === 'failed') {
      const retry = (): void => void this.reload();
      return (
        view.failed?.(state.problem, retry) ??
        html`<dw-problem .problem=${state.problem} @dw-retry=${retry}></dw-problem>`
      );
    }
    if (state.kind === 'loading') return view.loading?.() ?? html`<dw-loading></dw-loading>`;
    return nothing;
  }

  /** The frame says by itself that the server is away; here it need be said only of what is not what was asked for. */
  #isToldAround(problem: ProblemError, of: string | null): boolean {
    return problem.code === 'DW_UI_OFFLINE' && of === this.#shown;
  }

  #stale(problem: ProblemError): TemplateResult {
    return html`<dw-callout tone="warning" icon="cloud-off">${t('What you see may be old.')} ${problem.message}</dw-callout>`;
  }

  async #run(key: Key): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#state = this.#state.kind === 'ready' ? { ...this.#state, isReloading: true } : { kind: 'loading' };
    this.#host.requestUpdate();
    try {
      const value = await this.#load(key, running.signal);
      if (running.signal.aborted) return;
      this.#state = { kind: 'ready', value, of: JSON.stringify(key), isReloading: false, problem: null };
    } catch (error) {
      if (running.signal.aborted || isAborted(error)) return;
      const problem = asProblem(error);
      const keeps = this.#state.kind === 'ready' && (problem.status === 0 || problem.status >= 500);
      this.#state =
        keeps && this.#state.kind === 'ready'
          ? { ...this.#state, isReloading: false, problem }
          : { kind: 'failed', problem };
    }
    this.#host.requestUpdate();
  }
}
