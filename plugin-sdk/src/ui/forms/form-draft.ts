import { html, nothing, type ReactiveController } from 'lit';
import type { DataWaveElement } from '../datawave-element.ts';
import type { Draft, DraftOptions, Drafts } from '../drafts.ts';
import { rich, t } from '../i18n/translate.ts';

/** How a {@link FormDraft} keeps its form. @public */
export interface FormDraftOptions {
  /** Names of values that are never kept. */
  readonly secrets?: readonly string[];
}

const PAUSE_MS = 300;

/**
 * Keeps what is written into one form of a page, in this tab, so that a reload, an ended session or a lost server takes nothing. Call
 * `keep` after every change, `take` where the form is first filled, hand it to {@link saveForm}, and draw `note` above the form.
 *
 * ```ts
 * #draft = new FormDraft<Badge>(this, () => 'badge');
 * // loaded:  this.badge = this.#draft.take()?.values ?? loaded;
 * // changed: this.#draft.keep(this.badge, { etag });
 * // saved:   await saveForm(this, () => …, { draft: this.#draft });
 * // drawn:   ${this.#draft.note(() => { this.badge = loaded; })}
 * ```
 * @public
 */
export class FormDraft<T> implements ReactiveController {
  readonly #host: DataWaveElement;
  readonly #form: () => string;
  readonly #options: FormDraftOptions;
  #pending: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #taken: Draft<T> | null = null;
  /** Where the form is: what is saved or left there is often noticed only when the browser is on another page. */
  #place: { readonly drafts: Drafts; readonly path: string } | null = null;

  constructor(host: DataWaveElement, form: () => string, options: FormDraftOptions = {}) {
    this.#host = host;
    this.#form = form;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#place = null;
    this.#host.listen(window, 'pagehide', () => this.#flush());
  }

  hostDisconnected(): void {
    this.#flush();
  }

  /** What was left in the form when the page was last open; null when nothing was. From then on `note` says so. */
  take(): Draft<T> | null {
    const { drafts, path } = this.#stand();
    this.#taken = drafts.read<T>(this.#form(), path);
    this.#host.requestUpdate();
    return this.#taken;
  }

  /** Keeps what stands in the form, once whoever writes pauses. The values may be changed afterwards. */
  keep(values: T, options: Omit<DraftOptions, 'secrets'> = {}): void {
    const { drafts, path } = this.#stand();
    const form = this.#form();
    const own = { ...options, ...this.#options, path };
    this.#pending = () => drafts.keep(form, values, own);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), PAUSE_MS);
  }

  /** It was saved, or given up. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#pending = null;
    this.#taken = null;
    const { drafts, path } = this.#stand();
    drafts.clear(this.#form(), path);
    this.#host.requestUpdate();
  }

  /** Says that what stands in the form was left there before, with a button that gives it up. */
  note(discard: () => void): unknown {
    const taken = this.#taken;
    if (taken === null) return nothing;
    const discarded = (): void => {
      this.clear();
      discard();
    };
    return html`<dw-callout tone="info" icon="edit">${rich('What you had written here {when} and not saved is back.', { when: html`<dw-time at=${new Date(taken.at).toISOString()}></dw-time>` })}
      <dw-button size="small" variant="quiet" @click=${discarded}>${t('Discard it')}</dw-button></dw-callout>`;
  }

  #stand(): { readonly drafts: Drafts; readonly path: string } {
    this.#place ??= { drafts: this.#host.shell.drafts, path: location.pathname };
    return this.#place;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    const pending = this.#pending;
    this.#pending = null;
    pending?.();
  }
}
