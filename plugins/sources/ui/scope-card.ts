import {
  baseStyles,
  DataWaveElement,
  EditGuard,
  formStyles,
  layoutStyles,
  type ProblemError,
  saveForm,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { SourceDetail } from './api.ts';

/** Patterns over the names of assets. */
interface Scope {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

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

  readonly #guard = new EditGuard<Scope>(this, {
    topic: 'sources',
    load: async (signal) => {
      const { value, etag } = await this.shell.api.getVersioned<SourceDetail>(this.#path, { signal });
      return { value: scopeOf(value), etag };
    },
    mine: () => (this.typed === null ? scopeOf(this.source) : writtenIn(this.typed)),
    take: (scope) => {
      this.typed = asTyped(scope);
    },
    fields: () => ({ include: t('Read only'), exclude: t('Leave out') }),
  });

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

  get #path(): string {
    return `/sources/${encodeURIComponent(this.source.id)}`;
  }

  async #save(): Promise<void> {
    const save = async (): Promise<void> => {
      if (this.typed === null) return;
      await this.shell.api.patch(this.#path, writtenIn(this.typed), { ifMatch: this.#guard.etag });
      this.typed = null;
      this.shell.notify({ tone: 'success', message: t('What is scanned is saved.') });
      this.dispatchEvent(new Event('dw-saved', { bubbles: true, composed: true }));
    };
    await saveForm(this, save, { guard: this.#guard });
  }

  override render(): unknown {
    const edit = (): void => {
      const scope = scopeOf(this.source);
      this.problem = null;
      this.typed = asTyped(scope);
      this.#guard.begin(scope, this.etag);
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
    }}>${this.#guard.note()}<div class="fields">
        ${field('include', t('Read only'), t('One pattern a line, such as public.*; empty: everything.'))}
        ${field('exclude', t('Leave out'), t('One pattern a line, such as *.archive_*.'))}</div>
      ${problem === null ? nothing : html`<dw-callout tone="danger" live>${problem.message}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button><dw-button @click=${() => {
        this.#guard.end();
        this.typed = null;
      }}>${t('Cancel')}</dw-button></div></form>`;
  }
}

const scopeOf = ({ include, exclude }: SourceDetail): Scope => ({ include, exclude });

const asTyped = ({ include, exclude }: Scope) => ({
  include: include.join('\n'),
  exclude: exclude.join('\n'),
});

const writtenIn = (typed: NonNullable<SourcesScopeCard['typed']>): Scope => ({
  include: linesOf(typed.include),
  exclude: linesOf(typed.exclude),
});
