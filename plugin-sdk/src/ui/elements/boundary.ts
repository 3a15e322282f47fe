import { css, html, nothing } from 'lit';
import { DataWaveElement } from '../datawave-element.ts';
import { t } from '../i18n/translate.ts';
import { ElementFailure } from '../shell-context.ts';
import { baseStyles } from '../styles/base.ts';

const PATIENCE_MS = 10_000;

/**
 * Holds one element of a plugin. When its module does not load, the element throws or never shows itself,
 * only this place says so, names the plugin and offers a retry; everything around goes on.
 * @public
 */
export class DwBoundary extends DataWaveElement {
  static override properties = {
    plugin: { type: String },
    element: { type: String },
    values: { attribute: false },
    failure: { state: true },
    isLoading: { state: true },
  };
  declare plugin: string;
  declare element: string;
  /** Properties given to the element. */
  declare values: Readonly<Record<string, unknown>>;
  declare failure: string | null;
  declare isLoading: boolean;
  #content: HTMLElement | null = null;
  #identity = '';
  #attempt = 0;
  // An element that has nothing to say hides itself; its place must not leave a gap then.
  readonly #hiding = new MutationObserver(() => {
    this.hidden = this.#content?.hidden ?? false;
  });

  static override styles = [
    baseStyles,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); min-width: 0; }
      .failed { display: grid; gap: var(--dw-space-2); justify-items: start; padding: var(--dw-space-4); border: 1px dashed color-mix(in srgb, var(--dw-danger-fill) 60%, var(--dw-border)); border-radius: var(--dw-radius-l); background: var(--dw-surface); overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.plugin = '';
    this.element = '';
    this.values = {};
    this.failure = null;
    this.isLoading = false;
    this.addEventListener(ElementFailure.type, (event) => {
      event.stopPropagation();
      if (event instanceof ElementFailure) this.#fail(event.error);
    });
  }

  /** The plugin's element once it is there. */
  get content(): HTMLElement | null {
    return this.#content;
  }

  override willUpdate(): void {
    const identity = `${this.plugin}/${this.element}`;
    if (identity === this.#identity) {
      if (this.#content !== null) Object.assign(this.#content, this.values);
      return;
    }
    this.#identity = identity;
    void this.#show();
  }

  async #show(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#content = null;
    this.failure = null;
    this.isLoading = true;
    try {
      const content = await Promise.race([this.shell.create(this.plugin, this.element), this.#timeout()]);
      if (attempt !== this.#attempt) return;
      Object.assign(content, this.values);
      this.#content = content;
      this.hidden = content.hidden;
      this.#hiding.disconnect();
      this.#hiding.observe(content, { attributeFilter: ['hidden'] });
      this.isLoading = false;
      await this.updateComplete;
      this.dispatchEvent(new Event('dw-shown', { bubbles: true, composed: true }));
    } catch (error) {
      if (attempt === this.#attempt) this.#fail(error);
    }
  }

  #timeout(): Promise<never> {
    return new Promise((_, reject) =>
      setTimeout(
        () => reject(new Error(`It did not load within ${PATIENCE_MS / 1000} seconds.`)),
        PATIENCE_MS,
      ),
    );
  }

  #fail(error: unknown): void {
    this.isLoading = false;
    this.#content = null;
    this.#hiding.disconnect();
    this.hidden = false;
    this.failure = error instanceof Error ? error.message : String(error);
    this.dispatchEvent(
      new CustomEvent('dw-plugin-failure', {
        bubbles: true,
        composed: true,
        detail: { plugin: this.plugin, element: this.element, error },
      }),
    );
  }

  override render(): unknown {
    if (this.failure !== null)
      return html`<div class="failed" role="alert">
      <h2>${t('The plugin “{plugin}” could not show this', { plugin: this.plugin })}</h2>
      <p class="muted small">${this.failure}</p>
      <dw-button size="small" icon="refresh" @click=${() => void this.#show()}>${t('Try again')}</dw-button>
    </div>`;
    if (this.isLoading) return html`<slot name="loading"></slot>`;
    return this.#content ?? nothing;
  }
}
