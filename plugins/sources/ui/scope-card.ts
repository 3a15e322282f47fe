import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type ProblemError,
  saveForm,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { SourceDetail } from './api.ts';

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What of a source is scanned: patterns over the names of its assets. Fires `dw-saved` when that has changed. */
export class SourcesScopeCard extends DataWaveElement {
  static override properties = {
    source: { attribute: false },
    etag: { attribute: false },
    typed: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare source: SourceDetail;
  declare etag: string | null;
  /** Null while it is only shown. */
  declare typed: { readonly include: string; readonly exclude: string } | null;
  declare isSaving: boolean;
  declare problem: ProblemError | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: var(--dw-space-4); }
      textarea { font-family: var(--dw-font-mono); font-size: var(--dw-font-size-s); min-block-size: 5rem; }`,
  ];

  constructor() {
    super();
    this.etag = null;
    this.typed = null;
    this.isSaving = false;
    this.problem = null;
  }

  async #save(): Promise<void> {
    const { typed } = this;
    if (typed === null) return;
    await saveForm(this, async () => {
      await this.shell.api.patch(
        `/sources/${encodeURIComponent(this.source.id)}`,
        { include: linesOf(typed.include), exclude: linesOf(typed.exclude) },
        this.etag === null ? {} : { ifMatch: this.etag },
      );
      this.typed = null;
      this.shell.notify({ tone: 'success', message: t('What is scanned is saved.') });
      this.dispatchEvent(new Event('dw-saved', { bubbles: true, composed: true }));
    });
  }

  override render(): unknown {
    const { include, exclude } = this.source;
    const edit = (): void => {
      this.problem = null;
      this.typed = { include: include.join('\n'), exclude: exclude.join('\n') };
    };
    return html`<dw-card heading=${t('What is scanned')}>
      ${this.typed !== null || !this.shell.may('sources:write') ? nothing : html`<dw-button slot="actions" size="small" icon="edit" @click=${edit}>${t('Change')}</dw-button>`}
      ${this.typed === null ? this.#shown() : this.#form(this.typed)}</dw-card>`;
  }

  #shown(): unknown {
    const { include, exclude } = this.source;
    const words = (patterns: readonly string[], none: string): unknown =>
      patterns.length === 0
        ? html`<span class="muted">${none}</span>`
        : patterns.map((pattern) => html`<code>${pattern}</code> `);
    return html`<dl class="facts"><div><dt>${t('Read')}</dt><dd>${words(include, t('every asset'))}</dd></div><div><dt>${t('Left out')}</dt><dd>${words(exclude, t('none'))}</dd></div></dl>`;
  }

  #form(typed: NonNullable<SourcesScopeCard['typed']>): unknown {
    const field = (name: 'include' | 'exclude', label: string, help: string): unknown =>
      html`<div class="field"><label for=${name}>${label}</label><textarea id=${name} spellcheck="false" aria-describedby="${name}-help" .value=${typed[name]} @input=${(
        event: Event,
      ) => {
        this.typed = { ...typed, [name]: textOf(event) };
      }}></textarea><p class="help" id="${name}-help">${help}</p></div>`;
    const { problem } = this;
    return html`<form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save();
    }}><div class="fields">
        ${field('include', t('Read only'), t('One pattern a line, such as public.*; empty: everything.'))}
        ${field('exclude', t('Leave out'), t('One pattern a line, such as *.archive_*.'))}</div>
      ${problem === null ? nothing : html`<dw-callout tone="danger" live>${problem.status === 412 ? t('Somebody else changed this source meanwhile. Reload the page to see it, then make your change again.') : problem.message}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button><dw-button @click=${() => {
        this.typed = null;
      }}>${t('Cancel')}</dw-button></div></form>`;
  }
}
