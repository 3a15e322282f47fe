import { css, html, nothing } from 'lit';
import { ProblemError } from '../client/problem.ts';
import { DataWaveElement } from '../datawave-element.ts';
import { t } from '../i18n/translate.ts';
import { ElementFailure, PluginFault } from '../shell-context.ts';
import { baseStyles } from '../styles/base.ts';

const PATIENCE_MS = 10_000;

/**
 * Holds one element of a plugin. When its module does not load, the element throws or never shows itself, only this place says so,
 * names the plugin and offers a retry; everything around goes on. What comes after all is offered, and not put where somebody reads. An
 * error of the plugin while its element is shown, in the handler of an event or later, is said above it. What the server did not
 * answer for is nobody's fault: that is said calmly, and it is had once the server is reached again.
 * @public
 */
export class DwBoundary extends DataWaveElement {
  static override properties = {
    plugin: { type: String },
    element: { type: String },
    values: { attribute: false },
    failure: { state: true },
    unreached: { state: true },
    isLoading: { state: true },
    late: { state: true },
    fault: { state: true },
  };
  declare plugin: string;
  declare element: string;
  /** Properties given to the element. */
  declare values: Readonly<Record<string, unknown>>;
  declare failure: string | null;
  /** Why the element could not be had: there was no answer. */
  declare unreached: ProblemError | null;
  declare isLoading: boolean;
  /** The element, where it came when nobody waited for it any more. */
  declare late: HTMLElement | null;
  /** What went wrong while the element was shown, which it still is. */
  declare fault: string | null;
  #content: HTMLElement | null = null;
  #identity = '';
  #attempt = 0;
  /** The server was reached again while the element was being had: what fails then may have been asked for before. */
  #isReachedSince = false;
  // An element that has nothing to say hides itself; its place must not leave a gap then.
  readonly #hiding = new MutationObserver(() => {
    this.hidden = this.#content?.hidden ?? false;
  });

  static override styles = [
    baseStyles,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); min-width: 0; }
      .fault { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-1) var(--dw-space-3); margin-block-end: var(--dw-space-3); padding: var(--dw-space-1) var(--dw-space-3); border-radius: var(--dw-radius); background: var(--dw-warning-soft); color: var(--dw-warning-text); }
      .fault p { flex: 1 1 12rem; min-width: 0; overflow-wrap: anywhere; }
      .failed { display: grid; gap: var(--dw-space-2); justify-items: start; padding: var(--dw-space-4); border: 1px dashed color-mix(in srgb, var(--dw-danger-fill) 60%, var(--dw-border)); border-radius: var(--dw-radius-l); background: var(--dw-surface); overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.plugin = '';
    this.element = '';
    this.values = {};
    this.failure = null;
    this.unreached = null;
    this.isLoading = false;
    this.late = null;
    this.fault = null;
    this.addEventListener(ElementFailure.type, (event) => {
      event.stopPropagation();
      if (event instanceof ElementFailure) this.#fail(event.error);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The module may have been asked for while the server was away.
    this.listen(window, 'dw-reached', () => {
      if (this.isLoading) this.#isReachedSince = true;
      else if (this.failure !== null && this.late === null) void this.#show();
    });
    this.listen(document, PluginFault.type, (event) => {
      if (!(event instanceof PluginFault) || event.defaultPrevented || event.plugin !== this.plugin) return;
      if (this.#content === null || this.hidden) return;
      // One place says it, however many show something of the plugin.
      event.preventDefault();
      this.fault = messageOf(event.error);
    });
  }

  /** The plugin's element once it is there. */
  get content(): HTMLElement | null {
    return this.#content;
  }

  override willUpdate(): void {
    const identity = `${this.plugin}/${this.element}`;
    if (identity === this.#identity) {
      if (this.#content !== null) give(this.#content, this.values);
      return;
    }
    this.#identity = identity;
    void this.#show();
  }

  async #show(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#isReachedSince = false;
    this.#content = null;
    this.failure = null;
    this.unreached = null;
    this.fault = null;
    this.late = null;
    this.isLoading = true;
    const creating = this.shell.create(this.plugin, this.element);
    const late = Promise.withResolvers<never>();
    const patience = setTimeout(
      () => late.reject(new TooLate(t('It did not load within {n} seconds.', { n: PATIENCE_MS / 1000 }))),
      PATIENCE_MS,
    );
    try {
      const content = await Promise.race([creating, late.promise]);
      if (attempt === this.#attempt) await this.#put(content);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof TooLate) this.#giveUp();
      // One more time for each time that the server came back.
      if (this.#isReachedSince) return this.#show();
      this.#fail(error);
      if (error instanceof TooLate) this.#await(creating, attempt);
    } finally {
      clearTimeout(patience);
    }
  }

  /** Another attempt fetches the module anew. */
  #giveUp(): void {
    this.dispatchEvent(
      new CustomEvent('dw-retry-plugin', { detail: this.plugin, bubbles: true, composed: true }),
    );
  }

  async #put(content: HTMLElement): Promise<void> {
    give(content, this.values);
    this.failure = null;
    this.unreached = null;
    this.late = null;
    this.#content = content;
    this.hidden = content.hidden;
    this.#hiding.disconnect();
    this.#hiding.observe(content, { attributeFilter: ['hidden'] });
    this.isLoading = false;
    await this.updateComplete;
    this.dispatchEvent(new Event('dw-shown', { bubbles: true, composed: true }));
  }

  /** What is given up may come yet. */
  #await(creating: Promise<HTMLElement>, attempt: number): void {
    creating.then(
      (content) => {
        if (attempt === this.#attempt) this.late = content;
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.#fail(error);
      },
    );
  }

  #fail(error: unknown): void {
    this.isLoading = false;
    this.#content = null;
    this.#hiding.disconnect();
    this.hidden = false;
    this.failure = messageOf(error);
    this.unreached = error instanceof ProblemError && error.status === 0 ? error : null;
    this.dispatchEvent(
      new CustomEvent('dw-plugin-failure', {
        bubbles: true,
        composed: true,
        detail: { plugin: this.plugin, element: this.element, error },
      }),
    );
  }

  override render(): unknown {
    const { plugin, late, unreached } = this;
    if (unreached !== null && late === null)
      return html`<dw-problem .problem=${unreached} @dw-retry=${() => void this.#show()}></dw-problem>`;
    if (this.failure !== null)
      return html`<div class="failed" role="alert">
      <h2>${t('The plugin “{plugin}” could not show this', { plugin })}</h2>
      <p class="muted small">${late === null ? this.failure : t('It has loaded after all.')}</p>
      ${
        late === null
          ? html`<dw-button size="small" icon="refresh" @click=${() => void this.#show()}>${t('Try again')}</dw-button>`
          : html`<dw-button size="small" icon="eye" @click=${() => void this.#put(late)}>${t('Show it')}</dw-button>`
      }
    </div>`;
    if (this.isLoading) return html`<slot name="loading"></slot>`;
    if (this.#content === null) return nothing;
    return html`${this.fault === null ? nothing : this.#faulty(this.fault)}${this.#content}`;
  }

  #faulty(fault: string): unknown {
    const dismiss = (): void => {
      this.fault = null;
    };
    return html`<div class="fault" role="alert"><dw-icon name="warning"></dw-icon>
      <p class="small">${t('Something in the plugin “{plugin}” went wrong: {fault}', { plugin: this.plugin, fault })}</p>
      <dw-button size="small" variant="quiet" icon="refresh" @click=${() => void this.#show()}>${t('Start it anew')}</dw-button>
      <dw-button size="small" variant="quiet" icon="close" label=${t('Dismiss')} @click=${dismiss}></dw-button></div>`;
  }
}

/** An element that stands for another takes values by itself. */
interface Stand extends HTMLElement {
  takeValues(values: Readonly<Record<string, unknown>>): void;
}

const isStand = (element: HTMLElement): element is Stand =>
  'takeValues' in element && typeof element.takeValues === 'function';

function give(element: HTMLElement, values: Readonly<Record<string, unknown>>): void {
  if (isStand(element)) element.takeValues(values);
  else Object.assign(element, values);
}

/** Nobody waits for the element any longer. */
class TooLate extends Error {}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
